# For the tests of isolate: sourced after tests/lib.sh.
# shellcheck shell=sh disable=SC2034,SC2154

# Everything here needs user namespaces; without them say why and stop.
need_namespaces() {
    # shellcheck disable=SC2154 # the environment sets it
    [ "$RING3_VARIANT" != tsan ] ||
        skip_all "ThreadSanitizer runs a thread of its own, and only a process of one thread may enter a user namespace"
    feature=$(isolate doctor --json | grep '"user namespaces"')
    case $feature in
    *'"state":"real"'*) ;;
    *)
        reason=${feature#*\"reason\":\"}
        skip_all "no user namespaces here: ${reason%%\",\"fix\"*}"
        ;;
    esac
}

# The host's own system, which every test machine has.
in_host() { isolate run --read-only "$@"; }

# Is a `sleep WORD` running? Tests mark what they start with a number of their own.
marked_process() { # WORD
    for cmdline in /proc/[0-9]*/cmdline; do
        [ "$(tr '\0' ' ' 2>/dev/null <"$cmdline")" = "sleep $1 " ] && return 0
    done
    return 1
}
no_marked_process() { ! marked_process "$1"; }

# The mounts of the host, but for those of tests that run beside this one: podman works in
# their folders, and keeps its network namespaces in /run/netns, where it leaves a mount.
host_mounts() {
    awk -v own="$work" '$5 ~ "^/run/netns" { next }
        $5 ~ "/ring3-test\\." && index($5, own) != 1 { next } { print }' /proc/self/mountinfo
}

# Containers that root starts are not root: they must be able to get here.
chmod 755 "$work"

# What root lends to be written must not be root's own.
nobody=1879048192
give_away() { [ "$(id -u)" != 0 ] || chown -hR "$nobody:$nobody" "$@"; }
# Who owns what a container makes in a folder that was given away.
maker=$(id -u)
[ "$maker" != 0 ] || maker=$nobody
