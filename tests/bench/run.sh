#!/bin/sh
# Runs the benchmarks: all, or the one that is named.
#
#   make bench            every tests/bench/NAME.sh
#   make bench B=vmsim    one
#
# A benchmark prints ratios to something that was measured in the same run, since
# seconds of one machine say little on another. Nothing here fails for being slow.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${RING3_BUILD:-$PWD/build/release}
export RING3_BUILD="$build" PATH="$build/bin:$PATH" LC_ALL=C.UTF-8

found=
status=0
for script in tests/bench/*.sh; do
    name=$(basename "$script" .sh)
    [ "$name" != run ] || continue
    [ -z "${1-}" ] || [ "$name" = "$1" ] || continue
    found=yes
    printf '%s\n' "== $name"
    "$script" || status=1
done
if [ -z "$found" ]; then
    names=$(cd tests/bench && printf '%s ' *.sh | sed 's/run\.sh //; s/\.sh//g')
    echo "ring3: no benchmark '${1-}' (there are: $names)" >&2
    exit 2
fi
exit "$status"
