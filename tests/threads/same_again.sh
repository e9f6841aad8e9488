#!/bin/sh
# threads check: one input, one answer, however busy the machine is; and the longest run.
. tests/lib.sh

threads check --help >/dev/null 2>&1 || skip_all 'this build has no threads check'
have gcc || skip_all 'no gcc'
folder=tests/threads/programs

# The clock must not be what ends a search here.
RING3_TIME_PERCENT=2000
export RING3_TIME_PERCENT

fixed() { printf '%s' "$out" | sed 's/"seconds":[^,}]*//'; }
count() { printf '%s' "$out" | sed 's/.*"schedules":\([0-9]*\).*/\1/'; }
prove() { run threads check --json --cc gcc --cflags -DBUG=0 "$@" "$folder/flag_lock.c"; }

prove --seconds 4
is "$status" 0 'a spin lock of three threads is safe'
states=$out first=$(fixed) runs=$(count)
prove --seconds 4 --by-states
alone=$(count)
ok 'and was proved by states, after a reduction that did not come to its end' \
    test "$runs" -gt $((2 * alone))

busy=
for _ in 1 2 3 4; do
    sh -c 'while :; do :; done' &
    busy="$busy $!"
done
prove --seconds 4
# shellcheck disable=SC2086 # several numbers
kill $busy
is "$(fixed)" "$first" 'the same to the letter while four others want the processor'
ok 'with the seconds left out only' test "$states" != "$first"

cat >"$work/long.c" <<'C'
#include <pthread.h>
#include <stdatomic.h>
static atomic_int sum;
static void *nothing(void *unused)
{
    return unused;
}
int main(void)
{
    pthread_t t;
    pthread_create(&t, 0, nothing, 0);
    pthread_join(t, 0);
    for (int i = 0; i < 300; i++)
        atomic_fetch_add(&sum, 1);
    return sum != 300;
}
C
run threads check --json "$work/long.c"
is "$status" 0 'three hundred steps are no long run'
run threads check --json --steps 200 "$work/long.c"
is "$status" 4 'but longer than 200'
contains "$out" 'do not end within the limit of 200 steps (--steps)' 'which the answer says'
run threads check --json --steps 1000 "$work/long.c"
is "$status" 0 'and a limit of 1000 is enough'
refuses 2 'steps' 'a run of no step' threads check --steps 0 "$work/long.c"
refuses 2 '200000' 'and one without a limit' threads check --steps 200001 "$work/long.c"
done_testing
