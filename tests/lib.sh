# TAP for shell tests. Source it: . tests/lib.sh
#
#   run vmsim run trace.txt --frames 3     # sets $status, $out and $err
#   is "$status" 0 'it runs'
#   contains "$out" '9 faults' 'FIFO faults nine times'
#   lacks "$err" 'Sanitizer' 'and no sanitizer complains'
#   skip 'needs valgrind' 'valgrind is not installed'
#   done_testing
#
# The programs under test are first in PATH; $work is a folder that is removed at
# the end, and the working directory of the test is the top of the source tree.
# tests/environment.sh fixes language, home and terminal before a test starts.
#
# The variables that run() sets are used by the tests that source this file.
# shellcheck shell=sh disable=SC2034

set -u
tap_run=0
tap_failed=0
work=$(mktemp -d "${TMPDIR:-/tmp}/ring3-test.XXXXXX") || exit 1
tap_clean_up() {
    chmod -R u+rwx "$work" 2>/dev/null
    rm -rf "$work"
}
trap tap_clean_up EXIT
trap 'exit 1' HUP INT TERM

tap_result() { # PASSED NAME
    tap_run=$((tap_run + 1))
    if [ "$1" = 0 ]; then
        printf 'ok %d - %s\n' "$tap_run" "$2"
    else
        tap_failed=$((tap_failed + 1))
        printf 'not ok %d - %s\n' "$tap_run" "$2"
    fi
}

tap_show() { # LABEL TEXT
    printf '#   %s:\n' "$1"
    printf '%s\n' "$2" | sed 's/^/#     |/'
}

run() { # COMMAND… with nothing on stdin
    "$@" >"$work/.out" 2>"$work/.err" </dev/null
    status=$?
    out=$(cat "$work/.out")
    err=$(cat "$work/.err")
}

ok() { # NAME COMMAND…: the command succeeds
    tap_name=$1
    shift
    if "$@" >"$work/.ok" 2>&1; then
        tap_result 0 "$tap_name"
    else
        tap_result 1 "$tap_name"
        tap_show "failed: $*" "$(cat "$work/.ok")"
    fi
}

is() { # SEEN WANTED NAME
    if [ "$1" = "$2" ]; then
        tap_result 0 "$3"
    else
        tap_result 1 "$3"
        tap_show wanted "$2"
        tap_show seen "$1"
    fi
}

contains() { # TEXT PART NAME
    case $1 in
    *"$2"*) tap_result 0 "$3" ;;
    *)
        tap_result 1 "$3"
        tap_show 'wanted within it' "$2"
        tap_show seen "$1"
        ;;
    esac
}

lacks() { # TEXT PART NAME
    case $1 in
    *"$2"*)
        tap_result 1 "$3"
        tap_show 'must not be in it' "$2"
        tap_show seen "$1"
        ;;
    *) tap_result 0 "$3" ;;
    esac
}

lines() { # TEXT WANTED NAME: so many lines
    is "$(printf '%s' "$1" | grep -c '')" "$2" "$3"
}

# What every refusal must be: this status, nothing on stdout, and one line on
# stderr that holds the words.
refuses() { # STATUS PART NAME COMMAND…
    tap_status=$1 tap_part=$2 tap_name=$3
    shift 3
    run "$@"
    if [ "$status" = "$tap_status" ] && [ -z "$out" ] &&
        [ "$(printf '%s' "$err" | grep -c '')" = 1 ] &&
        case $err in *"$tap_part"*) true ;; *) false ;; esac then
        tap_result 0 "$tap_name"
    else
        tap_result 1 "$tap_name"
        tap_show "wanted: status $tap_status, one line on stderr with" "$tap_part"
        tap_show "seen: status $status, stderr" "$err"
        [ -z "$out" ] || tap_show 'and on stdout' "$out"
    fi
}

# Waits until a command succeeds; never sleeps longer than needed.
wait_until() { # SECONDS COMMAND…
    tap_end=$(($(date +%s) + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        if [ "$(date +%s)" -ge "$tap_end" ]; then
            printf '# waited in vain for: %s\n' "$*"
            return 1
        fi
        # Not a wait for an event: only how often it is looked for.
        tap_pause
    done
}

tap_pause() {
    perl -e 'select undef, undef, undef, 0.02'
}

skip() { # NAME REASON
    tap_run=$((tap_run + 1))
    printf 'ok %d - %s # SKIP %s\n' "$tap_run" "$1" "$2"
}

skip_all() { # REASON
    printf '1..0 # SKIP %s\n' "$1"
    exit 0
}

have() { command -v "$1" >/dev/null 2>&1; }

# True in the variants where code is slow, or where memory looks odd.
sanitized() { case ${RING3_VARIANT:-release} in asan | tsan) true ;; *) false ;; esac; }

done_testing() {
    printf '1..%d\n' "$tap_run"
    [ "$tap_failed" = 0 ]
    exit
}
