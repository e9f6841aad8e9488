#!/bin/sh
# The network room by itself, as who may make interfaces: bridge, leases, rules, proxy.
. tests/lib.sh
. tests/isolate/helpers/common.sh
. tests/isolate/helpers/network.sh
[ "$RING3_VARIANT" != tsan ] || skip_all 'ThreadSanitizer allows no fork here'
enter_own_network "$0"
ip link add isolate-probe type bridge 2>/dev/null ||
    skip_all 'this kernel has no bridge (modules bridge, veth, nf_tables)'
ip link delete isolate-probe

# A container that serves: its process, once it listens.
serve() { # OPTIONS… PROTOCOL PORT
    rm -f "$work/ready"
    options=''
    while [ $# -gt 2 ]; do
        options="$options $1"
        shift
    done
    # shellcheck disable=SC2086
    "$connected" $options bridge perl "$helpers/serve.pl" "$1" "$2" "$work/ready" &
    server=$!
    wait_until 10 test -e "$work/ready"
}
stop_server() {
    kill "$(pgrep -P "$server" perl)"
    wait "$server" 2>/dev/null
}

# ---- none ----
run "$connected" none ip -o -br address
is "$(printf '%s' "$out" | tr -s ' ')" 'lo UNKNOWN 127.0.0.1/8 ::1/128 ' \
    'none: only lo, and it is up'

# ---- the bridge ----
run "$connected" bridge sh -c 'ip -o -4 -br address; ip route; ip link show eth0'
contains "$(printf '%s' "$out" | tr -s ' ')" ' 10.199.0.2/20' 'an address of the block'
contains "$out" 'default via 10.199.0.1 dev eth0' 'and a way out by the bridge'
ok 'all of it goes with the container' nothing_left

ip link add taken type bridge
ip address add 10.199.3.1/24 dev taken
ip link set taken up
run "$connected" bridge ip -o -4 address show eth0
contains "$out" ' 10.199.16.2/20' 'a block that overlaps a route of the host is left alone'
ip link delete taken
ip route add unreachable 10.192.0.0/12
run "$connected" bridge ip -o -4 address show eth0
contains "$out" ' 10.208.0.2/20' 'a route that leads nowhere counts too'
ip route delete unreachable 10.192.0.0/12
for net in 10.192.0.0/11 172.16.0.0/12 192.168.0.0/16; do
    ip route add unreachable "$net"
done
refuses 3 'no private block of addresses is free' 'when all are taken it says so' \
    "$connected" bridge true
ip route flush type unreachable
ok 'and leaves nothing' nothing_left

# ---- containers see one another; published ports ----
serve -p 8080:80 -p 127.0.0.1:8081:80 tcp 80
is "$(ask tcp 127.0.0.1 8080 one)" '10.199.0.2 one' 'a published port by the loopback'
is "$(ask tcp ::1 8080 two)" '10.199.0.2 two' 'and by IPv6'
is "$(ask tcp 10.199.0.1 8080 three)" '10.199.0.2 three' 'and by another address'
is "$(ask tcp 10.199.0.1 8081 x)" refused 'published on one address: on no other'
is "$(ask tcp 127.0.0.1 8081 four)" '10.199.0.2 four' 'and on that it is'
is "$("$connected" bridge perl "$helpers/ask.pl" tcp 10.199.0.2 80 five)" \
    '10.199.0.3 five' 'another container reaches it, by an address of its own'
is "$("$connected" bridge perl "$helpers/ask.pl" tcp 10.199.0.1 8080 six)" \
    '10.199.0.2 six' 'and the published port too'
is "$("$connected" none perl "$helpers/ask.pl" tcp 10.199.0.2 80 x)" refused \
    'one without network does not'
large=$(perl -e 'print "x" x 100000')
is "$(ask tcp-half 127.0.0.1 8080 "$large")" 100012 'what does not fit a buffer arrives whole, and so does its end'
refuses 3 'tcp port 8080 of the host is taken by isolate-proxy (process' \
    'a port that is taken: by whom' "$connected" -p 8080:80 bridge true
contains "$(nft list table ip isolate)" 'tcp dport 8080 dnat to 10.199.0.2:80' \
    'packets from outside need no proxy'
proxy=$(pgrep -P "$server" isolate-proxy)
is "$(grep -E '^(CapEff|CapPrm|NoNewPrivs)' "/proc/$proxy/status" | awk '{print $2}' |
    tr '\n' ' ')" '0000000000000000 0000000000000000 1 ' 'the proxy has no right to lose'
