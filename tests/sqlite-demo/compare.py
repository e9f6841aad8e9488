"""The cursor library against Python's sqlite3: the same random calls, the same
answers. Run by compare.sh with the path of `replay`, a folder to work in, and
perhaps a seed.

Where PEP 249 or our contract wants something else than CPython does, the class
Wanted says so: it is the one list of deviations.
"""
import random
import sqlite3
import subprocess
import sys
import warnings

SCRIPTS = 400
CALLS = 30
SEED = 20240607

# (SQL, how many values). Tables: t(a INTEGER PRIMARY KEY, b UNIQUE, c), u(x).
STATEMENTS = [
    ("INSERT INTO t(b, c) VALUES (?, ?)", 2),
    ("INSERT INTO t(b, c) VALUES (?, ?)", 2),
    ("INSERT INTO u VALUES (?)", 1),
    ("INSERT OR IGNORE INTO t(b, c) VALUES (?, ?)", 2),
    ("REPLACE INTO t(b, c) VALUES (?, ?)", 2),
    ("INSERT INTO t(b, c) VALUES (?, ?), (?, ?) RETURNING a, b", 4),
    ("INSERT INTO t(b) VALUES (?) ON CONFLICT(b) DO UPDATE SET c = 9 RETURNING c", 1),
    ("UPDATE t SET c = ? WHERE a > ?", 2),
    ("UPDATE t SET b = ?", 1),
    ("UPDATE t SET c = c RETURNING a", 0),
    ("DELETE FROM t WHERE a = ?", 1),
    ("DELETE FROM u", 0),
    ("WITH n(x) AS (VALUES (1), (2)) INSERT INTO u SELECT x FROM n", 0),
    ("SELECT a, b, c FROM t", 0),
    ("SELECT a, b AS name, c FROM t ORDER BY a", 0),
    ("SELECT * FROM u WHERE x = ?", 1),
    ("SELECT count(*) FROM t", 0),
    ("SELECT ?2, ?1", 2),
    ("SELECT ?, ?", 2),
    ("SELECT abs(x) FROM (SELECT -1 AS x UNION ALL SELECT -9223372036854775808)", 0),
    ("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 5) "
     "SELECT x FROM n", 0),
    ("SELECT * FROM nope", 0),
    ("SELEC 1", 0),
    ("INSERT INTO nope VALUES (1)", 0),
    ("INSERTX", 0),
    ("SELECT :name", 1),
    ("SELECT 1; SELECT 2", 0),
    ("SELECT 1\0", 0),
    ("CREATE TABLE IF NOT EXISTS u(x)", 0),
    ("DROP TABLE IF EXISTS u", 0),
    ("BEGIN", 0),
    ("COMMIT", 0),
    ("ROLLBACK", 0),
    ("SAVEPOINT s", 0),
    ("RELEASE s", 0),
    ("", 0),
    (";", 0),
    ("PRAGMA user_version", 0),
]
BEFORE = ["", "", "", " \n\t", "-- note\n", "/* note */", "/**/ -- x\n /* y */ ", "\f"]
AFTER = ["", "", "", ";", "; ", " -- end", ";--", "; /* open", "; /* a */ -- b\n ",
         ";;", "; x", " /", "; -", "-- \n"]
VALUES = ["N", "I0", "I1", "I2", "I-9223372036854775808", "R0.5", "R-1e300", "T", "T61",
          "T62", "Tc3a9e282ac", "T610062", "B", "B00ff", "I3", "I4"]


class Wanted:
    """What the contract wants in the place of what CPython does."""

    # 1. A fetch without a result set is an error (PEP 249); CPython gives no rows.
    no_result = ("error ProgrammingError: There are no rows to fetch: the cursor's last "
                 "statement did not produce a result set. 0 ")
    # 2. fetchmany(0) gives no rows and a negative size is an error; CPython before
    #    3.13.8 gives all rows for both (python/cpython#139283).
    negative = ("error ProgrammingError: the number of rows to fetch must not be negative "
                "0 ")
    # 3. A negative arraysize is an error; CPython before 3.15 takes it.
    arraysize = "error ProgrammingError: arraysize must not be negative 0 "
    # 4. A sequence for named parameters is an error, as from CPython 3.14 on.
    named = ("error ProgrammingError: Binding 1 (':name') is a named parameter, but you "
             "supplied a sequence which requires nominal (qmark) placeholders. 0 ")

    # 5. lastrowid is set by INSERT and REPLACE of this cursor only, if they inserted
    #    something; CPython copies the connection's after every statement.
    @staticmethod
    def sets_lastrowid(sql, cursor):
        word = first_word(sql)
        return word in ("INSERT", "REPLACE") and (cursor.description is not None
                                                  or cursor.rowcount > 0)


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


