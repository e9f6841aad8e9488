#!/bin/sh
# `sqlite-demo play` from outside: lines, JSON, asciicast, one's own SQL, what it
# refuses, and that it leaves nothing behind.
. tests/lib.sh

TMPDIR=$work/tmp
export TMPDIR
mkdir "$TMPDIR"
nothing_left() { [ -z "$(ls -A "$TMPDIR")" ]; }

# A database of two films, without the sqlite3 shell: made by the program itself.
db=$work/film.db
run sqlite-demo play --write "$db" 'CREATE TABLE film(title TEXT UNIQUE, year INTEGER)'
is "$status" 0 '--write makes the file'
sqlite-demo play --write "$db" \
    "INSERT INTO film VALUES ('Metropolis', 1927), ('Modern Times', 1936)" >/dev/null
sum() { cksum <"$1"; }

# ---- the scenarios ----
run sqlite-demo scenarios
is "$status" 0 'the scenarios are listed'
lines "$out" 5 'there are five'
for scenario in $(printf '%s\n' "$out" | cut -d' ' -f1); do
    run sqlite-demo play "$scenario" --plain
    is "$status-$err" 0- "play $scenario --plain"
done
ok 'and no folder is left' nothing_left

run sqlite-demo play
plain=$out
run sqlite-demo play forgotten-commit --plain
# A slow disk adds a line to a step: how long it took.
mask() { sed 's/ring3-sqlite-[A-Za-z0-9]*/ring3-sqlite-X/; /^  time: /d'; }
is "$(printf '%s\n' "$out" | mask)" "$(printf '%s\n' "$plain" | mask)" \
    'a bare play is the forgotten commit, and without a terminal it is lines'

run sqlite-demo play --plain --at 4
is "$(printf '%s\n' "$out" | mask)" 'forgotten-commit · rows that vanish without an error

step 4 of 21: Insert a row
  this connection: transaction open since step 4, rowcount 1, lastrowid 1
  second connection, SELECT title, year FROM film: 0 rows
  on disk: film.db 8192 bytes, film.db-journal 4616 bytes
  why: It worked, and yet the second connection sees nothing. The evidence
       says why: the cursor sent BEGIN first. The row waits in an open
       transaction.
  sqlite: sqlite3_prepare_v2(db, "INSERT INTO film VALUES (?, ?)") = SQLITE_OK
          sqlite3_get_autocommit(db) = 1
          sqlite3_prepare_v2(db, "BEGIN ") = SQLITE_OK
          sqlite3_step(stmt) = SQLITE_DONE
          sqlite3_finalize(stmt) = SQLITE_OK
          sqlite3_bind_text(stmt, 1, "Metropolis") = SQLITE_OK
          sqlite3_bind_int64(stmt, 2, 1927) = SQLITE_OK
          sqlite3_step(stmt) = SQLITE_DONE
          sqlite3_changes(db) = 1
          sqlite3_last_insert_rowid(db) = 1
          sqlite3_finalize(stmt) = SQLITE_OK
  call: db_execute(cur, "INSERT INTO film VALUES (?, ?)",
        DB_PARAMS(db_text("Metropolis"), db_int(1927)), &err); → 0' '--at 4 is step 4'
run sqlite-demo play two-writers --plain --at 7
contains "$out" 'OperationalError: database is locked (SQLITE_BUSY, 5)' \
    'two writers: the second one is told'
contains "$out" 'connection b: transaction open since step 7' 'and its BEGIN stays'
contains "$out" 'third connection' 'and a third one looks on'
run sqlite-demo play two-writers --plain --at 1
contains "$out" 'connection b: not opened yet' 'a connection that never was open is not closed'
run sqlite-demo play forgotten-commit --plain --at 9
contains "$out" 'this connection: closed' 'and one that was, is'
run sqlite-demo play forgotten-commit --plain --at 21
contains "$out" "row 'Metropolis', 1927; row 'Modern Times', 1936" 'fetchall shows its rows'
run sqlite-demo play forgotten-commit --json --at 21
contains "$out" "\"fetched\":2,\"rows\":[\"'Metropolis', 1927\",\"'Modern Times', 1936\"]" \
    'as JSON, too'
