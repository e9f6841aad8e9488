# A program with a working set, and rare references elsewhere.
# shellcheck shell=sh

# working_set SEED: 50 to 148 pages
working_set() { echo $((50 + $1 * 37 % 99)); }

make_trace() { # SEED FILE
    vmsim generate uniform --pages "$(working_set "$1")" -n 30000 --seed "$1" |
        awk -v seed="$1" 'BEGIN { x = seed % 2147483646 + 1 }
            {
                x = (x * 16807) % 2147483647
                print (x % 20 ? $1 : 1000 + int(x / 20) % 3000)
            }' |
        vmsim convert - -o "$2" --to u64 >/dev/null
}
