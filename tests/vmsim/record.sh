#!/bin/sh
# vmsim record: real programs under valgrind, whole files or none.
. tests/lib.sh
have valgrind || skip_all 'valgrind is not installed'

run vmsim record -o "$work/true.trace.xz" --json -- true
is "$status" 0 'true is recorded'
contains "$out" '"interrupted":false,"exit_status":0' 'to its end'
count=$(printf '%s' "$out" | sed 's/.*"references":\([0-9]*\).*/\1/')
is "$(xz -dc "$work/true.trace.xz" | grep -c '^[I ]')" "$count" 'the file holds what was counted'
run vmsim run "$work/true.trace.xz" -p lru -f 8
is "$status" 0 'run reads it'
contains "$out" 'writebacks' 'with its writes'

# Reads, writes and fetches apart; as pages, what crosses from one into the next counts
# for both.
run vmsim record -o "$work/true.csv.gz" --json -- true
number() { printf '%s' "$out" | sed "s/.*\"$1\":\([0-9]*\).*/\1/"; }
is "$(($(number reads) + $(number writes) + $(number modifies) + $(number fetches)))" \
    "$(number references)" 'reads, writes, modifies and fetches are told apart'
ok 'as csv there is a line for each page of each access' \
    test "$(gzip -dc "$work/true.csv.gz" | wc -l)" -gt "$(number references)"
is "$(gzip -dc "$work/true.csv.gz" | sed 1d | cut -d, -f2 | sort -u | tr -d '\n')" 'imrw' \
    'with its kind'
run vmsim record -o "$work/true.r3t" -- true
contains "$out" ' instruction fetches' 'people are told, too'
run vmsim info "$work/true.r3t"
contains "$out" 'true.r3t: native' 'the name tells the format'

run vmsim record -o "$work/sh.trace.zst" -- sh -c 'echo hello; exit 7'
is "$status" 0 'a program that fails is recorded too'
contains "$out" 'memory accesses of sh' 'and counted'
contains "$out" 'note: sh ended with status 7' 'and its status is passed on'
contains "$out" 'hello' 'what it says is not in the trace'
run vmsim run "$work/sh.trace.zst" -p lru -f 8
is "$status" 0 'which is read'

# Interrupted: the file holds what came until then.
vmsim record -o "$work/cut.trace.gz" -- sh -c "echo ready >'$work/ready'; while :; do :; done" \
    >"$work/cut.out" 2>&1 &
recorder=$!
ok 'an endless program runs' wait_until 20 test -e "$work/ready"
kill -TERM "$recorder"
wait "$recorder"
is $? 0 'ending it is no failure'
contains "$(cat "$work/cut.out")" 'until it was interrupted' 'and is said'
run vmsim run "$work/cut.trace.gz" -p lru -f 8
is "$status" 0 'the trace is whole'

# Killed: nothing is left.
mkdir "$work/killed"
rm "$work/ready"
vmsim record -o "$work/killed/x.trace" -- sh -c "echo \$\$ >'$work/ready'; while :; do :; done" \
    >/dev/null 2>&1 &
recorder=$!
ok 'again' wait_until 20 test -s "$work/ready"
kill -KILL "$recorder"
wait "$recorder" 2>/dev/null
ok 'the program goes with its recorder' wait_until 20 sh -c "! kill -0 $(cat "$work/ready")"
is "$(ls "$work/killed")" '' 'and no half-written file stays'

# The same where the program waits and writes nothing, so that no SIGPIPE ends it.
rm "$work/ready"
mkfifo "$work/never"
vmsim record -o "$work/killed/y.trace" -- \
    sh -c "echo \$\$ >'$work/ready'; read x <'$work/never'" >/dev/null 2>&1 &
recorder=$!
ok 'a program that waits' wait_until 20 test -s "$work/ready"
waiting=$(cat "$work/ready")
kill -KILL "$recorder"
wait "$recorder" 2>/dev/null
ok 'goes with its recorder, too' wait_until 5 sh -c "! kill -0 $waiting"
kill -KILL "$waiting" 2>/dev/null

# What stays in the background is not waited for.
vmsim record -o "$work/left.trace.gz" -- \
    sh -c "(read x <'$work/never') & echo \$! >'$work/left'; exit 0" >"$work/left.out" 2>&1 &
recorder=$!
ok 'the recording ends with the command itself' wait_until 20 sh -c "! kill -0 $recorder"
background=$(cat "$work/left")
ok 'while its child goes on' kill -0 "$background"
kill -KILL "$background" "$recorder" 2>/dev/null
wait "$recorder"
is $? 0 'which is no failure'
contains "$(cat "$work/left.out")" 'memory accesses of sh' 'and is counted'
run vmsim run "$work/left.trace.gz" -p lru -f 8
is "$status" 0 'the trace is whole'

refuses 2 'cannot run' 'a folder' vmsim record -o "$work/none.trace" -- /tmp
refuses 2 'cannot run' 'a program that is not there' \
    vmsim record -o "$work/none.trace" -- no-such-program
refuses 2 'cannot run' 'a file that cannot be run' \
    vmsim record -o "$work/none.trace" -- /etc/passwd
refuses 2 'No space left' 'a full disk' vmsim record -o /dev/full -- true
refuses 2 'File too large' 'a file that may not grow' \
    sh -c "ulimit -f 100; exec vmsim record -o '$work/none.trace' -- true"
refuses 2 'power of two' 'a page of 3000 bytes' \
    vmsim record -o "$work/none.r3t" --page-size 3000 -- true
refuses 2 '-o FILE is missing' 'no file' vmsim record -- true
refuses 2 'needs more' 'no program' vmsim record -o "$work/none.trace"
refuses 2 'cannot write' 'a folder that is not there' \
    vmsim record -o "$work/none/x.trace" -- true
ok 'nothing was written' test ! -e "$work/none.trace"
mkdir "$work/bin"
ln -s "$(command -v env)" "$work/bin/env"
refuses 3 'valgrind, which is not installed' 'a host without valgrind' \
    env PATH="$work/bin" "$(command -v vmsim)" record -o "$work/none.trace" -- env
ok 'and nothing was written' test ! -e "$work/none.trace"
done_testing
