# For the checks of this area: what vmsim counts, and what a learner wrote.
# shellcheck shell=sh

# faults POLICY FRAMES STRING: "1,2,3" at so many frames.
faults() {
    printf '%s\n' "$3" | tr ',' '\n' |
        vmsim run - --format text -p "$1" -f "$2" --json | json_field faults
}

# memory POLICY FRAMES STRING: a line per step: what is in memory after it, as " 1 2 3 ".
memory() {
    vmsim play --string "$3" --policy "$1" --frames "$2" --json |
        sed 's/.*"frames":\[\(.*\)\]}$/\1/; s/"page":\([0-9]*\)/\n=\1\n/g' |
        awk '/^=/ { text = text substr($0, 2) " " } /\}$/ { print " " text; text = "" }'
}

# victims POLICY FRAMES STRING: a word per step: h, f, or the page that leaves.
victims() {
    vmsim play --string "$3" --policy "$1" --frames "$2" --json |
        sed -n 's/.*"fault":\([a-z]*\).*"evicted":\([0-9a-z]*\).*/\1 \2/p' |
        awk '{ printf "%s%s", (NR > 1 ? " " : ""),
                $1 == "false" ? "h" : $2 == "null" ? "f" : $2 }'
}

# value NAME FILE: what the learner wrote behind "NAME:", without blanks; the last one.
value() {
    sed -n "s/^[[:space:]]*$1[[:space:]]*:[[:space:]]*//p" "$2" | tail -n 1 |
        tr -d '[:blank:]\r'
}

# is_number TEXT: a whole number of at most nine digits.
is_number() {
    case $1 in
    '' | *[!0-9]* | ??????????*) false ;;
    *) true ;;
    esac
}

# is_string TEXT: page numbers parted by commas.
is_string() {
    case $1 in
    '' | *[!0-9,]* | ,* | *, | *,,* | *??????????????????????????????????????????????????*) false ;;
    *) true ;;
    esac
}
