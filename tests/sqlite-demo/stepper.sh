#!/bin/sh
# `sqlite-demo play FILE SQL`: SQLite's program, one opcode at a time, by our machine.
. tests/lib.sh

TMPDIR=$work/tmp
export TMPDIR
mkdir "$TMPDIR"
nothing_left() { [ -z "$(ls -A "$TMPDIR")" ]; }
sql() { # FILE SQL: without the sqlite3 shell
    sqlite-demo play --write "$1" "$2" >/dev/null
}
db=$work/film.db
sql "$db" 'CREATE TABLE film(id INTEGER PRIMARY KEY, title TEXT, year INT)'
sql "$db" "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<900)
    INSERT INTO film SELECT i, 'film ' || i, 1900 + i % 100 FROM n"
before=$(cksum <"$db")

# ---- the steps, and the proof ----
run sqlite-demo play "$db" 'SELECT title FROM film WHERE id = 777' --plain
is "$status-$err" 0- 'a statement is stepped through'
contains "$out" 'page 2  child' 'from the root'
contains "$out" 'rowid 777 · NULL, text of 8 bytes, integer of 2 bytes' 'to the cell, decoded'
contains "$out" "row 1: 'film 777'" 'to the row'
contains "$out" 'SQLite: 1 rows, 9 steps' 'and SQLite needs as many steps'
contains "$out" 'ours: 1 rows, 9 steps' 'as the machine'
contains "$out" 'why: Go down to the row whose rowid is in register 1; if none, to 6.' \
    'every opcode has a sentence'
run sqlite-demo play "$db" 'SELECT title FROM film WHERE id = 777' --json --at 10
contains "$out" '"proof":{"done":true,"same":true,"rows":1,"sqlite_rows":1,"steps":9,"sqlite_steps":9}' \
    'the proof as JSON'
run sqlite-demo play "$db" 'SELECT title FROM film WHERE id = 777' --json --at 6
contains "$out" '"opcode":"SeekRowid","p1":0,"p2":6' 'an opcode as JSON'
contains "$out" '"path":[{"page":2,' 'with the path'
run sqlite-demo play "$db" 'SELECT id FROM film WHERE id < 9' --cast "$work/cast"
is "$status" 0 'as an asciicast'
run sqlite-demo play "$db" 'SELECT count(*), min(year), max(title) FROM film GROUP BY year ORDER BY 1' \
    --json --at 20
is "$status" 0 'groups and an order'
ok 'nothing is left' nothing_left

# ---- screens: forward and back give the same picture ----
screen() { run env TERM=xterm RING3_KEYS="$1" sqlite-demo play "$db" "$2"; }
screen "right right right right right dump" 'SELECT title FROM film WHERE id = 777'
there=$out
screen "end left left left left dump" 'SELECT title FROM film WHERE id = 777'
is "$out" "$there" 'back from the end is the same picture as forward'
contains "$out" '▸  3 SeekRowid' 'with the instruction that was executed'
contains "$out" "└ page" 'and the way of the cursor'
screen "right right right right right x dump" 'SELECT title FROM film WHERE id = 777'
contains "$out" 'cell at byte' 'x shows the bytes of the cell'
screen "P right right '9' enter dump" 'SELECT title FROM film WHERE id = 777'
is "$status" 0 'predict mode asks'
run env RING3_SCREEN=60x20 RING3_KEYS='right dump' TERM=xterm sqlite-demo play "$db" 'SELECT 1'
is "$status" 0 'a small terminal'

# ---- what would be written ----
run sqlite-demo play "$db" "INSERT INTO film VALUES (NULL, 'new', 1)" --plain
contains "$out" 'would write' 'an INSERT says what it would write'
contains "$out" 'ours: 0 rows, ' 'and has a proof'
contains "$out" '1 rows changed' 'with the rows that it changes'
is "$status" 0 'which agrees'
run sqlite-demo play "$db" "INSERT INTO film VALUES (5, 'taken', 1)" --plain
contains "$out" 'UNIQUE constraint failed: film.id' 'a broken constraint'
is "$status" 0 'is what SQLite says, too'
run sqlite-demo play "$db" 'DELETE FROM film WHERE year = 1950' --plain
contains "$out" 'would free' 'a DELETE says what it would free'
is "$(cksum <"$db")" "$before" 'and the file is as it was'

