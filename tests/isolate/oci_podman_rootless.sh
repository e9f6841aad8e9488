#!/bin/sh
# podman without root, with isolate-oci as its runtime: for a user who has lent ids where
# root runs the test (/etc/subuid is covered in a mount namespace), with one id otherwise.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
if [ "$(id -u)" = 0 ]; then
    for tool in setpriv unshare newuidmap newgidmap; do
        have $tool || skip_all "$tool is not installed"
    done
    for file in /etc/subuid /etc/subgid; do
        [ -e $file ] || skip_all "there is no $file here"
    done
    setpriv --reuid 65534 --regid 65534 --clear-groups sh -c 'cd / && test -x "$RING3_BUILD/bin/isolate"' ||
        skip_all "$RING3_BUILD cannot be read by an unprivileged user"
    user=$(getent passwd 65534 | cut -d: -f1)
    [ -n "$user" ] || skip_all 'the id 65534 has no name here'
    echo "$user:300000:65536" >"$work/lent"
    chmod 644 "$work/lent"
    # shellcheck disable=SC2016  # $1 is of the inner shell
    unshare -m sh -c 'mount --bind "$1" /etc/subuid && mount --bind "$1" /etc/subgid &&
        exec setpriv --reuid 65534 --regid 65534 --clear-groups sh tests/isolate/oci_podman_rootless.sh' \
        sh "$work/lent"
    exit
fi
. tests/isolate/helpers/podman.sh
lent=$(podman unshare cat /proc/self/uid_map 2>/dev/null | wc -l)
[ "$lent" != 0 ] || skip_all 'podman makes no user namespace here'
# It says on stderr what this machine has not.
is_out() { is "$out$status" "$@"; }

box box echo hi
is_out hi0 'run'
box box sh -c 'exit 7'
is_out 7 'its status'
box box nosuch
is_out 127 'a command that is not there: 127'
box box sh -c 'id -u; echo x >/made && cat /made'
is_out '0
x0' 'root inside, who may write'
box -v "$work/volume:/v" box touch /v/made
is "$(stat -c %u "$work/volume/made")" "$(id -u)" 'what it makes in a volume is ours'
box --hostname other -e A=b -w /tmp box sh -c 'hostname; echo $A; pwd'
is_out 'other
b
/tmp0' '--hostname, -e, -w'
box --cap-drop all box grep CapEff /proc/self/status
contains "$out" 0000000000000000 '--cap-drop'
box box grep Seccomp: /proc/self/status
contains "$out" 2 "podman's seccomp profile is loaded"
box --read-only box touch /x
is_out 1 '--read-only'
box -t box tty
contains "$out" /dev/pts/0 '-t'
if [ "$lent" -gt 1 ]; then
    box --user 1000:1001 box id
    contains "$out" 'uid=1000(1000) gid=1001' '--user, of the ids that are lent'
else
    skip '--user' 'no ids are lent to this user'
fi
run podman run -d --name one --network none box sh -c 'echo logged; exec sleep 100000'
is "$status" 0 'run -d'
is_logged() { podman logs one 2>&1 | grep -q logged; }
ok 'logs' wait_until 20 is_logged
run podman exec one sh -c 'echo inside; exit 3'
is_out inside3 'exec'
run podman exec -t one tty
contains "$out" /dev/pts/ 'exec -t'
run podman top one
contains "$out" sleep 'top'
echo copied >"$work/copied"
podman cp "$work/copied" one:/tmp/in 2>/dev/null
run podman exec one cat /tmp/in
is_out copied0 'cp'
run podman kill one
run podman wait one
is_out 1370 'kill, wait'
run podman start one
is "$status" 0 'start'
run podman stop -t 0 one
is "$status" 0 'stop'
run podman rm one
is "$status" 0 'rm'
run podman ps -aq
is_out 0 'nothing is left'
done_testing
