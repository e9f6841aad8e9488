#!/bin/sh
# isolate-oci: each field of config.json, seen from inside the container; and what must
# be refused. RUNTIME=runc (or crun) runs the same against another runtime.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
. tests/isolate/helpers/oci.sh
root() { [ "$(id -u)" = 0 ]; }

# ---- process ----
field 'args' '.process.args = ["echo", "a b", "c"]' '' 'a b c'
field 'env' '.process.env = ["PATH=/bin", "A=b c"]' 'env | sort | grep -v -e PWD -e SHLVL -e HOME' 'A=b c
PATH=/bin'
field 'HOME, of the container'\''s passwd' . 'echo $HOME' /passwd/home
field 'cwd' '.process.cwd = "/tmp"' pwd /tmp
field 'cwd that is missing is made' '.process.cwd = "/tmp/new/er"' pwd /tmp/new/er
field 'noNewPrivileges' '.process.noNewPrivileges = true' \
    'grep NoNewPrivs /proc/self/status' 'NoNewPrivs:	1'
field 'without it' '.process.noNewPrivileges = false' \
    'grep NoNewPrivs /proc/self/status' 'NoNewPrivs:	0'
field 'rlimits' '.process.rlimits = [{type: "RLIMIT_NOFILE", soft: 70, hard: 80},
    {type: "RLIMIT_CORE", soft: 0, hard: 1024}]' 'ulimit -Sn; ulimit -Hn; ulimit -Sc' '70
80
0'
field 'umask' '.process.user.umask = 63' umask 0077
field 'oomScoreAdj' '.process.oomScoreAdj = 500' 'cat /proc/self/oom_score_adj' 500
field 'capabilities: five sets' '.process.capabilities = {bounding: ["CAP_KILL", "CAP_CHOWN"],
    permitted: ["CAP_KILL"], effective: ["CAP_KILL"], inheritable: ["CAP_KILL"],
    ambient: ["CAP_KILL"]}' 'grep Cap /proc/self/status' 'CapInh:	0000000000000020
CapPrm:	0000000000000020
CapEff:	0000000000000020
CapBnd:	0000000000000021
CapAmb:	0000000000000020'
field 'no capabilities' 'del(.process.capabilities)' 'grep CapBnd /proc/self/status' \
    'CapBnd:	0000000000000000'
if root; then
    field 'user' '.process.user = {uid: 5, gid: 6, additionalGids: [7, 8]}' \
        'id -u; id -g; grep Groups /proc/self/status | tr -s " \t" " "' '5
6
Groups: 7 8 '
    field 'capabilities of another user' '.process.user.uid = 5 |
        .process.capabilities.permitted = ["CAP_KILL"] |
        .process.capabilities.inheritable = ["CAP_KILL"] |
        .process.capabilities.effective = ["CAP_KILL"] |
        .process.capabilities.ambient = ["CAP_KILL"]' 'grep CapEff /proc/self/status' \
        'CapEff:	0000000000000020'
    field 'scheduler' '.process.scheduler = {policy: "SCHED_BATCH", nice: 5}' \
        'cut -d" " -f19,41 /proc/self/stat 2>/dev/null || awk "{print \$19, \$41}" /proc/self/stat' '5 3'
fi

