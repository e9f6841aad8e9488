#!/bin/sh
# isolate run -m, --pids-limit, --cpus: real limits where this host lets us have control
# groups, and where not, each loss said with its reason.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
sanitized && skip_all 'a sanitizer needs more memory than these limits give'
report=$work/report
value() { sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p" "$report"; }
groups=
case $(isolate doctor --json | grep '^{"feature":"cgroups"') in
*'"state":"real"'*) groups=yes ;;
esac

grow='head -c 100000000 /dev/zero | tail -c 90000000 | wc -c'
run in_host -m 16M --report "$report" / sh -c "$grow"
lacks "$out" 90000000 'nobody gets more memory than -m says'
if [ "$groups" ]; then
    is "$err" "$(printf '%s\n' "$err" | grep -v 'no limit')" 'every limit holds'
    is "$(value ended)" memory 'the report says why it ended'
    is "$(value peak_memory_bytes)" 16777216 'and the peak of all together'
else
    contains "$err" 'no limit of memory for the whole container: ' 'what cannot hold is said'
fi
run in_host -m 256M / sh -c "$grow"
contains "$out" 90000000 'a larger limit lets it'

fork='i=0; while [ $i -lt 30 ]; do sleep 0.1 & i=$((i + 1)); done; wait; echo all'
run in_host --pids-limit 10 / sh -c "$fork"
contains "$err" ork 'no more processes than --pids-limit says' # "Cannot fork", "fork: …"
run in_host --pids-limit 60 / sh -c "$fork"
is "$out" all 'fewer than that can be'

if [ "$groups" ]; then
    busy='i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done'
    run in_host --cpus 0.1 --report "$report" / sh -c "$busy"
    ok '--cpus 0.1: the clock goes on while it stands still' \
        [ "$(value wall_microseconds)" -gt $((3 * $(value user_microseconds))) ]
else
    run in_host --cpus 0.1 / true
    contains "$err" 'no limit of cpu for the whole container: ' '--cpus cannot hold, and that is said'
fi
run in_host / cat /proc/self/cgroup
lacks "$out" isolate- 'inside, its groups are the top'
done_testing
