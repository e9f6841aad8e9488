#!/bin/sh
# The menu: how soon its first frame stands, and what it costs when nobody types.
home=$(mktemp -d "${TMPDIR:-/tmp}/ring3-bench.XXXXXX") || exit 1
trap 'rm -rf "$home"' EXIT
trap 'exit 1' HUP INT TERM
HOME=$home "$RING3_BUILD/tests/labs/helpers/first-paint" quit labs
