#!/bin/sh
# isolate run --network, -p, --add-host, --dns, as who may make interfaces.
. tests/lib.sh
. tests/isolate/helpers/common.sh
. tests/isolate/helpers/network.sh
[ "$RING3_VARIANT" != tsan ] || skip_all 'ThreadSanitizer allows no fork here'
enter_own_network "$0"
need_namespaces
ip link add isolate-probe type bridge 2>/dev/null ||
    skip_all 'this kernel has no bridge (modules bridge, veth, nf_tables)'
ip link delete isolate-probe

here() { in_host --ro-bind "$helpers:/helpers" "$@"; }

# ---- the three kinds ----
run in_host / sh -c 'ip -o link | wc -l; cat /sys/class/net/lo/operstate'
is "$(printf '%s' "$out" | head -n 1)" 1 'without --network there is only lo'
run in_host --network bridge / sh -c 'ip -o -4 address show eth0; ip route'
contains "$out" 'inet 10.199.0.2/20' '--network bridge: an address'
contains "$out" 'default via 10.199.0.1' 'and a way out'
run in_host --network bridge / grep -E '^Cap(Eff|Prm|Bnd)' /proc/self/status
is "$(printf '%s\n' "$out" | awk '{print $2}' | sort -u)" 0000000000000000 \
    'without a capability at run time'
ok 'nothing is left' nothing_left
run in_host --network host / sh -c 'ip -o link | wc -l; readlink /proc/self/ns/net'
is "$(printf '%s' "$out" | tail -n 1)" "$(readlink /proc/self/ns/net)" \
    '--network host: the very namespace'

# ---- names ----
run in_host --network bridge --hostname web --add-host db:192.0.2.7 --dns 192.0.2.53 / \
    sh -c 'cat /etc/hosts /etc/resolv.conf /etc/hostname; hostname'
contains "$out" '10.199.0.2 web' 'its own name is in /etc/hosts'
contains "$out" '192.0.2.7 db' 'and that of --add-host'
contains "$out" 'nameserver 192.0.2.53' 'and the server of --dns in /etc/resolv.conf'
contains "$out" 'web
web' 'and its name in /etc/hostname'
run in_host --network bridge --hostname web --add-host db:192.0.2.7 / perl -MSocket -e \
    'print join " ", map { inet_ntoa(inet_aton($_)) } qw(web db localhost)'
is "$out" '10.199.0.2 192.0.2.7 127.0.0.1' 'and they are found'
run in_host --network bridge / sh -c 'echo x >>/etc/hosts'
ok 'they cannot be written' test "$status" -ne 0
lacks "$(cat /etc/hosts)" web 'the file of the host is as it was'
run in_host --add-host db:192.0.2.7 / grep db /etc/hosts
is "$out" '192.0.2.7 db' '--add-host without a network'
mkdir -p "$work/root/bin" "$work/root/proc" "$work/root/dev"
cp "$(command -v busybox || echo /bin/true)" "$work/root/bin/busybox"
if have busybox; then
    run isolate run --network bridge --hostname web "$work/root" /bin/busybox cat /etc/hosts
    contains "$out" '10.199.0.2 web' 'a root without /etc/hosts gets one'
    is "$(ls "$work/root")" 'bin
dev
proc' 'but DIR is not touched'
else
    skip 'a root without /etc/hosts gets one' 'busybox is not installed'
fi

# ---- published ports ----
isolate run --read-only --ro-bind "$helpers:/helpers" --network bridge -p 8080:80 \
    -p 5353:53/udp / sh -c \
    'perl /helpers/serve.pl udp 53 /dev/shm/udp & exec perl /helpers/serve.pl tcp 80 /dev/shm/tcp' &
server=$!
answers() { [ "$(ask tcp 127.0.0.1 8080 hello)" = '10.199.0.2 hello' ]; }
ok 'a published port' wait_until 20 answers
is "$(ask tcp ::1 8080 six)" '10.199.0.2 six' 'by IPv6'
answers() { [ "$(ask udp 127.0.0.1 5353 hello)" = '10.199.0.2 hello' ]; }
ok 'UDP' wait_until 20 answers
is "$(here --network bridge / perl /helpers/ask.pl tcp 10.199.0.2 80 two)" \
    '10.199.0.3 two' 'another container reaches it'
is "$(here / perl /helpers/ask.pl tcp 10.199.0.2 80 x)" refused \
    'one without network does not'
refuses 125 'port 8080 of the host is taken by isolate-proxy (process' \
    'a port that is taken' in_host --network bridge -p 8080:80 / true
kill -9 "$server"
wait "$server" 2>/dev/null
ok 'after kill -9 the proxy ends' wait_until 10 no_proxy
ok 'and the cable is gone' wait_until 10 sh -c '! ip link show isolate-2 2>/dev/null'
in_host --network bridge / true
ok 'and the next start mends the rest' nothing_left

# ---- what is refused ----
for wrong in '--network bogus' '-p 80' '-p 0:1' '-p 1:2/sctp' '--dns x' '--add-host x' \
    '--network host -p 8080:80' '-p 8080:80 -p 8080:81' '-p 192.0.2.9:8080:80'; do
    # shellcheck disable=SC2086
    refuses 125 "${wrong%% *}" "$wrong is refused" in_host $wrong / true
done
ok 'and leaves nothing' nothing_left
done_testing
