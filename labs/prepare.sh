#!/bin/sh
# Installs what the build needs and this machine lacks, or says how.
#
#   labs/prepare.sh [--tests | --vm | --peers]
#
# As root it installs by itself; as a user it asks when there is someone to ask,
# and otherwise prints the one line to type. With --tests it also wants what only
# the tests use, with --vm what the virtual machine of tests/vm needs, with --peers the
# programs that ours are compared with or work together with; of that, what cannot be
# had is a skip and no failure.
set -u

say() { printf 'ring3: %s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }
# Servers are there, and in the PATH of few users.
PATH=$PATH:/usr/sbin:/sbin

extra=
case ${1-} in
'') ;;
--tests | --vm | --peers) extra=${1#--} ;;
*)
    say "unknown option $1 (try: labs/prepare.sh --tests)"
    exit 2
    ;;
esac

if have apt-get; then
    manager=apt
elif have dnf; then
    manager=dnf
elif have pacman; then
    manager=pacman
elif have apk; then
    manager=apk
else
    manager=none
fi

# One row per thing: how to see that it is there, and its package in each of the
# package managers. "-" means that it comes with something above.
#   kind name        apt             dnf              pacman     apk
needed='
tool gcc             gcc             gcc              gcc        gcc
file stdio.h         libc6-dev       glibc-devel      glibc      musl-dev
tool pkg-config      pkg-config      pkgconf-pkg-config pkgconf  pkgconf
lib  ncursesw        libncurses-dev  ncurses-devel    ncurses    ncurses-dev
lib  sqlite3         libsqlite3-dev  sqlite-devel     sqlite     sqlite-dev
lib  md4c            libmd4c-dev     md4c-devel       md4c       md4c-dev
lib  libarchive      libarchive-dev  libarchive-devel libarchive libarchive-dev
lib  zlib            zlib1g-dev      zlib-devel       zlib       zlib-dev
lib  libcap          libcap-dev      libcap-devel     libcap     libcap-dev
lib  libseccomp      libseccomp-dev  libseccomp-devel libseccomp libseccomp-dev
lib  libmd           libmd-dev       libmd-devel      libmd      libmd-dev
lib  jansson         libjansson-dev  jansson-devel    jansson    jansson-dev
'
for_tests='
tool prove           perl            perl-Test-Harness perl      perl-utils
tool xz              xz-utils        xz               xz         xz
tool tmux            tmux            tmux             tmux       tmux
tool valgrind        valgrind        valgrind         valgrind   valgrind
tool busybox         busybox-static  busybox          busybox    busybox-static
tool mandoc          mandoc          mandoc           mandoc     mandoc
tool script          bsdutils        util-linux-script util-linux util-linux-misc
tool parallel        parallel        parallel         parallel   parallel
tool ip              iproute2        iproute          iproute2   iproute2
tool nft             nftables        nftables         nftables   nftables
tool slirp4netns     slirp4netns     slirp4netns      slirp4netns slirp4netns
tool keyctl          keyutils        keyutils         keyutils   keyutils
tool socat           socat           socat            socat      socat
'

for_vm='
tool prove           perl            perl-Test-Harness perl      perl-utils
tool qemu-system-x86_64 qemu-system-x86 qemu-system-x86 qemu-system-x86 qemu-system-x86_64
tool busybox         busybox-static  busybox          busybox    busybox-static
tool cpio            cpio            cpio             cpio       cpio
tool xz              xz-utils        xz               xz         xz
tool bash            bash            bash             bash       bash
'

# Nobody needs these to learn or to build: a server of our own looks for them.
for_peers='
tool bwrap           bubblewrap      bubblewrap       bubblewrap bubblewrap
tool crun            crun            crun             crun       crun
tool runc            runc            runc             runc       runc
tool podman          podman          podman           podman     podman
tool newuidmap       uidmap          shadow-utils     shadow     shadow-uidmap
tool pasta           passt           passt            passt      passt
tool zsh             zsh             zsh              zsh        zsh
tool fish            fish            fish             fish       fish
tool sshd            openssh-server  openssh-server   openssh    openssh-server
tool munged          munge           munge            munge      munge
tool sbatch          slurm-client    slurm            slurm-llnl slurm
tool slurmctld       slurmctld       slurm-slurmctld  slurm-llnl slurm
tool slurmd          slurmd          slurm-slurmd     slurm-llnl slurm
'

