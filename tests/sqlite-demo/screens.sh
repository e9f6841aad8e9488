#!/bin/sh
# The screens, by scripted keys through the real program. The goldens hold the
# state area: frame, reason and evidence are the kit's.
. tests/lib.sh

TMPDIR=$work/tmp
export TMPDIR
mkdir "$TMPDIR"
screen() { # KEYS COMMAND…
    keys=$1
    shift
    run env RING3_KEYS="$keys" "$@"
}
# The folder's name is another each time.
state() { printf '%s\n' "$out" | sed -n '4,14s/on disk .*/on disk/;4,14p'; }

screen 'right right right dump' sqlite-demo play
is "$status-$err" 0- 'a bare play on a terminal is a screen'
is "$(state)" '   3 db_execute(cur,                       │   this connection             = 0
        "CREATE TABLE film (title TEXT,    │ ●  transaction open since step 4
        year INTEGER)", DB_NONE, &err);    │    rowcount 1  lastrowid 1
 ▸ 4 db_execute(cur,                       │   second connection
        "INSERT INTO film VALUES (?, ?)",  │    SELECT title, year FROM film
        DB_PARAMS(db_text("Metropolis"),   │    0 rows
        db_int(1927)), &err);              │   on disk
   5 db_execute(cur,                       │    film.db             8192 bytes
        "INSERT INTO film VALUES (?, ?)",  │ ●  film.db-journal     4616 bytes
        DB_PARAMS(db_text("Modern Times"), │
        db_int(1936)), &err);              │' 'step 4: a row that only one sees'
contains "$(printf '%s' "$out" | tr -d '\n')" "on disk $(dirname "$TMPDIR" | cut -c1-20)" \
    'the folder of the files'
contains "$out" 'The row waits in an open transaction.' 'the reason'
contains "$out" 'sqlite3_prepare_v2(db, "BEGIN ") = SQLITE_OK' 'the hidden BEGIN'
contains "$out" '$ sqlite-demo play forgotten-commit --at 4' 'the way back to it'

screen "g '16' enter dump" sqlite-demo play
is "$(state)" '        DB_PARAMS(db_text("Metropolis"),   │   this connection             = 0
        db_int(1927)), &err);              │ ●  no transaction open
  15 db_execute(cur,                       │    rowcount 1  lastrowid 2
        "INSERT INTO film VALUES (?, ?)",  │   second connection
        DB_PARAMS(db_text("Modern Times"), │    SELECT title, year FROM film
        db_int(1936)), &err);              │ ●  2 rows
 ▸16 db_commit(conn, &err);                │      '\''Metropolis'\'', 1927
  17 db_close(conn, &err);                 │      '\''Modern Times'\'', 1936
  18 db_connect(path, NULL, &conn, &err);  │   on disk
  19 db_cursor(conn, &cur, &err);          │    film.db             8192 bytes
  20 db_execute(cur,                       │ ●  film.db-journal           gone' 'step 16: the commit'

screen 'end dump left left left dump' sqlite-demo play
contains "$out" 'step 21 of 21' 'End goes to the end'
contains "$out" 'step 18 of 21' 'and one can go back'
contains "$out" '▸18 db_connect(path, NULL, &conn, &err);' 'to a step that is over'

screen "g '4' enter dump right right right left left left dump" sqlite-demo play
is "$(printf '%s\n' "$out" | sed -n '/^\[cursor/q;p')" \
    "$(printf '%s\n' "$out" | sed '1,/^\[cursor/d' | sed -n '/^\[cursor/q;p')" \
    'a step looks the same when one comes back to it'

screen "P g '3' enter right dump '0' enter dump" sqlite-demo play
contains "$out" 'How many rows will the other connection see after the next line?' \
    'predict mode asks'
contains "$out" 'Right: 0' 'and knows a right answer'
screen "P g '3' enter right '1' enter dump" sqlite-demo play
contains "$out" 'You said 1; it is: 0. Before an INSERT the cursor sends BEGIN.' \
    'and explains a wrong one'
screen "P g '8' enter right dump esc dump" sqlite-demo play two-writers
contains "$out" 'Will the next line succeed?' 'another question'
contains "$out" 'It is: yes' 'which is answered'

screen 'c c c dump' sqlite-demo play two-writers
is "$(state)" '        DB_PARAMS(db_text("Metropolis"),   │   connection a                = 0
        db_int(1927)), &err);              │ ●  no transaction open
 ! 7 db_execute(cur_b,                     │   connection b
        "INSERT INTO film VALUES (?, ?)",  │    transaction open since step 7
        DB_PARAMS(db_text("Modern Times"), │   third connection
        db_int(1936)), &err);              │    SELECT title, year FROM film
 ▸ 8 db_commit(a, &err);                   │ ●  1 row
   9 db_execute(cur_b,                     │      '\''Metropolis'\'', 1927
        "INSERT INTO film VALUES (?, ?)",  │   on disk
        DB_PARAMS(db_text("Modern Times"), │    film.db             8192 bytes
        db_int(1936)), &err);              │ ●  film.db-journal           gone' 'two writers, by events'

