#!/bin/sh
# isolate run: limits, signals, and that every end leaves nothing behind.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
mounts_before=$(host_mounts)

# ---- limits ----
run in_host --tmpfs /tmp --file-size 1K / sh -c 'head -c 9999 /dev/zero >/tmp/f; stat -c %s /tmp/f'
is "$out" 1024 '--file-size: a file ends there'
allocate='my $x = eval { "x" x (300 << 20) }; print "got it"'
run in_host / perl -e "$allocate"
is "$out" 'got it' 'without a limit 300 MiB can be had'
run in_host --memory 100M / perl -e "$allocate"
lacks "$out" 'got it' '--memory: above the limit they cannot'
forks='my $n = 0; while (1) { my $p = fork; last if !defined $p; if (!$p) { sleep 60; exit } $n++ }
    print $n'
run in_host --processes 12 --time 20 / perl -e "$forks"
is "$out" 11 '--processes 12: perl and eleven children, then fork fails'
run in_host --time 1 / sh -c 'trap "" TERM INT; while :; do sleep 1; done'
is "$status" 124 '--time: the status of timeout(1)'
contains "$err" 'the time of 1 s is over' 'and a line that says so'

# ---- what the command leaves ----
mark=7$$1
in_host / sh -c "setsid sleep $mark & sleep $mark & exit 3" 2>/dev/null
is $? 3 'the end of the command is the end of the container'
ok 'and of all that it started' no_marked_process "$mark"

mark=7$$2
isolate run --read-only / sleep "$mark" >/dev/null 2>&1 &
isolate=$!
ok 'a command runs' wait_until 10 marked_process "$mark"
kill -9 "$isolate"
wait "$isolate" 2>/dev/null
ok 'kill -9 of isolate ends it' wait_until 10 no_marked_process "$mark"

# ---- signals ----
mark=7$$3
isolate run --read-only / sh -c "trap 'exit 33' TERM; sleep $mark & wait" >/dev/null 2>&1 &
isolate=$!
wait_until 10 marked_process "$mark"
kill -TERM "$isolate"
wait "$isolate"
is $? 33 'a signal to isolate reaches the command'

mark=7$$4
# The shell makes background commands ignore SIGINT; perl puts that right.
as_foreground='$SIG{INT} = "DEFAULT"; exec @ARGV'
perl -e "$as_foreground" isolate run --read-only / sleep "$mark" >/dev/null 2>&1 &
isolate=$!
wait_until 10 marked_process "$mark"
kill -INT "$isolate"
wait "$isolate"
is $? 130 'Ctrl-C ends a command that does not catch it'

# On a terminal: the keys of the terminal, not kill.
if have script; then
    mark=7$$5
    mkfifo "$work/keys"
    perl -e "$as_foreground" script -qec "isolate run --read-only / sleep $mark" /dev/null <"$work/keys" >"$work/typed" 2>&1 &
    terminal=$!
    exec 9>"$work/keys"
    ok 'it runs on a terminal' wait_until 10 marked_process "$mark"
    printf '\003' >&9
    ok 'Ctrl-C on the terminal ends it' wait_until 10 no_marked_process "$mark"
    exec 9>&-
    wait "$terminal"
    run script -qec 'isolate run --read-only / sh -c ": </dev/tty"' /dev/null
    contains "$out" 'No such device' 'the terminal is not the controlling one inside'
else
    skip 'Ctrl-C on the terminal ends it' 'script(1) is not installed'
fi

# In the background of a shell: what is typed is the shell's.
cat >"$work/typed" <<EOT
$RING3_BUILD/bin/isolate run --read-only / sh -c 'cat; echo end-''of-input' &
wait
echo typed-''line
EOT
run timeout 60 sh -c "$RING3_BUILD/tests/isolate/helpers/typist <'$work/typed'"
is "$status" 0 'a container in the background of a shell'
contains "$out" end-of-input 'has nothing to read'
contains "$out" 'the command reads nothing' 'and isolate says so'
contains "$out" typed-line 'what is typed reaches the shell'

# ---- an orphan is reaped ----
# Its number stays in /proc until process 1 has reaped it.
run in_host / sh -c 'orphan=$(sh -c "sleep 0 >&2 & echo \$!"); i=0
    while [ -d "/proc/$orphan" ] && [ $i -lt 500 ]; do i=$((i + 1)); sleep 0.01; done
    [ -n "$orphan" ] && ls -d "/proc/$orphan" 2>/dev/null | wc -l'
is "$out" 0 'process 1 leaves no zombie'

is "$(host_mounts)" "$mounts_before" 'the mount table of the host is as before'
done_testing