if [ "$(awk '{print $3}' /proc/self/uid_map)" = 4294967295 ]; then
    is "$(awk '/^(Uid|Gid)/ {print $2}' "/proc/$proxy/status" | tr '\n' ' ')" \
        '65534 65534 ' 'and is nobody'
fi

# ---- kill -9 ----
kill -9 "$server"
wait "$server" 2>/dev/null
ok 'after kill -9 the proxy ends' wait_until 10 no_proxy
is "$(ask tcp 127.0.0.1 8080 x)" refused 'nobody listens any more'
ok 'and the cable goes with the namespace' wait_until 10 sh -c '! ip -o link show isolate-2'
ok 'the address is left, until somebody comes' test -e "$leases/2"
run "$connected" bridge sh -c 'ip -o -4 address show eth0; nft list table ip isolate'
contains "$out" '10.199.0.2/20' 'the next container gets it'
ok 'and at its end all is gone' nothing_left

run "$connected" gc
is "$status$out" 0 'the collector finds nothing'
"$connected" bridge sleep 60 &
alive=$!
wait_until 10 test -e "$leases/2"
serve -p 8080:80 tcp 80
kill -9 "$server"
wait "$server" 2>/dev/null
run "$connected" gc
is "$out" 'address 3 of the bridge, held by nobody' 'it finds a lost address'
lacks "$(nft list table ip isolate)" 8080 'and takes its port out of the rules'
ok 'but leaves what is alive' test -e "$leases/2"
kill -9 "$alive"
wait "$alive" 2>/dev/null
run "$connected" gc
is "$out" 'address 2 of the bridge, held by nobody
bridge isolate0
nft table ip isolate' 'the last takes the bridge and the table along'
ok 'and then nothing is left' wait_until 10 nothing_left

serve -p 5353:53/udp udp 53
is "$(ask udp 127.0.0.1 5353 one)" '10.199.0.2 one' 'UDP by the loopback'
is "$(ask udp ::1 5353 two)" '10.199.0.2 two' 'and by IPv6'
is "$("$connected" bridge perl "$helpers/ask.pl" udp 10.199.0.2 53 three)" \
    '10.199.0.3 three' 'and between containers'
refuses 3 'udp port 5353 of the host is taken' 'a UDP port that is taken' \
    "$connected" -p 5353:53/udp none true
stop_server
ok 'nothing is left of that' wait_until 10 nothing_left

# ---- many at once ----
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
    "$connected" bridge sh -c "ip -o -4 address show eth0 >$work/address.$i
        until [ -e $work/go ]; do perl -e 'select undef, undef, undef, 0.02'; done" &
done
all_have_addresses() { [ "$(cat "$work"/address.* 2>/dev/null | grep -c inet)" = 12 ]; }
ok 'twelve started at once have an address' wait_until 30 all_have_addresses
is "$(awk '{print $4}' "$work"/address.* | sort -u | wc -l)" 12 'each one of its own'
: >"$work/go"
wait
ok 'and leave nothing' nothing_left

# ---- what the host's administrator sees ----
refuses 2 'it is none, bridge or host' 'an unknown kind' "$connected" bogus true
refuses 2 'a port is a number' 'port 0' "$connected" -p 0:80 none true
refuses 2 'a port is a number' 'a port that is none' "$connected" -p 80:65536 none true
refuses 2 'there are two ports' 'one port' "$connected" -p 80 none true
refuses 2 'tcp or udp' 'an unknown protocol' "$connected" -p 80:80/sctp none true
refuses 2 'no address' 'a name for an address' "$connected" -p localhost:80:80 none true
refuses 2 'is given twice' 'the same port twice' "$connected" -p 80:80 -p 80:81 none true
refuses 2 'means nothing with --network host' 'ports of the host' \
    "$connected" -p 80:80 host true
refuses 2 '192.0.2.9 is no address of this host' 'an address of others' \
    "$connected" -p 192.0.2.9:80:80 none true
done_testing
