#!/bin/sh
# `sqlite-demo pages FILE`: the map, the page of a row, what a statement changes.
. tests/lib.sh

TMPDIR=$work/tmp
export TMPDIR
mkdir "$TMPDIR"
db=$work/film.db
sql() { sqlite-demo play --write "$db" "$1" >/dev/null; }
sql 'CREATE TABLE film(id INTEGER PRIMARY KEY, title TEXT, year INT)'
sql 'CREATE INDEX by_year ON film(year)'
sql "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<900)
    INSERT INTO film SELECT i, 'film ' || i, 1900 + i % 100 FROM n"
sql "INSERT INTO film VALUES (1000, printf('%.9000c', 'x'), 1)"
before=$(cksum <"$db")

run sqlite-demo pages "$db" --plain --at 1
is "$status-$err" 0- 'the file as a whole'
contains "$out" 'table film: root page 2' 'with its tables'
contains "$out" 'index by_year: root page 3' 'and indexes'
contains "$out" 'Every page has one use' 'and every page has its use'
run sqlite-demo pages "$db" --table film --rowid 777 --plain
is "$status" 0 'the page of a row'
contains "$out" "rowid 777: NULL, 'film 777', 1977" 'holds the row'
contains "$out" 'page 2 leads here' 'and the root leads to it'
page=$(printf '%s\n' "$out" | sed -n 's/.*: Page \([0-9]*\):.*/\1/p')
if printf '%s' "$out" | grep -q dbstat; then
    contains "$out" 'dbstat: film' 'and SQLite agrees'
else
    skip 'and SQLite agrees' 'no dbstat here'
fi
run sqlite-demo pages "$db" --page "$page" --json
contains "$out" "\"page\":$page,\"use\":\"leaf of a table\",\"owner\":\"film\",\"parent\":2" \
    'as JSON'
run sqlite-demo pages "$db" --json
contains "$out" '"use":"overflow","owner":"film"' 'overflow pages are found'
run sqlite-demo pages "$db" --watch 'UPDATE film SET year = 1 WHERE id = 777' --json
contains "$out" "\"page\":$page," 'a statement is watched: the page of its row changes'
is "$(cksum <"$db")" "$before" 'on a copy'
run sqlite-demo pages "$db" --watch 'DELETE FROM film' --json --at 1
contains "$out" '"free_pages":' 'what is deleted is on the free list'
run env TERM=xterm RING3_KEYS='right right down x dump' sqlite-demo pages "$db"
contains "$out" 'T t table  I i index' 'the map has its letters'

# ---- refusals, and a damaged file ----
refuses 1 'table film has no row 9999' 'a row that is not there' \
    sqlite-demo pages "$db" --table film --rowid 9999
refuses 2 'there is no such table' 'a table that is not there' \
    sqlite-demo pages "$db" --table none --rowid 1
refuses 2 'go together' 'half of a question' sqlite-demo pages "$db" --rowid 1
refuses 2 'is no whole number' 'a rowid that is none' \
    sqlite-demo pages "$db" --table film --rowid x
refuses 2 'the file has' 'a page that is not there' sqlite-demo pages "$db" --page 9999
refuses 2 'SQLite says: no such table: x' 'wrong SQL' \
    sqlite-demo pages "$db" --watch 'DELETE FROM x'
refuses 2 'No such file' 'a missing file' sqlite-demo pages "$work/none.db"
echo 'no database, and long enough to have a header of a hundred bytes if it only were one of those, which it is not' >"$work/text"
refuses 2 'not a SQLite database, or encrypted' 'a text' sqlite-demo pages "$work/text"
cp "$db" "$work/bad.db"
printf '\377\377' | dd of="$work/bad.db" bs=1 seek=$(((page - 1) * 4096 + 3)) conv=notrunc 2>/dev/null
run sqlite-demo pages "$work/bad.db" --plain --at 1
is "$status" 1 'a damaged file: the answer is no'
contains "$out" "fault: page $page, byte 3: 65535 cells cannot be" 'with page and byte'
head -c 12288 "$db" >"$work/cut.db"
run sqlite-demo pages "$work/cut.db" --plain --at 1
is "$status" 1 'a truncated file'
contains "$out" 'the file is cut off: it holds 3 of its' 'says how much is left'
ok 'nothing is left' [ -z "$(ls -A "$TMPDIR")" ]

done_testing
