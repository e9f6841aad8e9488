# For the tests of containers that stay: sourced after common.sh.
# shellcheck shell=sh disable=SC2034,SC2154

ISOLATE_STATE=$work/state
export ISOLATE_STATE
command -v jq >/dev/null || skip_all 'jq is not installed'

# Whatever a test that fails leaves, ends here.
keeper_clean_up() {
    for id in $(isolate ps -aq 2>/dev/null); do
        timeout 20 isolate rm -f "$id" >/dev/null 2>&1
    done
    tap_clean_up
}
trap keeper_clean_up EXIT

# Everything that could hang has a limit.
iso() { timeout 30 isolate "$@"; }

phase() { # NAME WORD
    [ "$(iso inspect "$1" 2>/dev/null | jq -r .state.phase)" = "$2" ]
}
field() { # NAME FIELD
    iso inspect "$1" | jq -r ".state.$2"
}

# Nothing of any container in this state folder is left.
nothing_left() {
    is "$(find "$ISOLATE_STATE/containers" "$ISOLATE_STATE/names" -mindepth 1 2>/dev/null)" \
        '' 'no state is left'
}

# A root file system of a few commands, from the static busybox.
make_root() { # DIR
    mkdir -p "$1/bin" "$1/etc" "$1/proc" "$1/dev" "$1/sys" "$1/tmp"
    cp "$(command -v busybox)" "$1/bin/busybox"
    for command in sh ls rm mkdir sleep cat id echo tr tty stty touch kill true; do
        ln -sf busybox "$1/bin/$command"
    done
    printf 'root:x:0:0::/:/bin/sh\nuser:x:7:8::/:/bin/sh\n' >"$1/etc/passwd"
    printf 'root:x:0:\nstaff:x:9:\n' >"$1/etc/group"
    chmod -R go+rX "$1"
}
