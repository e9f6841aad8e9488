#!/bin/sh
# The menu and its screens, by scripted keys, against whole screens.
# To renew the goldens after a change that was looked at: RING3_RENEW=1.
. tests/lib.sh
. tests/labs/helpers/learner.sh
own_exercises
exercise vm/01-say
exercise threads/01-other
printf '# A note\n\nIts *only* sentence.\n' >"$RING3_DATA/notes/note.md"
golden=tests/labs/golden
export HOME="$work"

# screens NAME KEYS [VARIABLE=VALUE…]: the dumps must be as in golden/NAME.txt.
screens() {
    tap_golden=$golden/$1.txt tap_keys=$2
    shift 2
    rm -f "$work/dump"
    RING3_DUMP=$work/dump RING3_KEYS=$tap_keys run env "$@" labs
    sed "s|$work|WORK|g" "$work/dump" >"$work/seen"
    [ -z "${RING3_RENEW-}" ] || cp "$work/seen" "$tap_golden"
    is "$(cat "$work/seen")" "$(cat "$tap_golden")" "$(basename "$tap_golden" .txt): $tap_keys"
    is "$status$err" 0 '… and it ends well'
}

screens front-80x24 'dump down dump down down down down dump down dump'
screens front-60x15 'q dump down dump' RING3_SCREEN=60x15
screens front-200x60 'dump' RING3_SCREEN=200x60
screens front-ascii 'dump' RING3_ASCII=1
# Colours are no part of a dump: without them the screen must say the same.
screens front-ascii-no-color "dump" NO_COLOR=1 RING3_ASCII=1
screens keys '? dump'
screens exercises 'e dump'
screens exercises-filter 'e f dump f dump f dump'
screens exercises-60x15 'q e dump' RING3_SCREEN=60x15
screens notes 'end up up dump enter dump q'
screens help 'end enter dump'
screens search "/ 'other' dump 'x' dump esc dump"

# Without a folder: i asks, n refuses, y makes it; then check, hint, reset.
screens exercise "enter dump i dump n dump"
screens exercise-solved \
    "enter i y dump wake dump c dump wake dump h dump q dump enter x dump y dump"
ok 'the folder is there' test -f "$work/ring3-exercises/.ring3"
echo right >"$work/ring3-exercises/vm/01-say/word"
screens exercise-passed 'enter c wake dump n dump'
screens exercise-200x60 'enter dump' RING3_SCREEN=200x60
screens exercise-60x15 'q enter dump' RING3_SCREEN=60x15
screens exercise-1x1 'enter size:1x1 dump size:80x24 dump'

rm -f "$work/dump"
RING3_DUMP=$work/dump RING3_KEYS='enter enter dump y wake dump' HOME="$work/new" XDG_STATE_HOME="$work/empty" run labs
contains "$(cat "$work/dump")" 'Make the folder' 'Enter without files asks for a yes'
contains "$(cat "$work/dump")" 'Not yet: your file says nothing' 'and then checks'

# The first run: one key, which the screen announces, and a check has passed.
sed -i "s/^fails:.*/solved: yes/" "$RING3_DATA/exercises/vm/01-say/exercise.md"
echo right >"$RING3_DATA/exercises/vm/01-say/start/word"
first() {
    rm -f "$work/dump"
    RING3_DUMP=$work/dump RING3_KEYS=$1 HOME="$work/first" \
        XDG_STATE_HOME="$work/first/state" run labs
    dump=$(sed "s|$work|WORK|g" "$work/dump" | tr -s ' \n' ' ')
}
mkdir "$work/first"
first 'dump'
contains "$dump" 'Enter makes the folder WORK/first/ring3-exercises' \
    'the first run says what Enter will make'
contains "$dump" 'The next ones fail at first' 'and that failing is the plan'
ok 'looking makes nothing' test ! -e "$work/first/ring3-exercises"
first 'enter wake dump q dump'
contains "$dump" 'Passed: the word is right' 'one key, and a check has passed'
ok 'the folder is there' test -f "$work/first/ring3-exercises/vm/01-say/word"
lacks "$dump" 'Enter makes' 'then it is not the first run any more'
rm -rf "$work/first"
mkdir "$work/first"
: >"$work/first/ring3-exercises"
first 'enter dump'
contains "$dump" 'cannot make the folder' 'where no folder can be, that is said'

# Enter on an area runs its program and comes back.
cp "$RING3_BUILD/bin/labs" "$work/tmp/labs"
printf '#!/bin/sh\necho "$0 ran"; exit 3\n' >"$work/tmp/vmsim"
printf '#!/bin/sh\nexit 0\n' >"$work/tmp/threads"
chmod +x "$work/tmp/vmsim" "$work/tmp/threads"
rm -f "$work/dump"
RING3_DUMP=$work/dump RING3_KEYS='down down enter dump x down enter dump down enter dump' \
    PATH=/usr/bin:/bin run "$work/tmp/labs"
seen=$(cat "$work/dump")
contains "$out" 'vmsim ran' 'Enter runs the program of the area'
contains "$seen" 'vmsim ended with exit status 3: this machine cannot do it' \
    'and what its status means'
is "$(grep -c 'threads ended' "$work/dump")" 0 'nothing is said where all went well'
contains "$seen" 'isolate ended with exit status 127' 'a program that is not there'

printf '#!/bin/sh\nkill -SEGV $$\n' >"$work/tmp/vmsim"
rm -f "$work/dump"
RING3_DUMP=$work/dump RING3_KEYS='down down enter dump' PATH=/usr/bin:/bin run "$work/tmp/labs"
contains "$(cat "$work/dump")" 'vmsim crashed (Segmentation fault)' 'a crash has its name'

# The doctor's screen looks only when it is opened.
rm -f "$work/dump"
RING3_DUMP=$work/dump RING3_KEYS='end up enter dump tick dump' run labs
contains "$(sed -n 1,24p "$work/dump")" 'looking at this machine' 'its first frame comes at once'
contains "$(cat "$work/dump")" 'C compiler' 'then it looks'

# Progress that cannot be kept is said, and nothing is lost but the memory of it.
rm -f "$work/dump"
RING3_DUMP=$work/dump RING3_KEYS='dump enter h dump' XDG_STATE_HOME=/proc/none run labs
contains "$(cat "$work/dump")" '! progress is not kept' 'no place for progress: it is said'
contains "$(cat "$work/dump")" 'It is not left.' 'hints are shown all the same'

run labs
contains "$out" 'usage: labs' 'where no screen can be: the help'
# The doctor looks at this very machine, so there is no golden of it. Where there is
# no room below its list, Enter shows the whole of a line.
rm -f "$work/dump"
run env RING3_SCREEN=60x15 RING3_DUMP="$work/dump" RING3_KEYS='x ? dump x dump x dump' labs
seen=$(tr -s ' \n│' ' ' <"$work/dump")
contains "$seen" 'open the selected row: an area starts its program' 'the keys in a small terminal: a long row is wrapped'
contains "$seen" 'Ctrl-L draw the screen again' '… and the last ones are on a second page'
run env RING3_SCREEN=60x15 RING3_KEYS='x end up enter tick enter dump' labs
contains "$out" '─ machine ─' 'a line of the doctor opens in a small terminal'
contains "$out" 'press any key' 'in a box that a key closes'

done_testing
