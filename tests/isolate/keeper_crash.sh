#!/bin/sh
# Containers that stay: many at once, kill -9 at any moment, bad disks, and isolate gc.
. tests/lib.sh
. tests/isolate/helpers/common.sh
. tests/isolate/helpers/keeper.sh
need_namespaces
mounts_before=$(host_mounts)
in_host() { iso run --read-only "$@"; }
groups() { find /sys/fs/cgroup -maxdepth 4 -type d -name "isolate-$1" 2>/dev/null; }

# ---- many at once ----
wins=0
pids=
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    isolate run -d --name only --read-only / sleep 1000 >"$work/only.$i" 2>/dev/null &
    pids="$pids $!"
done
for pid in $pids; do wait "$pid" && wins=$((wins + 1)); done
is "$wins" 1 'of twenty who want one name at once, one gets it'
is "$(iso ps -aq | wc -l)" 1 'and the others leave nothing'
pids=
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    isolate run -d --name "many$i" --read-only / sleep 1000 >/dev/null 2>&1 &
    pids="$pids $!"
done
while isolate ps -a >>"$work/listed" 2>&1 && [ "$(iso ps -q | wc -l)" -lt 21 ]; do :; done
failed=0
for pid in $pids; do wait "$pid" || failed=$((failed + 1)); done
is "$failed" 0 'twenty containers begin at once'
is "$(grep -c 'isolate:' "$work/listed")" 0 'listing meanwhile never stumbles'
pids=
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    timeout 30 isolate exec "many$i" sh -c "exit $i" &
    pids="$pids $!"
done
wrong=0
i=0
for pid in $pids; do
    i=$((i + 1))
    wait "$pid"
    [ $? = "$i" ] || wrong=$((wrong + 1))
done
is "$wrong" 0 'twenty execs at once, each with its own status'
pids=
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    timeout 30 isolate rm -f "many$i" >/dev/null 2>&1 &
    timeout 30 isolate stop -t 0 "many$i" >/dev/null 2>&1 &
    pids="$pids $!"
done
for pid in $pids; do wait "$pid"; done
wait
is "$(iso ps -aq | wc -l)" 1 'removed while they are stopped: all are gone'
iso rm -f only >/dev/null

# ---- the keeper is killed ----
mark=6$$1
id=$(in_host -d --name victim / sleep "$mark")
kill -9 "$(field victim keeper)"
ok 'kill -9 of the keeper ends the container' wait_until 10 no_marked_process "$mark"
ok 'it is shown as dead' wait_until 10 phase victim dead
run iso exec victim true
is "$status" 125 'nothing is executed in it'
contains "$err" 'isolate gc' 'and gc is named'
run in_host -d --name victim / true
is "$status" 125 'its name is still taken'
run iso gc
contains "$out" 'removed the state of victim' 'gc removes it and says so'
is "$(groups "$id")" '' 'and no control group of it is left'
nothing_left
run iso gc
lacks "$out" victim 'a second gc finds nothing of it'

# Killed at a moment that no one chose, again and again: while it is made, while it runs,
# while it ends.
for round in 1 2 3 4 5 6 7 8 9 10 11 12; do
    setsid isolate run -d --name "r$round" --read-only / sleep "$mark" >/dev/null 2>&1 &
    starter=$!
    perl -e 'select undef, undef, undef, shift() * 0.004' "$round"
    for keeper in $(ps -eo pid=,args= | awk -v n="r$round" '/isolate run -d --name/ && $0 ~ ("--name " n " ") && !/awk/ {print $1}'); do
        kill -9 "$keeper" 2>/dev/null
    done
    wait "$starter" 2>/dev/null
done
run iso gc
is "$status" 0 'gc clears up after all of them'
for id in $(iso ps -q); do iso rm -f "$id" >/dev/null; done # those that came later than the kill
ok 'and no process is left' wait_until 10 no_marked_process "$mark"
nothing_left

