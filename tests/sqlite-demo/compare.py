"""The cursor library against Python's sqlite3: the same generated scripts, the same
answers, line by line. compare.sh runs it:

    compare.py SQLITE-DEMO FOLDER pep249|cpython [SCRIPTS [SEED]]

With cpython, `sqlite-demo script` gets the compat of this interpreter, and every answer
must be Python's own. With pep249 the class Wanted says where it must differ: that is the
one list of deviations.
"""
import json
import math
import os
import random
import sqlite3
import subprocess
import sys
import warnings

SEED = 20261129
CALLS = 36
LEGACY = -1
VERSION = sys.version_info[:2]
AUTOCOMMIT = "autocommit"
HAS_AUTOCOMMIT = VERSION >= (3, 12)

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


class Wanted:
    """What the contract wants in the place of what CPython does."""

    # 1. A fetch without a result set is an error (PEP 249); CPython gives no rows.
    no_result = ("ProgrammingError", "There are no rows to fetch: the cursor's last "
                 "statement did not produce a result set.")
    # 2. fetchmany(0) gives no rows and a negative size is an error; CPython before
    #    3.13.8 gives all rows for both (python/cpython#139283).
    negative = ("ProgrammingError", "the number of rows to fetch must not be negative")
    # 3. A negative arraysize is an error; CPython before 3.15 takes it.
    arraysize = ("ProgrammingError", "arraysize must not be negative")

    # 4. A sequence for named parameters is an error, as from CPython 3.14 on.
    @staticmethod
    def named(index, name):
        return ("ProgrammingError",
                "Binding %d ('%s') is a named parameter, but you supplied a sequence which "
                "requires nominal (qmark) placeholders." % (index, name))

    # 5. lastrowid is set by INSERT and REPLACE of this cursor only, if they inserted
    #    something; CPython copies the connection's after every statement.
    @staticmethod
    def sets_lastrowid(sql, cursor):
        return first_word(sql) in ("INSERT", "REPLACE") and (
            cursor.description is not None or cursor.rowcount > 0)

    # 6. Closing a connection ends every statement, so that no lock is left behind;
    #    CPython's leaves an open one alive, and with it its transaction.
    # 7. A failed statement leaves no description; CPython's executemany does.
    # 8. executemany drops the rows that RETURNING gives and counts the changes. CPython
    #    3.11 counts none; 3.12 and 3.13 stop at the second set of values.
    # 9. A row whose text is not UTF-8 ends its statement; CPython stays on it.
    # 10. An empty statement always succeeds. CPython raises again what failed before it,
    #     if the empty text comes from its cache.
    # 11. Errors are of the classes of PEP 249.
    classes = {"ValueError": "ProgrammingError", "TypeError": "ProgrammingError",
               "OverflowError": "DataError", "AttributeError": "ProgrammingError"}
    messages = {
        "Python int too large to convert to SQLite INTEGER":
            "an integer of more than 64 bits cannot be stored",
        "embedded null character": "the query contains a null character",
        "readonly attribute": "%s cannot be set",
    }


def first_word(sql):
    """The first word after blanks and comments, in upper case."""
    while True:
        sql = sql.lstrip(" \t\f\n\r")
        if sql.startswith("--"):
            sql = sql.partition("\n")[2]
        elif sql.startswith("/*"):
            sql = sql[2:].partition("*/")[2]
        else:
            return sql.split(None, 1)[0].upper() if sql else ""


def from_json(value):
    if isinstance(value, dict) and list(value) == ["blob"]:
        return bytes.fromhex(value["blob"])
    if isinstance(value, dict) and list(value) == ["real"]:
        return float(value["real"])
    return value


def to_json(value):
    if isinstance(value, (bytes, bytearray)):
        return {"blob": bytes(value).hex()}
    if isinstance(value, float) and not math.isfinite(value):
        return {"real": "nan" if value != value else "inf" if value > 0 else "-inf"}
    return value


def params_of(value):
    if isinstance(value, dict):
        return {name: from_json(item) for name, item in value.items()}
    if isinstance(value, list):
        return [from_json(item) for item in value]
    return value


