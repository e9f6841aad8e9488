# The statements and the number of rows. Sourced by prepare and check.
# shellcheck shell=sh
statements='SELECT id, a FROM t
SELECT id, a, b FROM t
SELECT a FROM t WHERE id = 2
SELECT a FROM t WHERE b < 0
SELECT a FROM t WHERE b > 0'

rows_of() { echo $((20 + $1 * 37 % 400)); } # SEED

# make_table FILE ROWS
make_table() {
    sqlite-demo shell "$1" "CREATE TABLE t(id INTEGER PRIMARY KEY, a, b);
        WITH n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < $2)
        INSERT INTO t(a, b) SELECT x, x FROM n"
}
