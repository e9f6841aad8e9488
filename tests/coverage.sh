#!/bin/sh
# Line coverage per folder, and the files of which less than 70 % was run.
#
#   tests/coverage.sh build/coverage
#
# With gcovr if it is installed, otherwise from gcov, which comes with gcc. Headers
# and the tests themselves are not counted.
set -u
build=${1:?usage: tests/coverage.sh FOLDER-OF-THE-BUILD}
cd "$(dirname "$0")/.." || exit 2
if [ -z "$(find "$build/obj" -name '*.gcda' 2>/dev/null | head -n 1)" ]; then
    echo "coverage: $build holds no counts: make coverage runs the tests first" >&2
    exit 2
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/ring3-coverage.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# Both give lines "FILE LINES RUN".
from_gcovr() {
    gcovr --root . --object-directory "$build/obj" "$build/obj" --csv \
        --filter '(labs|vmsim|threads|isolate|sqlite-demo)/.*\.c' 2>"$work/errors" |
        awk -F, 'NR > 1 { print $1, $2, $3 }'
}

# A program that no test ran has no counts of its own, only notes: 0 lines were run.
from_gcov() {
    find "$build/obj" -name '*.gcno' ! -path '*/obj/tests/*' | while read -r notes; do
        (cd "$work" && gcov -n -s "$OLDPWD" "$OLDPWD/$notes" 2>/dev/null)
    done | awk -v top="$PWD/" '
        /^File / {
            file = $2
            gsub("\047", "", file)
            sub("^" top, "", file)
            if (file !~ /^(labs|vmsim|threads|isolate|sqlite-demo)\/.*\.c$/) file = ""
        }
        /^Lines executed:/ && file != "" {
            split($2, percent, ":")
            print file, $4, int($4 * percent[2] / 100 + 0.5)
            file = ""
        }'
}

if command -v gcovr >/dev/null 2>&1; then
    from_gcovr >"$work/lines"
    tool=gcovr
fi
if [ ! -s "$work/lines" ]; then
    from_gcov >"$work/lines"
    tool=gcov
fi
if [ ! -s "$work/lines" ]; then
    cat "$work/errors" 2>/dev/null >&2
    echo "coverage: neither gcovr nor gcov gave a figure (is gcov of this gcc?)" >&2
    exit 3
fi

sort "$work/lines" | awk -v tool="$tool" '
    function percent(run, lines) { return lines ? 100 * run / lines : 100 }
    {
        folder = $1
        sub("/[^/]*$", "", folder)
        if (!(folder in lines)) folders[++count] = folder
        lines[folder] += $2
        run[folder] += $3
        all += $2
        reached += $3
        if (percent($3, $2) < 70) low[++lows] = sprintf("  %5.1f %%  %s", percent($3, $2), $1)
    }
    END {
        for (i = 1; i <= count; i++)
            printf "%5.1f %%  %-24s %6d lines\n", percent(run[folders[i]], lines[folders[i]]),
                folders[i], lines[folders[i]]
        if (lows) print "less than 70 %:"
        for (i = 1; i <= lows; i++) print low[i]
        printf "coverage: %.1f %% of %d lines (%s)\n", percent(reached, all), all, tool
    }'
