#!/bin/sh
# `sqlite-demo crash`: killed before every operation; what is left, and what the
# journal and the syncs are for.
. tests/lib.sh

TMPDIR=$work/tmp
export TMPDIR
mkdir "$TMPDIR"
field() { printf '%s\n' "$out" | sed "s/.*\"$1\":\([0-9]*\).*/\1/"; }
sweep() { # JOURNAL SYNC FAULT
    run sqlite-demo crash --journal "$1" --sync "$2" --fault "$3" --json
    is "$status-$err" 0- "$1, $2, $3"
    points=$(field points) old=$(field old) new=$(field new) torn=$(field torn)
    bad=$((torn + $(field malformed)))
    is $((old + new + bad)) "$points" 'every point was looked at'
}

sweep delete full kill
ok 'many points' [ "$points" -gt 200 ]
is "$bad" 0 'with a journal a killed process leaves all or nothing'
is "$old" "$points" 'here nothing: the last operation is the delete of the journal'
sweep off full kill
ok 'without a journal it leaves a part' [ "$torn" -gt 50 ]
is "$(field torn_but_ok)" "$torn" 'and integrity_check says ok, every time'
sweep delete off kill
is "$bad" 0 'a killed process needs no sync'
sweep delete full half
is "$bad" 0 'the syncs stand where the order matters'
sweep delete off half
ok 'and without them a power cut leaves a part' [ "$bad" -gt 100 ]
sweep wal off half
ok 'the log needs them, too' [ "$bad" -gt 10 ]
sweep wal normal half
is "$bad" 0 'though NORMAL has fewer of them'
ok 'and some of the transfers were done' [ "$new" -gt 10 ]
sweep delete full power
is "$bad" 0 'nor does the loss of all that was not synced'

run env TERM=xterm RING3_KEYS='tick tick dump' sqlite-demo crash --journal memory
is "$status" 0 'on a screen'
contains "$out" 'journal  sync    fault' 'there is the table'
contains "$out" 'memory   full    kill -9' 'with its row'
refuses 2 "'paper'" 'a journal that there is not' sqlite-demo crash --journal paper
ok 'nothing is left' [ -z "$(ls -A "$TMPDIR")" ]

# Ended in the middle, neither a worker nor a victim nor a folder stays.
sqlite-demo crash --json >/dev/null 2>&1 &
child=$!
wait_until 10 sh -c 'ls "$1"/ring3-sqlite-*/bank.db' sh "$TMPDIR"
kill -KILL "$child"
wait "$child" 2>/dev/null

nothing_left() { [ -z "$(ls -A "$TMPDIR")" ]; }
ok 'kill -9 leaves no folder' wait_until 30 nothing_left
done_testing