run sqlite-demo play open-reader --plain --at 11
contains "$out" 'SQLITE_BUSY: database is locked' 'an open reader stops a commit'

# ---- JSON ----
run sqlite-demo play --json
lines "$out" 21 '--json: an object per step'
contains "$out" '"call":"sqlite3_prepare_v2(db, \"BEGIN \")","result":"SQLITE_OK"' \
    'with the calls of SQLite'
if have python3; then
    printf '%s\n' "$out" >"$work/json"
    is "$(python3 -c '
import json, sys
steps = [json.loads(line) for line in open(sys.argv[1])]
print([step["witness"].get("count") for step in steps])
print(all(step["result"] >= 0 and step["calls"] is not None for step in steps))
print(steps[3]["connections"][0], steps[3]["files"][1]["name"])
' "$work/json")" \
        "[None, None, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 2]
True
{'name': 'conn', 'open': True, 'in_transaction': True, 'rowcount': 1, 'lastrowid': 1} film.db-journal" \
        'every line is JSON, and tells the story'
else
    skip 'every line is JSON' 'python3 is not installed'
fi
run sqlite-demo scenarios --json
lines "$out" 5 'the list as JSON, too'

# ---- asciicast ----
run sqlite-demo play rollback --cast "$work/cast"
is "$status" 0 '--cast'
contains "$(head -1 "$work/cast")" '"version":2' 'writes an asciicast'
is "$(grep -c '"m"' "$work/cast")" 12 'with a marker per step'

# ---- one's own SQL ----
before=$(sum "$db")
run sqlite-demo play --cursor "$db" 'DELETE FROM film' --plain
is "$status" 0 'own SQL'
contains "$out" 'This is a copy: your file stays as it is' 'it says that this is a copy'
contains "$out" 'second connection, SELECT * FROM "film": 0 rows' 'which was changed'
is "$(sum "$db")" "$before" 'and the file was not'
ok 'no copy is left' nothing_left
run sqlite-demo play --cursor "$db" 'SELECT title FROM film WHERE year < 1930' --plain
contains "$out" "row 'Metropolis'" 'rows are fetched one by one'
contains "$out" 'step 5 of 6: Fetch: there are no more rows' 'to the end'
run sqlite-demo play --cursor "$db" "INSERT INTO film VALUES ('Metropolis', 1)" --plain
is "$status" 0 'a broken constraint is an answer, not a failure'
contains "$out" 'IntegrityError: UNIQUE constraint failed: film.title' 'and is shown'
contains "$out" '(SQLITE_CONSTRAINT_UNIQUE, 2067)' 'with its extended code'
contains "$out" 'step 4 of 5: Roll back' 'and rolled back'
run sqlite-demo play --cursor "$db" 'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) SELECT x FROM n' --plain
contains "$out" 'step 204 of 204: Close' 'a SELECT without end is ended'
run sqlite-demo play --cursor "$db" 'CREATE TABLE other(a)' --plain --at 3
contains "$out" "'table', 'other'" 'a new table is seen at once'
run sqlite-demo play --write "$db" "UPDATE film SET year = 1 WHERE title = 'Metropolis'"
is "$status" 0 '--write'
contains "$out" 'This is your file itself' 'says so'
run env TERM=xterm RING3_KEYS=dump sqlite-demo play --write "$db" 'SELECT 1'
contains "$out" "\$ sqlite-demo play --cursor '$db'" 'the command on the screen works on a copy'
lacks "$out" 'play --write' 'and not on the file again'
contains "$out" 'is without --write' 'and the reason says so'
run sqlite-demo play --cursor "$db" 'SELECT year FROM film' --plain --at 4
contains "$out" 'row 1' 'and the change is there'
run sqlite-demo play --cursor "$db" "SELECT char(27) || '[2J'" --plain
is "$status" 0 'control characters in a row'
lacks "$out" "$(printf '\033')" 'do not reach the terminal'
contains "$out" "row '�[2J'" 'but are said to be there'
for sql in "ATTACH '$work/other.db' AS o" "ATTACH '$work/oth' || 'er.db' AS o" \
    "VACUUM INTO '$work/other.db'"; do
    refuses 2 'whose SQL may not open other files' "on a copy: $sql" \
        sqlite-demo play --cursor "$db" "$sql"
