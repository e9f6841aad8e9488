#!/bin/sh
# isolate-oci: containers without a mount namespace of their own, and those that join one.
# They have the root and the mounts of config.json, and nobody else sees a mount more.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
. tests/isolate/helpers/oci.sh
mark=$((4200000 + $$))
no_mount='.linux.namespaces |= map(select(.type != "mount"))'

if [ "$(id -u)" != 0 ]; then
    denied 'it needs a mount namespace' "$no_mount"
    done_testing
    exit
fi
denied 'it needs a mount namespace' "$no_mount | .linux.namespaces += [{type: \"user\"}] |
    .linux.uidMappings = [{containerID: 0, hostID: 100000, size: 1000}] |
    .linux.gidMappings = .linux.uidMappings"

# ---- the host's own ----
ours=$(readlink /proc/self/ns/mnt)
mounts_before=$(host_mounts)
printf 'readlink /proc/self/ns/mnt >%s/hook.ns\n' "$work" >"$work/hook"
config "$no_mount | .root.readonly = true |
    .mounts += [{destination: \"/tmp\", type: \"tmpfs\", source: \"tmpfs\"}] |
    .hooks = {createContainer: [{path: \"/bin/sh\", args: [\"sh\", \"$work/hook\"]}]}" \
    "echo seen >/tmp/mark; exec sleep $mark"
run oci create --bundle "$bundle" here
is "$status$err" 0 'create without a mount namespace'
is "$(host_mounts)" "$mounts_before" 'no mount was made on the host'
pid=$(oci state here | jq .pid)
is "$(readlink "/proc/$pid/ns/mnt")" "$ours" 'it is in the mount namespace that we are in'
run oci start here
ok 'it runs' wait_until 10 marked_process $mark
inside() { run oci exec here sh -c "$1"; }
inside 'cat /tmp/mark'
is "$out" seen 'exec comes to the same root, and its mounts'
inside 'ls -a / | tr "\n" " "'
lacks "$out" home 'which is not that of the host'
inside 'cd /; ls ../../bin/busybox; readlink /proc/self/ns/mnt'
is "$out" "../../bin/busybox
$ours" 'with nothing above it'
inside 'touch /x'
contains "$err" 'Read-only' 'root.readonly'
inside 'cat /proc/self/mountinfo'
lacks "$out" ' / / ' "the host's mounts are out of sight"
inside 'echo x >/proc/sys/kernel/hostname'
ok 'readonlyPaths' test "$status" != 0
ok 'createContainer saw another one, in which the root was built' \
    test "$(cat "$work/hook.ns")" != "$ours"
run oci delete --force here
is "$status$err" 0 'delete --force'
ok 'its process has ended' wait_until 10 no_marked_process $mark
is "$(host_mounts)" "$mounts_before" 'the mounts of the host are what they were'
rmdir "$bundle/rootfs/tmp/"* 2>/dev/null
is "$(ls "$bundle/rootfs/tmp")" '' 'nothing was written below a mount'

# ---- one that is joined ----
unshare --mount --propagation private sleep "$mark" &
holder=$!
is_apart() { [ "$(readlink /proc/"$holder"/ns/mnt)" != "$ours" ]; }
ok 'a mount namespace is there' wait_until 10 is_apart
theirs=$(readlink /proc/$holder/ns/mnt)
joined_before=$(cut -d' ' -f3- /proc/$holder/mountinfo)
field 'joins it, with a root of its own' "(.linux.namespaces[] | select(.type == \"mount\")) +=
    {path: \"/proc/$holder/ns/mnt\"}" \
    'readlink /proc/self/ns/mnt; ls /etc; grep -c . /proc/uptime' "$theirs
passwd
1"
is "$(cut -d' ' -f3- /proc/$holder/mountinfo)" "$joined_before" 'in which no mount was made'
kill "$holder"
wait "$holder" 2>/dev/null
done_testing