def value_of(text):
    kind, rest = text[0], text[1:]
    if kind == "I":
        return int(rest)
    if kind == "R":
        return float(rest)
    if kind == "T":
        return bytes.fromhex(rest).decode()
    if kind == "B":
        return bytes.fromhex(rest)
    return None


def text_of(value):
    if value is None:
        return "N"
    if isinstance(value, int):
        return "I%d" % value
    if isinstance(value, float):
        return "R%.17g" % value
    if isinstance(value, str):
        return "T" + value.encode().hex()
    return "B" + value.hex()


def rows_text(rows):
    return "".join(" (" + ",".join(map(text_of, row)) + ")" for row in rows)


class Oracle:
    """Makes the calls with Python's sqlite3, and answers as the contract wants."""

    def __init__(self, path):
        self.conns = [sqlite3.connect(path, timeout=0, cached_statements=0)
                      for _ in range(2)]
        for conn in self.conns:
            conn.execute("PRAGMA synchronous = OFF")
        self.curs = [self.conns[k == 2].cursor() for k in range(3)]
        self.lastrowids = [None] * 3
        self.closed = set()  # cursors
        self.frozen = {}  # cursors of closed connections: [rowcount, description]

    def execute(self, k, sql, values):
        cur = self.curs[k]
        if k in self.frozen:
            self.frozen[k][0] = -1
        if sql.find(":name") >= 0 and len(values) == 1:
            cur.execute("SELECT 1 WHERE 0")  # may be refused: closed
            cur.execute("")
            # SQL that does not compile is refused before its values are looked at.
            try:
                sqlite3.connect(":memory:").execute(sql, {"name": 1})
            except sqlite3.Error:
                cur.execute(sql, {"name": 1})
            return " " + Wanted.named
        cur.execute(sql, values)
        if Wanted.sets_lastrowid(sql, cur):
            self.lastrowids[k] = cur.lastrowid
        return ""

    def fetch(self, call, k, size):
        cur = self.curs[k]
        if cur.description is None:
            cur.fetchone()  # closed is said first
            return " " + Wanted.no_result
        if call == "one":
            row = cur.fetchone()
            return rows_text([row]) if row is not None else ""
        if call == "all":
            return rows_text(cur.fetchall())
        if size <= 0:
            self.check_open(k)
            return " " + Wanted.negative if size < 0 else ""
        return rows_text(cur.fetchmany(size))

    def check_open(self, k):
        """Raises what any call on a closed cursor or connection raises."""
        if k in self.closed or k in self.frozen:
            self.curs[k].fetchone()

    def close(self, c):
        """Wanted, 6: closing ends every statement, so that no lock is left behind.
        CPython's close leaves an open one alive, and with it its transaction."""
        for k, cur in enumerate(self.curs):
            if (k == 2) == c and k not in self.closed and k not in self.frozen:
                self.frozen[k] = [cur.rowcount, cur.description]
                cur.execute("")
        self.conns[c].close()

    def call(self, fields):
        call, k = fields[0], int(fields[1])
        if call == "exec":
            return self.execute(k, bytes.fromhex(fields[2]).decode(),
                                tuple(map(value_of, fields[3:])))
        if call == "arraysize":
            if int(fields[2]) < 0:
                return " " + Wanted.arraysize
            self.curs[k].arraysize = int(fields[2])
        elif call == "closecursor":
            self.curs[k].close()
            self.closed.add(k)
        elif call == "close":
            self.close(k)
        elif call in ("commit", "rollback"):
            getattr(self.conns[k], call)()
        else:
            return self.fetch(call, k, int(fields[2]) if len(fields) > 2 else 0)
        return ""

    def state(self):
        text = ""
        for k, cur in enumerate(self.curs):
            rowcount, description = self.frozen.get(k, (cur.rowcount, cur.description))
            names = "none" if description is None else "".join(
                column[0] + "," for column in description)
            rowid = self.lastrowids[k]
            text += " | %d %s %s" % (rowcount, "none" if rowid is None else rowid, names)
        for conn in self.conns:
            try:
                text += " | %d" % conn.in_transaction
            except sqlite3.ProgrammingError:
                text += " | -1"
        return text

    def answer(self, fields):
        try:
            text = self.call(fields)
        except sqlite3.Error as error:
            text = " error %s: %s %d %s" % (
                type(error).__name__, error, getattr(error, "sqlite_errorcode", 0),
                getattr(error, "sqlite_errorname", ""))
        return text + self.state()

    def end(self):
        for cur, k in zip(self.curs, range(3)):
            try:
                cur.close()
            except sqlite3.ProgrammingError:
                pass
        for conn in self.conns:
            conn.close()


