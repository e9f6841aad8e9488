#!/bin/sh
# The deadlock is real, named from the graph, confirmed by the kernel, and ended.
. tests/lib.sh

gone() { ! kill -0 "$1" 2>/dev/null; }
field() { # NAME: of the verdict in $out
    printf '%s\n' "$out" | tail -n 1 | perl -MJSON::PP -e '
        my $v = decode_json(join "", <STDIN>);
        my $x = $v->{$ARGV[0]};
        print ref $x ? JSON::PP->new->canonical->encode($x) : $x;' "$1"
}
threads show deadlock >"$work/deadlock.c"
threads show deadlock --fixed >"$work/fixed.c"

for round in 1 2 3 4 5; do
    start=$(date +%s)
    run threads demo deadlock --json
    is "$status" 0 "run $round shows what it announces"
    ok "run $round ends in time" test $(($(date +%s) - start)) -le 10
    is "$(field verdict)" deadlock "run $round is called a deadlock"
    cycle=$(printf '%s\n' "$out" | tail -n 1 | perl -MJSON::PP -e '
        my $v = decode_json(join "", <STDIN>);
        print join " ", map { "$_->{thread}-$_->{waits_for}-$_->{of}" } @{$v->{cycle}};')
    is "$cycle" 'T1-B-T2 T2-A-T1' "run $round names exactly the cycle"
    process=$(field process)
    ok "run $round leaves no process" wait_until 5 gone "$process"
    ok "run $round leaves no group" wait_until 5 gone "-$process"
    is "$(printf '%s\n' "$out" | perl tests/threads/check_run.pl "$work/deadlock.c" 0)" fine \
        "run $round obeys the rules of locks, line by line"
done
is "$(printf '%s\n' "$out" | tail -n 1 | perl -MJSON::PP -e '
    my $v = decode_json(join "", <STDIN>);
    print join " ", map { "$_->{thread}:$_->{state}" } @{$v->{kernel}};')" \
    'main:S T1:S T2:S' 'the kernel shows all three asleep'

run threads demo deadlock
contains "$out" 'DEADLOCK: T1 → B → T2 → A → T1' 'the verdict for people names the cycle'
contains "$out" 'T1 waits for B, which T2 holds.' 'and says why for T1'
contains "$out" 'T2 waits for A, which T1 holds.' 'and for T2'
contains "$out" 'A barrier makes both threads hold one lock' 'and what was forced'
lacks "$err" Sanitizer 'no sanitizer complains'
widest=$(printf '%s\n' "$out" | LC_ALL=C.UTF-8 awk '{ if (length > w) w = length } END { print w }')
ok 'no line is wider than 80 columns' test "$widest" -le 80

run threads demo deadlock --plain
contains "$out" 'line 26: T1 waits for B' '--plain says whole sentences'

run threads demo deadlock --fixed --json --count 200
is "$status" 0 'the fixed twin ends by itself'
is "$(field verdict)" right 'with the right sums'
is "$(field value)" 200 'nothing is gained or lost'
is "$(printf '%s\n' "$out" | perl tests/threads/check_run.pl "$work/fixed.c" 0)" fine \
    'and its 400 transfers obey the rules of locks'
lacks "$err" Sanitizer 'no sanitizer complains of it'
done_testing
