# The commands of a seed, and what the kernel does with them.
# shellcheck shell=sh

# ask SEED: prints eight lines "name|command" in an order of the seed's own.
ask() {
    grep -v '^#' "$RING3_EXERCISE/commands.txt" | awk -v seed="$1" '
        { line[NR] = $0 }
        END {
            x = (seed * 7717) % 2147483646 + 1
            for (i = 0; i < 20; i++) x = (x * 16807) % 2147483647
            for (i = NR; i > 1; i--) {
                x = (x * 16807) % 2147483647
                j = int(x / 2147483647 * i) + 1
                kept = line[i]; line[i] = line[j]; line[j] = kept
            }
            for (i = 1; i <= 8; i++) print line[i]
        }'
}
