# The table of a seed, the statements, and what SQLite needs for them.
# shellcheck shell=sh
rows=$((7 + RING3_SEED * 5 % 23))
one=$((1 + RING3_SEED % 6))
statement() { # NAME
    case $1 in
    scan) echo 'SELECT title, year FROM film' ;;
    count) echo 'SELECT count(*) FROM film' ;;
    one) echo "SELECT title FROM film WHERE id = $one" ;;
    esac
}
make_db() { # FILE
    sqlite-demo play --write "$1" \
        'CREATE TABLE film(id INTEGER PRIMARY KEY, title TEXT, year INT)' >/dev/null &&
        sqlite-demo play --write "$1" "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL
            SELECT i+1 FROM n WHERE i < $rows)
            INSERT INTO film SELECT i, 'film ' || i, 1920 + i FROM n" >/dev/null
}
steps() { # FILE NAME: as SQLite counts them
    sqlite-demo play "$1" "$(statement "$2")" --json | tail -n 1 | json_field sqlite_steps
}