done
ok 'and no file was made' test ! -e "$work/other.db"
for sql in VACUUM "ATTACH ':memory:' AS o"; do
    run sqlite-demo play --cursor "$db" "$sql" --plain
    is "$status" 0 "on a copy: $sql"
done
run sqlite-demo play --write "$db" "VACUUM INTO '$work/other.db'" --plain
ok 'with --write it works' test -s "$work/other.db"
cp "$db" "$work/it's a file.db"
run sqlite-demo play --cursor "$work/it's a file.db" 'SELECT 1' --plain --at 1
is "$status" 0 'any file name'

# ---- refusals ----
refuses 2 "unknown scenario 'comit' (did you mean 'commit'?)" 'a slip of the finger' \
    sqlite-demo play comit
refuses 2 "try 'sqlite-demo scenarios'" 'an unknown scenario' sqlite-demo play whatever
refuses 2 'which SQL?' 'a file without SQL' sqlite-demo play "$db"
refuses 2 'takes less' 'too many words' sqlite-demo play a b c
refuses 2 'there are only 21 steps' 'a step that is not there' sqlite-demo play --at 22
refuses 2 '--at 0' 'step 0' sqlite-demo play --at 0
refuses 2 '--write goes with a file' '--write for a scenario' sqlite-demo play --write
refuses 2 "did you mean 'sqlite-demo play'" 'an unknown command' sqlite-demo plya
refuses 2 'near "frm": syntax error' 'wrong SQL' sqlite-demo play --cursor "$db" 'SELECT * frm film'
syntax_error=$err
run sqlite-demo shell :memory: 'SELECT sqlite_version() AS v' --json
version=$(printf '%s' "$out" | sed -n 's/^{"v":"\([0-9.]*\)"}$/\1/p')
ok 'the version of SQLite is known' [ -n "$version" ]
if printf '%s\n' 3.38 "$version" | sort -C -V; then
    contains "$syntax_error" 'column 10 of the SQL:' 'with its place'
else
    skip 'with its place' 'SQLite tells it from 3.38 on'
fi
refuses 2 'no such column: x' 'an unknown column' sqlite-demo play --cursor "$db" 'SELECT x FROM film'
refuses 2 'You can only execute one statement at a time' 'two statements' \
    sqlite-demo play --cursor "$db" 'SELECT 1; SELECT 2'
refuses 2 'uses 1, and there are 0 supplied' 'a question mark' \
    sqlite-demo play --cursor "$db" 'SELECT ?'
refuses 2 'No such file or directory (with --write it is made)' 'a missing file' \
    sqlite-demo play --cursor "$work/none.db" 'SELECT 1'
refuses 2 'is a folder' 'a folder' sqlite-demo play --cursor "$work" 'SELECT 1'
refuses 2 'is not a regular file' 'a device' sqlite-demo play --cursor /dev/zero 'SELECT 1'
refuses 2 'unable to open database file' 'a missing folder' \
    sqlite-demo play --write "$work/no/x.db" 'SELECT 1'
echo 'some text, and more of it, and more' >"$work/text"
refuses 2 'file is not a database (SQLITE_NOTADB)' 'a text file' \
    sqlite-demo play --cursor "$work/text" 'SELECT 1'
head -c 5000 "$db" >"$work/cut.db"
refuses 2 'database disk image is malformed (SQLITE_CORRUPT)' 'a truncated database' \
    sqlite-demo play --cursor "$work/cut.db" 'SELECT * FROM film'
: >"$work/empty.db"
run sqlite-demo play --cursor "$work/empty.db" 'SELECT 1' --plain
is "$status" 0 'an empty file is an empty database'
refuses 2 'near "TABEL"' 'wrong SQL for a file that is to be made' \
    sqlite-demo play --write "$work/new.db" 'CREATE TABEL x(a)'
ok 'leaves no empty file' test ! -e "$work/new.db"
refuses 3 'set TMPDIR' 'no temporary folder' env TMPDIR=/no/such sqlite-demo play

