#!/bin/sh
# isolate run: its limits on every layout, as root and as a user, and nothing left.
# vm: as=root,user
# shellcheck source=tests/vm/guest/guest.sh
. /t/guest.sh
box=/tmp/box-$(id -u) report=/tmp/report-$(id -u)
root_folder "$box"
in_box() { isolate run --read-only "$@"; }
# May we limit a container here? Root always, a user in his own subtree of v2.
limits=yes
[ "$(id -u)" = 0 ] || [ "$LAYOUT" = v2 ] || limits=

run in_box "$box" id -u
is "$out" 0 'a container runs'
is "$err" '' 'and says nothing'

grow='head -c 67108864 /dev/zero | tail -c 67108864 | wc -c'
run in_box -m 16M --report "$report" "$box" sh -c "$grow"
lacks "$out" 67108864 '-m 16M: nobody gets 64 mebibytes'
if [ "$limits" ]; then
    is "$(json_value "$(cat "$report")" ended)" memory 'the report says that memory was over'
    is "$(json_value "$(cat "$report")" peak_memory_of)" all 'its peak is that of all together'
    is "$err" "$(printf '%s' "$err" | grep -v 'no limit')" 'no limit is missing'
else
    contains "$err" 'no limit of memory for the whole container: ' 'what cannot hold is said'
    contains "$err" 'v1 groups are made by root' 'with the reason'
fi
run in_box -m 128M "$box" sh -c "$grow"
contains "$out" 67108864 '-m 128M: 64 fit'
rm -f "$report"

fork='i=0; while [ $i -lt 30 ]; do sleep 0.2 & i=$((i + 1)); done; wait; echo done'
run in_box --pids-limit 10 "$box" sh -c "$fork"
contains "$err" fork '--pids-limit: the eleventh cannot be made'
run in_box --pids-limit 50 "$box" sh -c "$fork"
is "$out" "done" 'thirty of fifty can'

busy='i=0; while [ $i -lt 5000 ]; do i=$((i + 1)); done'
if [ "$limits" ]; then
    run in_box --cpus 0.1 --report "$report" "$box" sh -c "$busy"
    wall=$(json_value "$(cat "$report")" wall_microseconds)
    user=$(json_value "$(cat "$report")" user_microseconds)
    ok '--cpus 0.1: a tenth of the time on the clock, and no more than a third' \
        [ "$wall" -gt $((3 * user)) ]
    rm -f "$report"
else
    run in_box --cpus 0.1 "$box" true
    contains "$err" 'no limit of cpu' '--cpus cannot hold, and that is said'
fi

# The container sees itself at the top of its groups.
run in_box "$box" cat /proc/self/cgroup
lacks "$out" isolate- 'from inside its groups are the top'

# The overlay on top: what is written is not in the folder.
run isolate run "$box" sh -c 'echo written >/new && cat /new'
is "$out" written 'the root can be written'
ok 'and the folder is as it was' [ ! -e "$box/new" ]

# ---- ends ----
isolate run --read-only "$box" sleep 1000 &
pid=$!
wait_until 10 pgrep -f '^sleep 1000'
kill -9 $pid
wait $pid 2>/dev/null
ok 'kill -9: the command dies with it' wait_until 10 sh -c '! pgrep -f "^sleep 1000"'
isolate gc >/dev/null || left_groups | xargs -r rmdir
is "$(left_groups)" '' 'and no group is left'
rm -rf "$box"
done_testing
