#!/bin/sh
# What an ordinary user without a delegated subtree gets: no group, and every reason.
. tests/lib.sh
have setpriv || skip_all 'setpriv is not installed'
group=$RING3_BUILD/tests/vm/helpers/group
as_user=
[ "$(id -u)" != 0 ] || as_user='setpriv --reuid 65534 --regid 65534 --clear-groups'
# shellcheck disable=SC2086 # the command is several words
$as_user sh -c "cd / && test -x '$group'" || skip_all "$group cannot be read by a user"
# shellcheck disable=SC2086
run $as_user "$group" name=isolate-x pids=5 memory=1048576 -- echo ran
contains "$out" ran 'the command runs'
case $out in
*'"groups":0'*)
    contains "$out" '{"memory":"no right to make a group at ' 'memory: why not'
    contains "$out" '{"pids":"no right to make a group at ' 'pids: why not'
    # shellcheck disable=SC2086
    refuses 3 'no limit by a control group here: ' 'who insists gets one line' \
        $as_user "$group" name=isolate-x pids=5 insist=1 -- true
    ;;
*) skip 'no group' 'this user has a delegated subtree' ;;
esac
# shellcheck disable=SC2086
run $as_user "$group" name=isolate-x pids=5 accounting -- true
lacks "$out" '"io"' 'counters that cannot be had are no lost limits'
is "$(find /sys/fs/cgroup -name 'isolate-x' 2>/dev/null)" '' 'nothing is left'
done_testing