# Permissions bind everyone but root.
chmod 444 "$db"
chmod 755 "$work"
if [ "$(id -u)" != 0 ]; then
    refuses 2 'attempt to write a readonly database (OperationalError SQLITE_READONLY)' \
        'a read-only file' sqlite-demo play --write "$db" 'DELETE FROM film'
    chmod 000 "$db"
    refuses 2 'Permission denied' 'an unreadable file' sqlite-demo play --cursor "$db" 'SELECT 1'
elif have setpriv; then
    nobody() { setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
    run nobody sqlite-demo scenarios
    if [ "$status" = 0 ]; then
        refuses 2 'attempt to write a readonly database (OperationalError SQLITE_READONLY)' \
            'a read-only file' nobody sqlite-demo play --write "$db" 'DELETE FROM film'
        chmod 000 "$db"
        refuses 2 'Permission denied' 'an unreadable file' \
            nobody sqlite-demo play --cursor "$db" 'SELECT 1'
    else
        skip 'permissions' 'nobody may enter the folder of this build'
    fi
else
    skip 'permissions' 'root, and no setpriv'
fi
chmod 644 "$db"

# A file may not grow past 2 KB: as on a full disk, a write fails in the middle.
full() { sh -c 'trap "" XFSZ; ulimit -f 4; exec "$@" 2>&1 >/dev/null' sh "$@"; }
seen=$(full sqlite-demo play --plain)
is "$?" 3 'a disk that is full'
contains "$seen" 'step 3, Create a table: OperationalError' 'names the step'
lines "$seen" 1 'in one line'
seen=$(full sqlite-demo play --cursor "$db" 'SELECT 1')
is "$?" 2 'and full for the copy'
contains "$seen" 'cannot be copied' 'is said, too'
# The same with a file system that is really full, where one can be mounted.
own=-m
[ "$(id -u)" = 0 ] || own=-rm
if have unshare && unshare $own mount -t tmpfs -o size=16k none "$TMPDIR" 2>/dev/null; then
    # shellcheck disable=SC2016
    seen=$(unshare $own sh -c 'mount -t tmpfs -o size=16k none "$TMPDIR" && "$@" 2>&1 >/dev/null' \
        sh sqlite-demo play --plain)
    is "$?" 3 'a file system without room'
    contains "$seen" 'OperationalError: database or disk is full (SQLITE_FULL)' 'is called full'
    lines "$seen" 1 'in one line'
else
    skip 'a file system without room' 'nothing can be mounted here'
fi
if [ -w /dev/full ]; then
    seen=$(sqlite-demo play --plain 2>&1 >/dev/full)
    is "$?" 2 'and full for the output'
    contains "$seen" 'No space left on device' 'with the reason'
fi
ok 'after all that, no folder is left' nothing_left

# ---- ends that nobody asked for ----
endless='WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) SELECT count(*) FROM n'
# A child that is over stays a zombie until the shell waits for it.
ended() {
    case $(sed 's/.*) \(.\).*/\1/' "/proc/$1/stat" 2>/dev/null) in '' | Z) ;; *) false ;; esac
}
for signal in INT TERM HUP KILL; do
    # A shell starts its background jobs with SIGINT ignored, nohup with SIGHUP.
    perl -e '$SIG{$_} = "DEFAULT" for qw(INT HUP TERM); exec @ARGV' \
        sqlite-demo play --cursor "$db" "$endless" >/dev/null 2>&1 &
    child=$!
    wait_until 10 sh -c 'ls "$1"/ring3-sqlite-*/copy.db' sh "$TMPDIR"
    kill -"$signal" "$child"
    ok "SIG$signal ends it" wait_until 10 ended "$child"
    kill -KILL "$child" 2>/dev/null
    wait "$child" 2>/dev/null
    ok "after SIG$signal no folder is left" wait_until 10 nothing_left
done
sqlite-demo play --plain 2>&1 | head -1 >"$work/first"
is "$(cat "$work/first")" 'forgotten-commit · rows that vanish without an error' \
    'a reader that leaves early'
ok 'leaves no folder, either' wait_until 10 nothing_left

done_testing
