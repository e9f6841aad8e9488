#!/bin/sh
# sqlite-demo script: what is exact, what is refused, and that the script goes on.
. tests/lib.sh

script() { # LINES… : answers, one per line
    printf '%s\n' "$@" | sqlite-demo script -
}
last() { script "$@" | sed -n '$p'; }
open='["connect","c",":memory:"]
["cursor","k","c"]'

is "$(last "$open" '["execute","k","SELECT ?, ?, ?",[9223372036854775807,-9223372036854775808,3.0]]' '["fetchone","k"]')" \
    '{"ok":[9223372036854775807,-9223372036854775808,3.0]}' 'integers are exact, reals carry a point'
is "$(last "$open" '["execute","k","SELECT ?1, typeof(?1)",[1e999]]' '["fetchone","k"]')" \
    '{"ok":[{"real":"inf"},"real"]}' 'infinity is written in words'
is "$(last "$open" '["execute","k","SELECT ?",["a\u0000b"]]' '["fetchone","k"]')" \
    '{"ok":["a\u0000b"]}' 'a NUL in a text stays'
is "$(last "$open" '["execute","k","SELECT :a",{"a":1,"a":2}]' '["fetchone","k"]')" \
    '{"ok":[2]}' 'of two fields of one name the last counts'
is "$(last "$open" '["execute","k","SELECT ?",[18446744073709551616]]')" \
    '{"error":{"class":"DataError","message":"an integer of more than 64 bits cannot be stored","code":null,"name":null}}' \
    'an integer that does not fit is refused'
is "$(last '["connect","c",":memory:",{"compat":"cpython-3.11"}]' '["cursor","k","c"]' '["execute","k","SELECT ?",[18446744073709551616]]')" \
    '{"error":{"class":"OverflowError","message":"Python int too large to convert to SQLite INTEGER","code":null,"name":null}}' \
    'in the words of the version that it is compatible with'
is "$(script 'no json' "$open" | cut -c1-60)" \
    '{"error":{"class":"ScriptError","message":"line 1: column 2:
{"ok":null}
{"ok":null}' 'a malformed line is an error, and the script goes on'
contains "$(script '["exceute","k"]')" 'did you mean execute?' 'an operation is looked for'
contains "$(script '["fetchone","k"]')" 'there is no cursor \"k\"' 'a name that stands for nothing'
contains "$(script '["connect","c"]')" '[\"connect\", C, PATH, {options}]' 'how an operation is written'
contains "$(script '["connect","c",":memory:",{"compat":"cpython-2.7"}]')" 'cpython-3.11' 'versions are named'
run sqlite-demo script - </dev/null
is "$status-$out$err" 0- 'nothing in, nothing out'
run sqlite-demo script "$work/none"
is "$status" 2 'no such script'
contains "$err" 'No such file' 'with the reason'
run sqlite-demo script "$work"
is "$status" 2 'a folder is no script'
printf '["connect","c","%s/f.db"]\n["cursor","k","c"]\n["execute","k","CREATE TABLE t(x)"]\n["execute","k","INSERT INTO t VALUES (1)"]' \
    "$work" >"$work/s"
run sqlite-demo script "$work/s"
is "$status-$(printf '%s\n' "$out" | grep -c '"ok"')" 0-4 'a file, without a newline at its end'
is "$(last "[\"connect\",\"c\",\"$work/f.db\"]" '["cursor","k","c"]' '["execute","k","SELECT * FROM t"]' '["fetchall","k"]')" \
    '{"ok":[]}' 'what was not committed is gone'
done_testing
