#!/bin/sh
# Containers that stay: their whole life, as the commands show it.
. tests/lib.sh
. tests/isolate/helpers/common.sh
. tests/isolate/helpers/keeper.sh
need_namespaces
mounts_before=$(host_mounts)
in_host() { iso run --read-only "$@"; }

# ---- from run to rm ----
run in_host -d --name web / sleep 1000
is "$status" 0 'run -d returns'
id=$out
is "$(printf %s "$id" | tr -d 0-9a-f | wc -c),${#id}" 0,12 'and prints an id'
run iso ps
contains "$out" "$id  web" 'ps lists it by id and name'
contains "$out" 'running' 'as running'
run iso ps --json
is "$(printf '%s' "$out" | jq -r '.name + " " + .phase + " " + .command[0]')" \
    'web running sleep' 'ps --json says the same'
for word in web "$id" "$(printf %.5s "$id")"; do
    run iso inspect "$word"
    is "$(printf '%s' "$out" | jq -r .id)" "$id" "it is found by $word"
done
run in_host -d --name web / true
is "$status" 125 'its name is taken'
contains "$err" 'the name web is taken' 'and that is said'
run iso rm web
is "$status" 2 'it cannot be removed while it runs'
contains "$err" 'isolate stop web' 'what to do instead is named'
run iso rename web shop
run iso ps
contains "$out" ' shop ' 'it can be renamed while it runs'
run iso top shop
contains "$out" 'sleep 1000' 'top shows its processes'
host_pid=$(iso top --json shop | jq -r 'select(.command == "sleep 1000") | .pid')
ok 'with their numbers out here' test "$(tr '\0' ' ' <"/proc/$host_pid/cmdline")" = 'sleep 1000 '
run iso stats --no-stream --json shop
is "$(printf '%s' "$out" | jq -r '.label, (.pids_now // .pids >= 2)' | tr '\n' ' ')" 'shop true ' \
    'stats counts them'
run iso stop -t 5 shop
is "$status$out" 0shop 'stop ends it'
is "$(field shop phase) $(field shop exit_status) $(field shop signal)" 'exited 143 15' \
    'and its end is noted'
run iso ps
lacks "$out" shop 'ps does not list it any more'
run iso ps -a
contains "$out" 'exited (143)' 'but ps -a does'
run iso start shop
is "$status$out" 0shop 'it can be started again'
ok 'and runs' phase shop running
run iso restart -t 0 shop
ok 'and restarted' phase shop running
run iso start shop
is "$status" 125 'not while it runs'
run iso kill shop
run iso wait shop
is "$out" 137 'kill is KILL, and wait prints the status'
run iso rm shop
is "$status" 0 'rm removes it'
nothing_left

# ---- statuses ----
run in_host -d / nosuch
is "$status" 127 '-d: a command that is not there'
contains "$err" 'nosuch' 'is named'
run in_host -d / /etc/passwd
is "$status" 126 '-d: one that cannot be executed'
run in_host -d --name 'a b' / true
is "$status" 125 '-d: a bad name'
run iso run -d "$work/nowhere" true
is "$status" 125 '-d: no such folder'
nothing_left
run in_host --name front / sh -c 'echo out; echo err >&2; exit 7'
is "$status $out $err" '7 out err' 'in the foreground with a name: status and both streams'
is "$(field front exit_status)" 7 'the state stays'
run iso rm front
run in_host --name front --rm / true
nothing_left
head -c 2000000 /dev/urandom >"$work/big"
in_host --name pipe --rm -i / cat <"$work/big" >"$work/copy"
ok 'two megabytes go in and come out as they were' cmp "$work/big" "$work/copy"

# ---- limits ----
run in_host -d --name timed --time-limit 0.3 / sleep 1000
run iso wait timed
is "$out" 124 '--time-limit holds in the background'
is "$(field timed time_over)" true 'and is noted'
iso rm timed >/dev/null
run in_host --name talker --rm --output-limit 1000 / sh -c 'while :; do echo 123456789; done'
is "$status ${#out}" '124 999' '--output-limit: so much arrives, and no more'

# ---- logs ----
id=$(in_host -d / sh -c 'echo one; echo bad >&2; printf "two\nthree\n"')
iso wait "$id" >/dev/null
run iso logs "$id"
is "$out" 'one
two
three' 'logs shows stdout'
is "$err" bad 'and stderr, told apart'
run iso rm "$id"
id=$(in_host -d / printf 'one\ntwo\nthree\n')
iso wait "$id" >/dev/null
run iso logs --tail 1 "$id"
is "$out" three '--tail'
run iso logs --timestamps --tail 1 "$id"
is "$(printf '%s' "$out" | sed 's/[0-9]/9/g')" '9999-99-99T99:99:99.999999999Z three' \
    '--timestamps'