def random_call(rng):
    k = str(rng.choice([0, 0, 0, 1, 2]))
    roll = rng.random()
    if roll < 0.55:
        sql, count = rng.choice(STATEMENTS)
        if rng.random() < 0.05:
            count = rng.randrange(4)
        sql = rng.choice(BEFORE) + sql + (rng.choice(AFTER) if rng.random() < 0.3 else "")
        return ["exec", k, sql.encode().hex()] + [rng.choice(VALUES) for _ in range(count)]
    if roll < 0.70:
        return ["one", k]
    if roll < 0.78:
        return ["many", k, str(rng.choice([0, 1, 2, 3, 100, -1]))]
    if roll < 0.84:
        return ["all", k]
    if roll < 0.92:
        return ["commit", str(rng.choice([0, 0, 1]))]
    if roll < 0.96:
        return ["rollback", str(rng.choice([0, 0, 1]))]
    if roll < 0.98:
        return ["arraysize", k, str(rng.choice([0, 1, 2, -3]))]
    if roll < 0.99:
        return ["closecursor", k]
    return ["close", str(rng.choice([0, 1]))]


def make_script(rng):
    tables = "CREATE TABLE t(a INTEGER PRIMARY KEY, b UNIQUE, c)", "CREATE TABLE u(x)"
    script = [["exec", "0", sql.encode().hex()] for sql in tables]
    return script + [random_call(rng) for _ in range(rng.randrange(5, CALLS))]


def readable(fields):
    if fields[0] == "exec":
        return "exec %s %r %s" % (fields[1], bytes.fromhex(fields[2]).decode(), fields[3:])
    return " ".join(fields)


def main():
    replay, folder = sys.argv[1], sys.argv[2]
    version = subprocess.run([replay], stdin=subprocess.DEVNULL, capture_output=True,
                             text=True).stdout.strip()
    if sys.version_info < (3, 11):
        print("1..0 # SKIP python3 is older than 3.11: its errors have no codes yet")
        return
    if version != sqlite3.sqlite_version:
        print("1..0 # SKIP python3 uses SQLite %s and we %s" % (sqlite3.sqlite_version,
                                                                version))
        return
    warnings.simplefilter("ignore")
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else SEED)
    scripts = [make_script(rng) for _ in range(SCRIPTS)]
    lines = []
    for number, script in enumerate(scripts):
        lines.append("open\t%s/c%d.db" % (folder, number))
        lines += ["\t".join(fields) for fields in script]
    run = subprocess.run([replay], input="\n".join(lines) + "\n", capture_output=True,
                         text=True)
    seen = iter(run.stdout.split("\n"))
    calls = wrong = errors = 0
    for number, script in enumerate(scripts):
        next(seen, "")
        oracle = Oracle("%s/p%d.db" % (folder, number))
        history = []
        for fields in script:
            calls += 1
            wanted, got = oracle.answer(fields), next(seen, "(nothing)")
            errors += " error " in wanted
            history.append(readable(fields))
            if wanted != got:
                wrong += 1
                if wrong <= 5:
                    print("# script %d, call %d" % (number, len(history)))
                    for line in history[-12:]:
                        print("#   " + line)
                    print("#   wanted%s\n#   seen  %s" % (wanted, got))
                for _ in range(len(script) - len(history)):
                    next(seen, "")
                break
        oracle.end()
    passed = wrong == 0 and run.returncode == 0
    print("%sok 1 - %d scripts of %d calls (%d refused) give what Python gives"
          % ("" if passed else "not ", len(scripts), calls, errors))
    if run.returncode:
        print("# replay ended with %d: %s" % (run.returncode, run.stderr[-2000:]))
    print("1..1")
    sys.exit(0 if passed else 1)


main()
