#!/bin/sh
# isolate explain: the layer that refused a call is named by what is seen without it.
# shellcheck disable=SC2154
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces

# Which layers the first answer names, in order.
layers() { printf '%s\n' "$out" | head -n 1 | grep -o '"layer":"[a-z-]*"' | sed 's/.*:"//; s/"//' | tr '\n' ' '; }

explain() { run isolate explain --json "$@"; }

explain EPERM -- unshare -U true
is "$status" 0 'a refused call is found'
contains "$out" '"text":"unshare(CLONE_NEWUSER)"' 'it is the call, its arguments decoded'
is "$(layers)" 'seccomp ' 'the filter refused it'
contains "$out" '--allow-userns (tried: it helps)' 'and the option was tried'
contains "$err" 'unshare failed' "the command's own output goes to stderr"

explain EPERM -- mount -t tmpfs x /tmp
# Landlock, where the kernel has it, forbids all mounting: a third.
contains "$(layers)" 'seccomp capabilities ' 'several layers, one behind the other'
contains "$out" '--cap-add sys_admin (tried: this alone lets it through)' \
    'the one capability is found'
contains "$out" '"text":"mount(\"x\", \"/tmp\", \"tmpfs\", 0, NULL)"' 'strings are read'

explain EROFS -- touch /etc/x
is "$(layers)" 'root ' 'a read-only root is told by EROFS'
contains "$out" 'with --tmpfs /etc the same call succeeds' 'and seen to be: there its folder can be written'
contains "$out" '--tmpfs /etc (tried: it helps)' 'which is the advice'
ok 'and nothing was written' test ! -e /etc/x
explain EROFS -- sh -c 'cd /etc && touch x'
contains "$out" '/etc/x is on one' 'a relative name is followed from where the command is'
explain EROFS -- chmod 700 /etc/passwd
lacks "$out" 'tried: it helps' 'a folder without the file proves nothing'
explain EROFS -- ln -s /etc/passwd /dev/x
is "$(layers)" 'dev ' 'a link: what it is called counts, not where it leads'
mkdir "$work/lent" && chmod 777 "$work/lent"
explain -v "$work/lent:/mnt:ro" EROFS -- touch /mnt/x
is "$(layers)" '' 'what was lent to be read: no layer'
contains "$out" 'which -v lends with :ro' 'but what was asked for'

explain EPERM -- date -s @1
is "$(layers)" 'seccomp user ' 'the clock: the filter, and behind it the first user namespace'
# Only root can go without a user namespace.
case $(id -u) in
0) contains "$out" 'without user the same call may be made (the right was asked for' 'proven: by the right alone' ;;
*) contains "$out" 'Not tried without user: only root can' 'or not tried, and it says so' ;;
esac
ok 'and the clock is as it was' test "$(date +%s)" -ge 1700000000
explain EACCES -- cat /etc/shadow
if [ "$(id -u)" = 0 ]; then
    is "$(layers)" 'user ' "a file of root's"
    contains "$out" 'without user the same call succeeds' 'is read where root is root'
fi

explain ENETUNREACH -- perl -MSocket -e \
    'socket S, AF_INET, SOCK_STREAM, 0; connect S, sockaddr_in(80, inet_aton "192.0.2.1")'
if [ "$(layers)" = 'net ' ]; then
    contains "$out" 'with net it fails with ENETUNREACH; without net the same call' \
        'a network without a way out: seen with it and without'
else # a host without a way out either
    contains "$out" 'without net it fails in the same way' 'the host has no way out either'
fi
explain ENETUNREACH -- perl -MSocket -e \
    'socket S, AF_INET, SOCK_DGRAM, 0; send S, "x", 0, sockaddr_in(9, inet_aton "192.0.2.1")'
contains "$out" 'Not tried without net: it would send something' 'nothing is sent from here'
device=
for name in kvm fuse loop-control kmsg mem sda vda; do
    [ ! -e "/dev/$name" ] || device=/dev/$name
