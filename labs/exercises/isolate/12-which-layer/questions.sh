# Six attacks of a seed, each of another layer.
# shellcheck shell=sh

# ask SEED: prints six lines "attack layer".
ask() {
    grep -v '^#' "$RING3_EXERCISE/attacks.txt" | awk -v seed="$1" '
        { line[NR] = $0 }
        END {
            x = (seed * 9973) % 2147483646 + 1
            for (i = 0; i < 20; i++) x = (x * 16807) % 2147483647
            for (i = NR; i > 1; i--) {
                x = (x * 16807) % 2147483647
                j = int(x / 2147483647 * i) + 1
                kept = line[i]; line[i] = line[j]; line[j] = kept
            }
            for (i = 1; i <= NR && found < 6; i++) {
                split(line[i], word)
                if (!seen[word[2]]++ && ++found) print line[i]
            }
        }'
}

# verdict ATTACK [OPTION…]: blocked, OPEN, … Without a file for standard input it would
# read the lines that its caller is reading.
verdict() {
    isolate attack "$@" --json </dev/null 2>/dev/null | sed -n '1s/.*"verdict":"\([^"]*\)".*/\1/p'
}
