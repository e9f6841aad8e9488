# For the tests of labs: a learner with a folder of their own. Source it after
# tests/lib.sh. Everything lies in $work and is gone at the end.
# shellcheck shell=sh disable=SC2034,SC2154

export XDG_STATE_HOME="$work/state" TMPDIR="$work/tmp"
mkdir -p "$work/state" "$work/tmp"
folder=$work/mine

# An exercises folder of our own: the area vm with what the test puts there.
own_exercises() {
    export RING3_DATA="$work/data"
    mkdir -p "$RING3_DATA/exercises/vm" "$RING3_DATA/exercises/threads" \
        "$RING3_DATA/notes"
    cp labs/exercises/check.sh "$RING3_DATA/exercises/"
}

# exercise NAME: a small sound exercise: the learner's word must be "right".
exercise() {
    tap_at=$RING3_DATA/exercises/$1
    mkdir -p "$tap_at/start" "$tap_at/solution" "$tap_at/wrong/left"
    cat >"$tap_at/exercise.md" <<'END'
---
title: Say the word
kind: find
minutes: 1
teaches: to say the right word
check: ./check
fails: says nothing
---
Say the right word in `word`.
## Hint 1
It is not left.
## Hint 2
It is right.
## Why
So it is.
END
    cat >"$tap_at/check" <<'END'
#!/bin/sh
. "$RING3_LIB"
word=$(cat "$RING3_WORK/word")
[ -n "$word" ] || fail 'your file says nothing' 'Write a word into it.'
[ "$word" = right ] || fail "the word is $word" "Not $word, but the other way."
point 'the word is right'
finish
END
    chmod +x "$tap_at/check"
    : >"$tap_at/start/word"
    echo right >"$tap_at/solution/word"
    echo left >"$tap_at/wrong/left/word"
    echo 'Not left, but the other way' >"$tap_at/wrong/left/expect"
}
