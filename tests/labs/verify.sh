#!/bin/sh
# labs verify: keeps every exercise that ships to its promises, and finds each way in
# which an exercise can break them.
. tests/lib.sh
. tests/labs/helpers/learner.sh

# The way that learners go; without a sandbox where this host gives none.
flag=--without-sandbox
isolate run --read-only --tmpfs /tmp / true 2>/dev/null && flag=
# All of them take minutes of processor time: RING3_SLOW=1, and .ci/run. Here those that
# the engine brings along.
chosen=kit
[ -z "${RING3_SLOW-}" ] || chosen=
# shellcheck disable=SC2086 # no flag is no word
run labs verify $flag $chosen
is "$status" 0 'every exercise keeps its promises'
lacks "$out" 'not ok' 'none is broken'
printf '%s\n' "$out" | grep '^skip' >"$work/skips"
while read -r _ name promise; do
    skip "$name" "$promise"
done <"$work/skips"
# shellcheck disable=SC2231 # a pattern
for name in labs/exercises/${chosen:-*}/*/; do
    name=${name#labs/exercises/}
    contains "$out" " ${name%/} start" "$name was looked at"
done

own_exercises
exercise vm/01-say
run labs verify
is "$status" 0 'a sound exercise'
contains "$out" '4 kept, 0 broken' 'keeps its text and three promises'

at=$RING3_DATA/exercises/vm/01-say
breaks() { # NAME SAYS
    run labs verify
    is "$status" 1 "$1: exit status 1"
    contains "$out" "$2" "$1: it is said"
    rm -rf "$at"
    exercise vm/01-say
}
echo right >"$at/start/word"
breaks 'a start that passes' 'start: should be failed, is passed'
sed -i 's/^fails: .*/fails: too many cooks/' "$at/exercise.md"
breaks 'a start that fails for another reason' "start: should say 'too many cooks'"
echo left >"$at/solution/word"
breaks 'a solution that does not pass' 'solution: should be passed, is failed'
echo 'another hint' >"$at/wrong/left/expect"
breaks 'a wrong one with another hint' "wrong/left: should say 'another hint'"
echo right >"$at/wrong/left/word"
breaks 'a wrong one that passes' 'wrong/left: should be failed, is passed'
cp -R "$at/wrong/left" "$at/wrong/west"
breaks 'two wrong ones with one hint' 'wrong/west: has the same hint as wrong/left'
rm "$at/wrong/left/expect"
breaks 'a wrong one without its hint' "wrong/left: its file 'expect'"
rm -r "$at/wrong"
breaks 'no wrong one at all' 'there is no wrong/NAME'
rm -r "$at/solution"
breaks 'no solution' 'solution: this folder is missing'
sed -i 's/^check: .*/notes: nothing\n&/' "$at/exercise.md"
breaks 'a note that is not there' 'nothing: there is no such note'
sed -i 's/^## Hint 1/See [this](nowhere.txt).\n&/' "$at/exercise.md"
breaks 'a link that leads nowhere' "task: the link to 'nowhere.txt' leads nowhere"
sed -i 's/^## Hint 1/Try `labs check vm\/77`.\n&/' "$at/exercise.md"
breaks 'a command that names no exercise' "task: no exercise 'vm/77'"
sed -i 's/^## Why/Read `labs notes nothing-at-all`.\n&/' "$at/exercise.md"
breaks 'a command that names no note' "hint 2: 'labs notes nothing-at-all': no such note"
sed -i 's/^## Why/FIX''ME\n&/' "$at/exercise.md"
breaks 'a text that is not finished' 'its text is not finished'
sed -i 's|^\. .*|&\n[ "$RING3_TIME_PERCENT" = 100 ] \|\| undecided "no time left"|' "$at/check"
breaks 'a solution that needs all of its time' 'needs more than half of its time limits'
printf '#!/bin/sh\necho "ok 1 - fine"\n' >"$at/check"
breaks 'a check that breaks off' 'the check ended without a verdict'
printf '#!/bin/sh\nkill -9 $$\n' >"$at/check"
breaks 'a check that dies' 'ended by a signal'

# Several at a time: the lines come in order, and a crash costs one exercise.
for n in 1 2 3 4 5 6; do exercise "vm/0$n-say"; done
run labs verify --jobs 4
is "$status" 0 'six exercises, four at a time'
is "$(printf '%s\n' "$out" | sed -n 's/^ok *vm.\(0.\)-say text.*/\1/p' | tr -d '\n')" 010203040506 \
    'in their order'
contains "$out" '24 kept, 0 broken' 'and all are counted'
run labs verify --jobs 4 --json vm/01 vm/02
lines "$out" 8 'as JSON, two of them'
done_testing
