#!/bin/sh
# isolate-oci: kill -9 at any moment, commands at the same time, and roots that are
# changed while they are mounted on.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
. tests/isolate/helpers/oci.sh
mark=$((4100000 + $$))
id=crash$$
mounts_before=$(host_mounts)
later() { perl -e 'select undef, undef, undef, $ARGV[0] / 1000' "$1"; }
# Ours, by the mark in config.json, whatever the command line of a copy says.
clean() { [ -z "$(ls "$state")" ] && [ -z "$(groups_left "$id")" ] && no_marked_process "$mark"; }

# ---- kill -9 in create, start and delete, a millisecond later each time ----
config . "exec sleep $mark"
left=
for moment in 0 1 2 3 4 5 6 7 8 10 12 15 20; do
    "$runtime" --root "$state" create --bundle "$bundle" $id 2>/dev/null &
    later $moment
    kill -9 $! 2>/dev/null
    wait $! 2>/dev/null
    oci delete --force $id 2>>"$work/errors"
    wait_until 10 clean || left="$left create:$moment"
done
is "$left" '' 'kill -9 in create: delete --force takes all of it away'
left=
for command in start 'kill -a' 'delete --force'; do
    for moment in 0 1 2 4 8; do
        oci create --bundle "$bundle" $id
        [ "$command" = start ] || oci start $id
        # shellcheck disable=SC2086
        "$runtime" --root "$state" ${command% *} $id 2>/dev/null &
        later $moment
        kill -9 $! 2>/dev/null
        wait $! 2>/dev/null
        oci delete --force $id 2>>"$work/errors"
        wait_until 10 clean || left="$left $command:$moment"
    done
done
is "$left" '' 'kill -9 in start, kill and delete: the same'
is "$(cat "$work/errors")" '' 'without a complaint'

# ---- at the same time ----
for _ in 1 2 3 4 5 6; do
    oci create --bundle "$bundle" $id 2>/dev/null && echo made >>"$work/made" &
done
wait
lines "$(cat "$work/made")" 1 'of six who create one id at once, one succeeds'
for _ in 1 2 3 4 5 6; do
    oci start $id 2>/dev/null && echo started >>"$work/started" &
done
wait
lines "$(cat "$work/started")" 1 'of six who start it, one'
for _ in 1 2 3 4 5 6; do
    oci exec $id true || echo failed >>"$work/failed" &
done
wait
is "$(cat "$work/failed" 2>/dev/null)" '' 'six execs at once'
for _ in 1 2 3 4 5 6; do
    oci delete --force $id || echo failed >>"$work/failed" &
done
wait
is "$(cat "$work/failed" 2>/dev/null)" '' 'six who delete it'
ok 'nothing is left' clean

# ---- a root that changes while it is mounted on (CVE-2021-30465) ----
outside=$work/outside
mkdir -p "$outside/etc" "$bundle/rootfs/a/etc" "$work/lent"
cat >"$work/swap.pl" <<'PERL'
chdir $ARGV[0]; alarm 60;
for (;;) { rename "a", "b"; symlink $ARGV[1], "a"; unlink "a"; rename "b", "a" }
PERL
perl "$work/swap.pl" "$bundle/rootfs" "$outside" &
swapper=$!
config ".mounts += [{destination: \"/a/etc\", type: \"bind\", source: \"$work/lent\", options: [\"bind\"]},
    {destination: \"/a/new\", type: \"tmpfs\", source: \"tmpfs\"}]"
tried=0
while [ $tried -lt 60 ]; do
    oci run --bundle "$bundle" $id >/dev/null 2>&1
    oci delete --force $id >/dev/null 2>&1
    tried=$((tried + 1))
done
kill $swapper
wait $swapper 2>/dev/null
is "$(find "$outside" | wc -l)" 2 '60 containers on a root that changes: nothing is made outside'

is "$(host_mounts)" "$mounts_before" 'the mount table of the host is as before'
done_testing
