#!/bin/sh
# For authors: a new exercise lacks nothing but its text; and the completion scripts.
. tests/lib.sh
. tests/labs/helpers/learner.sh
own_exercises
exercise vm/01-say
run labs new vm three-of-a-kind --kind predict
is "$status" 0 'a new exercise'
contains "$out" "$RING3_DATA/exercises/vm/02-three-of-a-kind" 'with the next number'
at=$RING3_DATA/exercises/vm/02-three-of-a-kind
run labs verify vm/02
is "$status" 1 'verify refuses it as it is'
contains "$out" 'head: its text is not finished' 'because its text is to be written'
is "$(printf '%s\n' "$out" | grep -c '^ok')" 4 'while start, solution and two mistakes keep their promises'
sed -i 's/^title: .*/title: Three of a kind/' "$at/exercise.md"
run labs verify vm/02
is "$status" 0 'with a title it is whole'
contains "$(cat "$at/exercise.md")" 'kind: predict' 'of the kind that was asked for'
run labs new vm three-of-a-kind
contains "$out" 'vm/03-three-of-a-kind' 'the same name gets another number'
run labs new kit first --in "$work/elsewhere"
contains "$out" "$work/elsewhere/kit/00-first" 'elsewhere it begins with 00'
refuses 2 "no area 'vmm'" 'an area that is none' labs new vmm x
refuses 2 'is no name for an exercise' 'a name that is none' labs new vm '../x'
refuses 2 'is no name for an exercise' 'nor with capitals' labs new vm Deadlock
refuses 2 'cannot' 'a place that cannot be written' labs new vm x --in /proc/none

# Completion: made from the tables, so every command and option is there.
for program in labs vmsim threads isolate sqlite-demo; do
    $program --completion bash >"$work/bash"
    ok "$program: a script for bash" bash -n "$work/bash"
    $program --completion zsh >"$work/zsh"
    if have zsh; then ok "$program: for zsh" zsh -n "$work/zsh"; else skip "$program: for zsh" 'zsh is not installed'; fi
    $program --completion fish >"$work/fish"
    if have fish; then ok "$program: for fish" fish --no-execute "$work/fish"; else skip "$program: for fish" 'fish is not installed'; fi
    for file in bash zsh fish; do
        is "$($program --help | sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p' | sort -u | while read -r c; do
            grep -q -- "$c" "$work/$file" || echo "$c"; done)" '' "$program: every command is in that for $file"
    done
done
completes() { # WORDS…: what bash offers for the last one, in one line
    labs --completion bash >"$work/bash"
    bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _labs; echo "${COMPREPLY[*]}"' \
        bash "$work/bash" "$@"
}
is "$(completes labs ch)" check 'a command'
is "$(completes labs check vm/01)" vm/01-say 'an exercise'
contains "$(completes labs list --)" '--state' 'an option'
is "$(completes labs list --state s)" solved 'a value'
contains "$(completes labs --plain list --k)" '--kind' 'after an option too'
refuses 2 'bash zsh fish' 'a shell that is none' labs --completion tcsh
done_testing
