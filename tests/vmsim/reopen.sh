#!/bin/sh
# The line after $ on the screen of play: typed as it stands, it opens the same view.
. tests/lib.sh
trace=$work/'it is a trace.xz'
cp tests/vmsim/data/busybox-true.lackey.xz "$trace"
xz -dc tests/vmsim/data/mix200k.u64.xz 2>/dev/null | head -c 8000 >"$work/-dashed"
here=$PWD

look() { # COMMAND: $screen is what a shell shows that runs it
    rm -f "$work/dump"
    (cd "$work" && RING3_KEYS=dump RING3_DUMP="$work/dump" sh -c "$1") >"$work/said" 2>&1
    screen=$(cat "$work/dump" 2>/dev/null)
}

# The line after $, with the next one where it ends with a backslash.
typed() {
    printf '%s\n' "$screen" | sed -n '/^ \$ /{s/^ \$ //;:more
        /\\$/{N;b more
        };p;}'
}

same() { # NAME COMMAND
    look "$2"
    first=$screen
    line=$(typed)
    look "$line"
    is "$screen" "$first" "$1"
    [ -s "$work/said" ] && printf '# said: %s\n# typed: %s\n' "$(cat "$work/said")" "$line"
}

for size in 80x24 100x30 200x60; do
    RING3_SCREEN=$size
    export RING3_SCREEN
    same "$size: the page size of a trace comes back" \
        "vmsim play 'it is a trace.xz' --page-size 64 --frames 4 --at 50000"
    same "$size: the format" "vmsim play ./-dashed --format u64 --frames 4 --at 900"
    same "$size: a name that begins with a dash" "vmsim play --frames 4 --at 9 -- -dashed"
    same "$size: parameters of the policy" \
        'vmsim play --string 1,2,3,1,4,1,5 --frames 3 --policy clock:insert=0,bits=2 --at 5'
    same "$size: all at once" "vmsim play 'it is a trace.xz' --page-size 64 --frames 4 \
        --policy clock:insert=0,bits=2 --format lackey --at 50001"
    same "$size: a scenario with other frames" 'vmsim play textbook --frames 4 --at 3'
done

# What cannot be shown whole says so, and still shows where one is.
RING3_SCREEN=80x24
string=$(seq -s , 1 100)
look "vmsim play --string $string --frames 3 --policy lru --at 50"
contains "$screen" '…' 'a line that is too long is cut in its middle'
contains "$screen" '--policy lru --frames 3 --at 50' 'and its end is there'
rm -f "$work/dump"
(cd "$work" && RING3_KEYS='b dump' RING3_DUMP="$work/dump" \
    vmsim play 'it is a trace.xz' --page-size 64 --frames 4 --at 50000)
contains "$(tail -n 2 "$work/dump")" '--page-size 64 --at 50000' 'b shows the end too'
cd "$here" || exit 1
done_testing
