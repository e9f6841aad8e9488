# shellcheck shell=sh
rowid=$((300 + RING3_SEED * 977 % 9000))
length=$((3 + RING3_SEED % 11))
year=$((1920 + RING3_SEED * 7 % 100))
make_db() { # FILE
    sqlite-demo play --write "$1" \
        'CREATE TABLE film(id INTEGER PRIMARY KEY, title TEXT, year INT)' >/dev/null &&
        sqlite-demo play --write "$1" "INSERT INTO film VALUES
            ($rowid, substr('Metropolis and M', 1, $length), $year)" >/dev/null
}
# The only cell of page 2: where it begins stands in bytes 8 and 9 of the page.
cell() { # FILE
    # shellcheck disable=SC2046 # two words
    set -- "$1" $(od -An -tu1 -j 4104 -N 2 "$1")
    od -An -tx1 -v -j $((4096 + $2 * 256 + $3)) -N $((4096 - $2 * 256 - $3)) "$1" |
        tr -s '\n ' ' '
}
