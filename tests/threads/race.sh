#!/bin/sh
# Updates are lost for real, and counted.
. tests/lib.sh

fields() { # FILTER: perl on $v, the verdict in $out
    printf '%s\n' "$out" | tail -n 1 |
        perl -MJSON::PP -e "my \$v = decode_json(join '', <STDIN>); print $1;"
}

run threads demo race --json
is "$status" 0 'the race loses updates'
is "$(fields '$v->{verdict}')" 'lost updates' 'and says so'
is "$(fields '$v->{expected} - $v->{value} == $v->{lost} ? 1 : 0')" 1 'what is lost is counted'
is "$(fields '$v->{lost} > 0 ? 1 : 0')" 1 'it is more than nothing'
is "$(fields '$v->{value} >= $v->{count} || $v->{value} > 1 ? 1 : 0')" 1 'and not everything'
is "$(fields '$v->{expected} == 2 * $v->{count} ? 1 : 0')" 1 'two threads were expected to add'
if [ "$RING3_VARIANT" = tsan ]; then
    contains "$err" 'WARNING: ThreadSanitizer: data race' 'ThreadSanitizer reports the race'
    contains "$err" 'race.c' 'in the demo, and'
    lacks "$err" 'log.c' 'not in the recording'
else
    lacks "$err" Sanitizer 'no sanitizer complains of the watcher'
fi

run threads demo race --count 1 --json
case $status in
0 | 4) tap_result 0 'one addition each: lost, or undecided and never "safe"' ;;
*) is "$status" 4 'one addition each' ;;
esac
if have taskset && taskset -c 0 true 2>/dev/null; then
    run taskset -c 0 threads demo race --count 3
    is "$status" 4 'three additions on one processor: nothing is lost, exit status 4'
    contains "$out" 'This run was lucky. The bug is still there.' 'and that is called luck'
else
    skip 'a race that shows nothing' 'taskset cannot pin a program to one processor here'
fi

count=100000
! sanitized || count=2000
run threads demo race --fixed --json --count "$count"
is "$status" 0 'the fixed twin is right'
is "$(fields '$v->{value}')" $((2 * count)) 'every addition counts'
lacks "$err" Sanitizer 'and no sanitizer complains of it'

run threads play race --plain
contains "$out" 'LOST: counter is 3, expected 6: 3 of 6 are lost' \
    'the forced race loses one of two in every round'
contains "$out" 'Two barriers force the unlucky order' 'and says that it is forced'
contains "$out" 'has just written left no trace' 'the lost write is pointed at'
run threads play race --fixed --plain
contains "$out" 'RIGHT: counter is 6, as expected' 'its twin loses none'

done_testing
