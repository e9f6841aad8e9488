"""Scripts for compare.py, from a generator of random numbers: calls of every kind on
three cursors and four connections, with right and wrong SQL and parameters.
"""
import sys

CALLS = 36
AUTOCOMMIT = "autocommit"
HAS_AUTOCOMMIT = sys.version_info >= (3, 12)

# (SQL, number of "?", names). Tables: t(a INTEGER PRIMARY KEY, b UNIQUE, c), u(x).
STATEMENTS = [
    ("INSERT INTO t(b, c) VALUES (?, ?)", 2, ""),
    ("INSERT INTO t(b, c) VALUES (?, ?)", 2, ""),
    ("INSERT INTO u VALUES (?)", 1, ""),
    ("INSERT OR IGNORE INTO t(b, c) VALUES (?, ?)", 2, ""),
    ("INSERT OR ROLLBACK INTO t(b, c) VALUES (?, 7)", 1, ""),
    ("REPLACE INTO t(b, c) VALUES (?, ?)", 2, ""),
    ("INSERT INTO t(b, c) VALUES (?, ?), (?, ?) RETURNING a, b", 4, ""),
    ("INSERT INTO t(b) VALUES (?) ON CONFLICT(b) DO UPDATE SET c = 9 RETURNING c", 1, ""),
    ("INSERT INTO t(b, c) VALUES (:b, :c)", 2, "bc"),
    ("INSERT INTO u VALUES (@x)", 1, "x"),
    ("UPDATE t SET c = ? WHERE a > ?", 2, ""),
    ("UPDATE t SET c = $c WHERE a = :a", 2, "ca"),
    ("UPDATE t SET b = ?", 1, ""),
    ("UPDATE t SET c = c RETURNING a", 0, ""),
    ("DELETE FROM t WHERE a = ?", 1, ""),
    ("DELETE FROM u", 0, ""),
    ("WITH n(x) AS (VALUES (1), (2)) INSERT INTO u SELECT x FROM n", 0, ""),
    ("SELECT a, b, c FROM t", 0, ""),
    ("SELECT a, b AS name, c FROM t ORDER BY a", 0, ""),
    ("SELECT * FROM u WHERE x = ?", 1, ""),
    ("SELECT count(*) FROM t", 0, ""),
    ("SELECT ?2, ?1", 2, ""),
    ("SELECT ?, ?", 2, ""),
    ("SELECT :a, :a, $b, @a", 3, "ab"),
    ("SELECT ?1, :a", 2, "1a"),
    ("SELECT typeof(?1), ?1", 1, ""),
    ("SELECT abs(x) FROM (SELECT -1 AS x UNION ALL SELECT -9223372036854775808)", 0, ""),
    ("SELECT CAST(x'61ff62' AS TEXT) AS bad UNION ALL SELECT 'good'", 0, ""),
    ("SELECT 'good' UNION ALL SELECT CAST(x'c3' AS TEXT)", 0, ""),
    ("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 5) "
     "SELECT x FROM n", 0, ""),
    ("SELECT * FROM nope", 0, ""),
    ("SELEC 1", 0, ""),
    ("INSERT INTO nope VALUES (1)", 0, ""),
    ("INSERTX", 0, ""),
    ("SELECT 1; SELECT 2", 0, ""),
    ("SELECT 1\0", 0, ""),
    ("CREATE TABLE IF NOT EXISTS u(x)", 0, ""),
    ("DROP TABLE IF EXISTS u", 0, ""),
    ("BEGIN", 0, ""),
    ("BEGIN IMMEDIATE", 0, ""),
    ("COMMIT", 0, ""),
    ("ROLLBACK", 0, ""),
    ("SAVEPOINT s", 0, ""),
    ("RELEASE s", 0, ""),
    ("", 0, ""),
    (";", 0, ""),
    ("PRAGMA user_version", 0, ""),
    ("PRAGMA user_version = 7", 0, ""),
]
SCRIPTS = [
    "INSERT INTO u VALUES (1); INSERT INTO u VALUES (2); SELECT * FROM u;",
    "BEGIN; INSERT INTO u VALUES (3);",
    "INSERT INTO u VALUES (4); SELEC; INSERT INTO u VALUES (5);",
    "CREATE TABLE IF NOT EXISTS v(k INTEGER PRIMARY KEY AUTOINCREMENT, o'k);",
    "CREATE TABLE IF NOT EXISTS v(k INTEGER PRIMARY KEY AUTOINCREMENT, \"o k\");"
    "INSERT INTO v(\"o k\") VALUES ('it''s'), (x'00ff'), (0.1), (NULL);",
    "CREATE INDEX IF NOT EXISTS i ON t(c); CREATE VIEW IF NOT EXISTS w AS SELECT 1;",
    "COMMIT;",
    "-- only a note",
    "",
    " ; ; ",
    "INSERT INTO t(b) VALUES (1), (1);",
    "SELECT 1\0",
    "DROP TABLE IF EXISTS v",
]
BEFORE = ["", "", "", " \n\t", "-- note\n", "/* note */", "/**/ -- x\n /* y */ ", "\f"]
AFTER = ["", "", "", ";", "; ", " -- end", ";--", "; /* open", "; /* a */ -- b\n ",
         ";;", "; x", " /", "; -", "-- \n"]
