#!/bin/sh
# The cursor library gives what Python's sqlite3 gives, as CPython and as PEP 249 want
# it: see compare.py. RING3_COMPARE=3000 runs that many scripts.
. tests/lib.sh
have python3 || skip_all 'python3 is not installed'
python3 -c 'import sqlite3' 2>/dev/null || skip_all 'python3 has no sqlite3'
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    skip_all "python3 is older than 3.11: its errors have no codes yet"
python3 -c 'import sys; sys.exit(sys.version_info >= (3, 14))' ||
    skip_all "python3 is newer than what the library follows: 3.11 to 3.13"
theirs=$(python3 -c 'import sqlite3; print(sqlite3.sqlite_version)')
ours=$(printf '["connect","c",":memory:"]\n["cursor","k","c"]\n["execute","k","SELECT sqlite_version()"]\n["fetchone","k"]\n' |
    sqlite-demo script - | sed -n '$s/.*\["\(.*\)"\].*/\1/p')
[ "$theirs" = "$ours" ] || skip_all "python3 uses SQLite $theirs and we $ours"

for mode in cpython pep249; do
    run python3 tests/sqlite-demo/compare.py "$(command -v sqlite-demo)" "$work" "$mode" \
        "${RING3_COMPARE:-600}"
    is "$status" 0 "$out"
done
done_testing
