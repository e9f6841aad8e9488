# For the checks of this area: what `threads check` says of the staged files. Source it
# after "$RING3_LIB".
#
#   stage start/two-voters.c
#   explored two-voters.c votes.c       # sets $verdict, $kind, $message, $schedule
#   [ "$verdict" = safe ] || fails_as_explored 'two voters' "$(hint_of "$kind")"
#
# `threads check` keeps what it compiles and runs in the sandbox by itself.
# shellcheck shell=sh

# explored FILES… [OPTIONS…]: a verdict, or the end of the check.
explored() {
    explored_files=$*
    explored_run check "$@"
    verdict=$(explored_field verdict)
    case $explored_status in
    0 | 1) ;;
    2) fail 'it does not compile' 'Read the first message: the rest often follows from it.' \
        "$(explored_words)" ;;
    3) not_here ;;
    *) undecided "${message:-$(explored_words)}" ;;
    esac
}

# replayed SCHEDULE FILES…: one schedule. Status 2 is left to the caller: a schedule
# may be wrong.
replayed() {
    replayed_schedule=$1
    shift
    explored_files=$*
    explored_run replay --schedule "$replayed_schedule" "$@"
    [ "$explored_status" != 3 ] || not_here
}

# A full disk is no property of this machine.
not_here() {
    case $(explored_words) in
    *'No space left on device'*) undecided "$(explored_words)" ;;
    *) skip "$(explored_words)" ;;
    esac
}

explored_run() { # COMMAND ARGUMENTS…
    explored_command=$1
    shift
    [ "$RING3_SANDBOX" = isolate ] || set -- --bare "$@"
    (cd "$build" && exec threads "$explored_command" --json "$@") \
        >"$RING3_SCRATCH/verdict" 2>"$RING3_SCRATCH/errors" </dev/null
    explored_status=$?
    kind=$(explored_field kind)
    message=$(explored_field message)
    schedule=$(explored_field schedule)
}

# explored_field KEY: a string of the verdict.
explored_field() {
    sed -n 's/.*"'"$1"'":"\(\(\\.\|[^"\\]\)*\)".*/\1/p' "$RING3_SCRATCH/verdict" |
        sed 's/\\\(.\)/\1/g'
}

explored_words() {
    sed 's/^threads: //' "$RING3_SCRATCH/errors" | head -n 8
}

# explored_did OPERATION [OBJECT]: is there such a step in the failing schedule? Both
# are patterns.
explored_did() {
    grep -q '"operation":"'"$1"'","object":"'"${2-}" "$RING3_SCRATCH/verdict"
}

# fails_as_explored SCENARIO HINT: the verdict with its reason, and how to see it.
fails_as_explored() {
    fail "$1: $kind" "$2" "$message
step by step: threads play $explored_files --schedule $schedule"
}
