#!/bin/bash
# Boots a Linux of its own under qemu, without KVM and without installing anything, and
# runs a program in it: as root, or as a user, on the layout of control groups asked for.
#
#   tests/vm/run.sh [-m v2|v1|hybrid] [-u USER] [-a FILE[:NAME]]… [-k WORDS] PROGRAM ARGS…
#
#   -m LAYOUT   what is mounted at /sys/fs/cgroup (v2)
#   -u USER     who runs it: root, or user, who has id 1000 and, in v2, a subtree of
#               control groups that was delegated to him (root)
#   -a FILE     is there too, in /t/, or as /t/NAME; a folder comes with all in it
#   -k WORDS    added to the kernel's command line
#   -s SECONDS  then the machine is switched off (120)
#
# PROGRAM is copied in as /t/PROGRAM, and must be static, or a script for busybox sh.
# Its output is ours, and so is its status; 3 when there is no machine to be had.
# One boot takes two to four seconds.
set -eu
cd "$(dirname "$0")/../.."

layout=v2 user=root words='' seconds=120 add=()
while getopts m:u:a:k:s: option; do
    case $option in
    m) layout=$OPTARG ;;
    u) user=$OPTARG ;;
    a) add+=("$OPTARG") ;;
    k) words=$OPTARG ;;
    s) seconds=$OPTARG ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || {
    echo 'run.sh: a program is needed' >&2
    exit 2
}
case $layout in
v2) words="$words cgroup_no_v1=all" ;;
hybrid) words="$words cgroup_no_v1=hugetlb" ;; # something must be left for v2
v1) ;;
*)
    echo "run.sh: -m $layout: it is v2, v1 or hybrid" >&2
    exit 2
    ;;
esac

case $(uname -m) in
x86_64) qemu=qemu-system-x86_64 console=ttyS0 machine='-machine pc' ;;
aarch64) qemu=qemu-system-aarch64 console=ttyAMA0 machine='-machine virt' ;;
*) qemu='' ;;
esac
for tool in $qemu busybox cpio gzip; do
    command -v "$tool" >/dev/null || {
        echo "$tool is not installed (labs/prepare.sh --vm)" >&2
        exit 3
    }
done
[ -n "$qemu" ] || {
    echo "no machine is known for $(uname -m)" >&2
    exit 3
}
kernel=$(sh tests/vm/kernel.sh) || exit 3
modules=$(echo "$kernel"/lib/modules/*)
image=$(echo "$kernel"/boot/vmlinu[xz]-*)

work=$(mktemp -d "${TMPDIR:-/tmp}/ring3-vm.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
root=$work/root

# What the tests need and this kernel has as modules, in the order of loading.
order='fs/overlayfs/overlay drivers/block/loop drivers/net/veth net/llc/llc net/802/stp
    net/bridge/bridge lib/libcrc32c net/netfilter/nfnetlink net/netfilter/nf_tables
    net/ipv4/netfilter/nf_defrag_ipv4 net/ipv6/netfilter/nf_defrag_ipv6
    net/netfilter/nf_conntrack net/netfilter/nf_nat net/netfilter/nft_chain_nat
    net/netfilter/nft_masq net/netfilter/nft_ct net/netfilter/nft_nat
    drivers/net/tun fs/fuse/fuse'
mkdir -p "$root"/{bin,modules,t}
for module in $order; do
    for file in "$modules/kernel/$module".ko*; do
        [ -f "$file" ] || continue
        cp "$file" "$root/modules/"
        basename "$file" >>"$root/modules/order"
    done
done
xz -dq "$root"/modules/*.ko.xz 2>/dev/null || true
sed -i 's/\.xz$//' "$root/modules/order"

cp "$(command -v busybox)" "$root/bin/busybox"
cp tests/vm/guest/init "$root/init"
chmod 755 "$root/init"
put() { # FILE[:NAME]
    local name=${1#*:}
    [ "$name" != "$1" ] || name=$(basename "$1")
    mkdir -p "$(dirname "$root/t/$name")"
    cp -RL "${1%%:*}" "$root/t/$name"
}
put tests/vm/guest/as_user
put "$1"
for file in "${add[@]}"; do put "$file"; done
program=/t/$(basename "$1")
shift
printf '%s\n' "$layout" >"$root/t/.layout"
printf '%s\n' "$user" >"$root/t/.user"
printf '%q ' "$program" "$@" >"$root/t/.command"
chmod -R u=rwX,go=rX "$root/t"
(cd "$root" && find . | cpio -o -H newc -R 0:0 --quiet | gzip -1) >"$work/initramfs"

# shellcheck disable=SC2086  # the machine is two words
timeout "$seconds" $qemu $machine -accel tcg,thread=multi -cpu max -smp 2 -m 512 \
    -display none -no-reboot -nodefaults -serial stdio -kernel "$image" \
    -initrd "$work/initramfs" \
    -append "console=$console quiet loglevel=1 panic=-1 $words" </dev/null 2>"$work/qemu" |
    tr -d '\r' | tee "$work/log" | grep --line-buffered -v -e '^RING3-VM-STATUS=' \
    -e '^\[.*reboot: Power down' || true
status=$(sed -n 's/^RING3-VM-STATUS=//p' "$work/log" | tail -n 1)
[ -n "$status" ] || {
    echo "the machine ended without a status (after $seconds s it is switched off)" >&2
    cat "$work/qemu" >&2
    exit 3
}
exit "$status"
