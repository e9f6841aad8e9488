#!/bin/sh
# What the default filter costs: compiled by libseccomp, from the cache, built in, and
# loaded. A container pays for the last two only.
set -u
ISOLATE_FILTERS=$(mktemp -d) || exit 1
export ISOLATE_FILTERS
trap 'rm -rf "$ISOLATE_FILTERS"' EXIT
echo "medians of ${ROUNDS:-100} rounds"
"$RING3_BUILD/tests/isolate/helpers/filter_cost" "${ROUNDS:-100}"
