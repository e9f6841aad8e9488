#!/bin/sh
# Hosts that forbid: the reason and the way out are named. A user namespace in
# which something is switched off stands in for such a host.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
unshare -Urm true 2>/dev/null || skip_all 'unshare(1) makes no namespaces here'
isolate=$(command -v isolate)

# ---- no user namespaces at all ----
forbidden() {
    run unshare -Ur sh -c 'echo 0 >/proc/sys/user/max_user_namespaces && exec "$@"' - "$@"
}
forbidden "$isolate" run --read-only / true
is "$status" 125 'run: a failure of ours'
contains "$err" 'user.max_user_namespaces is 0' 'with the reason'
contains "$err" 'sysctl -w user.max_user_namespaces' 'and the fix'
lines "$err" 1 'on one line'
forbidden "$isolate" play --plain
case $err in
*busybox-static*) skip 'play: a step is passed over' 'no static program to play with' ;;
*)
    is "$status" 0 'play: what can be made is made'
    contains "$out" 'passed over here: user namespaces' 'the step that cannot be is passed over'
    contains "$out" 'as root: `sysctl' 'with the fix'
    ;;
esac
forbidden "$isolate" doctor --json
contains "$out" '"feature":"user namespaces","state":"missing"' 'doctor finds it missing'
contains "$out" '"fix":"as root: `sysctl' 'and knows what to do'

# ---- a /proc of which parts are covered, as in a Docker container ----
# The kernel lets a new /proc be mounted where any other is in sight uncovered: so that of
# the host is not enough when something else has left one somewhere.
cat >"$work/masked" <<'END'
set -e
awk '$4 == "/" && / - proc / { print $5 }' /proc/self/mountinfo >"$1"
while read -r proc; do
    mount -t tmpfs none "$proc/bus" || { echo "$proc" >"$1" && exit 99; }
done <"$1"
shift
exec "$@"
END
masked() { run unshare -Urm sh "$work/masked" "$work/procs" "$@"; }
masked true
if [ "$status" != 0 ]; then
    skip 'a masked /proc' "nothing can be mounted in $(cat "$work/procs" 2>/dev/null) here"
    done_testing
fi
masked "$isolate" run --read-only / sh -c 'echo ran; ls /proc'
is "$status $out" '0 ran' 'run goes on with an empty /proc'
contains "$err" 'no new /proc' 'and says so'
masked "$isolate" doctor --json
contains "$out" '"feature":"/proc in a user namespace","state":"limited"' 'doctor: limited'
done_testing
