# What the exercises of this area share: a short string of references that comes from
# the seed, the steps that vmsim makes of it, and the file of answers.
# shellcheck shell=sh

# string SEED TRY LENGTH PAGES: "3,1,4,…", never the same page twice in a row. Lehmer's
# generator, 16807 mod 2^31-1, so that a seed means the same on every machine.
string() {
    awk -v seed="$1" -v try="$2" -v length_="$3" -v pages="$4" 'BEGIN {
        x = (seed * 131 + try * 7919) % 2147483646 + 1
        for (i = 0; i < 20; i++) x = (x * 16807) % 2147483647
        for (i = 0; i < length_; ) {
            x = (x * 16807) % 2147483647
            page = int(x / 2147483647 * pages) + 1
            if (page == last) continue
            printf "%s%d", i++ ? "," : "", page
            last = page
        }
    }'
}

# number SEED MOST: 1 to MOST
number() {
    awk -v seed="$1" -v most="$2" 'BEGIN {
        x = (seed * 7907) % 2147483646 + 1
        for (i = 0; i < 20; i++) x = (x * 16807) % 2147483647
        print int(x / 2147483647 * most) + 1
    }'
}

# steps STRING POLICY FRAMES: the lines of `vmsim play --json`, in $RING3_SCRATCH/steps
steps() {
    vmsim play --string "$1" --policy "$2" --frames "$3" --json >"$RING3_SCRATCH/steps"
}

# column KEY: the value of a key in every step, one a line
column() {
    sed -n "s/.*\"$1\":\"\\{0,1\\}\\([^\",}]*\\).*/\\1/p" "$RING3_SCRATCH/steps"
}

# evidence LABEL STEP: the text under this label at a step
evidence() {
    sed -n "$2s/.*{\"label\":\"$1\",\"text\":\"\\([^\"]*\\)\"}.*/\\1/p" "$RING3_SCRATCH/steps"
}

# answer NAME: what the learner wrote after "NAME:", in small letters, blanks single
answer() {
    sed -n "s/^[[:space:]]*$1[[:space:]]*:[[:space:]]*//p" "$RING3_WORK/answers.txt" |
        tail -n 1 | tr 'A-Z' 'a-z' | tr -s ' \t' ' ' | sed 's/ *$//'
}

# answered NAME…: each of them has an answer; the first that has none is the verdict
answered() {
    [ -f "$RING3_WORK/answers.txt" ] ||
        fail 'answers.txt is not in your folder' "To get new questions: labs reset $RING3_NAME"
    for check_name in "$@"; do
        case $(answer "$check_name") in
        '' | .) fail "no answer yet: $check_name" "Put it after '$check_name:' in answers.txt, in the place of the dot." ;;
        esac
    done
}