run iso logs --since 2999-01-01 "$id"
is "$out$err" '' '--since'
run iso logs --since yesterday "$id"
is "$status" 2 'a time that is none'
run iso rm "$id"
id=$(in_host -d --log-size 4096 / sh -c 'i=0; while [ $i -lt 600 ]; do echo "line $i"; i=$((i+1)); done')
iso wait "$id" >/dev/null
ok 'the log is rotated' test -s "$ISOLATE_STATE/containers/$id/log.1"
is "$(find "$ISOLATE_STATE/containers/$id" -name 'log*' -size +4096c | wc -l)" 0 \
    'and none of its files is larger than asked'
run iso logs --tail 2 "$id"
is "$out" 'line 598
line 599' 'the last lines are there'
run iso rm "$id"
mkfifo "$work/go"
chmod 666 "$work/go"
id=$(in_host -d --ro-bind "$work/go:/etc/hostname" / sh -c 'echo first; cat /etc/hostname; echo last' 2>/dev/null) ||
    id=$(in_host -d --ro-bind "$work:/mnt" / sh -c 'echo first; cat /mnt/go; echo last')
iso logs -f "$id" >"$work/followed" &
follower=$!
ok 'logs -f shows what was written' wait_until 10 grep -q first "$work/followed"
echo more >"$work/go"
wait "$follower"
is "$(tr '\n' ' ' <"$work/followed")" 'first more last ' 'and what is, to the end'
run iso rm "$id"

# ---- stop ----
id=$(in_host -d / sh -c 'trap "" TERM; echo ready; while :; do sleep 1; done')
wait_until 10 sh -c "isolate logs $id | grep -q ready"
before=$(date +%s)
run iso stop -t 1 "$id"
is "$(field "$id" exit_status)" 137 'a command that ignores TERM is killed'
ok 'after the time that was given' test $(($(date +%s) - before)) -ge 1
run iso rm "$id"

# ---- pause ----
id=$(in_host -d / sleep 1000)
run iso pause "$id"
if [ "$status" = 0 ]; then
    ok 'pause' phase "$id" paused
    run iso exec "$id" true
    is "$status" 125 'nothing is executed in a paused container'
    run iso unpause "$id"
    ok 'unpause' phase "$id" running
    run iso pause "$id"
    run iso stop -t 2 "$id"
    is "$(field "$id" exit_status)" 143 'a paused container can be stopped'
else
    contains "$err" 'control group' 'pause says why it cannot be had here'
fi
run iso rm -f "$id"
is "$status" 0 'rm -f'

# ---- a terminal ----
if have script; then
    tty_run() { timeout 30 script -qec "$1" /dev/null </dev/null | tr -d '\000\r'; }
    is "$(tty_run 'isolate run -t --name tt --rm --read-only / tty')" /dev/pts/0 \
        '-t: a terminal of the container'"'"'s own'
    is "$(tty_run 'stty rows 33 cols 99; isolate run -t --name tt --rm --read-only / stty size')" \
        '33 99' 'with the size of ours'
    contains "$(tty_run 'isolate run -t --rm --name tt --read-only / sh -c "exec 3</dev/tty && echo mine"')" \
        mine 'which is its controlling one'
    cat >"$work/typed" <<'SH'
stty -echo
isolate run -it --name keys --read-only / sh -c 'echo began; read line; echo "got $line"; sleep 1000'
SH
    mkfifo "$work/keys"
    timeout 60 script -qec "sh $work/typed" /dev/null <"$work/keys" >"$work/screen" 2>&1 &
    terminal=$!
    exec 9>"$work/keys"
    wait_until 10 grep -q began "$work/screen"
    printf 'hello\r' >&9
    ok 'what is typed arrives' wait_until 10 grep -q 'got hello' "$work/screen"
    printf '\020\021' >&9
    ok 'ctrl-p ctrl-q detaches' wait_until 10 grep -q 'detached from keys' "$work/screen"
    exec 9>&-
    wait "$terminal"
    ok 'and the container goes on' phase keys running
    run iso rm -f keys
else
    skip '-t: a terminal' 'script(1) is not installed'
fi

is "$(host_mounts)" "$mounts_before" 'the mount table of the host is as before'
nothing_left
run iso gc
is "$status" 0 'gc finds nothing amiss'
done_testing
