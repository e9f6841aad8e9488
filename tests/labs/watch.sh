#!/bin/sh
# labs watch: a save is a check, on the screen and as lines; none is lost; it never goes
# on by itself.
. tests/lib.sh
. tests/labs/helpers/learner.sh
own_exercises
exercise vm/01-say
exercise vm/02-again
printf '# What words are\n\nA word is a word.\n' >"$RING3_DATA/notes/words.md"
sed -i 's/^check: .*/notes: words\n&/' "$RING3_DATA/exercises/vm/01-say/exercise.md"
labs init "$folder" >/dev/null
word=$folder/vm/01-say/word

# The key s runs the shell: here one that saves something.
saves() { # COMMANDS
    printf '#!/bin/sh\n%s\n' "$1" >"$work/saves"
    chmod +x "$work/saves"
}
watch() { # KEYS: what is on the screen, in $seen
    rm -f "$work/dump"
    RING3_KEYS=$1 RING3_DUMP=$work/dump SHELL=$work/saves run labs watch vm/01
    seen=$(cat "$work/dump" 2>/dev/null)
    is "$status$err" 0 "watch: $1"
}

saves "echo left >'$word'"
watch 'dump wake dump s wake tick dump wake dump'
contains "$(printf '%s\n' "$seen" | sed -n 1,24p)" 'checking …' 'it checks at once, and says so'
contains "$seen" 'Not yet: your file says nothing' 'its first verdict'
contains "$seen" 'Not yet: the word is left' 'after a save the next one'
contains "$seen" 'Hint: Not left' 'with a hint computed from what it saw'
lacks "$seen" 'v solution' 'the solution is not offered before'

saves "echo right >'$word.new' && mv '$word.new' '$word'"
watch 'wake s wake tick wake dump'
contains "$seen" 'Passed: the word is right' 'an editor that renames is seen too'
contains "$seen" 'v solution' 'now the solution is offered'
contains "$seen" ' vm/01 ' 'and it stays where it is'
contains "$seen" 'n next' 'the next one is a key away'
watch 'wake v dump n dump p dump'
contains "$seen" 'word: yours is the same as ours' 'the solution beside mine'
contains "$seen" ' vm/02 ' 'n goes on'
contains "$(printf '%s\n' "$seen" | tail -n 25)" ' vm/01 ' 'p goes back'
watch 'wake w dump q dump l dump'
contains "$seen" 'A word is a word.' 'w reads the note'
contains "$seen" '[x] Say the word' 'l is the list'
watch 'wake l down enter dump'
contains "$(printf '%s\n' "$seen" | tail -n 25)" ' vm/02 ' 'in which one can choose'

# What is no save: a swap file, a backup, a touch that changes nothing but a name apart.
saves ": >'$folder/vm/01-say/.word.swp'; : >'$word~'; : >'$folder/vm/01-say/4913'; rm '$folder/vm/01-say/4913'"
watch 'wake s wake tick dump'
lacks "$seen" 'checking' 'what an editor writes beside a file is no save'

# A save while a check runs: the old check is ended, the new one decides.
cat >"$RING3_DATA/exercises/vm/01-say/check" <<'END'
#!/bin/sh
. "$RING3_LIB"
word=$(cat "$RING3_WORK/word")
echo "$word" >>"$RING3_DATA/checked"
if [ "$word" = slow ]; then echo $$ >"$RING3_DATA/slow"; while :; do sleep 1; done; fi
point "the word is $word"
finish
END
echo slow >"$word"
saves "while [ ! -s '$RING3_DATA/slow' ]; do sleep 0.02; done; echo quick >'$word'"
watch 'dump s wake tick dump wake dump'
contains "$seen" 'Passed: the word is quick' 'a save during a check is not lost'
gone() { ! kill -0 "$(cat "$RING3_DATA/slow")"; }
ok 'and the old check is ended' wait_until 20 gone
nothing_left() { [ -z "$(find "$TMPDIR" -mindepth 1)" ]; }
ok 'and nothing of it is left' wait_until 20 nothing_left
rm -f "$RING3_DATA/slow"
echo slow >"$word"
saves "while [ ! -s '$RING3_DATA/slow' ]; do sleep 0.02; done"
watch 'dump s q'
ok 'leaving ends the check' wait_until 20 gone

# As lines, for a pipe: keys are letters and Enter.
exercise vm/01-say
sed -i 's/^check: .*/notes: words\n&/' "$RING3_DATA/exercises/vm/01-say/exercise.md"
echo left >"$word"
mkfifo "$work/keys"
labs watch vm/01 --plain <"$work/keys" >"$work/said" 2>&1 &
watching=$!
exec 9>"$work/keys"
said() { grep -q -- "$1" "$work/said"; }
ok 'lines: the task' wait_until 20 said 'Say the right word'
ok 'lines: checking is said' wait_until 20 said 'Checking'
ok 'lines: the verdict' wait_until 20 said 'the word is left'
echo right >"$word"
ok 'lines: a save is seen' wait_until 20 said 'the word is right'
echo w >&9
ok 'lines: the note' wait_until 20 said 'A word is a word.'
echo v >&9
ok 'lines: the solution' wait_until 20 said 'yours is the same as ours'
echo x >&9
ok 'lines: a reset asks' wait_until 20 said 'Back to the start'
echo n >&9
ok 'lines: and takes a no' wait_until 20 said '^No\.'
echo '?' >&9
ok 'lines: the keys' wait_until 20 said 'q  leave'
echo zap >&9
ok 'lines: a key that is none' wait_until 20 said "'zap' is no key here"
echo n >&9
ok 'lines: the next' wait_until 20 said 'vm/02-again: Say the word'
echo q >&9
exec 9>&-
wait $watching
is $? 0 'lines: q leaves'
is "$(grep -c "$(printf '\033')" "$work/said")" 0 'lines: nothing that a terminal must obey'

