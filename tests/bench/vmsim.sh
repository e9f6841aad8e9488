#!/bin/sh
# How fast vmsim's engine is, how its cost and its memory grow, how many instructions a
# reference takes, and that it is exact on 20 million references. Ratios to the floor,
# which is measured in the same run, hold on other machines; nanoseconds do not.
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

has() { command -v "$1" >/dev/null; }
timed() { # NAME COMMAND…: user seconds, and the most memory
    name=$1 && shift
    if [ -x /usr/bin/time ]; then
        /usr/bin/time -f "$name: %U s user, %e s in all, %M KB" "$@" >/dev/null
    else
        echo "$name: skipped, there is no /usr/bin/time"
    fi
}

echo "-- $(date -u +%Y-%m-%d), $(nproc) processors, load $(cut -d' ' -f1-3 /proc/loadavg), $(uname -m)"
zipf=$work/zipf.u64
vmsim generate zipf -n "$references" --pages 1000000 --seed 42 -o "$zipf" --json >/dev/null
if [ "$references" = 20000000 ]; then
    sum=$(sha256sum "$zipf" | cut -d' ' -f1)
    wanted=3307b47c24bb36f82b88604f0aff6da658591a79e90dc3a65d3d0f4e23bce4fb
    [ "$sum" = "$wanted" ] || { echo "zipf20m has another SHA-256: $sum"; exit 1; }
    "$bench" oracle "$zipf" tests/vmsim/data/policy_oracle.csv zipf20m
fi
echo
echo "-- Zipf, beside a floor of ours: libCacheSim is no package of Debian, and not measured"
"$bench" speed "$zipf" 10000
echo
"$bench" flat "$zipf" 10000

echo
echo "-- the whole program, 10 000 frames"
for policy in lru opt fifo,lru,clock,sieve,s3fifo,arc,2q,lirs; do
    timed "$policy" vmsim run "$zipf" -p "$policy" -f 10000
done
vmsim convert "$zipf" -o "$work/zipf.txt" --to text >/dev/null
timed "lru, from text" vmsim run "$work/zipf.txt" -p lru -f 10000
rm "$work/zipf.txt"

echo
echo "-- exact curves at every size"
for policy in lru opt mru unopt lfu:history=all; do
    timed "$policy" vmsim curve "$zipf" -p "$policy" --csv
done

# 64 MB, 4 bytes a reference and 16 a page; OPT 8 a reference more.
echo
echo "-- memory while 1, 5 and 20 million pages come up, 10 000 frames"
for pages in $((references / 20)) $((references / 4)) "$references"; do
    vmsim generate loop -n "$references" --pages "$pages" -o "$work/loop.u64" >/dev/null
    allowed=$((65536 + (references * 4 + pages * 16) / 1024))
    timed "lru, $pages pages (at most $allowed KB)" vmsim run "$work/loop.u64" -p lru -f 10000
    timed "opt, $pages pages (at most $((allowed + references * 8 / 1024)) KB)" \
        vmsim run "$work/loop.u64" -p opt -f 10000
    rm "$work/loop.u64"
done

echo
echo "-- a recorded trace: sort, under valgrind"
if has valgrind; then
    seq 1 $((references / 1000)) | sort -R --random-source=/bin/sh >"$work/numbers"
    vmsim record -o "$work/sort.trace" -- sort -n --parallel=1 "$work/numbers" >/dev/null 2>&1
    "$bench" speed "$work/sort.trace" 64
    "$bench" flat "$work/sort.trace" 64
else
    echo "skipped: valgrind is not installed"
fi

# Instructions of a run over the first references, less those of none at all.
echo
echo "-- instructions per reference under callgrind, Zipf, 10 000 frames, 200 000 references"
if has valgrind; then
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