screen 'end dump' sqlite-demo play
contains "$out" "row 'Modern Times', 1936" 'the rows of a fetchall'
contains "$out" 'film.db             8192 bytes' 'and still the disk'
sqlite-demo play --write "$work/three.db" 'CREATE TABLE t(a)' >/dev/null
sqlite-demo play --write "$work/three.db" 'INSERT INTO t VALUES (1), (2), (3)' >/dev/null
screen 'dump' sqlite-demo play --cursor "$work/three.db" 'SELECT * FROM t'
contains "$out" '3 rows               first 2 …' 'rows that are not shown are said to be there'
run env RING3_SCREEN=200x60 RING3_KEYS=dump sqlite-demo play --cursor "$work/three.db" 'SELECT * FROM t'
lacks "$out" 'first' 'with room, all are shown'
run sqlite-demo play --cursor "$work/three.db" 'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n WHERE x < 7) INSERT INTO t SELECT x FROM n' --plain --at 3
contains "$out" '… (the first 5 are shown)' 'and lines say it, too'

run env RING3_ASCII=1 RING3_KEYS='right right right dump' sqlite-demo play
lacks "$(printf '%s\n' "$out" | LC_ALL=C tr -d '\000-\177')" '?' 'ASCII: nothing unknown'
is "$(printf '%s' "$out" | LC_ALL=C tr -d '\000-\177' | wc -c)" 0 'and nothing but ASCII'
contains "$out" '> 4 db_execute(cur,' 'the mark is there'

for size in 60x15 40x10 20x5 1x1 200x60; do
    run env RING3_SCREEN=$size RING3_KEYS='x right right end left dump' sqlite-demo play
    is "$status-$err" 0- "a terminal of $size"
done
run env RING3_SCREEN=200x60 RING3_KEYS='end dump' sqlite-demo play
contains "$out" ' 1 db_connect(path, NULL, &conn, &err);' 'a large one shows all of the program'
contains "$out" '▸21 db_fetchall(cur, &rows, &err);' 'to its end'

# ---- the start ----
screen dump sqlite-demo
is "$(printf '%s\n' "$out" | sed -n '4,20p')" ' ▸ forgotten-commit   rows that vanish without an error                21 steps
   commit             when a change is kept, and what the disk shows   10 steps
   rollback           taking a slip back                               12 steps
   two-writers        "database is locked"                             10 steps
   open-reader        a half-read SELECT that stops a commit           13 steps
   play               SQLite'"'"'s own program for a statement, opcode by opcode
   pages              a database file, page by page and byte by byte
   cache              SQLite'"'"'s page cache, run by the policies of vmsim
   locks              connections side by side, and who waits for whom
   crash              a transfer of money, killed before every write
   traps              nine mistakes with cursors, measured here
   shell              type SQL yourself

   A program inserts two rows, reads them back and closes. The next day
   they are gone. A second connection saw it coming.

   $ sqlite-demo play forgotten-commit' 'without a command: a menu'
run env RING3_KEYS='down down enter dump' RING3_CHILD_KEYS='right dump' sqlite-demo
contains "$out" 'rollback · taking a slip back' 'Enter plays the selected scenario'
contains "$out" '▸ rollback' 'and comes back to it'
run env RING3_KEYS='enter dump' RING3_CHILD_KEYS='right' TMPDIR=/no/such sqlite-demo
contains "$out" 'forgotten-commit ended with status 3' 'a start that fails is said'
shows() { # COMMAND LINE, of what the search finds, and a LINE of its screen
    run env RING3_KEYS="/ '$1' enter dump enter dump" RING3_CHILD_KEYS='dump' sqlite-demo
    contains "$out" "\$ sqlite-demo $2" "$1: its command line"
    contains "$out" "$3" "$1: Enter shows it"
}
shows play "play FILE 'SELECT title FROM film WHERE year > 1930'" 'Init         0 10 0'
shows pages 'pages FILE' 'film.db · 3 pages'
shows cache cache 'scan · 100 frames'
shows locks locks 'ladder · the five locks'
shows crash crash 'journal_mode=delete, synchronous=full'
shows traps traps 'step 1 of 20'
run env RING3_KEYS="/ 'shell' enter enter dump" RING3_CHILD_KEYS='dump' sqlite-demo
contains "$out" '$ sqlite-demo shell FILE' 'shell, too'
ok 'and nothing is left of the file of ours' [ -z "$(ls -A "$TMPDIR")" ]
screen "/ 'two' enter dump" sqlite-demo
contains "$out" '▸ two-writers' 'search'
run sqlite-demo
contains "$out" 'usage: sqlite-demo [COMMAND]' 'without a terminal: the help'
run sqlite-demo menu
contains "$out" 'sqlite-demo play forgotten-commit' 'menu without a terminal: the list'
for tool in 'pages FILE' cache locks crash traps 'shell FILE' "play FILE 'SELECT"; do
    contains "$out" "sqlite-demo $tool" "with the screen: $tool"
done
is "$(ls -A "$TMPDIR")" '' 'no folder is left'

done_testing
