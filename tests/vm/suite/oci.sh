#!/bin/sh
# isolate-oci on each layout of control groups: the life of a container, and its limits
# where the kernel keeps them.
# vm: as=root,user
# shellcheck source=tests/vm/guest/guest.sh
. /t/guest.sh

bundle=$work/bundle
mkdir -p "$work/bin"
chmod 755 "$work"
ln -s "$(command -v isolate)" "$work/bin/isolate-oci"
oci() { timeout 60 "$work/bin/isolate-oci" --root "$work/state" "$@"; }
root_folder "$bundle/rootfs"
root() { [ "$(id -u)" = 0 ]; }
if root; then oci spec --bundle "$bundle"; else oci spec --rootless --bundle "$bundle"; fi
cp "$bundle/config.json" "$work/base.json"
config() { # COMMAND
    sed -e 's/"terminal": true/"terminal": false/' -e "s~\"args\": \[\"sh\"\]~\"args\": [\"sh\", \"-c\", \"$1\"]~" \
        "$work/base.json" >"$bundle/config.json"
}
has_status() { oci state box 2>/dev/null | grep -q "\"status\":\"$1\""; }
groups() { find /sys/fs/cgroup -type d -name '*oci-box*'; }

# ---- the life of a container ----
config 'echo $$ >/dev/shm/pid; exec sleep 1000'
run oci create --bundle "$bundle" box
is "$status$err" 0 'create'
ok 'it is created' has_status created
run oci start box
is "$status$err" 0 'start'
ok 'it runs' wait_until 20 has_status running
run oci exec box sh -c 'cat /dev/shm/pid; exit 5'
is "$out$status" 15 'exec; the command has the process id 1'
if [ -n "$(groups)" ]; then
    run oci pause box
    is "$status$err" 0 'pause'
    ok 'it is paused' has_status paused
    run oci resume box
    is "$status$err" 0 'resume'
    run oci ps --format json box
    contains "$out" '[' 'ps'
else
    skip 'pause, resume, ps' 'this user may make no control group here'
fi
run oci delete box
ok 'what runs is not deleted' [ "$status" != 0 ]
run oci kill box KILL
is "$status$err" 0 'kill'
ok 'it is stopped' wait_until 20 has_status stopped
run oci delete box
is "$status$err" 0 'delete'
is "$(groups)$(ls "$work/state")" '' 'no group and no state is left'

# ---- limits ----
if root; then
    limits='"memory": {"limit": 16777216}, "pids": {"limit": 9}, "cpu": {"quota": 20000, "period": 50000}'
    sed -i "s/\"resources\": {/\"resources\": {$limits, /" "$work/base.json"
    case $LAYOUT in
    v2) files='memory.max pids.max cpu.max' wanted='16777216
9
20000 50000' ;;
    *) files='memory/memory.limit_in_bytes pids/pids.max cpu/cpu.cfs_quota_us' wanted='16777216
9
20000' ;;
    esac
    config "cd /sys/fs/cgroup; cat $files"
    run oci run --bundle "$bundle" box
    is "$out" "$wanted" 'memory, pids and cpu, as the container sees them'
    config 'head -c 67108864 /dev/zero | tail -c 67108864 | wc -c'
    run oci run --bundle "$bundle" box
    lacks "$out" 67108864 'what is above the limit of memory is not to be had'
    config 'exec sleep 1000'
    oci run --detach --bundle "$bundle" box
    run oci update --memory 33554432 box
    is "$status$err" 0 'update'
    case $LAYOUT in
    v2) run cat "$(groups | head -n 1)/memory.max" ;;
    *) run cat "$(groups | grep /memory/)/memory.limit_in_bytes" ;;
    esac
    is "$out" 33554432 'the kernel has the new limit'
    # Devices: the kernel asks a program of ours on v2, and a list on v1.
    run oci exec box sh -c 'cat /dev/null && echo may'
    is "$out" may 'a device that every container may use'
    run oci delete --force box
    is "$status$err$(groups)" 0 'delete --force, and no group is left'
fi
done_testing
