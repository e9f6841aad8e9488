#!/bin/sh
# The cursor library stands alone: the example in its header, compiled as a learner
# would, with nothing but libcursor and SQLite.
. tests/lib.sh

case $RING3_VARIANT in
release | debug) ;;
*) skip_all "a library of the variant $RING3_VARIANT needs that variant's flags" ;;
esac
: "${CC:=cc}"
have "$CC" || skip_all "no C compiler: $CC"

{
    printf '#include <stdio.h>\n#include "sqlite-demo/cursor.h"\nint main(void)\n{\n'
    sed -n '/^ \*     struct db_conn/,/db_conn_free/s/^ \*     //p' sqlite-demo/cursor.h
    printf '}\n'
} >"$work/example.c"
contains "$(cat "$work/example.c")" 'db_fetchone(cur, &row, &err)' 'the header has an example'
run "$CC" -std=c11 -pedantic -Wall -Wextra -Werror -I. -o "$work/example" "$work/example.c" \
    "$RING3_BUILD/lib/libcursor.a" -lsqlite3
is "$status-$err" 0- 'which compiles and links without the rest of ring3'

# calls.c compares the reports with the real calls, as far as it knows the functions.
if have nm; then
    nm "$RING3_BUILD/lib/libcursor.a" | sed -n 's/^ *U sqlite3_//p' | sort -u >"$work/used"
    {
        sed -n 's/^[A-Z]*(\(.*, \)\{0,1\}\([a-z0-9_]*\), *(.*/\2/p; s/^CODE(\([a-z0-9_]*\),$/\1/p' \
            tests/sqlite-demo/calls.c
        sed -n '/^ \* Every call that does something is reported/,/^ \*\//p' \
            sqlite-demo/cursor.h | grep -o 'sqlite3_[a-z_0-9]*' | sed 's/sqlite3_//'
    } | sort -u >"$work/known"
    is "$(comm -23 "$work/used" "$work/known")" '' \
        'every function of SQLite is reported, or named as one that is not'
    ok 'and there are some' test -s "$work/used"
else
    skip 'every function of SQLite is reported' 'nm is not installed'
fi

# The manual page has every function of the headers, and each has a comment or a heading.
page=$RING3_BUILD/man/cursor.3
missing=
names=$(grep -ho '\bdb_[a-z_0-9]*(' sqlite-demo/cursor.h sqlite-demo/cursor_extend.h \
    sqlite-demo/cursor_storage.h sqlite-demo/cursor_types.h | sort -u)
for name in $names; do
    grep -qF "$name" "$page" || missing="$missing $name"
done
is "$missing" '' 'cursor.3 has every function'
ok 'and is not empty' grep -q db_executemany "$page"
if have mandoc; then
    is "$(mandoc -T lint -W warning "$page" | grep -v 'missing date')" '' 'and mandoc likes it'
else
    skip 'and mandoc likes it' 'mandoc is not installed'
fi

sqlite-demo play --write "$work/film.db" 'CREATE TABLE film(title, year)' >/dev/null
cd "$work" || exit 1
run ./example
is "$status-$out" 0-Metropolis 'and does what it says'
run ./example
is "$out" 'Metropolis
Metropolis' 'and had committed'

done_testing
