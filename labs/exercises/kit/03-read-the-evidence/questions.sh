# shellcheck shell=sh
. "$RING3_EXERCISE/../trace.sh"

# Sets $pages, $at, $frame, $old and $new: an eviction whose numbers all differ, so that
# none can be taken for another one.
ask() { # SEED
    try=0
    while [ $try -lt 80 ]; do
        pages=$(string "$1" $try 12 5)
        steps "$pages" fifo 3 || return 1
        for at in $(column evicted | grep -vn null | cut -d: -f1); do
            frame=$(evidence call "$at" | sed -n 's/.*victim() = frame \([0-9]*\);.*/\1/p')
            old=$(sed -n "${at}s/.*\"evicted\":\([0-9]*\).*/\1/p" "$RING3_SCRATCH/steps")
            new=$(echo "$pages" | cut -d, -f"$at")
            [ -n "$frame" ] && [ "$frame" != "$old" ] && [ "$frame" != "$new" ] && return 0
        done
        try=$((try + 1))
    done
    return 1
}
