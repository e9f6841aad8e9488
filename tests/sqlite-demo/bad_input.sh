#!/bin/sh
# What the cursor makes of files that are none, of full disks and of locks, through script
# and shell: one clear error each, no crash, no hang, and the next call works.
. tests/lib.sh

db=$work/a.db
sqlite-demo shell "$db" "CREATE TABLE t(x); INSERT INTO t VALUES (1), (2)"
rows_of() { # PATH [OPTIONS]: the answer to a SELECT
    printf '%s\n' "[\"connect\",\"c\",\"$1\"${2:+,$2}]" '["cursor","k","c"]' \
        '["execute","k","SELECT count(*) FROM t"]' '["fetchone","k"]' |
        timeout 30 sqlite-demo script - | grep -m 1 -e '"error"' -e '"ok":\['
}
is "$(rows_of "$db")" '{"ok":[2]}' 'a database'
head -c 5000 /dev/urandom >"$work/noise"
contains "$(rows_of "$work/noise")" 'SQLITE_NOTADB' 'noise, or an encrypted one'
head -c 4096 "$db" >"$work/cut"
contains "$(rows_of "$work/cut")" 'SQLITE_CORRUPT' 'half of one'
: >"$work/empty"
contains "$(rows_of "$work/empty")" 'no such table: t' 'an empty file is an empty database'
contains "$(rows_of "$work")" 'SQLITE_CANTOPEN' 'a folder'
contains "$(rows_of "$work/none/a.db")" 'unable to open database file' 'a folder that is missing'
contains "$(rows_of "file:$db?mode=rw&nolock=x" '{"uri":true}')" '"ok":[2]' 'a URI'

# A lock that stays: told at once, or after the timeout.
is "$(printf '%s\n' "[\"connect\",\"a\",\"$db\"]" "[\"connect\",\"b\",\"$db\",{\"timeout\":0.1}]" \
    '["cursor","k","a"]' '["cursor","m","b"]' '["execute","k","BEGIN EXCLUSIVE"]' \
    '["execute","m","SELECT * FROM t"]' '["rollback","a"]' '["execute","m","SELECT * FROM t"]' |
    sqlite-demo script - | sed -n '6s/.*"name":"\([A-Z_]*\)".*/\1/p; 8p')" \
    'SQLITE_BUSY
{"ok":null}' 'a locked file, and again when it is free'
is "$(printf '%s\n' "[\"connect\",\"a\",\"$db\"]" "[\"connect\",\"b\",\"$db\",{\"timeout\":0.1}]" \
    '["connect","d",":memory:"]' '["cursor","k","a"]' '["execute","k","BEGIN EXCLUSIVE"]' \
    '["backup","b","d"]' | timeout 30 sqlite-demo script - | sed -n '6s/.*"name":"\([A-Z_]*\)".*/\1/p')" \
    SQLITE_BUSY 'a backup gives up in place of waiting for ever'

# SQL of megabytes, a NUL in it, text that is not UTF-8.
is "$(awk 'BEGIN { printf "[\"connect\",\"c\",\":memory:\"]\n[\"cursor\",\"k\",\"c\"]\n[\"execute\",\"k\",\"SELECT 1"
    for (i = 0; i < 300000; i++) printf "          "; print "\"]\n[\"fetchone\",\"k\"]" }' |
    sqlite-demo script - | tail -n 1)" '{"ok":[1]}' 'SQL of three megabytes'
contains "$(printf '%s\n' '["connect","c",":memory:"]' '["cursor","k","c"]' '["execute","k","SELECT 1\u0000"]' |
    sqlite-demo script -)" 'null character' 'a NUL in SQL'
contains "$(printf '["connect","c",":memory:"]\n["cursor","k","c"]\n["execute","k","SELECT \377"]\n' | sqlite-demo script -)" \
    'ScriptError' 'a line that is not UTF-8'

# Wrong permissions, as somebody who has no more than these.
if [ "$(id -u)" = 0 ] && have setpriv; then
    as_nobody='setpriv --reuid 65534 --regid 65534 --clear-groups'
    chmod 755 "$work"
    chmod 600 "$db"
    run $as_nobody sqlite-demo shell "$db" 'SELECT 1'
    is "$status" 2 'a file that may not be read'
    chmod 644 "$db"
    run $as_nobody sqlite-demo shell "$db" 'INSERT INTO t VALUES (3)'
    contains "$err" 'SQLITE_READONLY' 'a file that may not be written'
    is "$($as_nobody sqlite-demo shell --no-headers "$db" 'SELECT count(*) FROM t')" 2 'but read it may be, in a folder that is closed'
else
    skip 'wrong permissions' 'not root here, or no setpriv'
fi

# A full disk, in a mount namespace of its own, so that no mount stays behind.
mkdir "$work/small"
full='mount -t tmpfs -o size=64k tmpfs "$0/small" || exit 99
sqlite-demo shell "$0/small/f.db" "CREATE TABLE t(x); WITH r(n) AS (SELECT 1 UNION ALL SELECT n + 1
    FROM r WHERE n < 900) INSERT INTO t SELECT randomblob(900) FROM r"
sqlite-demo shell --no-headers "$0/small/f.db" "PRAGMA integrity_check"'
run unshare --mount sh -c "$full" "$work"
case $status in
0 | 2)
    contains "$err" 'SQLITE_FULL' 'a full disk'
    is "$out" ok 'leaves the database whole'
    run unshare --mount sh -c 'mount -t tmpfs -o size=64k tmpfs "$0/small"
        TMPDIR=$0/small sqlite-demo cache --plain; echo "$?"; ls -A "$0/small"' "$work"
    is "$out" 3 'the folder for scratch files may be full, too, and nothing is left there'
    contains "$err" 'set TMPDIR' 'and what to do is said'
    run unshare --mount sh -c 'mount -t tmpfs -o size=64k tmpfs "$0/small"
        head -c 60000 /dev/zero >"$0/small/fill" && export TMPDIR="$0/small"
        for command in "pages $1" "cache $1 SELECT" locks "traps halloween"; do
            sqlite-demo $command --plain 2>&1; echo "$?"
        done | grep -c "set TMPDIR\|^3$"' "$work" "$db"
    is "$out" 8 'also by the copy, the sessions and the traps'
    ;;
*) skip 'a full disk' 'no tmpfs may be mounted here' ;;
esac
done_testing
