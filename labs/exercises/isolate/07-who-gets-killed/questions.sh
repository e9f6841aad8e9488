# Three rounds of a seed. Each is "ant SIZE ADJ bee SIZE ADJ cat SIZE ADJ GROWER", in MiB.
# shellcheck shell=sh

# ask SEED: prints three lines. The kinds of rounds: the grower becomes the largest; an
# idle one is the largest; a small one is marked with oom_score_adj; the largest is idle,
# but the grower is marked. No two candidates come closer than 8 MiB.
ask() {
    awk -v seed="$1" 'BEGIN {
        split("ant bee cat", name)
        split("1 2 3 4", kind)
        x = (seed * 5501) % 2147483646 + 1
        for (i = 0; i < 20; i++) next_number(4)
        shuffle(kind, 4)
        for (round = 1; round <= 3; round++) {
            k = kind[round]
            one = k == 2 || k == 4 ? 32 + next_number(5) : 10 + next_number(4)
            two = k == 1 ? 4 + next_number(5) : 8 + next_number(3)
            if (k == 3) one = 24 + next_number(4)
            size[1] = one;  adj[1] = 0
            size[2] = two;  adj[2] = k == 3 ? 750 : 0
            size[3] = 2;    adj[3] = k == 4 ? 600 : 0
            split("1 2 3", place)
            shuffle(place, 3)
            grower = ""
            for (i = 1; i <= 3; i++) {
                p = place[i]
                printf "%s %d %d ", name[i], size[p], adj[p]
                if (p == 3) grower = name[i]
            }
            print grower
        }
    }
    function next_number(count) {
        x = (x * 16807) % 2147483647
        return int(x / 2147483647 * count)
    }
    function shuffle(list, count,  i, j, kept) {
        for (i = count; i > 1; i--) {
            j = next_number(i) + 1
            kept = list[i]; list[i] = list[j]; list[j] = kept
        }
    }'
}