done
if [ -n "$device" ]; then
    explain ENOENT -- cat "$device"
    contains "$out" 'with dev it fails with ENOENT' 'a device of the host: with its layer'
    contains "$out" 'without dev the same call' 'and without'
fi
explain EROFS -- sh -c 'echo 0 >/sys/kernel/mm/ksm/run'
if [ -e /sys/kernel/mm/ksm/run ]; then
    contains "$out" 'without sys the same call fails with EACCES' '/sys: behind it the ids'
fi

refuses 2 'put -- before' 'an option after ERRNO is not taken for the command' \
    isolate explain EMFILE --ulimit nofile=8 -- true
explain --ulimit nofile=8 EMFILE -- perl -e \
    'open $f[$_], "<", "/dev/null" for 1..9'
is "$(layers)" 'rlimits ' 'too many files: a limit'

mkdir "$work/host" && echo secret >"$work/host/file" && chmod 755 "$work/host"
explain ENOENT -- cat "$work/host/file"
contains "$(layers)" 'pivot' 'a file of the host that was not lent'
contains "$out" 'without pivot the same call succeeds' 'and is found where it is lent'
# A command that goes on is ended at the call in question, and what failed fails again.
explain EPERM -- sh -c 'hostname never; date -s @1; dmesg'
for call in clock_settime syslog sethostname; do
    contains "$out" "\"call\":\"$call\"" "a command with several such calls: $call"
done
explain ENOENT -- cat /no/such/file
contains "$out" 'is not there outside either' 'one that is nowhere: no layer'
lacks "$out" '"layer"' 'and none is named'

run isolate explain EPERM -- true
is "$status" 1 'nothing failed so: the answer is no'
is "$out" '' 'and there is nothing to print'
contains "$err" 'no system call failed with EPERM' 'but why'

explain -- unshare -U true
is "$(layers)" 'seccomp ' 'without an errno: the last call that was refused'

run isolate explain EPERM -- unshare -U true
contains "$out" 'unshare(CLONE_NEWUSER) = -1 EPERM (Operation not permitted)' 'as text: the call'
contains "$out" 'protects  ' 'what the layer protects'
contains "$out" 'risk  ' 'and the risk of the option'

case $(uname -m) in
x86_64)
    # sys_getpid of i386 by int 0x80: a program of 12 bytes would do; perl has none.
    printf 'int main(void){long a=20;__asm__ volatile("int $0x80":"+a"(a));return 0;}' >"$work/i386.c"
    if ${CC:-cc} -static -o "$work/i386" "$work/i386.c" 2>/dev/null; then
        chmod 755 "$work/i386"
        explain -v "$work:/tmp:ro" SIGSYS -- /tmp/i386
        is "$(layers)" 'seccomp ' 'killed: a call through the door of i386'
        contains "$out" '"architecture":"x86"' 'which is named'
    else
        skip 'killed: a call through the door of i386' 'no static C library'
    fi
    ;;
esac

mkdir -p "$work/dir/bin" && cp "$(command -v busybox)" "$work/dir/bin/busybox" &&
    chmod -R a+rX "$work/dir"
if [ -x "$work/dir/bin/busybox" ]; then
    explain --root "$work/dir" --read-only EROFS -- /bin/busybox touch /x
    is "$(layers)" 'root ' 'where DIR is not /, a writable layer was tried in its place'
    contains "$out" 'the same call succeeds' 'and the call seen to succeed'
    ok 'in memory: DIR is as it was' test ! -e "$work/dir/x"
fi

refuses 2 'put -- before' 'a command without -- is asked for' isolate explain EPERM true
refuses 2 'no error' 'a word that is no errno' isolate explain ENONSENSE -- true
refuses 2 ':ro only' 'a folder to be written is not lent' \
    isolate explain -v "$work:/tmp" EPERM -- true
refuses 2 'which command' 'nothing to run' isolate explain EPERM --
done_testing
