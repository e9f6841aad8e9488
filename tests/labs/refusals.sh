#!/bin/sh
# Bad input: one line on stderr, the exit status of the table, nothing half-done.
. tests/lib.sh
. tests/labs/helpers/learner.sh

refuses 2 "unknown command 'chekc' (did you mean 'labs check'?)" 'a command that is none' \
    labs chekc
refuses 2 'takes no arguments' 'update takes none' labs update code
refuses 2 'needs more' 'reset needs a name' labs reset
refuses 2 'unknown option --sandbox' 'an option that is none' labs check --sandbox
refuses 2 'is too large' 'a level that is none' labs hint --level 1000
refuses 2 'not a whole number' 'a seed that is none' labs reset kit/00 --seed x
refuses 2 "no exercise 'vm/99' (try: labs list)" 'an exercise that is none' labs show vm/99
refuses 2 'did you mean kit/00-hello' 'a slip of the finger' labs show kit/00-helo
refuses 2 'could be kit/00' 'a name that fits two' labs show kit
refuses 2 "no exercise ''" 'an empty name' labs show ''
refuses 2 "no note 'cursor'" 'a note that is none' labs notes cursor
refuses 2 'there is no folder for your work yet (try: labs init)' 'a check without a folder' \
    labs check kit/00
refuses 2 'no exercise' 'verify of none' labs verify nothing
refuses 2 'the name of the folder is empty' 'init of nothing' labs init ''

echo 'a file' >"$work/file"
refuses 2 'a file is in the way' 'init where a file is' labs init "$work/file"
is "$(cat "$work/file")" 'a file' 'and the file is still there'

own_exercises
exercise vm/01-good
mkdir "$RING3_DATA/exercises/vm/02-broken" "$RING3_DATA/exercises/vm/3-misnamed"
printf -- '---\ntitle: x\nkind: nonsense\n' >"$RING3_DATA/exercises/vm/02-broken/exercise.md"
run labs list
is "$status" 0 'a broken exercise does not hide the others'
contains "$out" 'vm/01-good' 'the good one is listed'
contains "$err" "vm/02-broken/exercise.md:3: kind 'nonsense'" 'the broken one is named, with its line'
contains "$err" 'vm/3-misnamed: a folder here is called NN-name' 'and the misnamed one'
run labs verify
is "$status" 1 'for authors that is a failure'

rm -r "$RING3_DATA"/exercises/*/*
run labs list
is "$status" 2 'without exercises labs ends'
contains "$err" "there are no exercises in $RING3_DATA" "and says where it looked"
done_testing
