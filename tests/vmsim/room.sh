#!/bin/sh
# Memory that cannot be had: how much was asked for, and what to try instead. And how
# much is taken of what there is.
. tests/lib.sh
! sanitized || skip_all 'a sanitizer takes address space of its own'
# dash and bash have ulimit -v.
# shellcheck disable=SC3045
(ulimit -v 1000000) 2>/dev/null || skip_all 'this shell has no ulimit -v'
vmsim generate scan -n 4000000 --pages 4000000 -o "$work/scan.u64" >/dev/null
printf '1\n2\n3\n1\n' >"$work/small"

within() { # KILOBYTES COMMAND…: in so much address space
    # shellcheck disable=SC3045
    (ulimit -v "$1" && shift && exec "$@")
}

# What the program takes by itself differs from machine to machine.
base=16384
until within "$base" vmsim curve "$work/small" --policy opt >/dev/null 2>&1; do
    base=$((base + 4096))
    [ "$base" -lt 2000000 ] || break
done
room=$((base + 16384))

short() { # STATUS PART NAME COMMAND…
    refuses "$@"
    contains "$err" ' MB' 'and how much was asked for'
    contains "$err" 'vmsim curve --sample 0.01' 'and what to try instead'
}
short 3 'no memory is left for the table of pages' 'run while the trace is read' \
    within "$room" vmsim run "$work/scan.u64" -p lru -f 100
short 2 'their tables need' 'run with frames that cannot be had' \
    within "$room" vmsim run "$work/scan.u64" -p lru -f 3500000
short 3 'no memory is left for' 'run with the future' \
    within "$room" vmsim run "$work/scan.u64" -p opt -f 100
short 3 'no memory is left for' 'curve' within "$room" vmsim curve "$work/scan.u64" -p lru
short 3 'no memory is left for' 'compare' \
    within "$room" vmsim compare "$work/scan.u64" -p lru -f 100
run within "$room" vmsim curve "$work/scan.u64" --sample 0.01 --csv
is "$status" 0 'the estimate fits'

# The tables of the policies and of OPT's stack come after the trace.
room=$((base + 80000))
while run within "$room" vmsim curve "$work/scan.u64" -p opt --csv && [ "$status" != 0 ]; do
    case $err in *'no memory is left for'*'MB'*'--sample 0.01'*) ;; *'the trace has more'*) ;; *)
        break
        ;;
    esac
    room=$((room + 16384))
done
is "$status" 0 'whatever is missing first, the curve of OPT says so, until all fits'

# The address space is limited, which is never less than what is resident: the allowance is
# 16 bytes a page, 4 a reference, and 64 MB, beside what any run takes.
room=$((base + 65536 + (4000000 * 16 + 4000000 * 4) / 1024))
run within "$room" vmsim curve "$work/scan.u64" -p lru --csv
is "$status" 0 'the curve of LRU takes 16 bytes a page and 4 a reference'
done_testing
