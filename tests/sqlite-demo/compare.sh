#!/bin/sh
# The cursor library gives what Python's sqlite3 gives: see compare.py.
. tests/lib.sh
have python3 || skip_all 'python3 is not installed'
python3 -c 'import sqlite3' 2>/dev/null || skip_all 'python3 has no sqlite3'
python3 tests/sqlite-demo/compare.py "$RING3_BUILD/tests/sqlite-demo/helpers/replay" "$work"
