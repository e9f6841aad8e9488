#!/bin/sh
# Wrong requests, and hosts that cannot.
. tests/lib.sh

refuses 2 'did you mean deadlock?' 'a near miss' threads demo dedlock
refuses 2 'threads list' 'an unknown demo' threads demo philosophers
refuses 2 'philosophers' 'play refuses it too' threads play philosophers
refuses 2 'philosophers' 'and show' threads show philosophers
refuses 2 'it is broken already; try --fixed' 'the deadlock has no --broken' \
    threads demo deadlock --broken
refuses 2 'it is right already; try --broken' 'the semaphore has no --fixed' \
    threads play semaphore --fixed
refuses 2 'exclude each other' 'both twins at once' threads demo race --fixed --broken
refuses 2 'at most 100000' 'a count that the log cannot hold' \
    threads demo race --fixed --count 100001
refuses 2 '--count' 'a count of nothing' threads demo race --count 0
refuses 2 '--count' 'a count that is no number' threads demo race --count many
refuses 2 '--limit' 'a limit of nothing' threads demo race --limit 0
run threads demo
is "$status" 2 'a demo without a name'
run threads demo race deadlock
is "$status" 2 'two names'
run threads frobnicate
is "$status" 2 'an unknown command'
run sh -c 'threads list > /dev/full'
is "$status" 2 'a full disk is noticed'

run threads list
is "$status" 0 'the list'
contains "$out" 'deadlock' 'names the deadlock'
run threads list --json
is "$(printf '%s\n' "$out" | perl -MJSON::PP -ne 'print decode_json($_)->{demo}, " "')" \
    'deadlock race semaphore ' 'the list as JSON'
run threads --help
contains "$out" 'threads demo race' 'help has examples'
run threads --manual
contains "$out" '.TH' 'and there is a manual page'

# One process and one child are allowed; the child's first thread is one too many.
program=$(command -v threads)
someone=$((50000 + $$ % 10000)) # a user who runs nothing else
if [ "$RING3_VARIANT" = tsan ]; then
    skip 'no more threads' "ThreadSanitizer itself needs a thread here"
elif ! have prlimit; then
    skip 'no more threads' 'prlimit is not installed'
elif [ "$(id -u)" = 0 ]; then
    limited() { setpriv --reuid "$someone" --regid "$someone" --clear-groups prlimit --nproc="$1" \
        env ASAN_OPTIONS=detect_leaks=0 "$program" demo deadlock; }
    if setpriv --reuid "$someone" --regid "$someone" --clear-groups test -x "$program" 2>/dev/null; then
        refuses 3 'deadlock.c:' 'no more threads' limited 2
        contains "$err" 'ulimit -u is 2' 'with the limit that is in the way'
        refuses 3 'no new process for the demo' 'no more processes' limited 1
    else
        skip 'no more threads' 'another user cannot read the build folder'
    fi
else
    refuses 3 'no new process for the demo' 'no more processes' \
        prlimit --nproc=1 env ASAN_OPTIONS=detect_leaks=0 "$program" demo deadlock
fi

hide='mount -t tmpfs none /proc && exec "$@"'
isolated() { if [ "$(id -u)" = 0 ]; then unshare -m "$@"; else unshare -Urm "$@"; fi; }
if sanitized; then
    skip 'no /proc' 'the sanitizers need /proc themselves'
elif ! isolated sh -c "$hide" sh true 2>/dev/null; then
    skip 'no /proc' 'no mount namespace can be had here'
else
    refuses 3 '/proc is not mounted' 'a deadlock that the kernel cannot confirm' \
        isolated sh -c "$hide" sh threads demo deadlock
    run isolated sh -c "$hide" sh threads demo deadlock --fixed
    is "$status" 0 'what ends by itself needs no /proc'
fi
done_testing
