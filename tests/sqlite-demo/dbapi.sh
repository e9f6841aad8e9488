#!/bin/sh
# What PEP 249 asks of a cursor, point by point, as its well-known list of checks
# (dbapi20.py, public domain) asks it; and what CPython 3.14 documents.
. tests/lib.sh

# holds NAME: lines of a script and the answers, in turn, on standard input; an answer is
# compared by its beginning.
holds() {
    cat >"$work/both"
    sed -n 'n;p' "$work/both" >"$work/wanted"
    sed -n 'p;n' "$work/both" | sqlite-demo script - >"$work/seen"
    is "$(wc -l <"$work/seen")" "$(wc -l <"$work/wanted")" "$1: every line is answered"
    wrong=$(paste -d '\n' "$work/wanted" "$work/seen" |
        awk 'NR % 2 { wanted = $0; next } index($0, wanted) != 1 { print NR / 2 ": " wanted " | " $0 }')
    is "$wrong" '' "$1"
}
no_result='{"error":{"class":"ProgrammingError","message":"There are no rows to fetch'

holds 'fetching' <<L
["connect","c",":memory:"]
{"ok":null}
["cursor","k","c"]
{"ok":null}
["get","k","description"]
{"ok":null}
["get","k","rowcount"]
{"ok":-1}
["get","k","arraysize"]
{"ok":1}
["fetchone","k"]
$no_result
["fetchmany","k",4]
$no_result
["fetchall","k"]
$no_result
["execute","k","CREATE TABLE drink(name VARCHAR(20))"]
{"ok":null}
["get","k","description"]
{"ok":null}
["get","k","rowcount"]
{"ok":-1}
["fetchone","k"]
$no_result
["fetchall","k"]
$no_result
["execute","k","SELECT name FROM drink"]
{"ok":null}
["get","k","description"]
{"ok":["name"]}
["fetchone","k"]
{"ok":null}
["fetchmany","k",4]
{"ok":[]}
["fetchall","k"]
{"ok":[]}
["get","k","rowcount"]
{"ok":-1}
["execute","k","INSERT INTO drink VALUES ('tea')"]
{"ok":null}
["get","k","rowcount"]
{"ok":1}
["get","k","description"]
{"ok":null}
["fetchone","k"]
$no_result
["fetchmany","k"]
$no_result
["execute","k","INSERT INTO drink VALUES (?)",["Cooper's"]]
{"ok":null}
["get","k","rowcount"]
{"ok":1}
["execute","k","INSERT INTO drink VALUES (:n)",{"n":"O'Neil"}]
{"ok":null}
["executemany","k","INSERT INTO drink VALUES (?)",[["a"],["b"]]]
{"ok":null}
["get","k","rowcount"]
{"ok":2}
["fetchall","k"]
$no_result
["executemany","k","INSERT INTO drink VALUES (:n)",[{"n":"c"},{"n":"d"}]]
{"ok":null}
["get","k","rowcount"]
{"ok":2}
["execute","k","INSERT INTO drink VALUES (NULL)"]
{"ok":null}
["execute","k","SELECT name FROM drink"]
{"ok":null}
["fetchmany","k"]
{"ok":[["tea"]]}
["set","k","arraysize",10]
{"ok":null}
["fetchmany","k",3]
{"ok":[["Cooper's"],["O'Neil"],["a"]]}
["fetchone","k"]
{"ok":["b"]}
["fetchmany","k"]
{"ok":[["c"],["d"],[null]]}
["fetchmany","k",4]
{"ok":[]}
["fetchone","k"]
{"ok":null}
["fetchall","k"]
{"ok":[]}
["set","k","arraysize",5]
{"ok":null}
["execute","k","SELECT name FROM drink"]
{"ok":null}
["fetchmany","k"]
{"ok":[["tea"],["Cooper's"],["O'Neil"],["a"],["b"]]}
["fetchall","k"]
{"ok":[["c"],["d"],[null]]}
["execute","k","CREATE TABLE other(name)"]
{"ok":null}
["get","k","description"]
{"ok":null}
["get","k","rowcount"]
{"ok":-1}
L

holds 'connections and their end' <<'L'
["connect","c",":memory:"]
{"ok":null}
["commit","c"]
{"ok":null}
["rollback","c"]
{"ok":null}
["cursor","k","c"]
{"ok":null}
["cursor","l","c"]
{"ok":null}
["execute","k","CREATE TABLE drink(name)"]
{"ok":null}
["execute","k","INSERT INTO drink VALUES ('tea')"]
{"ok":null}
["execute","l","SELECT name FROM drink"]
{"ok":null}
["fetchall","l"]
{"ok":[["tea"]]}
["rollback","c"]
{"ok":null}
["execute","l","SELECT count(*) FROM drink"]
{"ok":null}
["fetchall","l"]
{"ok":[[0]]}
["closecursor","k"]
{"ok":null}
["execute","k","SELECT 1"]
{"error":{"class":"ProgrammingError","message":"Cannot operate on a closed cursor."
["fetchone","k"]
{"error":{"class":"ProgrammingError","message":"Cannot operate on a closed cursor."
["close","c"]
{"ok":null}
["execute","l","SELECT 1"]
{"error":{"class":"ProgrammingError","message":"Cannot operate on a closed database."
["commit","c"]
{"error":{"class":"ProgrammingError","message":"Cannot operate on a closed database."
["rollback","c"]
{"error":{"class":"ProgrammingError","message":"Cannot operate on a closed database."
["cursor","m","c"]
{"error":{"class":"ProgrammingError","message":"Cannot operate on a closed database."
["close","c"]
{"ok":null}
L

holds 'compat = cpython-3.14, where it is not as 3.13' <<'L'
["connect","c",":memory:",{"compat":"cpython-3.14"}]
{"ok":null}
["cursor","k","c"]
{"ok":null}
["execute","k","SELECT :a",[1]]
{"error":{"class":"ProgrammingError","message":"Binding 1 (':a') is a named parameter
["execute","k","SELECT ?1, :a",[1,2]]
{"error":{"class":"ProgrammingError","message":"Binding 2 (':a') is a named parameter
["execute","k","SELECT :a",{"a":1}]
{"ok":null}
["fetchmany","k",0]
{"ok":[]}
["fetchmany","k",-1]
{"error":{"class":"ValueError"
["fetchmany","k",4294967296]
{"error":{"class":"OverflowError"
["set","k","arraysize",-1]
{"error":{"class":"ValueError"
["set","k","arraysize",4294967296]
{"error":{"class":"OverflowError"
["get","k","arraysize"]
{"ok":1}
["set","k","arraysize",4294967295]
{"ok":null}
["fetchmany","k",4294967295]
{"ok":[[1]]}
["connect","d",":memory:",{"compat":"cpython-3.13"}]
{"ok":null}
["cursor","l","d"]
{"ok":null}
["execute","l","SELECT :a UNION ALL SELECT 2",[1]]
{"ok":null}
["set","l","arraysize",-1]
{"ok":null}
["fetchmany","l",0]
{"ok":[[1],[2]]}
L
done_testing
