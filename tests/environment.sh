#!/bin/sh
# Runs one test in an environment that is the same everywhere: language, time
# zone, home, terminal, and the programs of this build first in PATH.
#
#   tests/environment.sh tests/vmsim/run.sh
set -eu
cd "$(dirname "$0")/.."
build=${RING3_BUILD:-$PWD/build/release}

home=$(mktemp -d "${TMPDIR:-/tmp}/ring3-home.XXXXXX")
trap 'rm -rf "$home"' EXIT
trap 'exit 1' HUP INT TERM

# SHELL too: tmux starts it, and the login shell of nobody is nologin.
unset NO_COLOR COLORTERM LINES COLUMNS EDITOR VISUAL TMUX RING3_KEYS RING3_SCREEN \
    RING3_DUMP RING3_ASCII RING3_CHILD_KEYS RING3_DATA XDG_CONFIG_HOME XDG_STATE_HOME \
    XDG_DATA_HOME XDG_RUNTIME_DIR MAKEFLAGS MAKELEVEL MFLAGS
export LC_ALL=C.UTF-8 TZ=UTC TERM=dumb SHELL=/bin/sh HOME="$home" RING3_BUILD="$build" \
    RING3_VARIANT="${RING3_VARIANT:-release}" PATH="$build/bin:$build/tests:$PATH"
# A process that limits its own data cannot map the shadow of its stack anew: it is cleared.
export ASAN_OPTIONS=abort_on_error=0:detect_leaks=1:clear_shadow_mmap_threshold=4194304 \
    UBSAN_OPTIONS=print_stacktrace=1 TSAN_OPTIONS=halt_on_error=0
umask 022

# The sanitizers of GCC 12 need the memory layout that setarch -R gives.
fix=
case $RING3_VARIANT in
asan | tsan) command -v setarch >/dev/null 2>&1 && setarch -R true 2>/dev/null && fix='setarch -R' ;;
esac
# A script needs no x bit, which is easily lost on the way.
case $1 in *.sh) set -- sh "$@" ;; esac
# What nohup or a background job ignores would be ignored by the tests as well, which
# no trap can undo: each test begins with the signals as they are by default.
status=0
# shellcheck disable=SC2086  # $fix is nothing, or two words
perl -e '$SIG{$_} = "DEFAULT" for qw(HUP INT QUIT TERM PIPE CHLD); exec @ARGV or exit 127' \
    $fix "$@" || status=$?
exit "$status"
