#!/bin/sh
# What reading traces and whole LRU curves cost: tests/vmsim/helpers/curve-bench.c. Ratios
# to the floor hold on other machines, nanoseconds do not.
#
#   make bench B=curve
set -eu
trace=$(mktemp "${TMPDIR:-/tmp}/ring3-bench.XXXXXX") || exit 1
trap 'rm -f "$trace"' EXIT
trap 'exit 1' HUP INT TERM
"$RING3_BUILD/tests/vmsim/helpers/curve-bench" "$trace"
