"""The cursor library against Python's sqlite3: the same generated scripts, the same
answers, line by line. compare.sh runs it:

    compare.py SQLITE-DEMO FOLDER pep249|cpython [SCRIPTS [SEED]]

With cpython, `sqlite-demo script` gets the compat of this interpreter, and every answer
must be Python's own. With pep249 the class Wanted (compare_oracle.py) says where it must
differ: that is the one list of deviations. The scripts are made in compare_scripts.py.
"""
import json
import os
import random
import subprocess
import sys
import warnings

from compare_oracle import Oracle, same
from compare_scripts import make_script

SEED = 20261129
VERSION = sys.version_info[:2]


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
