#!/bin/sh
# How fast vmsim's engine is, how its cost grows, how many instructions a reference
# takes, and that it is exact on 20 million references. Ratios to the floor, which is
# measured in the same run, hold on other machines; nanoseconds do not.
#
#   make bench B=vmsim
#   VMSIM_BENCH_REFERENCES=2000000 make bench B=vmsim    a short one
set -eu
cd "$(dirname "$0")/../.."
bench=${RING3_BUILD:-$PWD/build/release}/tests/vmsim/helpers/vmsim-bench
references=${VMSIM_BENCH_REFERENCES:-20000000}
work=$(mktemp -d "${TMPDIR:-/tmp}/ring3-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

zipf=$work/zipf.u64
vmsim generate zipf -n "$references" --pages 1000000 --seed 42 -o "$zipf" --json >/dev/null
if [ "$references" = 20000000 ]; then
    sum=$(sha256sum "$zipf" | cut -d' ' -f1)
    wanted=3307b47c24bb36f82b88604f0aff6da658591a79e90dc3a65d3d0f4e23bce4fb
    [ "$sum" = "$wanted" ] || { echo "zipf20m has another SHA-256: $sum"; exit 1; }
    "$bench" oracle "$zipf" tests/vmsim/data/policy_oracle.csv zipf20m
fi
echo
echo "-- Zipf"
"$bench" speed "$zipf" 10000
echo
"$bench" flat "$zipf" 10000

echo
echo "-- the whole program, user seconds and peak memory"
for policy in lru opt fifo,lru,clock,sieve,s3fifo,arc,2q,lirs; do
    command -v /usr/bin/time >/dev/null || { echo "skipped: no /usr/bin/time"; break; }
    /usr/bin/time -f "$policy: %U s user, %e s in all, %M KB" \
        vmsim run "$zipf" -p "$policy" -f 10000 >/dev/null
done

echo
echo "-- a recorded trace"
if command -v valgrind >/dev/null; then
    seq 1 2000 | sort -R --random-source=/bin/sh >"$work/numbers"
    vmsim record -o "$work/sort.trace" -- sort -n "$work/numbers" >/dev/null 2>&1
    "$bench" speed "$work/sort.trace" 64
else
    echo "skipped: valgrind is not installed"
fi

# Instructions of a run over the first references, less those of none at all.
echo
echo "-- instructions per reference under callgrind, Zipf, 10 000 frames, 200 000 references"
if command -v valgrind >/dev/null; then
    head -c 1600000 "$zipf" >"$work/short.u64"
    instructions() { # POLICY COUNT
        valgrind --tool=callgrind --callgrind-out-file=/dev/null "$bench" once \
            "$work/short.u64" "$1" 10000 "$2" 2>&1 | sed -n 's/.*Collected : //p'
    }
    for policy in fifo lru clock sieve lfu s3fifo arc 2q lirs opt; do
        none=$(instructions "$policy" 0)
        all=$(instructions "$policy" 200000)
        echo "$policy $(((all - none) / 200000))"
    done
else
    echo "skipped: valgrind is not installed"
fi
