#!/bin/sh
# The cursor library gives what Python's sqlite3 gives, as CPython and as PEP 249 want
# it: see compare.py. RING3_COMPARE=3000 runs that many scripts. Other versions of Python
# that are installed (in PATH, or by pyenv) are asked as well, with fewer scripts.
. tests/lib.sh
have python3 || skip_all 'python3 is not installed'
ours=$(printf '["connect","c",":memory:"]\n["cursor","k","c"]\n["execute","k","SELECT sqlite_version()"]\n["fetchone","k"]\n' |
    sqlite-demo script - | sed -n '$s/.*\["\(.*\)"\].*/\1/p')

# Why a Python cannot be asked; nothing if it can.
unfit() {
    "$1" -c "
import sys
try: import sqlite3
except ImportError: sys.exit('has no sqlite3')
if sys.version_info < (3, 11): sys.exit('is older than 3.11: its errors have no codes yet')
if sys.version_info >= (3, 14): sys.exit('is newer than what was compared: 3.11 to 3.13')
if sqlite3.sqlite_version != '$ours':
    sys.exit('uses SQLite ' + sqlite3.sqlite_version + ' and we $ours')
" 2>&1
}
compare() { # PYTHON MODE SCRIPTS
    run "$1" -B tests/sqlite-demo/compare.py "$(command -v sqlite-demo)" "$work" "$2" "$3"
    is "$status" 0 "$out"
}

why=$(unfit python3)
if [ -z "$why" ]; then
    for mode in cpython pep249; do
        compare python3 "$mode" "${RING3_COMPARE:-600}"
    done
else
    skip 'the same as Python' "python3 $why"
fi

version_of() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null; }
asked=" $(version_of python3) "
for minor in 11 12 13; do
    for python in python3.$minor "${PYENV_ROOT:-${HOME:-/nowhere}/.pyenv}/versions/3.$minor".*/bin/python3; do
        case $asked in *" 3.$minor "*) continue ;; esac
        [ "$(version_of "$python")" = "3.$minor" ] || continue
        [ -z "$(unfit "$python")" ] || continue
        asked="$asked 3.$minor "
        compare "$python" cpython 150
    done
done
done_testing
