#!/bin/sh
# isolate run: what a command finds in a container, and what it cannot do.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces

mounts_before=$(host_mounts)
host=$(uname -n)

# ---- statuses are the command's own ----
run in_host / true
is "$status" 0 'success passes through'
run in_host / sh -c 'exit 7'
is "$status" 7 'a status passes through'
run in_host / sh -c 'kill -9 $$'
is "$status" 137 'a signal is 128 and its number'
run sh -c 'echo through | isolate run --read-only / cat'
is "$out" through 'standard input and output pass through'

# ---- who and where ----
run in_host / sh -c 'id -u; hostname; pwd; echo $PPID'
is "$out" "0
box
/
1" 'root of a machine called box, at /, below process 1'
run in_host --hostname other --workdir /usr / sh -c 'hostname; pwd'
is "$out" "other
/usr" '--hostname and --workdir'
is "$(uname -n)" "$host" 'the host keeps its name'

# ---- the environment ----
SECRET=abc run env SECRET=abc isolate run --read-only / env
lacks "$out" SECRET 'no variable of the host arrives'
is "$(printf '%s\n' "$out" | cut -d= -f1 | sort | tr '\n' ' ')" 'HOME PATH TERM ' \
    'there are HOME, PATH and TERM'
run in_host --env A=b --env HOME=/x / sh -c 'echo $A $HOME'
is "$out" 'b /x' '--env adds and replaces'

# ---- processes ----
run in_host / sh -c 'ls /proc | grep -c "^[0-9]"'
ok 'it sees only its own processes' test "$out" -le 5
run in_host / sh -c "kill -9 $$"
ok 'it cannot name a process of the host' test "$status" -ne 0
run in_host / sh -c 'kill -9 -1; echo alive'
ok 'kill -1 reaches nobody out here' kill -0 $$

# ---- what cannot be written ----
run in_host --tmpfs /tmp / sh -c '
    for path in /x /usr/x /etc/x /dev/x /proc/x /home/x /var/x; do
        (: >"$path") 2>/dev/null && echo "WROTE $path"
    done
    for path in kernel/core_pattern kernel/hostname vm/drop_caches net/ipv4/ip_forward; do
        (: >>"/proc/sys/$path") 2>/dev/null && echo "OPENED $path"
    done
    (: >>/proc/sysrq-trigger) 2>/dev/null && echo OPENED sysrq
    mount -t tmpfs none /tmp 2>/dev/null && echo MOUNTED
    mount -o remount,rw / 2>/dev/null && echo REMOUNTED
    umount /usr 2>/dev/null && echo UMOUNTED
    : >/tmp/fine && echo fine'
is "$out" fine 'nothing can be written but the tmpfs'
run in_host / grep -cE ' /(proc/sys|sys) [a-z]+ ro,nosuid,nodev,noexec' \
    /proc/mounts
is "$out" 2 'what in /proc and /sys is the host'"'"'s is read-only'
run in_host / sh -c 'echo 300 >/proc/self/oom_score_adj && cat /proc/self/oom_score_adj'
is "$out" 300 'what is the own of a process can be written'
run in_host / sh -c 'cat /etc/shadow 2>&1; cat /proc/keys /proc/kallsyms | wc -c; ls /home /root /run /var'
lacks "$out" '$' 'no password hash can be read'
contains "$out" '
0' 'what /proc should not tell is empty'

# ---- privileges ----
run in_host / grep -E '^(Cap(Prm|Eff|Bnd|Amb)|NoNewPrivs)' /proc/self/status
is "$(printf '%s\n' "$out" | awk '{print $2}' | sort -u | tr '\n' ' ')" \
    '0000000000000000 1 ' 'no capability is left, none can come back'

# ---- descriptors ----
# shellcheck disable=SC2016
run sh -c 'exec 7</ 8</etc/passwd; isolate run --read-only / sh -c "echo /proc/self/fd/*"'
lacks "$out" fd/7 'a directory of the host does not arrive'
lacks "$out" fd/8 'nor does a file'

