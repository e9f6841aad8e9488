#!/bin/sh
# Formatters, checkers and measures of style. Prints every finding as FILE:LINE: WHAT,
# and at the end how many there are; status 1 if there is one.
#
#   tests/lint.sh               all checks
#   tests/lint.sh tidy measure  only these: format shell cppcheck tidy manual measure
#
# A tool that is absent is named and its check skipped. What learners get to read and
# to break (labs/exercises) is not looked at.
set -u
cd "$(dirname "$0")/.." || exit 2
jobs=$(nproc 2>/dev/null || echo 2)
work=$(mktemp -d "${TMPDIR:-/tmp}/ring3-lint.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
export LC_ALL=C.UTF-8

files() { # PATTERN: names, one per line
    find labs vmsim threads isolate sqlite-demo tests .ci \
        -path labs/exercises -prune -o -type f -name "$1" -print 2>/dev/null | sort
}
files '*.[ch]' >"$work/c"
files '*.c' | grep -v '^tests/' >"$work/sources"
{
    files '*.sh'
    files run
} >"$work/shell"

each() { # LIST HOW COMMAND…: in parallel; HOW is -nCOUNT files, or -I{} for one
    list=$1 count=$2
    shift 2
    tr "\n" "\0" <"$work/$list" | xargs -0 -r -P "$jobs" "$count" "$@" 2>&1
}

format() {
    each c -n16 clang-format --dry-run | grep 'warning:'
}

shell() {
    # Tests hand functions and quoted commands on to run and ok: 2016, 2317.
    each shell -n4 shellcheck -x -P . -f gcc -e SC2016,SC2317
}

# cppcheck knows libc without its headers, but not the cleanup attribute (it takes what
# is released so for a leak: the sanitizers and clang look for real ones), and not that
# folders and times are asked for by one thread only.
cppcheck_all() {
    cppcheck -q -j "$jobs" --enable=warning,performance,portability --std=c11 -I. \
        --library=posix,gnu --inline-suppr --suppress=missingIncludeSystem --suppress=resourceLeak --suppress=memleak \
        --suppress=readdirCalled --suppress=localtimeCalled --suppress=internalAstError \
        '-D__typeof__(x)=void *' '-DRING3_VERSION=""' -D__GNUC__=12 -D_GNU_SOURCE -D__clang_analyzer__ '-D_Noreturn=__attribute__((noreturn))' \
        --template='{file}:{line}: {message} [{id}]' --template-location='' \
        --file-list="$work/sources" 2>&1 | grep .
}

# The analyzer looks at one function at a time (shallow), or it would take minutes. What
# several files include is found several times.
tidy() {
    # shellcheck disable=SC2046  # the flags are words
    each sources -I{} clang-tidy --quiet {} -- -std=gnu17 -D_GNU_SOURCE -I. \
        '-DRING3_VERSION=""' -Xclang -analyzer-config -Xclang mode=shallow \
        $(pkg-config --cflags ncursesw sqlite3 md4c libarchive 2>/dev/null) |
        grep -E '(warning|error):' | sed -e "s|^$PWD/||" -e "s|^\./||" | sort -u
}

manual() {
    for page in build/release/man/*.1; do
        if [ -f "$page" ]; then
            mandoc -T lint -W warning "$page"
        else
            echo "lint: manual: no pages, because nothing is built yet" >&2
        fi
    done
}

# Lengths, marks of what is unfinished, and sleeps where a test should poll. A line that
# says "lint: allowed" has a reason beside it.
measure() {
    each shell -n1000 perl tests/measure.pl | grep . >"$work/measured"
    each c -n100000 perl tests/measure.pl --summary "$work/summary"
    cat "$work/measured"
}

check() { # NAME TOOL FUNCTION
    case " $chosen " in
    '  ' | *" $1 "*) ;;
    *) return ;;
    esac
    if ! command -v "$2" >/dev/null 2>&1; then
        echo "lint: $1: skipped, $2 is not installed"
        return
    fi
    "$3" >"$work/found"
    cat "$work/found"
    found=$(grep -c '' "$work/found")
    echo "lint: $1: $found"
    total=$((total + found))
}

total=0
chosen=$*
check format clang-format format
check shell shellcheck shell
check cppcheck cppcheck cppcheck_all
check tidy clang-tidy tidy
check manual mandoc manual
check measure perl measure
cat "$work/summary" 2>/dev/null
echo "lint: $total findings"
[ "$total" = 0 ]
