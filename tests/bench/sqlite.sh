#!/bin/sh
# The cursor library against a plain C loop over SQLite, Python's sqlite3 and the sqlite3
# shell, on a million rows. Wanted: fetching at least 70 % of the plain loop, inserting
# at least 85 %. ROWS=1000000 by default.
set -u
rows=${ROWS:-1000000}
work=$(mktemp -d "${TMPDIR:-/tmp}/ring3-bench.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
echo "$rows rows; processor time, the fastest of five rounds that take turns"
"$RING3_BUILD/tests/sqlite-demo/helpers/sqlite_bench" "$work" "$rows" || exit 1

if command -v python3 >/dev/null && python3 -c 'import sqlite3' 2>/dev/null; then
    python3 - "$work" "$rows" <<'END'
import os, sqlite3, sys, time
folder, rows = sys.argv[1], int(sys.argv[2])
path = folder + "/python.db"
best = [1e9, 1e9]
for _ in range(3):
    if os.path.exists(path):
        os.unlink(path)
    conn = sqlite3.connect(path)
    conn.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INTEGER)")
    start = time.process_time()
    conn.executemany("INSERT INTO t(a, b) VALUES (?, ?)",
                     (("a text of some length", i) for i in range(rows)))
    conn.commit()
    best[0] = min(best[0], time.process_time() - start)
    start = time.process_time()
    for row in conn.execute("SELECT id, a, b FROM t"):
        pass
    best[1] = min(best[1], time.process_time() - start)
    conn.close()
version = "%d.%d" % sys.version_info[:2]
for what, seconds in zip(("insert", "fetch"), best):
    print("%-28s %6.2f M rows/s" % (what + ": Python " + version, rows / seconds / 1e6))
END
else
    echo 'Python: skipped, python3 with sqlite3 is not installed'
fi

if command -v sqlite3 >/dev/null; then
    start=$(date +%s%N)
    sqlite3 "$work/bench.db" 'SELECT id, a, b FROM t' >/dev/null
    end=$(date +%s%N)
    awk -v rows="$rows" -v ns=$((end - start)) \
        'BEGIN { printf "%-28s %6.2f M rows/s\n", "fetch: sqlite3 shell, as text", rows * 1000 / ns }'
else
    echo 'sqlite3 shell: skipped, it is not installed'
fi