VALUES = [None, 0, 1, 2, 3, 4, -2**63, 2**63 - 1, 0.5, -1e300, 5e-324, 2.0, 1e15, "", "a",
          "b", "\u00e9\u20ac\U0001f600", "a\0b", "\"\\\n\x7f", {"blob": ""},
          {"blob": "00ff"}, True, False, {"real": "inf"}, {"real": "-inf"}]
ODD_VALUES = [2**63, -2**63 - 1, 10**30, [], {"k": 1}, [1]]


def random_params(rng, count, names):
    def value():
        return rng.choice(ODD_VALUES) if rng.random() < 0.03 else rng.choice(VALUES)
    if rng.random() < 0.04:
        return rng.choice(["ab", "a", "", 5, None, {}, [], {"b": 1}])
    if rng.random() < 0.04:
        count = rng.randrange(4)
    if names and rng.random() < 0.75:
        given = {name: value() for name in names if rng.random() < 0.96}
        if rng.random() < 0.2:
            given["unused"] = value()
        return given
    return [value() for _ in range(count)]


def random_sql(rng, many=False):
    sql, count, names = rng.choice(STATEMENTS)
    # CPython 3.11 leaks a statement when the second BEGIN of an executemany fails.
    while many and sql.startswith("BEGIN"):
        sql, count, names = rng.choice(STATEMENTS)
    text = rng.choice(BEFORE) + sql + (rng.choice(AFTER) if rng.random() < 0.3 else "")
    return text, count, names