# ---- names, clocks, personality ----
field 'hostname' '.hostname = "other"' hostname other
field 'domainname' '.domainname = "dom.example"' 'cat /proc/sys/kernel/domainname' dom.example
if [ -e /proc/self/ns/time ]; then
    field 'timeOffsets' '.linux.namespaces += [{type: "time"}] |
        .linux.timeOffsets = {boottime: {secs: 100000000, nanosecs: 0}}' \
        '[ "$(cut -d. -f1 /proc/uptime 2>/dev/null || sed "s/[.].*//" /proc/uptime)" -gt 100000000 ] && echo ahead' ahead
fi
if [ "$(uname -m)" = x86_64 ]; then
    field 'personality' '.linux.personality = {domain: "LINUX32"}' \
        '/bin/busybox uname -m' i686
fi

# ---- namespaces ----
field 'pid: process 1' . 'echo $$' 1
field 'network: only a loopback, and it is up' . \
    'tail -n +3 /proc/net/dev | sed "s/:.*//" | tr -d " "; /bin/busybox ip link show lo | grep -c "LOOPBACK,UP"' 'lo
1'
if root; then
    ip netns add "oci$$" 2>/dev/null && {
        field 'network: a path' ".linux.namespaces |= map(select(.type != \"network\")) +
            [{type: \"network\", path: \"/run/netns/oci$$\"}]" \
            'readlink /proc/self/ns/net' "net:[$(stat -Lc %i "/run/netns/oci$$")]"
        ip netns delete "oci$$"
    }
    field 'user: a map of several rows' '.linux.namespaces += [{type: "user"}] |
        .linux.uidMappings = [{containerID: 0, hostID: 100000, size: 10},
            {containerID: 10, hostID: 200000, size: 5}] |
        .linux.gidMappings = [{containerID: 0, hostID: 100000, size: 10}] |
        .linux.sysctl = {} | .root.readonly = true | .process.cwd = "/"' \
        'cat /proc/self/uid_map | tr -s " "' ' 0 100000 10
 10 200000 5'
fi

# ---- the root and mounts ----
field 'root.readonly' '.root.readonly = true' \
    'touch /x 2>/dev/null || echo refused' refused
field 'root can be written' . 'touch /tmp/x && rm /tmp/x && echo yes' yes
mkdir -p "$work/lent/sub"
echo host >"$work/lent/file"
chmod -R a+rwX "$work/lent"
bind() { # OPTIONS: a mount of $work/lent on /m
    echo ".mounts += [{destination: \"/m\", type: \"bind\", source: \"$work/lent\", options: [$1]}]"
}
options_of='grep " /m " /proc/self/mountinfo | sed "s/.* \/m //; s/,relatime//; s/ .*//"'
field 'mounts: bind' "$(bind '"rbind","rw"')" 'cat /m/file; touch /m/new; ls /m' 'host
file
new
sub'
field 'mounts: ro' "$(bind '"bind","ro"')" 'touch /m/x 2>/dev/null || echo refused' refused
field 'mounts: nosuid nodev noexec' "$(bind '"bind","nosuid","nodev","noexec"')" \
    "$options_of" rw,nosuid,nodev,noexec
field 'mounts: of one file' ".mounts += [{destination: \"/etc/one\", type: \"bind\",
    source: \"$work/lent/file\", options: [\"bind\"]}]" 'cat /etc/one' host
field 'mounts: on a link that leads up' ".mounts += [{destination: \"/up/deep\", type: \"bind\",
    source: \"$work/lent\", options: [\"bind\"]}]" 'cat /up/deep/file' host
field 'mounts: tmpfs with its data' '.mounts += [{destination: "/t", type: "tmpfs",
    source: "tmpfs", options: ["size=64k", "mode=700"]}]' \
    'stat -c %a /t; grep -c " /t tmpfs.*size=64k" /proc/mounts' '700
1'
mkdir -p "$bundle/rootfs/full/deep"
echo kept >"$bundle/rootfs/full/deep/file"
ln -sf deep/file "$bundle/rootfs/full/link"
ours && field 'mounts: tmpcopyup' '.mounts += [{destination: "/full", type: "tmpfs",
    source: "tmpfs", options: ["tmpcopyup"]}]' 'cat /full/link; grep -c " /full tmpfs" /proc/mounts' 'kept
1'
field 'mounts: rro' "$(bind '"rbind","rro"')" 'touch /m/sub/x 2>/dev/null || echo refused' refused
field 'maskedPaths: a file, a folder, one that is not there' \
    '.linux.maskedPaths = ["/proc/version", "/etc", "/no/such"]' \
    'cat /proc/version; ls /etc; touch /etc/x 2>/dev/null || echo masked' masked
field 'readonlyPaths' '.linux.readonlyPaths = ["/tmp"]' \
    'touch /tmp/x 2>/dev/null || echo refused' refused
