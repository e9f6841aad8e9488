#!/bin/sh
# sqlite-demo locks: what each connection has, as seen through our file system layer; and a
# session of one's own.
. tests/lib.sh

step() { # SCENARIO N: as JSON
    sqlite-demo locks "$1" --json | sed -n "$2p"
}
for name in ladder reader-blocks-commit upgrade-deadlock immediate wal snapshot locked; do
    run sqlite-demo locks "$name" --plain
    is "$status-$err" 0- "$name comes out as its text says"
done
contains "$(step ladder 3)" '"a":"RESERVED","b":"NONE"' 'a writer has RESERVED'
contains "$(step ladder 7)" '"a":"NONE (had EXCLUSIVE)"' 'and EXCLUSIVE for the moment of the commit'
contains "$(step reader-blocks-commit 4)" '"a":"PENDING","b":"SHARED"' 'a refused commit keeps PENDING'
contains "$(step reader-blocks-commit 5)" '"result":"SQLITE_BUSY"' 'which keeps new readers out'
contains "$(step upgrade-deadlock 7)" '"deadlock":true' 'two upgrades are a deadlock'
contains "$(step upgrade-deadlock 6)" '"deadlock":false' 'and not before both wait'
contains "$(sqlite-demo locks upgrade-deadlock --plain --at 7)" 'b wants EXCLUSIVE, kept away by a' 'who waits for whom'
is "$(sqlite-demo locks immediate --json | grep -c '"deadlock":true')" 0 'BEGIN IMMEDIATE has none'
contains "$(step wal 4)" '"a":"WRITE READ' 'the WRITE slot of a WAL'
contains "$(step wal 4)" '"b":"READ' 'beside a reader'
contains "$(step snapshot 5)" '"result":"SQLITE_BUSY_SNAPSHOT"' 'an old snapshot cannot be written on'
contains "$(step locked 2)" '"result":"SQLITE_LOCKED"' 'LOCKED is not BUSY'

printf '# mine\na: BEGIN EXCLUSIVE\nb: SELECT name FROM account;\na: COMMIT\nb: SELECT name FROM account\nb: .fetch\n' >"$work/session"
run sqlite-demo locks "$work/session" --json
is "$status" 0 'a session of ones own'
contains "$(printf '%s\n' "$out" | sed -n 2p)" '"result":"SQLITE_BUSY","locks":{"a":"EXCLUSIVE"' 'runs as it is'
contains "$(printf '%s\n' "$out" | sed -n 4p)" '"b":"SHARED"' 'a half-read SELECT keeps its lock'
contains "$(printf '%s\n' "$out" | sed -n 5p)" '"b":"NONE' 'and fetching it to the end lets it go'
run sh -c "printf 'a: SELEC 1' | sqlite-demo locks - --plain"
contains "$out" 'syntax error' 'wrong SQL is a step, too'
run sh -c "printf 'x: SELECT 1\n' | sqlite-demo locks -"
is "$status" 2 'a line that is none'
contains "$err" '-:1: a line is a connection' 'is named'
run sqlite-demo locks laddr
contains "$status $err" "2 sqlite-demo: there is no scenario and no file 'laddr' (did you mean 'ladder'?" 'a name that there is not'
run sh -c "printf '\n' | sqlite-demo locks -"
is "$status" 2 'an empty session'
RING3_KEYS='right right dump' RING3_SCREEN=80x24 run sqlite-demo locks ladder
contains "$out" '● RESERVED' 'on a screen'

# ---- by hand ----
hand() { # KEYS
    RING3_KEYS="$1 dump" RING3_SCREEN=80x24 run sqlite-demo locks hand
}
hand ''
contains "$out" 'next, by hand:  a  BEGIN' 'what would be sent is shown'
hand 'tab down enter'
contains "$out" 'b = ada, 500' 'Tab, an arrow and Enter: b reads'
contains "$out" "'a: BEGIN' 'b: SELECT name, balance FROM account'" \
    'and the command line makes it again'
hand 'tab down enter tab tab down down down enter down enter'
contains "$out" 'a = SQLITE_BUSY' 'a cannot commit while b reads'
contains "$out" 'a wants EXCLUSIVE, kept away by b' 'and the graph says why'
hand 'tab down enter tab tab down down down enter down enter tab down enter tab tab enter'
contains "$out" 'a = done' 'when b has fetched its rows, it can'
hand "s 'UPDATE account SET balance=7;' dump enter"
contains "$out" 'a: UPDATE account SET balance=7;_' 's takes SQL of ones own'
contains "$out" 'a = done' 'and Enter sends it'
contains "$out" '● RESERVED' 'within the transaction: the ladder is live'
contains "$out" "'a: UPDATE account SET balance=7' | sqlite-demo" 'it is in the command'
hand "s 'COMMIT' enter s 'BEGIN EXCLUSIVEE' backspace enter s tab 'select count(*) from account' enter"
contains "$out" 'b = SQLITE_BUSY' 'typed for another connection: it is kept away'
contains "$out" 'b wants SHARED, kept away by a' 'and the graph says by whom'
hand "s 'SELECT name, name, name, name, name, name, name, name FROM account WHERE 1=1'"
contains "$out" 'account WHERE 1=1_' 'of a long line the end is seen'
hand "s 'SELEKT 1' enter"
contains "$out" 'a = SQLITE_ERROR' 'wrong SQL'
contains "$out" 'near "SELEKT": syntax error' 'and what SQLite says'
hand "s 'COMMIT' ctrl-u 'ROLLBACK' esc dump s ' ; ' enter"
lacks "$out" 'ROLLBACK_' 'Esc sends nothing'
contains "$out" 'step 1 of 1' 'nor does an empty line'
RING3_KEYS='right dump tab up enter dump' RING3_SCREEN=80x24 run sqlite-demo locks ladder
contains "$out" 'a = SQLITE_LOCKED' 'a scripted session is taken over, too'
contains "$out" 'step 3 of 3' 'and what it had left is dropped'
done_testing