# ---- what we do not have is named ----
run sqlite-demo play "$db" 'SELECT row_number() OVER (ORDER BY id) FROM film' --plain
contains "$out" ': the same' 'a window function'
run sqlite-demo play "$db" 'SELECT json_group_array(id) FROM film' --plain
is "$status" 4 'an aggregate that is not there: undecided'
contains "$err" 'json_group_array(1)' 'and named'
run sqlite-demo play "$db" "SELECT json_extract('[5]', '\$[0]')" --plain
contains "$err" 'json_extract(-1), which marks its answer as JSON' 'JSON, and the reason'
run sqlite-demo play "$db" 'SELECT changes()' --plain
contains "$err" 'asks the connection that runs the statement' 'a question to the connection'
run sqlite-demo play "$db" 'CREATE TABLE other(a)' --plain
is "$status" 4 'a change of the schema: undecided'
contains "$err" 'CreateBtree (at ' 'named'
contains "$err" 'changes the schema, which is not stepped through' 'and the reason'
cp "$db" "$work/trigger.db"
sql "$work/trigger.db" 'CREATE TRIGGER t AFTER DELETE ON film BEGIN SELECT 1; END'
run sqlite-demo play "$work/trigger.db" 'DELETE FROM film WHERE id = 1' --plain
is "$status" 4 'a trigger: undecided'
contains "$err" 'Program (at ' 'named'
contains "$err" 'runs a trigger or the action of a foreign key' 'with the reason'
run sqlite-demo play "$db" 'SELECT random()' --plain
contains "$err" 'random(0), which gives another answer each time' 'chance cannot be repeated'
run sqlite-demo play "$db" \
    'WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n) SELECT i FROM n' --json --at 1
is "$status" 4 'a statement without end is ended'

# ---- our machine's last row comes before the first sqlite3_step of the statement ----
: "${CC:=cc}"
cat >"$work/watch.c" <<'C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
int sqlite3_step(sqlite3_stmt *stmt)
{
    static int (*real)(sqlite3_stmt *);
    const char *sql = sqlite3_sql(stmt);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "sqlite3_step");
    if (sql && strstr(sql, "id > 897") && !sqlite3_stmt_isexplain(stmt) &&
        write(1, "SQLITE STEPS\n", 13) < 0)
        _exit(9);
    return real(stmt);
}
C
case $RING3_VARIANT in
release | debug)
    if have "$CC" && "$CC" -shared -fPIC -o "$work/watch.so" "$work/watch.c" -ldl 2>/dev/null; then
        run env LD_PRELOAD="$work/watch.so" \
            sqlite-demo play "$db" 'SELECT id FROM film WHERE id > 897' --plain
        is "$(printf '%s\n' "$out" | grep -E '^  row |^SQLITE' | tr '\n' ';')" \
            '  row 1: 898;  row 2: 899;  row 3: 900;SQLITE STEPS;SQLITE STEPS;SQLITE STEPS;SQLITE STEPS;' \
            'our rows are printed before SQLite makes its first step'
    else
        skip 'our rows come first' 'no C compiler'
    fi
    ;;
*) skip 'our rows come first' 'a sanitizer wants to be loaded first' ;;
esac

# ---- WAL, with and without its index; read-only folders ----
wal=$work/wal.db
cp "$db" "$wal"
if have python3 && python3 -c 'import sqlite3' 2>/dev/null; then
    python3 - "$wal" <<'P'
import os, sqlite3, sys
c = sqlite3.connect(sys.argv[1])
c.execute("pragma journal_mode=wal"); c.execute("pragma wal_autocheckpoint=0")
c.execute("update film set title='in the log' where id=777"); c.commit()
os._exit(0)
P
    run sqlite-demo play "$wal" 'SELECT title FROM film WHERE id = 777' --plain
    contains "$out" "row 1: 'in the log'" 'a page in the log takes the place of the one in the file'
    contains "$out" 'from the file, 1 from the log' 'and is counted'
    rm -f "$wal-shm"
    run sqlite-demo play "$wal" 'SELECT title FROM film WHERE id = 777' --plain
    contains "$out" "row 1: 'in the log'" 'also without the index of the log'
    ok 'and none is made' test ! -e "$wal-shm"
    mkdir "$work/readonly"
    cp "$wal" "$wal-wal" "$work/readonly"
    chmod 555 "$work/readonly"
    run sqlite-demo play "$work/readonly/wal.db" 'SELECT title FROM film WHERE id = 777' --plain
    contains "$out" "row 1: 'in the log'" 'in a folder that cannot be written'
    chmod 755 "$work/readonly"

    # A file that is locked for writing.
    python3 - "$db" "$work/go" <<'P' &
