#!/bin/sh
# The bounded buffer keeps every item; its broken twin is caught.
. tests/lib.sh

threads show semaphore >"$work/semaphore.c"
threads show semaphore --broken >"$work/broken.c"
check() { printf '%s\n' "$out" | perl tests/threads/check_run.pl "$1" 3; }
verdict() {
    printf '%s\n' "$out" | tail -n 1 |
        perl -MJSON::PP -e "my \$v = decode_json(join '', <STDIN>); print $1;"
}

for items in 1 6 500; do
    run threads demo semaphore --json --count "$items"
    is "$status" 0 "$items items go through"
    is "$(check "$work/semaphore.c")" fine \
        "$items items: none lost, none twice, never more than three at a time"
    is "$(verdict '$v->{value}')" $((items * (items + 1) / 2)) "$items items add up"
    lacks "$err" Sanitizer "$items items: no sanitizer complains"
done

for round in 1 2 3 4 5; do
    run threads demo semaphore --broken --json
    is "$status" 0 "broken run $round is caught"
    is "$(check "$work/broken.c")" fine "broken run $round obeys the rules up to the end"
    # Which of the two sides gets stuck is up to the scheduler; nothing is forced.
    cycle=$(verdict 'join " ", sort map { "$_->{thread}-$_->{waits_for}-$_->{of}" } @{$v->{cycle}}')
    case $cycle in
    'C-mutex-P P-slots-C' | 'C-items-P P-mutex-C') tap_result 0 "broken run $round: $cycle" ;;
    *) is "$cycle" 'C-mutex-P P-slots-C' "broken run $round names the cycle" ;;
    esac
done
run threads demo semaphore --broken
contains "$out" 'which is 0' 'the semaphore has nothing to give'
contains "$out" 'No thread runs that could release or post anything' 'and nobody can post'

# The twins differ in the order of two lines, twice, and in nothing else.
sed '1,/include "demo.h"/d' "$work/semaphore.c" >"$work/right"
sed '1,/include "demo.h"/d' "$work/broken.c" >"$work/wrong"
is "$(diff "$work/right" "$work/wrong" | grep -c '^[<>]')" 4 'two lines are moved'
is "$(sort "$work/right")" "$(sort "$work/wrong")" 'and none is changed'
done_testing
