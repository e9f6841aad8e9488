#!/bin/sh
# vmsim selftest: the built-in oracle rows, and that it would see a difference.
. tests/lib.sh

run vmsim selftest
is "$status" 0 'the certificate'
contains "$out" 'EXACT: ' 'says exact'
lacks "$out" 'DIFFERS' 'and nothing differs'
rows=$(printf '%s\n' "$out" | sed -n 's/^EXACT: \([0-9]*\) of.*/\1/p')
ok "of $rows counts" test "$rows" -ge 96
run vmsim selftest --json
is "$status" 0 'as JSON'
is "$(printf '%s\n' "$out" | grep -c '"equal":false')" 0 'each row is equal'
ok 'there are many' test "$(printf '%s\n' "$out" | grep -c '"equal":true')" -ge 60
contains "$out" '{"trace":"belady","policy":"fifo","theirs":"FIFO","frames":4,"faults":10,"oracle":10,"equal":true}' \
    'with what is compared'
# The rows are those of the files, none left out.
for policy in fifo lru; do
    is "$(printf '%s\n' "$out" | grep '"mix200k"' | grep "\"policy\":\"$policy\"" |
        sed 's/.*"frames":\([0-9]*\),"faults":\([0-9]*\).*/\1 \2/')" \
        "$(sed -n "s/^mix200k,$policy,\([0-9]*\),[0-9]*,\([0-9]*\),.*/\1 \2/p" \
            tests/vmsim/data/policy_oracle.csv)" "$policy: all rows of mix200k"
done
done_testing
