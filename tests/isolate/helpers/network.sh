# For the tests of networks: sourced after common.sh by tests that have entered a
# network of their own. Nothing here touches the host's.
# shellcheck shell=sh disable=SC2154,SC2034

connected=$RING3_BUILD/tests/isolate/helpers/connected
helpers=$PWD/tests/isolate/helpers
leases=/run/isolate/network/$(stat -Lc %i /proc/self/ns/net)

# Runs this test again with a network, a /run and processes of its own, and lo up; as
# root of a user namespace when there is no other root. SETUP is done there first. An ID
# makes it end as that user, without any right over the network.
enter_own_network() { # TEST [ID SETUP]
    [ -z "${OWN_NETWORK-}" ] || return 0
    for program in ip nft perl unshare setpriv; do
        have "$program" || skip_all "$program is not installed"
    done
    OWN_NETWORK=$1 OWN_USER=${2-} OWN_SETUP=${3-:}
    export OWN_NETWORK OWN_USER OWN_SETUP
    set -- --net --mount --pid --fork --kill-child --mount-proc
    [ "$(id -u)" = 0 ] || set -- "$@" --user --map-root-user
    unshare "$@" true 2>/dev/null || skip_all 'no network namespace can be made here'
    rm -rf "$work"
    # shellcheck disable=SC2016 # the inner shell expands
    exec unshare "$@" sh -c '
        ip link set lo up && mount -t tmpfs none /run && eval "$OWN_SETUP" || exit 1
        [ "$OWN_USER" ] || exec sh "$OWN_NETWORK"
        [ "$(tr -s " " </proc/self/uid_map)" = " 0 0 4294967295" ] ||
            exec unshare --user --map-user="$OWN_USER" --map-group="$OWN_USER" \
                sh "$OWN_NETWORK"
        exec setpriv --reuid "$OWN_USER" --regid "$OWN_USER" --clear-groups \
            sh "$OWN_NETWORK"'
}

ask() { perl "$helpers/ask.pl" "$@"; }

# What a container may leave in this network: nothing.
nothing_left() {
    [ "$(ip -o link | wc -l)" = 1 ] && [ ! -e "$leases" ] && no_proxy &&
        ! nft list table ip isolate >/dev/null 2>&1
}
# A dead process that nobody has waited for is none.
no_process() { # NAME
    for status in /proc/[0-9]*/status; do
        grep -q "^Name:.$1\$" "$status" 2>/dev/null &&
            ! grep -q '^State:.Z' "$status" && return 1
    done
    return 0
}
no_proxy() { no_process isolate-proxy; }
