# The questions of a seed, and their answers; both come from here and from vmsim.
# shellcheck shell=sh

frames=3
steps=14

# Lehmer's generator, so that a seed means the same on every machine.
string() { # SEED TRY
    awk -v seed="$1" -v try="$2" -v steps=$steps 'BEGIN {
        x = (seed * 131 + try * 7919) % 2147483646 + 1
        for (i = 0; i < 20; i++) x = (x * 16807) % 2147483647
        for (i = 0; i < steps; ) {
            x = (x * 16807) % 2147483647
            page = int(x / 2147483647 * 6) + 1
            if (page == last) continue
            printf "%s%d", (i++ ? "," : ""), page
            last = page
        }
    }'
}

# The first try in which CLOCK answers unlike FIFO and LRU. Sets $pages, $clock.
ask() { # SEED
    try=0
    while [ $try -lt 80 ]; do
        pages=$(string "$1" $try)
        clock=$(victims clock $frames "$pages") || return 1
        fifo=$(victims fifo $frames "$pages")
        lru=$(victims lru $frames "$pages")
        [ "$clock" = "$fifo" ] || [ "$clock" = "$lru" ] || return 0
        try=$((try + 1))
    done
    return 1
}