def random_line(rng, pep):
    k = rng.choice(["k", "k", "k", "l", "m"])
    c = rng.choice(["c", "c", "d"])
    roll = rng.random()
    if roll < 0.36:
        sql, count, names = random_sql(rng)
        if count == 0 and rng.random() < 0.9:
            return ["execute", k, sql]
        return ["execute", k, sql, random_params(rng, count, names)]
    if roll < 0.44:
        sql, count, names = random_sql(rng, many=True)
        if pep and names:  # Wanted.named would need each row's turn: rows of one kind
            rows = [{n: rng.choice(VALUES) for n in names} for _ in range(rng.randrange(4))]
        else:
            rows = [random_params(rng, count, names) for _ in range(rng.randrange(5))]
        return ["executemany", k, sql, rows]
    if roll < 0.48:
        return ["executescript", k, rng.choice(SCRIPTS)]
    if roll < 0.58:
        return ["fetchone", k]
    if roll < 0.63:
        return ["fetchmany", k] + rng.choice([[], [0], [1], [2], [3], [100], [-1]])
    if roll < 0.67:
        return ["fetchall", k]
    if roll < 0.79:
        if rng.random() < 0.55:
            return ["get", k, rng.choice(["rowcount", "lastrowid", "description",
                                          "arraysize"])]
        return ["get", c, rng.choice(["in_transaction", "total_changes", "isolation_level",
                                      AUTOCOMMIT if not pep or HAS_AUTOCOMMIT else
                                      "in_transaction"])]
    if roll < 0.83:
        name, values = rng.choice([
            ("arraysize", [0, 1, 2, -3, 5]), ("isolation_level", [None, "", "deferred",
                                              "IMMEDIATE", "Exclusive", "none"]),
            (AUTOCOMMIT, [True, False, -1]), ("rowcount", [1]), ("in_transaction", [1]),
            ("total_changes", [0]), ("lastrowid", [5]), ("description", [None])])
        if pep and name == AUTOCOMMIT and not HAS_AUTOCOMMIT:
            name = "in_transaction"
        x = k if name in ("arraysize", "rowcount", "lastrowid", "description") else c
        return ["set", x, name, rng.choice(values)]
    if roll < 0.89:
        return ["commit", c]
    if roll < 0.92:
        return ["rollback", c]
    if roll < 0.94:
        return ["iterdump", c]
    if roll < 0.945:
        # Python waits for ever for a lock; e and f are locked by nobody.
        return ["backup", *rng.choice(["ef", "cc"])]
    if roll < 0.985:
        return random_blob(rng, c)
    if roll < 0.99:
        return ["cursor", k, "d" if k == "m" else "c"]
    if roll < 0.996:
        return ["closecursor", k]
    return ["close", c]


def random_blob(rng, c):
    b = rng.choice("bb")
    verb = rng.choice(["open", "open", "open", "read", "read", "write", "seek", "tell",
                       "length", "close"])
    if verb == "open":
        return ["blob", "open", b, c, rng.choice(["t", "t", "g", "nope"]), "c",
                rng.choice([1, 1, 2, 77])]
    if verb == "read":
        return ["blob", "read", b] + rng.choice([[], [0], [1], [2], [100], [-1]])
    if verb == "write":
        return ["blob", "write", b, {"blob": rng.choice(["", "aa", "bbcc", "dd" * 9])}]
    if verb == "seek":
        return ["blob", "seek", b] + rng.choice([[0], [1], [99], [-1], [-1, 2], [1, 1],
                                                 [0, 2], [-9, 1]])
    return ["blob", verb, b]


def make_script(rng, path, compat, pep):
    options = {"timeout": 0}
    if compat:
        options["compat"] = compat
    if rng.random() < 0.3:
        options["isolation_level"] = rng.choice([None, "", "IMMEDIATE", "exclusive"])
    if rng.random() < 0.1:
        options["cached_statements"] = rng.choice([0, 1, 5])
    other = dict(options)
    if HAS_AUTOCOMMIT and rng.random() < 0.3:
        other["autocommit"] = rng.choice([True, False, -1])
    script = [["connect", "c", path, options], ["connect", "d", path, options],
              ["connect", "e", ":memory:", options], ["connect", "f", ":memory:", options],
              ["cursor", "k", "c"], ["cursor", "l", "c"], ["cursor", "m", "d"],
              ["execute", "m", "PRAGMA synchronous = OFF"],
              ["execute", "k", "PRAGMA synchronous = OFF"],
              ["execute", "k", "CREATE TABLE t(a INTEGER PRIMARY KEY, b UNIQUE, c)"],
              ["execute", "k", "CREATE TABLE u(x)"],
              ["execute", "k", "CREATE TABLE g(a INTEGER PRIMARY KEY, c)"],
              ["execute", "k", "INSERT INTO g VALUES (1, x'0102030405'), (2, 'text')"],
              ["commit", "c"], ["blob", "open", "b", "c", "g", "c", 1]]
    if other != options:
        script.append(["set", "c", "autocommit", other["autocommit"]])
    return script + [random_line(rng, pep) for _ in range(rng.randrange(6, CALLS))]
