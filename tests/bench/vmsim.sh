#!/bin/sh
# How fast vmsim is: see tests/vmsim/helpers/vmsim-bench.c. Ratios to the sum of
# the same numbers hold on other machines, nanoseconds do not.
#
#   make bench B=vmsim
set -eu
cd "$(dirname "$0")/../.."
exec "${RING3_BUILD:-$PWD/build/release}/tests/vmsim/helpers/vmsim-bench" \
    tests/vmsim/data/mix200k.u64.xz
