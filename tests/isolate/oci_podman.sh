#!/bin/sh
# podman and buildah with isolate-oci as their runtime, offline. RUNTIME=runc runs the
# same with another.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
[ "$(id -u)" = 0 ] || skip_all 'root only: rootless podman needs a login of its own'
. tests/isolate/helpers/podman.sh

# ---- run ----
box box echo hi
is "$out$status" hi0 'run'
box box sh -c 'exit 7'
is "$status" 7 'its status'
box box nosuch
is "$status" 127 'a command that is not there: 127'
box box /etc
is "$status" 126 'one that cannot be executed: 126'
box -t box tty
contains "$out" /dev/pts/0 '-t: a terminal of its own'
box --hostname other -e A=b -w /tmp box sh -c 'hostname; echo $A; pwd'
is "$out" 'other
b
/tmp' '--hostname, -e, -w'
box --user 1000:1001 box id
contains "$out" 'uid=1000(1000) gid=1001' '--user'
box --read-only box touch /x
is "$status" 1 '--read-only'
box --cap-drop all --cap-add net_raw box grep CapEff /proc/self/status
contains "$out" 0000000000002000 '--cap-drop, --cap-add'
box box grep Seccomp: /proc/self/status
contains "$out" 2 "podman's seccomp profile is loaded"
box --security-opt no-new-privileges box grep NoNewPrivs /proc/self/status
contains "$out" 1 'no-new-privileges'
box --ulimit nofile=77:78 --ulimit nproc=99:99 box sh -c 'ulimit -n; ulimit -Hn'
is "$out" '77
78' '--ulimit'
box --tmpfs /t:size=1m box mount
contains "$out" 'tmpfs on /t type tmpfs' '--tmpfs'
box -v "$work/volume:/v" box touch /v/made
ok '-v' test -e "$work/volume/made"
box -v "$work/volume:/v:ro" box touch /v/more
is "$status" 1 '-v :ro'
box --sysctl net.ipv4.ip_forward=1 box cat /proc/sys/net/ipv4/ip_forward
is "$out" 1 '--sysctl'
box --uidmap 0:100000:1000 --gidmap 0:100000:1000 box cat /proc/self/uid_map
contains "$out" 100000 '--uidmap'
box --privileged box grep CapBnd /proc/self/status
lacks "$out" 0000000000000000 '--privileged'
box --init box ps
case $err in # catatonit or another one, which podman's package only suggests
*'init binary not found'*) skip '--init' 'no program for podman --init is installed' ;;
*) contains "$out" init '--init' ;;
esac
if [ -d /sys/fs/cgroup/memory ] && [ -d /sys/fs/cgroup/pids ]; then
    box --memory 64m --pids-limit 33 --cpus 0.5 box sh -c 'cd /sys/fs/cgroup
        cat memory/memory.limit_in_bytes pids/pids.max cpu/cpu.cfs_quota_us'
    is "$out" '67108864
33
50000' '--memory, --pids-limit, --cpus'
else
    skip '--memory, --pids-limit, --cpus' 'no cgroup v1 here: tests/vm has v2'
fi

# ---- a container that stays ----
run podman run -d --name one --network none box sh -c 'echo logged; exec sleep 100000'
is "$status" 0 'run -d'
is_logged() { podman logs one 2>&1 | grep -q logged; }
ok 'logs' wait_until 10 is_logged
run podman exec one sh -c 'echo inside; exit 3'
is "$out$status" inside3 'exec'
run podman exec -t -u 5 -w /etc one sh -c 'tty; id -u; pwd'
is "$(printf '%s' "$out" | tr -d '\r' | tail -n +2)" '5
/etc' 'exec -t -u -w'
run podman exec one nosuch
is "$status" 127 'exec of what is not there: 127'
run podman top one
contains "$out" sleep 'top'
run podman pause one
is "$status$(podman inspect one | jq -r '.[0].State.Status')" 0paused 'pause'
run podman unpause one
is "$status$(podman inspect one | jq -r '.[0].State.Status')" 0running 'unpause'
run podman stats --no-stream one
is "$status" 0 'stats'
run podman update --memory 128m one
is "$status" 0 'update'
run podman run --rm --network none --pid container:one box ps
contains "$out" 'sleep 100000' '--pid container: joins its namespace'
podman run --rm --network container:one box true
is "$?" 0 '--network container:'
echo copied >"$work/copied"
podman cp "$work/copied" one:/tmp/in
run podman exec one cat /tmp/in
is "$out" copied 'cp to it'
podman cp one:/tmp/in "$work/back"
is "$(cat "$work/back")" copied 'cp from it'
run podman restart -t 0 one
is "$status" 0 'restart'
ok 'it says its word again' wait_until 10 is_logged
run podman kill one
run podman wait one
is "$out" 137 'kill, wait'
run podman start one
is "$status" 0 'start'
run podman stop -t 0 one
is "$status" 0 'stop'
run podman rm one
is "$status" 0 'rm'

