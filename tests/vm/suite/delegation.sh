#!/bin/sh
# An ordinary user's limits: in the subtree that was delegated, and the reason elsewhere.
# vm: as=user layouts=v2,v1,hybrid
# shellcheck source=tests/vm/guest/guest.sh
. /t/guest.sh

run group name=isolate-1 pids=6 memory=16777216 swap=16777216 -- sh -c \
    'i=0; while [ $i -lt 20 ]; do sleep 0.1 & i=$((i + 1)); done; wait'
if [ "$LAYOUT" = v2 ]; then
    is "$(json_value "$out" gaps)" '[]' 'in a delegated subtree every limit holds'
    contains "$err" fork 'pids.max'
    run group name=isolate-1 memory=16777216 swap=16777216 -- sh -c \
        'head -c 67108864 /dev/zero | tail -c 67108864 | wc -c'
    ok 'memory.max' [ "$(json_value "$out" oom_kills)" -ge 1 ]
    run group name=isolate-1 freezer act=freeze -- sleep 0.1
    contains "$out" 'frozen 1' 'freezing'
    run group name=isolate-1 pids=20 freezer act=kill -- sh -c 'f() { f | f & sleep 5; }; f'
    is "$(json_value "$out" signal)" 9 'killing'
    run group name=isolate-1 cpus=0 -- true
    contains "$out" 'cpuset is not given to the group' \
        'what was not delegated is named'
    is "$(json_value "$out" status)" 0 'and the rest goes on without'
    refuses 3 'cpuset' 'who insists gets an error' group name=isolate-1 cpus=0 insist=1 -- true
    run group path=/outside/x pids=5 -- true
    contains "$out" 'no right to make a group' 'from the top nothing can be made'
else
    contains "$out" 'v1 groups are made by root' 'v1 is for root, and that is said'
    is "$(json_value "$out" status)" 0 'the command runs without a group'
    is "$(json_value "$out" groups)" 0 'and none is made'
fi
is "$(left_groups)" '' 'nothing is left'
done_testing