def same(a, b):
    """Equal, and of the same type all the way down: 1 is not 1.0 and not true."""
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    if isinstance(a, float) and isinstance(b, float):
        return a == b and math.copysign(1, a) == math.copysign(1, b)
    return type(a) is type(b) and a == b


class Refused(Exception):
    """What Wanted says in the place of Python: (class, message)."""


class Oracle:
    """Runs a script with Python's sqlite3."""

    def __init__(self, pep249):
        self.pep = pep249
        self.conns, self.curs, self.blobs = {}, {}, {}
        self.owner = {}  # cursor: the name of its connection when it was made
        self.rowid = {}  # cursor: lastrowid as Wanted
        self.bad = set()  # cursors whose text could not be decoded
        self.last = {}  # cursor: description or rowcount that Wanted replaces
        self.frozen = {}  # cursor of a closed connection: its attributes
        self.shut = set()  # closed cursors
        self.empty = 0

    # ---- connections

    def connect(self, c, path, options):
        options = {k: v for k, v in options.items() if k != "compat"}
        self.conns[c] = sqlite3.connect(path, **options)

    def close(self, c):
        if self.pep:
            for k, cur in self.curs.items():
                if self.owner[k] is self.conns[c] and k not in self.frozen:
                    kept = dict(rowcount=cur.rowcount, description=cur.description)
                    try:
                        cur.execute("SELECT 1 WHERE 0")
                        self.frozen[k] = kept
                    except sqlite3.ProgrammingError:
                        pass
        self.conns[c].close()

    def commit(self, c):
        self.conns[c].commit()

    def rollback(self, c):
        self.conns[c].rollback()

    def iterdump(self, c):
        return list(self.conns[c].iterdump())

    def backup(self, c, d):
        self.conns[c].backup(self.conns[d])

    # ---- cursors

    def cursor(self, k, c):
        self.curs[k] = self.conns[c].cursor()
        self.owner[k] = self.conns[c]
        for table in (self.rowid, self.last, self.frozen):
            table.pop(k, None)
        self.bad.discard(k)
        self.shut.discard(k)

    def closecursor(self, k):
        self.curs[k].close()
        self.shut.add(k)

    def begin_run(self, k):
        self.last.pop(k, None)
        self.bad.discard(k)
        if k in self.frozen:
            self.frozen[k]["rowcount"] = -1

    def refuse_sequence(self, cur, sql, params):
        """Wanted.named, in the place where the values are bound."""
        names = [name for s, _, name in STATEMENTS if s in sql and name]
        if not self.pep or not names or not isinstance(params, (list, str)):
            return
        marks = {"bc": (":b", ":c"), "x": ("@x",), "ca": ("$c", ":a"),
                 "ab": (":a", "$b", "@a"), "1a": (None, ":a")}[names[0]]
        if len(params) != len(marks):
            return
        wrong = [(i + 1, mark) for i, mark in enumerate(marks) if mark]
        # Values before the first named one are bound, and may be refused, first.
        if any(value in ODD_VALUES for value in params[:wrong[0][0] - 1]):
            return
        raise Refused(*Wanted.named(*wrong[0]))

    def execute(self, k, sql, params=()):
        cur = self.curs[k]
        self.begin_run(k)
        params = params_of(params)
        try:
            self.refuse_sequence(cur, sql, params)
        except Refused as refused:
            self.run_refused(cur, sql, refused)
        if self.pep and first_word(sql).strip(";") == "":
            self.empty += 1  # Wanted, 10: a text that no cache has
            sql += "\n/* %d */" % self.empty
        cur.execute(sql, params)
        if Wanted.sets_lastrowid(sql, cur):
            self.rowid[k] = cur.lastrowid

    def run_refused(self, cur, sql, refused):
        """Everything up to the binding happens as in Python; then it is refused."""
        try:
            cur.execute(sql, {})
        except sqlite3.ProgrammingError as error:
            if "You did not supply" in str(error) or "has no name" in str(error):
                raise refused
            raise
        raise AssertionError("this statement must have parameters: " + sql)

    def executemany(self, k, sql, rows):
        cur = self.curs[k]
        self.begin_run(k)
        rows = [params_of(row) for row in rows]
        if self.pep and rows and not isinstance(rows[0], dict):
            try:
                self.refuse_sequence(cur, sql, rows[0])
            except Refused as refused:
                try:
                    cur.executemany(sql, [{}])
                except sqlite3.ProgrammingError as error:
                    if "You did not supply" in str(error) or "has no name" in str(error):
                        raise refused
                    raise
        if self.pep and "RETURNING" in sql:
            self.many_returning(k, cur, sql, rows)
            return
        try:
            cur.executemany(sql, rows)
        except Exception:
            if self.pep and k not in self.shut and k not in self.frozen:
                self.last[k] = {"description": None}
            raise

    def many_returning(self, k, cur, sql, rows):
        """Wanted, 8: one by one, each to its end, and the changes counted."""
        total, rowid = 0, self.rowid.get(k)
        description = None
        self.rowid[k] = rowid
        if not rows:
            cur.executemany(sql, rows)
            return
        try:
            for row in rows:
                cur.execute(sql, row)
                cur.fetchall()
                total += cur.rowcount
                description = cur.description
        except Exception:
            self.last[k] = {"description": None, "rowcount": -1}
            raise
        self.last[k] = {"description": description, "rowcount": total}
        if k in self.frozen:
            return

    def executescript(self, k, sql):
        if self.pep:
            self.check_open(k)
        self.curs[k].executescript(sql)

    def check_result(self, k):
        """Wanted, 1; what is closed is said first."""
        self.check_open(k)
        description = self.last.get(k, {}).get("description", self.curs[k].description)
        if self.pep and description is None:
            raise Refused(*Wanted.no_result)

    def fetch(self, k, how):
        if k in self.bad:  # the rest is gone
            return None if how is sqlite3.Cursor.fetchone else []
        try:
            return how(self.curs[k])
        except sqlite3.OperationalError as error:
            if self.pep and "Could not decode" in str(error):
                self.bad.add(k)
            raise

    def fetchone(self, k):
        self.check_result(k)
        return self.fetch(k, sqlite3.Cursor.fetchone)

    def fetchmany(self, k, *size):
        self.check_result(k)
        wanted = size[0] if size else self.curs[k].arraysize
        if self.pep and wanted <= 0:
            self.check_open(k)
            if wanted < 0:
                raise Refused(*Wanted.negative)
            return []
        return self.fetch(k, lambda cur: cur.fetchmany(*size))

    def check_open(self, k):
        """Raises what any call on a closed cursor or connection raises."""
        if k in self.shut:
            self.curs[k].fetchone()
        self.curs[k].connection.total_changes

    def fetchall(self, k):
        self.check_result(k)
        return self.fetch(k, sqlite3.Cursor.fetchall)

    # ---- attributes

    def get(self, x, name):
        if name in ("rowcount", "lastrowid", "description", "arraysize"):
            value = self.frozen.get(x, {}).get(name, getattr(self.curs[x], name))
            value = self.last.get(x, {}).get(name, value)
            if name == "lastrowid" and self.pep:
                value = self.rowid.get(x)
            if name == "description" and value is not None:
                value = [column[0] for column in value]
            return value
        return getattr(self.conns[x], name)

    def set(self, x, name, value):
        if name == "arraysize" and self.pep and isinstance(value, int) and value < 0:
            raise Refused(*Wanted.arraysize)
        if name in ("rowcount", "lastrowid", "description", "arraysize"):
            setattr(self.curs[x], name, value)
        else:
            if self.pep and name == "isolation_level":
                self.conns[x].total_changes  # closed is said first
            setattr(self.conns[x], name, value)

    # ---- blobs

    def blob(self, verb, b, *arguments):
        if verb == "open":
            c, table, column, row, *options = arguments

            self.blobs[b] = self.conns[c].blobopen(table, column, row,
                                                   **(options[0] if options else {}))
            return None
        blob = self.blobs[b]
        if verb == "length":
            return len(blob)
        return getattr(blob, verb)(*map(from_json, arguments))

    # ---- a line

    def error(self, name, message, code=None, code_name=None, line=()):
        if self.pep:
            message = Wanted.messages.get(message, message)
            if "%s" in message:
                message = message % line[2]
            if " is not writable" in message:
                message = "%s cannot be set" % line[2]
            name = Wanted.classes.get(name, name)
        return {"error": {"class": name, "message": message, "code": code,
                          "name": code_name}}

    def answer(self, line):
        try:
            value = getattr(self, line[0])(*line[1:])
        except Refused as refused:
            return self.error(*refused.args)
        except (sqlite3.Error, ValueError, TypeError, OverflowError,
                AttributeError) as error:
            return self.error(type(error).__name__, str(error),
                              getattr(error, "sqlite_errorcode", None),
                              getattr(error, "sqlite_errorname", None), line)
        if isinstance(value, tuple):
            value = [to_json(item) for item in value]
        elif isinstance(value, list) and value and isinstance(value[0], tuple):
            value = [[to_json(item) for item in row] for row in value]
        return {"ok": to_json(value)}


