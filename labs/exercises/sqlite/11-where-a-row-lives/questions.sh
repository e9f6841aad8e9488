# shellcheck shell=sh
rowid=$((400 + RING3_SEED * 131 % 500))
make_db() { # FILE
    sqlite-demo play --write "$1" \
        'CREATE TABLE film(id INTEGER PRIMARY KEY, title TEXT, year INT)' >/dev/null &&
        sqlite-demo play --write "$1" "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL
            SELECT i+1 FROM n WHERE i < 1000) INSERT INTO film
            SELECT i, printf('%.*c', 20 + (i + $RING3_SEED) * 37 % 60, 'f'), 1920 + i % 90 FROM n" \
            >/dev/null
}
# "root leaf cell pages", from the step that executes SeekRowid.
truth() { # FILE
    sqlite-demo play "$1" "SELECT title FROM film WHERE id = $rowid" --json |
        grep '"opcode":"SeekRowid"' | sed 's/.*"path":\[//; s/\].*//' | tr '{' '\n' |
        sed -n 's/.*"page":\([0-9]*\),"index":\([0-9]*\).*/\1 \2/p' |
        awk 'NR == 1 { root = $1 } { leaf = $1; cell = $2 + 1 } END { print root, leaf, cell, NR }'
}