run podman run -d --name healthy --network none --health-cmd 'test -e /tmp/well' \
    --health-interval disable box sleep 100000
run podman healthcheck run healthy
is "$status" 1 'healthcheck: not yet'
podman exec healthy touch /tmp/well
run podman healthcheck run healthy
is "$status" 0 'healthcheck: well'
podman rm -f -t 0 healthy >/dev/null 2>&1

# systemd's part is played by perl: podman, conmon and the runtime each pass READY=1 on.
cat >"$work/systemd.pl" <<'PERL'
use Socket; alarm 60;
my $s;
socket($s, AF_UNIX, SOCK_DGRAM, 0) && bind($s, pack_sockaddr_un($ARGV[0])) or die "$!";
print "listens\n"; close STDOUT;
while (defined recv($s, my $m, 4096, 0)) { if ($m =~ /^READY=1/m) { open(O, ">", $ARGV[1]); exit } }
PERL
perl "$work/systemd.pl" "$work/systemd" "$work/ready" >"$work/listens" &
listener=$!
wait_until 20 test -s "$work/listens"
cp "$work/systemd.pl" "$work/volume/"
cat >"$work/volume/tell.pl" <<'PERL'
use Socket;
socket(my $s, AF_UNIX, SOCK_DGRAM, 0);
send($s, "READY=1", 0, pack_sockaddr_un($ENV{NOTIFY_SOCKET})) // die "$!\n";
PERL
folders='-v /usr:/usr:ro'
for folder in /lib /lib64; do [ ! -d $folder ] || folders="$folders -v $folder:$folder:ro"; done
# shellcheck disable=SC2086
NOTIFY_SOCKET=$work/systemd run podman run -d --rm --name told --network none --sdnotify container \
    $folders -v "$work/volume:/v" box sh -c 'perl=/usr/bin/perl; $perl /v/tell.pl && exec sleep 100000'
is "$status" 0 '--sdnotify container'
ok 'systemd hears that it is ready' wait_until 20 test -e "$work/ready"
kill $listener 2>/dev/null
podman rm -f -t 0 told >/dev/null 2>&1

# ---- buildah ----
if have buildah; then
    buildah() {
        timeout 120 "$buildah" --root "$work/root" --runroot "$work/run" \
            --storage-driver vfs "$@"
    }
    buildah=$(command -v buildah)
    run buildah from --name work --pull-never localhost/box
    run buildah run --runtime "$runtime" --isolation oci --network none work -- sh -c 'echo built >/made'
    is "$status" 0 'buildah run'
    run buildah run --runtime "$runtime" --isolation oci --network none work -- cat /made
    is "$out" built 'and what it made stays'
    run buildah run --runtime "$runtime" --isolation oci --network none work -- sh -c 'exit 9'
    ok 'its status' test "$status" != 0
    buildah rm --all >/dev/null 2>&1
else
    skip 'buildah run' 'buildah is not installed'
fi
is "$(find /sys/fs/cgroup -maxdepth 3 -name 'libpod-*' -newer "$work/containers.conf" 2>/dev/null)" '' \
    'no control group is left'
done_testing
