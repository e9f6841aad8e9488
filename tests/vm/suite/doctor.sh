#!/bin/sh
# isolate doctor on hosts that forbid: what is tried fails, and the sysctl is named.
# vm: as=root
# shellcheck source=tests/vm/guest/guest.sh
. /t/guest.sh
feature() { # LINES FEATURE
    printf '%s\n' "$1" | grep "^{\"feature\":\"$2\""
}
clone=/proc/sys/kernel/unprivileged_userns_clone
most=/proc/sys/user/max_user_namespaces

run as_user isolate doctor --json
contains "$(feature "$out" 'user namespaces')" '"state":"real"' 'a user may make namespaces'
contains "$(feature "$out" cgroups)" "layout $LAYOUT;" 'the layout is named'
case $LAYOUT in
v2)
    contains "$(feature "$out" cgroups)" '"state":"real"' 'in a delegated subtree a user may limit'
    contains "$(feature "$out" cgroups)" 'below /sys/fs/cgroup/user.slice' 'and where is said'
    ;;
*) contains "$(feature "$out" cgroups)" '"state":"missing"' 'a user may not limit' ;;
esac
case $LAYOUT in
hybrid) contains "$out" '{"feature":"hybrid control groups"' 'hybrid is named' ;;
*) lacks "$out" '{"feature":"hybrid control groups"' 'this is not hybrid' ;;
esac
contains "$(feature "$out" 'ranges of ids')" /etc/subuid 'no subordinate ids'
if [ "$LAYOUT" = v2 ]; then
    run env UNDELEGATED=1 as_user isolate doctor --json
    contains "$(feature "$out" cgroups)" '"state":"missing"' 'outside of the subtree he may not'
    contains "$(feature "$out" cgroups)" 'Delegate=yes' 'and how to get one is said'
fi
run isolate doctor --json
contains "$(feature "$out" cgroups)" '"state":"real"' 'root may limit'

echo 0 >$clone
run as_user isolate doctor --json
contains "$(feature "$out" 'user namespaces')" '"state":"missing"' 'unprivileged_userns_clone=0: missing'
contains "$(feature "$out" kernel.unprivileged_userns_clone)" \
    'sysctl -w kernel.unprivileged_userns_clone=1' 'the remedy'
refuses 125 'kernel.unprivileged_userns_clone is 0' 'run says the same' \
    as_user isolate run --read-only /tmp true
run isolate doctor --json
contains "$(feature "$out" 'user namespaces')" '"state":"real"' 'root is not concerned'
lacks "$out" unprivileged_userns_clone 'and not told'
echo 1 >$clone

before=$(cat $most)
echo 0 >$most
run as_user isolate doctor --json
contains "$(feature "$out" 'user namespaces')" 'No space left on device' 'max_user_namespaces=0: ENOSPC'
contains "$(feature "$out" user.max_user_namespaces)" 'sysctl -w user.max_user_namespaces=10000' \
    'the remedy'
run isolate doctor --json
contains "$(feature "$out" 'user namespaces')" '"state":"missing"' 'root cannot either'
echo "$before" >$most
run as_user isolate doctor --json
contains "$(feature "$out" 'user namespaces')" '"state":"real"' 'and all is as before'
is "$(find /sys/fs/cgroup -name 'isolate-doctor*')" '' 'no group is left'
done_testing
