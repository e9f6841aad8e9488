# The failing run of door.c as columns, without its name. Sourced by check and prepare
# after explored.sh, with door.c in $build. Sets $steps, $kind, and $lost: the number of the
# step at which the signal is given.
# shellcheck shell=sh
the_run() {
    explored --spurious no door.c
    [ "$kind" = 'lost wakeup' ] || undecided "door.c should lose a wakeup here, and does not: $kind"
    [ "$RING3_SANDBOX" = isolate ] && set -- || set -- --bare
    steps=$(cd "$build" && threads replay "$@" --spurious no --schedule "$schedule" door.c 2>&1 |
        sed -n '/^  step /,/^$/p')
    lost=$(printf '%s\n' "$steps" | sed -n 's/^ *\([0-9]*\).* signal opened.*/\1/p' | head -n 1)
}
