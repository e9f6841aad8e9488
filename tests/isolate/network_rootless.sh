#!/bin/sh
# Networks for who may not make interfaces: published ports through the proxy, the way
# out through slirp4netns.
. tests/lib.sh
. tests/isolate/helpers/common.sh
. tests/isolate/helpers/network.sh
[ "$RING3_VARIANT" != tsan ] || skip_all 'ThreadSanitizer allows no fork here'
# 192.0.2.2 is what there is outside; the loopback must stay out of reach.
enter_own_network "$0" 65534 'ip link add out type bridge
    ip address add 192.0.2.2/24 dev out; ip link set out up
    ip route add default via 192.0.2.1
    if [ ! -w /dev/net/tun ] || [ "$(stat -c %a /dev/net/tun)" = 600 ]; then
        mount -t tmpfs none /dev/net && mknod -m 666 /dev/net/tun c 10 200 2>/dev/null ||
            umount /dev/net
    fi'
unshare --user true 2>/dev/null || skip_all 'no user namespaces here'
chmod 777 "$work"

serve() { # OPTIONS… KIND PROTOCOL PORT
    rm -f "$work/ready"
    options=''
    while [ $# -gt 2 ]; do
        options="$options $1"
        shift
    done
    # shellcheck disable=SC2086
    "$connected" $options perl "$helpers/serve.pl" "$1" "$2" "$work/ready" \
        2>"$work/notice" &
    server=$!
    wait_until 10 test -e "$work/ready"
}

# ---- published ports need nobody else ----
serve -p 8080:80 -p 127.0.0.1:8081:80 none tcp 80
is "$(ask tcp 127.0.0.1 8080 one)" '10.0.2.100 one' 'a published port'
is "$(ask tcp ::1 8080 two)" '10.0.2.100 two' 'by IPv6'
is "$(ask tcp 192.0.2.2 8080 three)" '10.0.2.100 three' 'and from outside'
is "$(ask tcp 192.0.2.2 8081 x)" refused 'not one that is published on the loopback'
refuses 3 'taken by isolate-proxy (process' 'a port that is taken' \
    "$connected" -p 8080:80 none true
refuses 3 'for root alone' 'a low port' "$connected" -p 80:80 none true
kill -9 "$server"
wait "$server" 2>/dev/null
ok 'after kill -9 the proxy ends' wait_until 10 no_proxy
is "$(ask tcp 127.0.0.1 8080 x)" refused 'and nobody listens'

# ---- what nobody answers ----
"$connected" -p 8080:80 none sleep 30 &
server=$!
is "$(wait_until 10 sh -c 'grep -q :1F90 /proc/net/tcp' && ask tcp 127.0.0.1 8080 x)" \
    refused 'a port that nobody serves inside'
kill "$(pgrep -P "$server" sleep)"
wait "$server" 2>/dev/null
ok 'the proxy ends with the container' no_proxy

# ---- without a provider ----
mkdir "$work/empty"
run env PATH="$work/empty" "$connected" bridge /bin/true
is "$status" 0 'bridge without slirp4netns still starts'
contains "$err" 'no way out of the container: neither pasta nor slirp4netns is installed' \
    'and says what is missing'

# ---- with one ----
# Only NAME is found; its own helpers are beside it.
way_out() { # NAME
    mkdir "$work/$1"
    for file in "$(command -v "$1")"*; do ln -s "$file" "$work/$1/"; done
    reach() { run env PATH="$work/$1" "$connected" bridge "$perl" "$helpers/ask.pl" tcp "$2" 7007 one; }
    reach "$1" 192.0.2.2
    is "$out$err" '192.0.2.2 one' "$1: a container reaches outside"
    reach "$1" 10.0.2.2
    lacks "$out" 127.0.0.1 "$1: but not the loopback of the host"
    ok "$1: at the end it is gone" no_process "$1\|passt.*\|isolate-guard"
    run env PATH="$work/$1" "$(command -v isolate)" run --read-only --network bridge \
        --ro-bind "$helpers:/helpers" / sh -c \
        'perl /helpers/ask.pl tcp 192.0.2.2 7007 run; grep nameserver /etc/resolv.conf'
    is "$out" '192.0.2.2 run
nameserver 10.0.2.3' "$1: isolate run --network bridge"
    PATH=$work/$1:$PATH
    serve -p 8080:80 bridge tcp 80
    is "$(ask tcp 127.0.0.1 8080 two)" '10.0.2.100 two' "$1: a port is published"
    kill -9 "$server"
    wait "$server" 2>/dev/null
    ok "$1: after kill -9 it ends" wait_until 10 no_process "$1\|passt.*\|isolate-guard"
    ok "$1: and the proxy" wait_until 10 no_proxy
}

# ---- the whole of isolate ----
isolate run --read-only --ro-bind "$helpers:/helpers" -p 8080:80 / \
    perl /helpers/serve.pl tcp 80 /dev/shm/ready &
server=$!
answers() { [ "$(ask tcp 127.0.0.1 8080 hello)" = '10.0.2.100 hello' ]; }
ok 'isolate run -p: an ordinary user publishes a port' wait_until 20 answers
refuses 125 'taken by isolate-proxy' 'once' in_host -p 8080:80 / true
kill -9 "$server"
wait "$server" 2>/dev/null
ok 'after kill -9 nothing is left' wait_until 10 no_proxy
nobody_listens() { ! grep -q ':1F90 .* 0A ' /proc/net/tcp /proc/net/tcp6; }
ok 'and the port is free' wait_until 10 nobody_listens
run in_host -p 8080:80 / sh -c 'ip -o link | wc -l; cat /etc/hosts'
contains "$out$err" '1
' 'there is only lo, so there is no way out'
contains "$out" '10.0.2.100 box' 'and it has an address'
run env PATH="$work/empty" "$(command -v isolate)" run --read-only --network bridge / true
contains "$status$err" '0isolate: no way out of the container: neither' \
    'bridge says so when nobody carries its packets'

perl=$(command -v perl)
perl "$helpers/serve.pl" tcp 7007 "$work/listening" &
outside=$!
wait_until 10 test -e "$work/listening"
for provider in pasta slirp4netns; do
    if ! have "$provider"; then
        skip "$provider: the way out" "$provider is not installed"
    elif ! [ -w /dev/net/tun ] || ! : 2>/dev/null <>/dev/net/tun; then
        skip "$provider: the way out" '/dev/net/tun cannot be opened here'
    else
        way_out "$provider"
    fi
done
kill "$outside"
done_testing
