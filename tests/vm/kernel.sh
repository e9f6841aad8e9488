#!/bin/sh
# Prints a folder with a kernel to boot: boot/vmlinuz-VERSION and lib/modules/VERSION.
#
# It is Debian's cloud kernel, fetched by apt into build/vm/kernel and unpacked there;
# nothing is installed. With RING3_VM_KERNEL=FOLDER another one is taken. When there is
# none, one line says why, and the status is 3.
set -u
cd "$(dirname "$0")/../.." || exit 2

no() {
    printf '%s\n' "$*" >&2
    exit 3
}

if [ -n "${RING3_VM_KERNEL:-}" ]; then
    [ -d "$RING3_VM_KERNEL/lib/modules" ] || no "RING3_VM_KERNEL=$RING3_VM_KERNEL has no lib/modules"
    printf '%s\n' "$RING3_VM_KERNEL"
    exit
fi

cache=build/vm/kernel
if [ ! -d $cache/unpacked/boot ]; then
    for tool in apt-get dpkg-deb; do
        command -v $tool >/dev/null ||
            no "$tool is not here to fetch a kernel (RING3_VM_KERNEL=FOLDER names another)"
    done
    case $(uname -m) in
    x86_64) package=linux-image-cloud-amd64 ;;
    aarch64) package=linux-image-cloud-arm64 ;;
    *) no "no kernel is known for $(uname -m)" ;;
    esac
    package=$(apt-cache depends $package 2>/dev/null | sed -n 's/^ *Depends: \(linux-image-.*\)/\1/p' | head -n 1)
    [ -n "$package" ] || no 'apt knows no cloud kernel (as root: apt-get update)'
    mkdir -p $cache
    # Several layouts start at the same time: one of them fetches, the others wait.
    (
        command -v flock >/dev/null && flock 9
        [ -d $cache/unpacked/boot ] && exit
        cd $cache || exit 1
        ls "$package"_*.deb >/dev/null 2>&1 || apt-get download -q "$package" >&2 || exit 1
        rm -rf new && dpkg-deb -x "$package"_*.deb new && mv new unpacked
    ) 9>$cache/lock || no "apt-get download $package failed"
fi
printf '%s\n' "$PWD/$cache/unpacked"
