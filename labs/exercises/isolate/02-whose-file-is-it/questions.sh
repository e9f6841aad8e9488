# The map and the questions of a seed, and their answers by the rule of
# user_namespaces(7). tests/labs/id_maps.sh asks the kernel the same.
# shellcheck shell=sh

# numbers SEED: a row of numbers from 0 to 999999, from a generator of our own
# (Lehmer, 16807 mod 2^31-1), so that a seed means the same on every machine.
numbers() {
    awk -v seed="$1" 'BEGIN {
        x = (seed * 977) % 2147483646 + 1
        for (i = 0; i < 20; i++) x = (x * 16807) % 2147483647
        for (i = 0; i < 12; i++) {
            x = (x * 16807) % 2147483647
            printf "%d ", x / 2147483647 * 1000000
        }
    }'
}

# Sets $first_inside … and the numbers that are asked about.
ask() { # SEED
    # shellcheck disable=SC2046 # each number is a word
    set -- $(numbers "$1")
    user=$((1000 + $1 % 200))          # on the host; root inside
    base=$((100000 + $2 % 50 * 10000)) # where the second range begins outside
    count=$((500 + $3 % 40 * 100))     # how long it is
    map="0 $user 1
1 $base $count"
    in_range=$((1 + $4 % count))      # inside, in the second range
    out_range=$((base + $5 % count))  # outside, in the second range
    stranger=$((user + 1 + $6 % 300)) # outside, in no range
    beyond=$((count + 1 + $7 % 5000)) # inside, in no range
    nested_base=$((1 + $8 % (count / 2)))
    nested_id=$(($9 % (count / 4)))
}

# outside ID: what an id inside is on the host; none.
outside() {
    echo "$map" | awk -v id="$1" '
        id >= $1 && id < $1 + $3 { print id - $1 + $2; found = 1 }
        END { if (!found) print "none" }'
}

# inside ID: what an id of the host is inside; none.
inside() {
    echo "$map" | awk -v id="$1" '
        id >= $2 && id < $2 + $3 { print id - $2 + $1; found = 1 }
        END { if (!found) print "none" }'
}

# The answers, one on each line. 65534 is the overflow id.
answers() {
    outside 0
    outside "$in_range"
    inside "$out_range"
    seen=$(inside "$stranger")
    [ "$seen" != none ] || seen=65534
    echo "$seen"
    outside "$beyond"
    outside $((nested_base + nested_id))
}