# ---- the network ----
run in_host / sh -c 'tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d " "'
is "$out" lo 'the only interface is lo'
cat >"$work/listen.pl" <<'PERL'
use IO::Socket::INET;
my $s = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1') or exit 1;
open my $f, '>', "$ARGV[0].new"; print $f $s->sockport; close $f;
rename "$ARGV[0].new", $ARGV[0];
alarm 60;
while (my $c = $s->accept) { print $c "hello\n"; close $c }
PERL
perl "$work/listen.pl" "$work/port" &
listener=$!
wait_until 10 test -s "$work/port"
connect='use IO::Socket::INET; my $c = IO::Socket::INET->new(PeerAddr => "127.0.0.1",
    PeerPort => $ARGV[0]) or die "refused\n"; print <$c>'
run in_host / perl -e "$connect" "$(cat "$work/port")"
is "$err" refused 'a server of the host cannot be reached'
run in_host --share-net / perl -e "$connect" "$(cat "$work/port")"
is "$out" hello 'with --share-net it can'
kill "$listener"

# ---- folders that are lent ----
mkdir "$work/lent" "$work/shown"
echo host >"$work/shown/file"
give_away "$work/lent"
run in_host --bind "$work/lent:/work" --ro-bind "$work/shown:/shown" --workdir /work / sh -c '
    echo made >new; cat new /shown/file; (echo x >/shown/file) 2>/dev/null || echo kept'
is "$out" "made
host
kept" '--bind can be written, --ro-bind only read'
is "$(cat "$work/lent/new") $(stat -c %u "$work/lent/new")" "made $maker" \
    'what it made is there, and belongs to who owns the folder'
run in_host --tmpfs /tmp --bind "$work/lent:/tmp/deep/er" / cat /tmp/deep/er/new
is "$out" made 'a folder can be lent within a tmpfs'
give_away "$work/shown/file"
run in_host --bind "$work/shown/file:/one" / cat /one
is "$out" host 'a single file can be lent'

# ---- compiling, as the exercises do ----
if have gcc; then
    printf 'int main(void){return 5;}\n' >"$work/lent/p.c"
    give_away "$work/lent"
    compile='--tmpfs /tmp --workdir /work --time 60 --memory 2G --processes 64'
    # shellcheck disable=SC2086
    run in_host $compile --bind "$work/lent:/work" / gcc -o p p.c
    is "$status" 0 'gcc works in there'
    # shellcheck disable=SC2086
    run in_host $compile --bind "$work/lent:/work" / ./p
    is "$status" 5 'and so does what it made'
else
    skip 'gcc works in there' 'gcc is not installed'
fi

# ---- devices ----
run in_host / sh -c 'echo x >/dev/null; head -c 3 /dev/zero | wc -c; ls /dev | tr "\n" " "
    : >/dev/shm/x && rm /dev/shm/x && echo shm'
is "$out" '3
fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero shm' \
    'a small /dev, nothing else of the host'

run in_host --tmpfs /proc / ls /proc
is "$status$out$err" 0 'a tmpfs on /proc is no fault of the host'
# Without the limit of memory, which the shadow of a sanitized isolate would not fit in.
run in_host --memory max --ro-bind "$RING3_BUILD/bin:/b" / /b/isolate run --read-only / true
is "$status" 125 'a container in a container'
contains "$err" 'not nested' 'is not made, and the reason is named'

# ---- the host is as it was ----
is "$(host_mounts)" "$mounts_before" 'the mount table of the host is as before'
# shellcheck disable=SC2016 # for perl
run in_host / perl -MSocket=:all -e 'my $to = pack_sockaddr_in6(8080, inet_pton(AF_INET6, "::1"));
    socket S, AF_INET6, SOCK_STREAM, 0 and bind S, $to and listen S, 1 or die "listen: $!";
    socket C, AF_INET6, SOCK_STREAM, 0 and connect C, $to or die "connect: $!"; print "reached"'
if [ -e /proc/net/if_inet6 ]; then
    is "$out" reached 'its loopback has ::1'
else
    skip 'its loopback has ::1' 'this kernel has no IPv6'
fi
done_testing