# As JSON: a verdict per line, until it is ended.
perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' labs watch vm/01 --json >"$work/json" 2>&1 &
watching=$!
json() { grep -c '"status":' "$work/json" | grep -qx "$1"; }
ok 'JSON: the first verdict' wait_until 20 json 1
echo left >"$word"
ok 'JSON: one more after a save' wait_until 20 json 2
contains "$(tail -n 1 "$work/json")" '"status":"failed","message":"the word is left"' 'JSON: which says it'
kill -INT $watching
wait $watching
is $? 130 'JSON: a signal ends it'
ok 'and nothing is left' wait_until 20 nothing_left

# Where a verdict points, the lines are shown.
cat >"$RING3_DATA/exercises/vm/01-say/check" <<'END'
#!/bin/sh
. "$RING3_LIB"
fail 'it goes wrong' 'Look there.' "word:3:1: here"
END
printf 'one\ntwo\nthree\nfour\nfive\nsix\n' >"$word"
watch 'wake dump'
contains "$seen" "$folder/vm/01-say/word:3" 'file and line'
contains "$seen" '>   3  three' 'the line is marked'
contains "$seen" '    5  five' 'with those around it'
lacks "$seen" '    6  six' 'and no more'

# The editor opens there: in a pane of tmux, in VS Code, or here.
mkdir "$work/bin"
for tool in tmux code ed-it vim; do
    printf '#!/bin/sh\nprintf "%%s" "$0" >"%s"; printf " [%%s]" "$@" >>"%s"\n' "$work/opened" "$work/opened" >"$work/bin/$tool"
    chmod +x "$work/bin/$tool"
done
opens() { # VARIABLES… -- WANTED NAME
    rm -f "$work/opened"
    set_to=
    while [ "$1" != -- ]; do
        set_to="$set_to $1"
        shift
    done
    # shellcheck disable=SC2086 # several variables
    env PATH="$work/bin:$PATH" RING3_KEYS='wake e' RING3_DUMP=/dev/null $set_to labs watch vm/01 >/dev/null 2>&1
    contains "$(cat "$work/opened")" "$2" "$3"
}
opens EDITOR=vim -- "vim [+3] [$word]" 'vim gets the line'
opens EDITOR=ed-it -- "ed-it [$word]" 'an unknown editor gets the file'
opens EDITOR=vim TMUX=/tmp/x,1,0 -- "tmux [split-window] [-h] [-c] [$folder/vm/01-say] [vim +3 '$word']" \
    'within tmux a pane opens'
mv "$folder" "$work/it's mine"
cd "$work/it's mine" || exit 1
opens EDITOR=vim TMUX=/tmp/x,1,0 -- "[vim +3 '$work/it'\\''s mine/vm/01-say/word']" 'a quote in a name is quoted'
cd "$OLDPWD" || exit 1
mv "$work/it's mine" "$folder"
opens TERM_PROGRAM=vscode -- "code [-g] [$word:3]" 'within VS Code its editor'

# "file:line" is a link (OSC 8) on a real terminal that knows links, and plain elsewhere.
on_terminal() { # VARIABLES…: what comes, in $seen
    mkfifo "$work/terminal-keys"
    (TMUX='' timeout 60 script -qfec "env $* labs watch vm/01" "$work/came" <"$work/terminal-keys" >/dev/null 2>&1) &
    watched=$!
    exec 5>"$work/terminal-keys"
    wait_until 30 grep -q 'word:3' "$work/came"
    printf q >&5
    exec 5>&-
    wait "$watched"
    rm -f "$work/terminal-keys"
    seen=$(tr -d '\000\033' <"$work/came")
    rm -f "$work/came"
}
link="]8;;file://$(uname -n)$word#3\\$word:3]8;;\\"
if have script; then
    on_terminal TERM=xterm-256color
    contains "$seen" "$link" 'the screen: file:line is a link with the host and the line'
    contains "$seen" '>   3  three' 'and the rest of the frame is drawn'
    on_terminal TERM=linux
    lacks "$seen" ']8;;' 'the Linux console gets no link'
    contains "$seen" "$word:3" 'but the same text'
    on_terminal TERM=xterm-256color FORCE_HYPERLINK=0
    lacks "$seen" ']8;;' 'nor does who says no'
    on_terminal TERM=xterm-256color TERM_PROGRAM=vscode
    lacks "$seen" ']8;;' 'nor VS Code, which makes its own'
else
    skip 'links on a terminal' 'script is not installed'
fi
done_testing
