#!/bin/sh
# The networks of containers on a machine that has a kernel and nothing else: no nft, no
# slirp4netns, no perl.
# vm: as=root,user layouts=v2 seconds=120
# shellcheck source=tests/vm/guest/guest.sh
. /t/guest.sh

root_folder /tmp/net
mkdir /tmp/net/www
printf 'served\n' >/tmp/net/www/page
: >/tmp/net/etc/hosts # to mount on: the root will be read-only
: >/tmp/net/etc/resolv.conf
ip link set lo up 2>/dev/null # the machine's own init may have left it down
boxed() { isolate run --read-only "$@"; }
# Not wget: a static busybox cannot look names up.
fetch='printf "GET /page HTTP/1.0\r\n\r\n" | timeout 5 nc "$0" "$1" | tail -n 1'
answers() { [ "$(sh -c "$fetch" "$1" 8080)" = served ]; }

run boxed /tmp/net ip -o link
lines "$out" 1 'none: one interface'
contains "$out" 'lo: <LOOPBACK,UP,LOWER_UP>' 'which is lo, and up'
run boxed --add-host db:192.0.2.7 --hostname web /tmp/net cat /etc/hosts
contains "$out" '192.0.2.7 db' 'a name'

run boxed --network bridge /tmp/net sh -c 'ip -o -4 address; cat /etc/resolv.conf'
if [ "$(id -u)" = 0 ]; then
    contains "$out" '10.199.0.2/20' 'root: an address on the bridge'
    contains "$err" 'nft is not installed' 'and what is missing is named'
else
    contains "$err" 'neither pasta nor slirp4netns is installed' 'a user: what is missing is named'
    contains "$out" '10.0.2.100/32' 'and the container still has an address'
fi

# ---- a published port, by the proxy alone ----
if [ "$(id -u)" = 0 ]; then kind=bridge; else kind=none; fi
isolate run --read-only --network $kind -p 8080:80 /tmp/net httpd -f -p 80 -h /www &
server=$!
ok 'a published port' wait_until 20 answers 127.0.0.1
ok 'by IPv6' answers ::1
refuses 125 'taken by isolate-proxy (process' 'a port that is taken' \
    boxed -p 8080:80 /tmp/net true
if [ "$(id -u)" = 0 ]; then
    is "$(boxed --network bridge /tmp/net sh -c "$fetch" 10.199.0.2 80)" served \
        'another container reaches it over the bridge'
fi
kill -9 $server
wait $server 2>/dev/null
free() { ! netstat -ltn | grep -q ':8080 '; }
ok 'after kill -9 nobody listens' wait_until 10 free
if [ "$(id -u)" = 0 ]; then
    boxed --network bridge /tmp/net true 2>/dev/null
    is "$(find /sys/class/net -name 'isolate*')" '' 'and the next start leaves neither bridge nor cable'
fi
rm -rf /tmp/net
done_testing
