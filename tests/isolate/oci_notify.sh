#!/bin/sh
# isolate-oci: NOTIFY_SOCKET, by which a container tells systemd that it is ready. Perl is
# systemd here, and the program in the container, with the host's own files.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
. tests/isolate/helpers/oci.sh
have perl || skip_all 'perl is not installed'
id=notify$$

# What comes is appended to a file, each message in brackets.
cat >"$work/systemd.pl" <<'PERL'
use Socket; alarm 120; $| = 1; $SIG{TERM} = sub { exit };
my ($name, $log) = @ARGV;
$name =~ s/^@/\0/;
my $s;
socket($s, AF_UNIX, SOCK_DGRAM, 0) && bind($s, pack_sockaddr_un($name)) or die "$!";
open(my $out, ">>", $log); $out->autoflush(1);
print "listens\n";
while (defined recv($s, my $message, 4096, 0)) { print $out "[$message]\n" }
PERL
systemd=$work/systemd
heard=$work/heard
: >"$heard"
perl "$work/systemd.pl" "$systemd" "$heard" >"$work/listens" &
listener=$!
abstract=@ring3-test-$$
perl "$work/systemd.pl" "$abstract" "$heard" >"$work/listens2" &
listener2=$!
finish() {
    kill "$listener" "$listener2" 2>/dev/null
    oci delete --force "$id" >/dev/null 2>&1
    tap_clean_up
}
trap finish EXIT
ok 'perl listens' wait_until 20 test -s "$work/listens"
ok 'at both names' wait_until 20 test -s "$work/listens2"
# Whoever is root in a user namespace is somebody else at the socket of systemd.
chmod 777 "$systemd"

cat >"$bundle/rootfs/tell.pl" <<'PERL'
use Socket;
socket(my $s, AF_UNIX, SOCK_DGRAM, 0);
for (@ARGV) { s/\\n/\n/g; send($s, $_, 0, pack_sockaddr_un($ENV{NOTIFY_SOCKET})) // die "$!\n" }
PERL
mounts=
for folder in /usr /lib /lib64; do
    [ ! -d $folder ] ||
        mounts="$mounts | .mounts += [{destination: \"$folder\", type: \"bind\", source: \"$folder\", options: [\"rbind\", \"ro\"]}]"
done
path='.process.env = ["PATH=/bin:/usr/bin", "NOTIFY_SOCKET=/nowhere"]'
notifying() { NOTIFY_SOCKET=$systemd oci "$@"; }
hears() { [ "$(cat "$heard")" = "$1" ]; }

# ---- run ----
config "$path $mounts" 'echo $NOTIFY_SOCKET; ls "${NOTIFY_SOCKET%/*}"; echo >"${NOTIFY_SOCKET%/*}/x"'
run notifying run --bundle "$bundle" $id
contains "$out" "$systemd/notify
notify" 'the container has the variable, and the socket is there'
contains "$err" 'ead-only' 'and nothing else can be made beside it'
config "$path $mounts" 'perl /tell.pl "STATUS=READY=1" "STATUS=x\nREADY=1\nMAINPID=1"; exit 7'
run notifying run --bundle "$bundle" $id
is "$status$err" 7 'run: its own status'
ok 'READY=1 is passed on, and nothing else that it said' wait_until 20 hears '[READY=1]'
run env "NOTIFY_SOCKET=$abstract" timeout 60 "$runtime" --root "$state" run --bundle "$bundle" $id
ok 'systemd may listen at an abstract name' wait_until 20 hears '[READY=1]
[READY=1]'
: >"$heard"
deep=$state/$(printf '%0120d' 0)
run env "NOTIFY_SOCKET=$systemd" timeout 60 "$runtime" --root "$deep" run --bundle "$bundle" $id
ok 'a path that has no room in an address' wait_until 20 hears '[READY=1]'
rmdir "$deep"
: >"$heard"

# ---- create, start ----
config "$path $mounts" 'until [ -e /tmp/go ]; do sleep 0.05; done; perl /tell.pl READY=1
    exec sleep 100'
run notifying create --bundle "$bundle" $id
notifying start $id &
starter=$!
ok 'it runs' wait_until 20 has_status $id running
ok 'start waits until it is ready' kill -0 $starter
is "$(cat "$heard")" '' 'nothing was said before'
run oci exec $id true
is "$status$err" 0 'meanwhile others can have to do with it'
touch "$bundle/rootfs/tmp/go"
wait $starter
is "$?" 0 'then start ends'
ok 'systemd knows' wait_until 20 hears '[READY=1]'
run oci delete --force $id
is "$status$err$(ls "$state")" 0 'delete removes the socket too'
config "$path $mounts" 'exit 5'
run notifying create --bundle "$bundle" $id
run notifying start $id
is "$status$err" 0 'who ends and never says that it is ready: start ends with it'
run oci delete --force $id
config "$path $mounts" 'perl /tell.pl READY=1; exec sleep 100'
run notifying run --detach --bundle "$bundle" $id
is "$status$err" 0 'run --detach waits in the same way'
run oci delete --force $id
config "$path $mounts" 'echo $NOTIFY_SOCKET'
run oci run --bundle "$bundle" $id
is "$out" /nowhere 'without NOTIFY_SOCKET: what config.json says'
is "$(ls "$state")" '' 'nothing is left'
done_testing
