#!/bin/sh
# sqlite/01 cuts the power at each change of a file, whichever function of SQLite is
# behind it.
. tests/lib.sh
. tests/labs/helpers/learner.sh
flag=--without-sandbox
isolate run --read-only --tmpfs /tmp / true 2>/dev/null && flag=
printf '#include <sqlite3.h>\n' | "${CC:-cc}" -E -x c - >/dev/null 2>&1 ||
    skip_all 'sqlite3.h is missing'
labs init "$folder" >/dev/null 2>&1
file=$folder/sqlite/01-the-forgotten-commit/store.c
check() { # BODY OF THE LOOP [BEFORE IT]
    cat >"$file" <<END
#include <stdio.h>
#include <stdlib.h>
#include "films.h"
static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        exit(1);
}
void store_films(sqlite3 *db)
{
    char name[100], **rows;
    ${2-}
    while (next_film(name, sizeof name)) {
        char *film = sqlite3_mprintf("INSERT INTO film(name) VALUES (%Q);", name);
        char *history = sqlite3_mprintf("INSERT INTO history(name) VALUES (%Q);", name);
        char *both = sqlite3_mprintf("%s%s", film, history);
        (void)both, (void)rows;
        $1
        say_stored(name);
    }
}
END
    # shellcheck disable=SC2086 # no flag is no word
    run labs check sqlite/01 $flag
}

check 'run(db, "BEGIN"); run(db, both); run(db, "COMMIT");'
is "$status" 0 'a transaction around one string with both'
contains "$out" 'before each change of a file' 'it is said what a moment is'
check 'run(db, sqlite3_mprintf("BEGIN;%s%sCOMMIT;", film, history));'
is "$status" 0 'or all of it in one string'
check 'run(db, both);'
is "$status" 1 'two INSERTs in one string, no BEGIN'
contains "$out" 'One string is not one transaction' 'and its hint'
check 'sqlite3_get_table(db, film, &rows, 0, 0, 0); sqlite3_get_table(db, history, &rows, 0, 0, 0);'
is "$status" 1 'by sqlite3_get_table'
contains "$out" 'Without BEGIN' 'and its hint'
check 'run(db, "BEGIN"); run(db, both); run(db, "COMMIT");' 'run(db, "PRAGMA journal_mode=OFF");'
is "$status" 1 'a transaction without a journal'
contains "$out" 'PRAGMA journal_mode' 'and its hint'
check 'run(db, both);' 'run(db, "PRAGMA journal_mode=OFF");'
is "$status" 1 'no journal, one string'
for mode in TRUNCATE PERSIST WAL; do
    check 'run(db, "BEGIN"); run(db, both); run(db, "COMMIT");' "run(db, \"PRAGMA journal_mode=$mode\");"
    is "$status" 0 "journal_mode=$mode keeps what is said"
    check 'run(db, both);' "run(db, \"PRAGMA journal_mode=$mode\");"
    is "$status" 1 "but not without a transaction"
done
check 'for (;;) puts("a line of some length, so that it does not take so long");'
is "$status" 1 'output without end: not passed'
contains "$out" 'prints without end' 'and it is said'
check '*(volatile int *)0 = 1;'
contains "$out" 'Segmentation fault' 'a crash by its name'
done_testing