# ---- who starts it is killed ----
mark=6$$2
isolate run --name front --read-only / sleep "$mark" >/dev/null 2>&1 &
starter=$!
wait_until 10 marked_process "$mark"
kill -9 "$starter"
wait "$starter" 2>/dev/null
ok 'a container with a name goes on without who started it' phase front running
run iso rm -f front

# ---- damage ----
for text in '' '{' '[]' '{"phase":"flying"}' 'null'; do
    id=$(in_host -d / true)
    iso wait "$id" >/dev/null
    printf '%s' "$text" >"$ISOLATE_STATE/containers/$id/status.json"
    refuses 2 'isolate gc' "a damaged status is one clear line: $text" iso inspect "$id"
    run iso ps -a
    contains "$out" "$id" 'ps still lists it'
    run iso gc
    contains "$out" 'was damaged' 'gc removes it'
done
id=$(in_host -d / true)
iso wait "$id" >/dev/null
echo '{"cwd":1}' >"$ISOLATE_STATE/containers/$id/container.json"
run iso start "$id"
is "$status" 125 'a damaged description cannot be started'
contains "$err" damaged 'and that is said'
run iso rm "$id"
is "$status" 0 'but removed'
ln -s nowhere "$ISOLATE_STATE/names/stray"
mkdir "$ISOLATE_STATE/containers/.new-0123456789ab"
touch "$ISOLATE_STATE/containers/.new-0123456789ab/lock"
run iso gc
contains "$out" 'stray' 'gc frees a name that leads nowhere'
contains "$out" 'half made' 'and removes what was half made'
nothing_left
# What was about to be written when a keeper was killed goes with the folder.
id=$(in_host -d / true)
iso wait "$id" >/dev/null
touch "$ISOLATE_STATE/containers/$id/.ring3-tmp.99.0"
run iso rm "$id"
is "$status" 0 'rm: a file that was half written goes too'
mkdir "$ISOLATE_STATE/containers/0123456789ab"
touch "$ISOLATE_STATE/containers/0123456789ab/.ring3-tmp.99.0"
run iso gc
contains "$out" 0123456789ab 'gc: and one in a folder that has nothing else'
nothing_left

# ---- where the state cannot be written ----
mkdir "$work/shared"
chmod 777 "$work/shared"
run iso run -d --state-dir "$work/shared" --read-only / true
is "$status" 125 'a folder that others may write is refused'
contains "$err" 'others may write' 'with the reason'
: >"$work/file"
run iso run -d --state-dir "$work/file/x" --read-only / true
is "$status" 125 'a folder that cannot be made'
if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
    cat >"$work/small.sh" <<'SH'
set -e
mount -t tmpfs -o size=64k,mode=700 none "$1"
export ISOLATE_STATE=$1/state
id=$(isolate run -d --read-only / sh -c 'while :; do echo 0123456789012345678901234567890123456789; done')
until [ "$(df --output=avail "$1" | tail -1)" -eq 0 ]; do :; done
isolate exec "$id" true && echo alive
isolate kill "$id" >/dev/null
isolate wait "$id"
isolate inspect "$id" | jq -r '.state.lost_log > 0'
isolate rm "$id" >/dev/null
head -c 100k /dev/zero >"$1/full" 2>/dev/null || :
isolate run -d --read-only / true || echo "status $?"
rm "$1/full"
mount -o remount,ro "$1"
isolate run -d --read-only / true || echo "status $?"
isolate ps -a && echo listed
SH
    mkdir "$work/small"
    run timeout 60 unshare -m sh "$work/small.sh" "$work/small"
    is "$(printf '%s' "$out" | grep -v '^ID')" 'alive
137
true
status 125
status 125
listed' 'a full disk stops no container, and its end is noted; full or read-only, none begins'
    lines "$(printf '%s\n' "$err" | grep 'isolate:')" 2 'each with one line'
else
    skip 'a full disk, a read-only disk' 'mounting needs root'
fi

is "$(host_mounts)" "$mounts_before" 'the mount table of the host is as before'
done_testing