# ---- scripts

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


def run_ours(program, scripts):
    text = "".join(json.dumps(line) + "\n" for script in scripts for line in script)
    run = subprocess.run([program, "script", "-"], input=text, capture_output=True,
                         encoding="utf-8")
    return run, iter(run.stdout.split("\n"))


def leaked(closed, wanted, got):
    """CPython 3.11 leaks a statement after some errors of executemany, so that the lock
    outlives the connection."""
    return (VERSION == (3, 11) and closed and "database is locked" in json.dumps(wanted)
            and "database is locked" not in got)


def report(number, history, wanted, got):
    print("# script %d, line %d" % (number, len(history)))
    for line in history[-int(os.environ.get("LINES_SHOWN", 14)):]:
        print("#   " + json.dumps(line))
    print("#   wanted %s\n#   seen   %s" % (json.dumps(wanted), got))


def main():
    program, folder, mode = sys.argv[1:4]
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 400
    rng = random.Random(int(sys.argv[5]) if len(sys.argv) > 5 else SEED)
    pep = mode == "pep249"
    compat = None if pep else "cpython-%d.%d" % VERSION
    if VERSION < (3, 11):
        print("1..0 # SKIP python3 is older than 3.11: its errors have no codes yet")
        return
    warnings.simplefilter("ignore")
    scripts = [make_script(rng, "PATH", compat, pep) for _ in range(count)]
    ours = [[[f"{folder}/c{number}.db" if item == "PATH" else item for item in line]
             for line in script] for number, script in enumerate(scripts)]
    run, seen = run_ours(program, ours)
    calls = wrong = errors = left = 0
    for number, script in enumerate(scripts):
        oracle, history = Oracle(pep), []
        path = f"{folder}/p{number}.db"
        done = closed = False
        for line in script:
            got = next(seen, "(nothing)")
            if done:
                continue
            closed = closed or line[0] == "close"
            calls += 1
            wanted = oracle.answer([path if item == "PATH" else item for item in line])
            errors += "error" in wanted
            history.append(line)
            if leaked(closed, wanted, got):
                done = True
                left += 1
            elif not same(wanted, json.loads(got)):
                wrong += 1
                done = True
                if wrong <= 5:
                    report(number, history, wanted, got)
        del oracle
        for place in (path, f"{folder}/c{number}.db"):
            if os.path.exists(place):
                os.unlink(place)
    passed = wrong == 0 and run.returncode == 0
    print("%sok - %s: %d scripts of %d lines (%d of them refused) give what Python %d.%d "
          "gives" % ("" if passed else "not ", mode, count, calls, errors, *VERSION))
    if left:
        print("# %d of them to the point where CPython 3.11 kept a lock" % left)
    if run.returncode:
        print("# script ended with %d: %s" % (run.returncode, run.stderr[-2000:]))
    sys.exit(0 if passed else 1)


main()
