# The traces, and the order of the policies for a seed.
# shellcheck shell=sh

traces='loop hot shift'

make_traces() { # FOLDER
    vmsim generate loop --pages 8 -n 400 >"$1/loop.txt" &&
        vmsim generate zipf --pages 12 -n 600 --seed 4 >"$1/hot.txt" &&
        {
            vmsim generate uniform --pages 5 -n 400 --seed 2
            vmsim generate zipf --pages 8 -n 300 --seed 3 | awk '{ print $1 + 20 }'
        } >"$1/shift.txt"
}

# The six names in the order of the letters A to F.
deal() { # SEED
    awk -v seed="$1" 'BEGIN {
        count = split("fifo lru mru clock lfu opt", name, " ")
        x = seed % 2147483646 + 1
        for (i = 0; i < 20; i++) x = (x * 16807) % 2147483647
        for (i = count; i >= 1; i--) {
            x = (x * 16807) % 2147483647
            j = int(x / 2147483647 * i) + 1
            printf "%s ", name[j]
            name[j] = name[i]
        }
    }'
}

counts() { # POLICY FOLDER: "loop 4 frames, hot 4, shift 4 …" as numbers
    for trace in $traces; do
        for frames in 4 6; do
            printf ' %s' "$(vmsim run "$2/$trace.txt" -p "$1" -f $frames --json | sed 's/.*"faults":\([0-9]*\).*/\1/')"
        done
    done
}
