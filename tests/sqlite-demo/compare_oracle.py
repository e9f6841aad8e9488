"""What Python's own sqlite3 answers to a script, as lines of JSON: for compare.py. The
class Wanted is the one list of where the contract wants something else.
"""
import math
import sqlite3

from compare_scripts import ODD_VALUES, STATEMENTS


class Wanted:
    """What the contract wants in the place of what CPython does."""

    # 1. A fetch without a result set is an error (PEP 249); CPython gives no rows.
    no_result = ("ProgrammingError", "There are no rows to fetch: the cursor's last "
                 "statement did not produce a result set.")
    # 2. fetchmany(0) gives no rows and a negative size is an error; CPython before
    #    3.13.8 gives all rows for both (python/cpython#139283).
    negative = ("ProgrammingError", "the number of rows to fetch must not be negative")
    # 3. A negative arraysize is an error; CPython before 3.13.8 takes it (the same issue).
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
