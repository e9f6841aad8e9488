#!/bin/sh
# How fast the machine steps when nobody looks (opcodes per second, and against SQLite
# itself on the same file), and how long one sweep of crashes takes.
#
#   make bench B=stepper
set -eu
cd "$(dirname "$0")/../.."
build=${RING3_BUILD:-$PWD/build/release}
"$build/tests/sqlite-demo/helpers/stepper-bench"
sqlite-demo crash --journal delete --json |
    sed 's/.*"points":\([0-9]*\).*"seconds":\([0-9.]*\).*/one sweep: \1 points in \2 s/'