field 'rootfsPropagation' '.linux.rootfsPropagation = "rshared"' \
    'grep -c " / / .*shared:\| / .*shared:" /proc/self/mountinfo | sed "s/[1-9].*/shared/"' shared
field 'sysctl' '.linux.sysctl = {"net.ipv4.ip_unprivileged_port_start": "77"}' \
    'cat /proc/sys/net/ipv4/ip_unprivileged_port_start' 77

# ---- devices ----
field 'default devices and links' . \
    'cd /dev; for d in null zero full random urandom tty; do [ -c $d ] && echo $d; done; readlink fd; readlink ptmx; echo x >/dev/null && echo ok' \
    'null
zero
full
random
urandom
tty
/proc/self/fd
pts/ptmx
ok'
if root; then
    field 'devices' '.linux.devices = [{type: "c", path: "/dev/mine", major: 1, minor: 3,
        fileMode: 384, uid: 5, gid: 6}]' 'stat -c "%a %u %g %t:%T" /dev/mine' '600 5 6 1:3'
    field 'devices in a user namespace' '.linux.namespaces += [{type: "user"}] |
        .linux.uidMappings = [{containerID: 0, hostID: 100000, size: 100}] |
        .linux.gidMappings = .linux.uidMappings |
        .linux.devices = [{type: "c", path: "/dev/mine", major: 1, minor: 3,
            fileMode: 384, uid: 5, gid: 6}]' 'stat -c "%a %u %g %t:%T" /dev/mine' '600 5 6 1:3'
fi
if root && [ -d /sys/fs/cgroup/devices ]; then
    field 'resources.devices: what is denied' '.linux.resources.devices = [{allow: false}] |
        .linux.devices = [{type: "c", path: "/dev/kmsg", major: 1, minor: 11}] |
        .process.capabilities.effective = [] ' \
        'cat /dev/kmsg 2>&1 | head -1' "cat: can't open '/dev/kmsg': Operation not permitted"
fi

# ---- seccomp ----
rule='.linux.seccomp = {defaultAction: "SCMP_ACT_ALLOW", architectures: ["SCMP_ARCH_X86_64"],
    syscalls: [{names: ["mkdir", "mkdirat"], action: "SCMP_ACT_ERRNO", errnoRet: 95}]}'
field 'seccomp: errnoRet' "$rule" 'mkdir /tmp/d 2>&1' \
    "mkdir: can't create directory '/tmp/d': Operation not supported"
# Profiles that are older than the call refuse it: then it must have been made before.
rule='.linux.seccomp = {defaultAction: "SCMP_ACT_ALLOW", architectures: ["SCMP_ARCH_X86_64"],
    syscalls: [{names: ["close_range"], action: "SCMP_ACT_ERRNO"}]}'
for new in true false; do
    field "seccomp: close_range refused, noNewPrivileges $new" \
        "$rule | .process.noNewPrivileges = $new" 'echo runs' runs
done
if ours; then
    # Who listens gets the state with the listener; that it works is tests/isolate/notify.c's.
    perl -MIO::Socket::UNIX -e 'my $s = IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 1) or die;
        alarm 20; my $c = $s->accept; $c->recv(my $text, 65536); print $text' \
        "$work/listener" >"$work/listened" &
    listener=$!
    wait_until 10 test -S "$work/listener"
    field 'seccomp: listenerPath' ".linux.seccomp = {defaultAction: \"SCMP_ACT_ALLOW\",
        listenerPath: \"$work/listener\", listenerMetadata: \"who\"}" 'echo runs' runs
    wait "$listener"
    is "$(jq -r '.fds[0], .metadata, .state.id, .state.status' "$work/listened")" 'seccompFd
who
field
creating' 'and what comes with it'
fi

