#!/bin/sh
# sqlite-demo traps: each trap happens, and its remedy works, as counted.
. tests/lib.sh

run sqlite-demo traps --json
is "$status" 0 'all traps are shown'
all=$out
value() { # TRAP STEP LABEL: the value of a fact of the trap's n-th step
    printf '%s\n' "$all" | grep "\"trap\":\"$1\"" | sed -n "$2p" |
        sed -n "s/.*\"label\":\"$3\",\"value\":\([0-9.]*\).*/\1/p"
}
is "$(value halloween 1 'rows that the loop saw')" 27 'Halloween: the loop meets its own changes'
is "$(value halloween 2 'rows that the loop saw')" 3 'and not when it sorts first'
is "$(value delete-ahead 1 'rows that the loop saw')" 3 'rows deleted ahead are not seen'
is "$(value delete-ahead 2 'rows that the loop saw')" 6 'unless all are fetched first'
is "$(value forgotten-commit 1 'rows in the file afterwards')" 0 'without a commit nothing is kept'
is "$(value forgotten-commit 2 'rows in the file afterwards')" 1 'with one it is'
is "$(value script-commits 1 'rows in the file afterwards')" 1 'a script commits'
is "$(value script-commits 2 'rows in the file afterwards')" 0 'execute does not'
is "$(value injection 1 'secrets that came back')" 2 'injection leaks'
for defence in 2 3 4; do
    is "$(value injection $defence 'secrets that came back')" 0 "defence $((defence - 1)) holds"
done
is "$(value n-plus-one 1 queries)" 1001 'n + 1 queries'
ok 'OFFSET takes a thousand times the steps of a key' \
    test "$(value offset 1 "steps of SQLite's machine")" -gt "$((1000 * $(value offset 2 "steps of SQLite's machine")))"
is "$(value one-by-one 1 transactions)-$(value one-by-one 2 transactions)" 50-1 'a transaction per row, and one for all'
is "$(value re-preparing 1 'times that it was compiled')-$(value re-preparing 2 'times that it was compiled')" 20000-1 'compiled again, and once'
run sqlite-demo traps halloweed
is "$status" 2 'a trap that there is not'
contains "$err" "did you mean 'halloween'?" 'the nearest is named'
RING3_KEYS='dump' RING3_SCREEN=80x24 run sqlite-demo traps offset
contains "$out" 'LIMIT 10 OFFSET 90000' 'on a screen'
run sqlite-demo traps offset --cast "$work/c.cast"
is "$status" 0 'as a recording'
contains "$(cat "$work/c.cast")" 'OFFSET' 'with the steps in it'
done_testing
