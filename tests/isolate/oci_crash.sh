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

# ---- what a command that was killed leaves, laid out by hand ----
config . "exec sleep $mark"
leave() { # FILE…: the folder of a create that was killed then
    mkdir -m 700 "$state/$id"
    for file in "$@"; do : >"$state/$id/$file"; done
}
left=
for files in '' .ring3-tmp.99.0 'config.json .ring3-tmp.99.7' 'config.json failure start' \
    'config.json failure start .ring3-tmp.1.0 .ring3-tmp.2.0'; do
    for command in delete 'delete --force'; do
        # shellcheck disable=SC2086
        leave $files
        has_status $id stopped || left="$left state:$files"
        # shellcheck disable=SC2086
        oci $command $id 2>>"$work/errors" || left="$left $command:$files"
        oci create --bundle "$bundle" $id 2>>"$work/errors" || left="$left create:$files"
        oci delete --force $id 2>>"$work/errors"
        clean || left="$left clean:$files"
    done
done
is "$left" '' 'what a killed create leaves is stopped, is deleted, and its id is free again'
leave .ring3-tmp.99.0
refuses 1 'it is stopped, not created' 'start says what it is' oci start $id
if ours; then
    touch "$state/$id/theirs"
    refuses 1 'not empty' 'what is not ours is not removed, and that is said' \
        oci delete --force $id
    ok 'it is still there' rm "$state/$id/theirs"
fi
oci delete $id 2>>"$work/errors"
ok 'delete can be called again' clean

# ---- kill -9 before each call that others can see ----
killed_before="$RING3_BUILD/tests/isolate/helpers/killed_before"
every_moment() { # COMMAND…
    moment=0 last=0 left=
    while [ $last = 0 ]; do
        moment=$((moment + 1))
        [ "$1" = create ] || oci create --bundle "$bundle" $id 2>>"$work/errors"
        timeout 60 "$killed_before" $moment "$runtime" --root "$state" "$@" $id 2>/dev/null
        last=$?
        oci delete --force $id 2>>"$work/errors"
        [ -z "$(ls "$state")" ] || left="$left $moment" last=left
    done
    is "$last$left" 1 "kill -9 before each of $((moment - 1)) calls of $1 that others see"
    ok 'there are some' test $moment -gt 4
    ok 'and nothing is left of any' wait_until 10 clean
}
every_moment create --bundle "$bundle"
every_moment start
every_moment delete --force

# ---- kill -9 in create, start and delete, a millisecond later each time ----
left=
for moment in 0 2 4 8 15; do
    "$runtime" --root "$state" create --bundle "$bundle" $id 2>/dev/null &
    later $moment
    kill -9 $! 2>/dev/null
    wait $! 2>/dev/null
    oci delete --force $id 2>>"$work/errors"
    wait_until 10 clean || {
        left="$left create:$moment"
        break
    }
done
is "$left" '' 'kill -9 in create: delete --force takes all of it away'
left=
for command in start 'kill -a' 'delete --force'; do
    for moment in 0 2 8; do
        [ -z "$left" ] || break
        oci create --bundle "$bundle" $id 2>>"$work/errors"
        [ "$command" = start ] || oci start $id 2>>"$work/errors"
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
