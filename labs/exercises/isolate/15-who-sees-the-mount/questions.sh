# The marks and the mounts of a seed. The answers come from the kernel: see mounts.sh.
# shellcheck shell=sh

# ask SEED: sets $marks ("slave shared private" for ant, bee and cat), and $places (who
# makes each of the five mounts). The first four places are all different.
ask() {
    # shellcheck disable=SC2046 # each word is one
    set -- $(awk -v seed="$1" 'BEGIN {
        x = (seed * 3571) % 2147483646 + 1
        for (i = 0; i < 20; i++) x = (x * 16807) % 2147483647
        shuffle("private slave shared")
        shuffle("host ant bee cat")
        x = (x * 16807) % 2147483647
        split("host ant bee cat", place)
        print place[int(x / 2147483647 * 4) + 1]
    }
    function shuffle(words,  word, count, i, j, kept) {
        count = split(words, word)
        for (i = count; i > 1; i--) {
            x = (x * 16807) % 2147483647
            j = int(x / 2147483647 * i) + 1
            kept = word[i]; word[i] = word[j]; word[j] = kept
        }
        for (i = 1; i <= count; i++) printf "%s ", word[i]
    }')
    marks="$1 $2 $3"
    shift 3
    places=$*
}