is_there() { # KIND NAME
    case $1 in
    tool) have "$2" ;;
    lib) have pkg-config && pkg-config --exists "$2" ;;
    file) printf '#include <%s>\n' "$2" | "${CC:-gcc}" -E -x c - >/dev/null 2>&1 ;;
    esac
}

package_of() { # APT DNF PACMAN APK
    case $manager in
    apt) echo "$1" ;;
    dnf) echo "$2" ;;
    pacman) echo "$3" ;;
    apk) echo "$4" ;;
    esac
}

# The packages of the rows on stdin that are missing here.
missing() {
    while read -r kind name apt dnf pacman apk; do
        [ -n "$kind" ] || continue
        is_there "$kind" "$name" || package_of "$apt" "$dnf" "$pacman" "$apk"
    done | sort -u | tr '\n' ' '
}

install_line() { # PACKAGES…
    case $manager in
    apt) echo "apt-get install -y --no-install-recommends $*" ;;
    dnf) echo "dnf install -y $*" ;;
    pacman) echo "pacman -S --needed --noconfirm $*" ;;
    apk) echo "apk add $*" ;;
    esac
}

install_packages() { # PACKAGES…; as root
    if [ "$manager" = apt ]; then
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq >/dev/null || say 'the package lists could not be refreshed; going on with those that are here'
    fi
    # shellcheck disable=SC2046,SC2091 # the line is a command and its words
    $(install_line "$@") >&2
}

# Asks for a yes, if there is someone to ask.
agreed() {
    [ -t 0 ] && [ -t 2 ] || return 1
    printf 'ring3: install with sudo: %s\nring3: go on? [y/N] ' "$*" >&2
    read -r answer
    case $answer in [yY]*) true ;; *) false ;; esac
}

# get PACKAGES…: 0 when they were installed.
get() {
    if [ "$(id -u)" = 0 ]; then
        say "installing: $*"
        install_packages "$@"
    elif have sudo && agreed "$@"; then
        [ "$manager" != apt ] || sudo apt-get update -qq
        # shellcheck disable=SC2046 # the line is a command and its words
        sudo $(install_line "$@") >&2
    else
        return 1
    fi
}

names_of() { # the rows on stdin that are missing, as a person would say them
    while read -r kind name _; do
        [ -n "$kind" ] || continue
        is_there "$kind" "$name" || printf '%s ' "$name"
    done
}

lacking=$(printf '%s' "$needed" | names_of)
if [ -n "$lacking" ]; then
    # shellcheck disable=SC2046 # one word per package
    set -- $(printf '%s' "$needed" | missing)
    if [ "$manager" = none ]; then
        say "missing: $lacking(no package manager known here; install their development packages)"
        exit 3
    fi
    get "$@" || {
        say "missing: $lacking"
        say "to install them, type:  sudo $(install_line "$@")"
        exit 3
    }
    lacking=$(printf '%s' "$needed" | names_of)
    if [ -n "$lacking" ]; then
        say "still missing after the installation: $lacking"
        exit 3
    fi
fi

case $extra in
tests) rows=$for_tests ;;
peers) rows=$for_peers ;;
vm)
    rows=$for_vm
    [ "$(uname -m)" != aarch64 ] ||
        rows=$(printf '%s' "$for_vm" | sed -e 's/x86_64/aarch64/' -e 's/qemu-system-x86 /qemu-system-arm /')
    ;;
*) exit 0 ;;
esac
lacking=$(printf '%s' "$rows" | names_of)
[ -n "$lacking" ] || exit 0
# shellcheck disable=SC2046
set -- $(printf '%s' "$rows" | missing)
if [ "$manager" = none ] || ! get "$@"; then
    say "tests that need these are skipped: $lacking"
    [ "$manager" = none ] || say "to install them, type:  sudo $(install_line "$@")"
fi
if ! have prove; then
    say 'prove is missing: it comes with perl, and without it no test can run'
    exit 3
fi
exit 0
