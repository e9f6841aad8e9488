# shellcheck shell=sh
. "$RING3_EXERCISE/../trace.sh"

# Sets $word and $row.
ask() { # SEED
    words='semaphore translation transaction namespace starvation deadlock working journal resident scheduler'
    word=$(echo "$words" | cut -d' ' -f"$(number "$1" 10)")
    row=$(awk -v word="$word" -v seed="$1" 'BEGIN {
        x = (seed * 523) % 2147483646 + 1
        for (i = 1; i <= length(word); i++) {
            printf "%s", substr(word, i, 1)
            for (j = 0; j < 2; j++) {
                x = (x * 16807) % 2147483647
                printf "%c", 97 + int(x / 2147483647 * 26)
            }
        }
    }')
}
