#!/bin/sh
# Presenting: what the room sees, what the speaker sees, and a lecture as a recording.
. tests/lib.sh
. tests/labs/helpers/learner.sh
own_exercises
exercise vm/01-say

present() { # KEYS COMMAND…: the screen at its "dump" is in $screen
    keys=$1
    shift
    rm -f "$work/dump"
    run env RING3_KEYS="$keys" RING3_SCREEN="${size:-80x24}" RING3_DUMP="$work/dump" "$@"
    screen=$(cat "$work/dump" 2>/dev/null)
}

# ---- a lab: the question hides the answer, a key shows it, another says why ----
present 'space dump q' labs present vmsim play belady
contains "$screen" 'Page 1: FAULT' 'after a key the state'
lacks "$screen" 'is not in memory' 'the reason is hidden still'
present 'dump q' labs present vmsim play belady
contains "$screen" 'Is it a hit, or a fault?' 'the room is asked first'
lacks "$screen" 'FAULT' 'and the answer is hidden'
present 'space space dump q' labs present vmsim play belady
contains "$screen" 'Page 1 is not in memory' 'one more key, and the reason is there'
present 'space space left dump q' labs present vmsim play belady
lacks "$screen" 'is not in memory' 'back hides it'
lacks "$screen" 'Answer the' 'nothing else'
ok 'at the end no file is left for the notes' test ! -e "$XDG_STATE_HOME/ring3/presenting.json"

# ---- an exercise ----
present 'dump q' labs present vm/01
contains "$screen" 'Say the word' 'the title of an exercise'
contains "$screen" 'about 1 minute' 'and how long it takes'
lacks "$screen" '1 minutes' 'in the singular'
present 'space space dump q' labs present vm/01
contains "$screen" 'Think, say it to your neighbour' 'a question to the room'
lacks "$screen" 'right
' 'whose answer is hidden'
present 'space space space space dump q' labs present vm/01
contains "$screen" 'So it is.' 'the why is the last'

# A slide that is longer than the screen: page after page, with a mark, and nothing lost.
size=60x15
for letter in a b c d e f g h i j; do
    printf '%s, the first half of an item\n' "$letter" | sed 's/.*/- &, and then its second half, which needs a line of its own/'
done >"$work/items"
text=$RING3_DATA/exercises/vm/01-say/exercise.md
cp "$text" "$work/kept.md"
sed -i "/^Say/r $work/items" "$text"
present 'q space dump q' labs present vm/01
contains "$screen" 'more: space (page 1 of ' 'a long slide says that there is more'
contains "$screen" 'a, the first half' 'it begins at its beginning'
lacks "$screen" 'j, the first half' 'and does not fit'
pages=$(printf '%s\n' "$screen" | sed -n 's/.*page 1 of \([0-9]*\)).*/\1/p')
moves=$(i=1; while [ "$i" -lt "${pages:-1}" ]; do printf 'space dump '; i=$((i + 1)); done)
present "q space dump ${moves}q" labs present vm/01
for letter in a b c d e f g h i j; do
    contains "$screen" "$letter, the first half" "item $letter is on one of the pages"
done
contains "$screen" "page $pages of $pages" 'the last page says that it is the last'
present "q space dump ${moves}space dump q" labs present vm/01
contains "$(printf '%s\n' "$screen" | tail -n 15)" 'Think, say it' 'one key later comes the next slide'
present "q space space left dump q" labs present vm/01
contains "$screen" 'page 1 of' 'back goes to the page before'
size=80x24
cp "$work/kept.md" "$text"
lacks "$screen" 'It is not left.' 'hints are for the speaker'

# ---- the second terminal ----
notes() { run labs notes-for --plain; }
notes
contains "$out" 'Nothing is presented' 'without a presentation'
# It waits for a key that does not come, as a speaker would.
tmux_name=ring3-present-$$
if have tmux; then
    tmux -L "$tmux_name" -f /dev/null new-session -d -x 80 -y 24 \
        "XDG_STATE_HOME='$XDG_STATE_HOME' TERM=screen PATH='$PATH' labs present vmsim play belady"
    seen() { notes && case $out in *"$1"*) true ;; *) false ;; esac; }
    ok 'the notes follow' wait_until 20 seen 'You ask. They should say'
    contains "$out" 'fault' 'with the answer that is expected'
    contains "$out" 'Next: Page 2' 'and what comes next'
    tmux -L "$tmux_name" send-keys Space
    ok 'as it goes on' wait_until 20 seen 'The answer was'
    child=$(sed -n 's/.*"process":\([0-9]*\).*/\1/p' "$XDG_STATE_HOME/ring3/presenting.json")
    kill -9 "$child"
    ok 'killed, it is not followed any more' wait_until 20 seen 'Nothing is presented'
    tmux -L "$tmux_name" kill-server 2>/dev/null
else
    skip 'the notes follow' 'tmux is not installed'
fi

# ---- a recording ----
run labs present --cast "$work/lecture.cast" vm/01
is "$status" 0 'a lecture is recorded'
is "$(grep -c '"m"' "$work/lecture.cast")" 5 'with a marker for each move'
contains "$(cat "$work/lecture.cast")" 'step 3, question: ?' 'the question is one'
run labs present --cast "$work/lab.cast" vmsim play belady
is "$(grep -c '"m"' "$work/lab.cast")" 36 'a lab: three moves for each of twelve steps'

# ---- without a screen: the same content as lines ----
run labs present vm/01
contains "$out" 'So it is.' 'lines'
refuses 2 'or the command line of a lab' 'two exercises' labs present vm/01 vm/01
refuses 2 "no exercise 'nothing'" 'what is neither' labs present nothing
done_testing
