# shellcheck shell=sh
. "$RING3_EXERCISE/../trace.sh"

# Sets $pages, $at (the step at which a page leaves first), $before and $after (the
# pages in the frames).
ask() { # SEED
    try=0
    while [ $try -lt 60 ]; do
        pages=$(string "$1" $try 10 5)
        steps "$pages" lru 3 || return 1
        at=$(column evicted | grep -vn null | head -n 1 | cut -d: -f1)
        if [ -n "$at" ] && [ "$at" -gt 4 ]; then
            before=$(evidence before "$at" | sed 's/[0-9]*://g' | tr -s ' ')
            after=$(evidence after "$at" | sed 's/[0-9]*://g' | tr -s ' ')
            return 0
        fi
        try=$((try + 1))
    done
    return 1
}
