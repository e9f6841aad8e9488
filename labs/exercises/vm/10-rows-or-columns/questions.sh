# The matrix of a seed, and four questions about it: order and frames.
# shellcheck shell=sh

side() { # SEED
    case $(($1 % 3)) in
    0) echo 256 ;;
    1) echo 512 ;;
    *) echo 1024 ;;
    esac
}

pages() { echo $(($1 * $1 * 8 / 4096)); } # SIDE

# rows and columns with few frames, columns with all, columns with all but one: lines
# ORDER FRAMES
questions() { # SIDE
    all=$(pages "$1")
    column=$all
    # With rows longer than a page, a column touches only one page of each row.
    [ "$1" -le 512 ] || column=$1
    echo rows 4
    echo columns 4
    echo columns "$column"
    echo columns $((column - 1))
}

measure() { # SIDE ORDER FRAMES
    vmsim generate matrix --side "$1" --order "$2" --to u64 |
        vmsim run - -p lru -f "$3" --json | sed 's/.*"faults":\([0-9]*\).*/\1/'
}