# ---- control groups ----
if root && [ -d /sys/fs/cgroup/memory ]; then
    field 'cgroupsPath and memory.limit' ".linux.cgroupsPath = \"/ring3-oci-$$\" |
        .linux.resources.memory = {limit: 33554432}" \
        'cat /sys/fs/cgroup/memory/memory.limit_in_bytes' 33554432
    field 'pids.limit' ".linux.resources.pids = {limit: 20}" 'cat /sys/fs/cgroup/pids/pids.max' 20
    field 'cpu' '.linux.resources.cpu = {shares: 512, quota: 20000, period: 50000}' \
        'cd /sys/fs/cgroup/cpu; cat cpu.shares cpu.cfs_quota_us cpu.cfs_period_us' '512
20000
50000'
    is "$(groups_left "ring3-oci-$$")" '' 'the group is gone'
fi

# ---- hooks ----
cat >"$work/hook" <<'HOOK'
#!/bin/sh
jq -r '"\(.status) \(.id) \(.annotations.note)"' >"$1/$2.state"
readlink /proc/self/ns/mnt >"$1/$2.ns"
HOOK
chmod +x "$work/hook"
mkdir -m 777 "$work/seen"
hook() { echo "[{path: \"$work/hook\", args: [\"hook\", \"$work/seen\", \"$1\"], env: [\"PATH=$PATH\"]}]"; }
config ".annotations.note = \"n\" | .hooks = {prestart: $(hook a), createRuntime: $(hook b),
    createContainer: $(hook c), poststart: $(hook e), poststop: $(hook f)} |
    .process.args = [\"true\"]"
run oci run --bundle "$bundle" hooked
is "$status$err" 0 'a container with hooks'
seen=$(cd "$work/seen" && for name in a b c e f; do cat "$name.state"; done)
is "$seen" 'created hooked n
creating hooked n
creating hooked n
running hooked n
stopped hooked n' 'each gets the state of its moment'
is "$(cat "$work/seen/b.ns")" "$(readlink /proc/self/ns/mnt)" 'createRuntime runs outside'
ok 'createContainer in the mount namespace of the container' \
    test "$(cat "$work/seen/c.ns")" != "$(readlink /proc/self/ns/mnt)"
field 'startContainer runs inside' '.hooks = {startContainer: [{path: "/bin/touch", args: ["touch", "/tmp/hooked"]}]}' \
    'rm /tmp/hooked && echo seen' seen
denied 'exit status 1' ".hooks = {createRuntime: [{path: \"/bin/false\"}]}"
ours && denied 'its time of 1 s is over' \
    '.hooks = {createRuntime: [{path: "/bin/sleep", args: ["sleep", "50"], timeout: 1}]}'

# ---- what is refused, by its path ----
if ours; then
    denied 'process.args: a command is needed' '.process.args = []'
    denied 'root.path: ' '.root.path = "nowhere"'
    denied 'linux.namespaces[1]: a second pid' \
        '.linux.namespaces = [{type: "pid"}, {type: "pid"}]'
    denied 'linux.intelRdt: is not supported' '.linux.intelRdt = {closID: "x"}'
    denied 'linux.seccomp.listenerPath /x' \
        '.linux.seccomp = {defaultAction: "SCMP_ACT_ALLOW", listenerPath: "/x"}'
    denied 'sendmsg cannot be SCMP_ACT_NOTIFY' \
        '.linux.seccomp = {defaultAction: "SCMP_ACT_NOTIFY", listenerPath: "/x"}'
    denied 'SCMP_ACT_NOTIFY needs one' \
        '.linux.seccomp = {defaultAction: "SCMP_ACT_ALLOW",
            syscalls: [{names: ["mkdir"], action: "SCMP_ACT_NOTIFY"}]}'
    denied 'belongs to no namespace' '.linux.sysctl = {"kernel.core_pattern": "x"}'
    denied 'process.rlimits[0].type: RLIMIT_X is none' \
        '.process.rlimits = [{type: "RLIMIT_X", soft: 1, hard: 1}]'
    denied 'soft is above hard' '.process.rlimits = [{type: "RLIMIT_CORE", soft: 2, hard: 1}]'
    denied 'mounts[0] on /m' '.mounts = [{destination: "/m", type: "nosuchfs"}]'
    denied 'who gets it' '.process.terminal = true'
fi
done_testing
