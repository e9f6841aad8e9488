# shellcheck shell=sh
. "$RING3_EXERCISE/../trace.sh"

# Sets $pages, $faults, $leaves, $evictions and $hits: the first try in which a page
# leaves and another one is hit.
ask() { # SEED
    try=0
    while [ $try -lt 60 ]; do
        pages=$(string "$1" $try 8 4)
        steps "$pages" fifo 3 || return 1
        faults=$(column fault | grep -c true)
        leaves=$(column evicted | grep -v null | head -n 1)
        evictions=$(column evicted | grep -vc null)
        hits=$((8 - faults))
        [ -n "$leaves" ] && [ $hits -ge 2 ] && [ $hits != "$faults" ] && [ $evictions != $hits ] && return 0
        try=$((try + 1))
    done
    return 1
}
