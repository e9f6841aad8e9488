# shellcheck shell=sh
. "$RING3_EXERCISE/../trace.sh"

# Sets $policy, $frames and $at.
ask() { # SEED
    policy=$(echo 'fifo lru clock opt' | cut -d' ' -f"$(number "$1" 4)")
    frames=$(($(number "$(($1 + 1))" 3) + 1))
    at=$(($(number "$(($1 + 2))" 7) + 4))
}
