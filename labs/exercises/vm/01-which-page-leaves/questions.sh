# The questions of a seed, and their answers. Both come from here, and the answers
# come from vmsim alone.
# shellcheck shell=sh

frames=3

# string SEED TRY: twelve references to five pages, "3 1 4 …". A generator of our
# own (Lehmer, 16807 mod 2^31-1), so that a seed means the same on every machine.
string() {
    awk -v seed="$1" -v try="$2" 'BEGIN {
        x = (seed * 131 + try * 7919) % 2147483646 + 1
        for (i = 0; i < 20; i++) x = (x * 16807) % 2147483647
        for (i = 0; i < 12; ) {
            x = (x * 16807) % 2147483647
            page = int(x / 2147483647 * 5) + 1
            if (page == last) continue
            printf "%s%d", i++ ? " " : "", page
            last = page
        }
    }'
}

# answers POLICY STRING: one word per step: h (hit), f (fault, a frame was free), or
# the page that leaves.
answers() {
    vmsim play --string "$(echo "$2" | tr ' ' ,)" --frames $frames --policy "$1" \
        --json >"$RING3_SCRATCH/steps" || return 1
    sed -n 's/.*"fault":\([a-z]*\).*"evicted":\([0-9a-z]*\).*/\1 \2/p' \
        "$RING3_SCRATCH/steps" |
        awk '{ printf "%s%s", (NR > 1 ? " " : ""),
                $1 == "false" ? "h" : $2 == "null" ? "f" : $2 }'
}

# The first try of this seed in which the two policies answer differently, and that
# has a hit late enough to matter. Sets $pages, $fifo and $lru.
ask() { # SEED
    try=0
    while [ $try -lt 60 ]; do
        pages=$(string "$1" $try)
        fifo=$(answers fifo "$pages") || return 1
        lru=$(answers lru "$pages") || return 1
        case ${fifo#* * * } in
        *h*) [ "$fifo" = "$lru" ] || return 0 ;;
        esac
        try=$((try + 1))
    done
    return 1
}
