# shellcheck shell=sh
. "$RING3_EXERCISE/../trace.sh"

# furthest STEP: "PAGE NEXT", the page in memory before the step whose next use is the
# furthest; NEXT is "never" when there is none. Nothing when two are never used again.
furthest() {
    awk -v memory="$(evidence before "$1")" -v pages="$pages" -v at="$1" 'BEGIN {
        count = split(pages, reference, ",")
        held = split(memory, frame, /[ ]+/)
        for (i = 1; i <= held; i++) {
            split(frame[i], part, ":")
            next_use = count + 1
            for (t = at + 0; t <= count; t++)
                if (reference[t] == part[2]) { next_use = t; break }
            never += next_use > count
            if (next_use > best) { best = next_use; page = part[2] }
        }
        if (never < 2) print page, (best > count ? "never" : best)
    }'
}

# Sets $pages, $at, $lru, $opt and $next: a step at which the two evict differently.
ask() { # SEED
    try=0
    while [ $try -lt 120 ]; do
        pages=$(string "$1" $try 12 5)
        steps "$pages" lru 3 || return 1
        for at in $(column evicted | grep -vn null | cut -d: -f1); do
            lru=$(sed -n "${at}s/.*\"evicted\":\([0-9]*\).*/\1/p" "$RING3_SCRATCH/steps")
            best=$(furthest "$at")
            opt=${best% *} next=${best#* }
            [ -n "$best" ] && [ "$opt" != "$lru" ] && return 0
        done
        try=$((try + 1))
    done
    return 1
}
