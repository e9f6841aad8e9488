#!/bin/sh
# Control groups through isolate/cgroup: every limit holds, and nothing is left.
# vm: as=root layouts=v2,v1,hybrid
# shellcheck source=tests/vm/guest/guest.sh
. /t/guest.sh

grow() { # MEBIBYTES: a command that needs so much memory
    echo "head -c $(($1 * 1048576)) /dev/zero | tail -c $(($1 * 1048576)) | wc -c"
}

# ---- memory ----
run group name=isolate-1 memory=16777216 swap=16777216 -- sh -c "$(grow 64)"
is "$(json_value "$out" gaps)" '[]' 'a limit of memory holds'
ok 'what grows above it is killed, and counted' [ "$(json_value "$out" oom_kills)" -ge 1 ]
is "$(json_value "$out" memory_limit)" 16777216 'the limit is what was asked'
lacks "$out" 67108864 'and it did not get the memory'
run group name=isolate-1 memory=134217728 swap=134217728 -- sh -c "$(grow 16)"
contains "$out" 16777216 'what stays below the limit lives'
is "$(json_value "$out" oom_kills)" 0 'and nobody is killed'

# ---- pids ----
fork='i=0; while [ $i -lt 20 ]; do sleep 0.1 & i=$((i + 1)); done; wait'
run group name=isolate-1 pids=8 -- sh -c "$fork"
contains "$err" 'fork' 'more processes than pids allows: fork fails'
is "$(json_value "$out" pids_limit)" 8 'the limit of pids'
ok 'the refusals are counted' [ "$(json_value "$out" pids_refused)" -ge 1 ]
run group name=isolate-1 pids=30 -- sh -c "$fork"
is "$err" '' 'fewer: none fails'

# ---- processor ----
busy='i=0; while [ $i -lt 6000 ]; do i=$((i + 1)); done'
run group name=isolate-1 cpu_quota=10000 accounting -- sh -c "$busy"
ok 'a tenth of a processor: the group is stopped again and again' \
    [ "$(json_value "$out" cpu_throttled)" -ge 2 ]
ok 'its time is counted' [ "$(json_value "$out" cpu_us)" -ge 10000 ]
run group name=isolate-1 cpu_quota=-1 accounting -- sh -c "$busy"
is "$(json_value "$out" cpu_throttled)" 0 'without a limit it is not'
run group name=isolate-1 cpu_weight=50 cpus=0 -- sh -c 'grep Cpus_allowed_list /proc/self/status'
contains "$out" 'Cpus_allowed_list:	0' 'one processor alone'
is "$(json_value "$out" gaps)" '[]' 'weight and processors can be had'

# ---- standing still, killed ----
run group name=isolate-1 freezer act=freeze -- sleep 0.2
contains "$out" 'frozen 1' 'it stands still'
is "$(json_value "$out" status)" 0 'and goes on afterwards'
bomb='f() { f | f & sleep 5; }; f'
run group name=isolate-1 pids=20 freezer act=kill -- sh -c "$bomb"
is "$(json_value "$out" signal)" 9 'a fork bomb is killed at once'
run group name=isolate-1 pids=20 act=kill -- sh -c "$bomb"
is "$(json_value "$out" signal)" 9 'also where there is no freezer'

# ---- io ----
dd if=/dev/zero of=/tmp/disk bs=1M count=8 2>/dev/null
losetup /dev/loop0 /tmp/disk
device=$(stat -c '%t:%T' /dev/loop0)
before=$(date +%s)
run group name=isolate-1 "write_bytes=$((0x${device%:*})):$((0x${device#*:})):1048576" \
    accounting -- dd if=/dev/zero of=/dev/loop0 bs=256k count=12 oflag=direct
is "$(json_value "$out" gaps)" '[]' 'a device can be slowed down'
ok 'three mebibytes at one a second take their time' [ $(($(date +%s) - before)) -ge 2 ]
is "$(json_value "$out" io_written)" 3145728 'and are counted'
losetup -d /dev/loop0
rm /tmp/disk

# ---- devices ----
devices='head -c 3 /dev/zero | wc -c; head -c 3 /dev/urandom | wc -c; mknod /tmp/node c 1 9'
run group name=isolate-1 devices=1 -- sh -c "$devices"
is "$(printf '%s\n' "$out" | head -n 1)" 3 'a device that the rules allow'
contains "$err" "/dev/urandom: Operation not permitted" 'one that they do not'
contains "$err" "/tmp/node: Operation not permitted" 'and none can be made'
rm -f /tmp/node
run group name=isolate-1 pids=9 -- sh -c "$devices"
lacks "$err" 'not permitted' 'without rules all of it works'
rm -f /tmp/node

# ---- names ----
run group path=/isolate-oci/deep/er pids=7 -- cat "$(group_of pids)/isolate-oci/deep/er/pids.max"
is "$(printf '%s\n' "$out" | head -n 1)" 7 'a path of OCI is made from the top'
refuses 2 'cannot be the name' 'a path that leads out' group path=../x pids=7 -- true
refuses 2 'refuses "9-8"' 'a value that makes no sense' group name=isolate-1 cpus=9-8 -- true
group name=isolate-1 pids=5 act=keep -- true >/dev/null
refuses 2 'exists' 'a name that is in use' group name=isolate-1 pids=7 -- true
contains "$(left_groups)" isolate-1 'a group that a crash has left is found by its name'
find /sys/fs/cgroup -depth -type d \( -path '*/isolate-1' -o -path '*/isolate-oci*' \) -exec rmdir {} +

# ---- all hierarchies ----
run group name=isolate-1 everywhere -- cat /proc/self/cgroup
lacks "$(printf '%s\n' "$out" | grep -v '"groups"')" isolate-1 'its groups look like the top from inside'
[ "$LAYOUT" = v2 ] || {
    run group name=isolate-1 everywhere -- sh -c 'sleep 0.3 & cat /sys/fs/cgroup/*/isolate-1/cgroup.procs | sort -u | wc -l; wait'
    is "$(json_value "$out" groups)" "$(grep -c ' /sys/fs/cgroup/' /proc/mounts)" 'one in every hierarchy'
}
is "$(left_groups)" '' 'nothing is left'
done_testing
