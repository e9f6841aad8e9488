#!/bin/sh
# A host between two others: who gets in, who gets out, and what the host forwards.
#
#   client 192.0.2.1 ── 192.0.2.2 host 198.51.100.2 ── 198.51.100.1 neighbour
#                                  └── bridge ── container 10.199.0.2
. tests/lib.sh
. tests/isolate/helpers/common.sh
. tests/isolate/helpers/network.sh
[ "$RING3_VARIANT" != tsan ] || skip_all 'ThreadSanitizer allows no fork here'
enter_own_network "$0"
ip link add isolate-probe type bridge 2>/dev/null ||
    skip_all 'this kernel has no bridge (modules bridge, veth, nf_tables)'
ip link delete isolate-probe

# A namespace at the far end of a cable; NAME is our end, and $NAME who keeps it.
neighbour() { # NAME OURS THEIRS
    unshare --net sleep 300 &
    keeper=$!
    eval "$1=$keeper"
    wait_until 10 is_apart "$keeper"
    ip link add "$1" type veth peer name far netns "$keeper"
    ip address add "$2/24" dev "$1"
    ip link set "$1" up
    nsenter --net="/proc/$keeper/ns/net" sh -c "ip link set lo up; ip link set far up
        ip address add $3/24 dev far; ip route add default via $2"
}
is_apart() { [ "$(readlink "/proc/$1/ns/net")" != "$(readlink /proc/self/ns/net)" ]; }
neighbour client 192.0.2.2 192.0.2.1
neighbour other 198.51.100.2 198.51.100.1
# shellcheck disable=SC2154 # neighbour sets them
trap 'kill "$client" "$other"; tap_clean_up' EXIT
ip route add default via 192.0.2.1
echo 0 >/proc/sys/net/ipv4/ip_forward
at_client() { nsenter --net="/proc/$client/ns/net" "$@"; }
forwards() { cat "/proc/sys/net/ipv4/conf/$1/forwarding"; }

at_client perl "$helpers/serve.pl" tcp 7 "$work/listening" &
outside=$!
"$connected" -p 8080:80 -p 192.0.2.2:8081:80 bridge \
    perl "$helpers/serve.pl" tcp 80 "$work/ready" &
server=$!
wait_until 10 test -e "$work/ready"
wait_until 10 test -e "$work/listening"

is "$(at_client perl "$helpers/ask.pl" tcp 192.0.2.2 8080 one)" '192.0.2.1 one' \
    'a client outside reaches the port, and its own address is seen'
is "$(at_client perl "$helpers/ask.pl" tcp 192.0.2.2 8081 two)" '192.0.2.1 two' \
    'and the one that is published on this address'
is "$(at_client perl "$helpers/ask.pl" tcp 198.51.100.2 8081 x)" refused \
    'but not by another address of the host'
is "$("$connected" bridge perl "$helpers/ask.pl" tcp 192.0.2.1 7 three)" \
    '192.0.2.2 three' 'a container reaches outside, behind the address of the host'
is "$(forwards client) $(forwards other)" '1 0' 'the host forwards for its way out alone'
# shellcheck disable=SC2016
at_client sh -c 'ip route add 10.199.0.0/20 via 192.0.2.2' 2>/dev/null
is "$(at_client timeout 1 perl "$helpers/ask.pl" tcp 10.199.0.2 80 x)" '' \
    'who is outside cannot go around the published ports'
is "$(at_client timeout 1 perl "$helpers/ask.pl" tcp 198.51.100.1 9 x)" '' \
    'nor through the host to its neighbours'
echo 1 >/proc/sys/net/ipv4/conf/other/forwarding
kill "$(pgrep -P "$server" perl)" "$outside"
wait "$server" "$outside" 2>/dev/null
is "$(forwards client) $(forwards other)" '0 1' \
    'at the end it forwards no more, but for what others had asked'
ok 'nothing else is left' sh -c '! nft list table ip isolate 2>/dev/null &&
    ! ip link show isolate0 2>/dev/null'

echo 1 >/proc/sys/net/ipv4/ip_forward
"$connected" bridge true
is "$(at_client timeout 2 perl "$helpers/ask.pl" tcp 198.51.100.1 9 x)" refused \
    'a host that forwards by itself lets its neighbours through'
is "$(forwards client)" 1 'a host that forwarded before does so after'
done_testing