import os, sqlite3, sys, time
c = sqlite3.connect(sys.argv[1], isolation_level=None)
c.execute("begin exclusive"); open(sys.argv[2], "w").close()
while os.path.exists(sys.argv[2]): time.sleep(0.02)
P
    holder=$!
    wait_until 10 test -e "$work/go"
    refuses 2 'is locked: another program is writing it' 'a locked file' \
        sqlite-demo play "$db" 'SELECT 1'
    rm "$work/go"
    wait "$holder"
else
    skip 'WAL and locks' 'python3 has no sqlite3'
fi

# ---- refusals ----
refuses 2 'near "frm": syntax error' 'wrong SQL' sqlite-demo play "$db" 'SELECT * frm film'
refuses 2 'more than one statement' 'two statements' sqlite-demo play "$db" 'SELECT 1; SELECT 2'
refuses 2 'this is no statement' 'nothing' sqlite-demo play "$db" ' -- nothing'
refuses 2 'leave EXPLAIN away' 'EXPLAIN' sqlite-demo play "$db" 'EXPLAIN SELECT 1'
refuses 2 'No such file or directory' 'a missing file' sqlite-demo play "$work/none.db" 'SELECT 1'
refuses 2 'is a folder' 'a folder' sqlite-demo play "$work" 'SELECT 1'
refuses 2 'is not a regular file' 'a device' sqlite-demo play /dev/zero 'SELECT 1'
echo 'some text, and more of it, and more' | head -c 200 >"$work/text"
refuses 2 'ends after 36 bytes' 'a short file' sqlite-demo play "$work/text" 'SELECT 1'
head -c 8192 /dev/urandom >"$work/encrypted.db"
refuses 2 "$work/encrypted.db: not a SQLite database, or encrypted" 'an encrypted file' \
    sqlite-demo play "$work/encrypted.db" 'SELECT 1'
head -c 9000 "$db" >"$work/cut.db"
run sqlite-demo play "$work/cut.db" 'SELECT count(title) FROM film' --plain
is "$status" 2 'a truncated file'
contains "$err" 'the file is cut off: it holds 3 of its ' 'is refused, with how much is left'
: >"$work/empty.db"
run sqlite-demo play "$work/empty.db" 'SELECT 1' --plain
is "$status" 0 'an empty file is an empty database'
perl -e 'print "SELECT 1", "+1" x 900' >"$work/long"
run sqlite-demo play "$db" "$(cat "$work/long")" --json --at 1
is "$status" 0 'a long statement'
perl -e 'print "SELECT 1 -- ", "x" x 100000' >"$work/longer"
run sqlite-demo play "$db" "$(cat "$work/longer")" --json --at 1
is "$status" 0 'a hundred kilobytes of SQL'
perl -e 'print "SELECT length(\x27", "x" x 3000000, "\x27)"' >"$work/megabytes"
sqlite-demo play "$db" - --json --at 1 <"$work/megabytes" >"$work/seen" 2>&1
is "$?" 0 'three megabytes of SQL, from standard input'
printf 'SELECT 1\0, 2' >"$work/nul"
seen=$(sqlite-demo play "$db" - <"$work/nul" 2>&1 >/dev/null)
is "$?-$seen" '2-sqlite-demo: the SQL holds a NUL byte at position 9: SQL is text' 'a NUL in it'
run sqlite-demo play "$db" "SELECT '$(printf '\377\376')', char(27)" --plain
is "$status" 0 'bytes that are no UTF-8'
lacks "$out" "$(printf '\033')" 'and controls do not reach the terminal'
refuses 2 'whose SQL may not open other files' 'ATTACH' \
    sqlite-demo play "$db" "ATTACH '$work/other.db' AS o"
chmod 000 "$db"
if [ "$(id -u)" = 0 ] && have setpriv; then
    chmod 755 "$work"
    chmod 777 "$TMPDIR"
    run setpriv --reuid 65534 --regid 65534 --clear-groups sqlite-demo play "$db" 'SELECT 1'
    contains "$err" 'Permission denied' 'a file that must not be read'
elif [ "$(id -u)" != 0 ]; then
    refuses 2 'Permission denied' 'a file that must not be read' sqlite-demo play "$db" 'SELECT 1'
fi
chmod 644 "$db"
full() { sh -c 'trap "" XFSZ; ulimit -f 4; exec "$@" 2>&1 >/dev/null' sh "$@"; }
seen=$(full sqlite-demo play "$db" 'SELECT 1')
is "$?" 2 'a full disk'
contains "$seen" 'cannot be copied' 'is said'
ok 'after all that, nothing is left' nothing_left

done_testing
