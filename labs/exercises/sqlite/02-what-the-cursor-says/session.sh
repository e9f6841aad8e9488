# The session of a seed. Sourced by prepare and check.
# shellcheck shell=sh

# session SEED: prints it; each call on a line.
session() {
    rows=$((3 + $1 % 5))
    above=$((1 + $1 % (rows - 1)))
    values=$(awk -v n="$rows" 'BEGIN { for (i = 1; i <= n; i++) printf "%s[\"film %d\"]", (i > 1 ? ", " : ""), i }')
    cat <<END
["connect", "c", ":memory:"]
["cursor", "k", "c"]
["execute", "k", "CREATE TABLE film(id INTEGER PRIMARY KEY, title TEXT)"]
["executemany", "k", "INSERT INTO film(title) VALUES (?)", [$values]]
["get", "k", "rowcount"]
["get", "k", "lastrowid"]
["get", "c", "in_transaction"]
["rollback", "c"]
["execute", "k", "SELECT count(*) FROM film"]
["fetchone", "k"]
["executemany", "k", "INSERT INTO film(title) VALUES (?)", [$values]]
["commit", "c"]
["execute", "k", "UPDATE film SET title = upper(title) WHERE id > ?", [$above]]
["get", "k", "rowcount"]
["execute", "k", "SELECT title FROM film"]
["fetchmany", "k", 2]
["get", "k", "rowcount"]
["execute", "k", "DELETE FROM film RETURNING id"]
["get", "k", "rowcount"]
END
}

# The lines that are asked about, in order.
asked='5 6 7 10 14 17 19'
