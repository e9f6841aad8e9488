#!/bin/sh
# isolate doctor: what it says of hosts that are not at hand (tests/isolate/hosts: their
# files), each with the remedy and what works; and of this one, where all is tried.
. tests/lib.sh

# A host is a text: "== path" and what is in that file.
unpack() { # HOST: into $work/HOST
    rm -rf "${work:?}/$1"
    mkdir -p "$work/$1"
    awk -v root="$work/$1" '
        /^== / { file = root "/" $2; folder = file; sub("/[^/]*$", "", folder)
                 system("mkdir -p " folder); printf "" > file; next }
        { print >> file }' "tests/isolate/hosts/$1"
}
look() { # HOST
    unpack "$1"
    run isolate doctor --json --host "$work/$1"
    is "$status" 0 "$1"
}
finds() { # FEATURE FIX WORKS
    line=$(printf '%s\n' "$out" | grep "^{\"feature\":\"$1\"")
    contains "$line" "$2" "$1: the remedy"
    contains "$line" "$3" "$1: what works"
}

look ubuntu-24.04
finds AppArmor 'kernel.apparmor_restrict_unprivileged_userns=0' 'sudo isolate run'
contains "$out" "profile isolate $RING3_BUILD/bin/isolate flags=(unconfined) {\\n  userns,\\n" \
    'the profile, with our own path'
contains "$out" 'abi <abi/4.0>' 'in the language of AppArmor 4'
contains "$out" '"feature":"AppArmor","state":"missing"' 'no container without it'
finds 'control groups not delegated' 'systemd-run --user --scope -p Delegate=yes' 'setrlimit'
lacks "$out" newuidmap 'its subordinate ids are in order'
run isolate doctor --host "$work/ubuntu-24.04"
contains "$out" '
profile isolate ' 'the profile can be copied from the screen'
look ubuntu-24.04-with-profile
lacks "$out" AppArmor 'a program with a profile is not restricted'

look debian-10
finds kernel.unprivileged_userns_clone 'sysctl -w kernel.unprivileged_userns_clone=1' 'sudo isolate'
look rhel-7
finds user.max_user_namespaces 'sysctl -w user.max_user_namespaces=10000' 'not as root either'
lacks "$out" unprivileged_userns_clone 'and not what Debian has'

look codespaces
finds 'Codespaces or a dev container' '\"runArgs\": [\"--security-opt\", \"seccomp=unconfined\"' 'no container'
finds 'covered /proc' 'systempaths=unconfined' 'an empty /proc'
lacks "$out" '"Docker"' 'said once'
finds CAP_SYS_RESOURCE '--cap-add SYS_RESOURCE' 'that is said'
look docker
finds Docker '--security-opt seccomp=unconfined --security-opt systempaths=unconfined' 'no container'
lacks "$out" '"Codespaces' 'Docker alone is not Codespaces'

look wsl2
finds 'WSL2 control groups' 'kernelCommandLine = cgroup_no_v1=all' 'all limits as root'
finds 'WSL2 mounts' 'mount --make-rshared /' 'every mount private'
finds newuidmap 'apt-get install uidmap' 'one id'
finds 'subordinate ids' 'usermod --add-subuids' 'one id'
lacks "$out" WSL1 'WSL2 is not WSL1'
look wsl1
finds WSL1 'wsl --set-version' 'no container'
lacks "$out" 'WSL2' 'and the other way round'

look crostini
finds Chromebook 'security.nesting true' 'an empty /proc'
contains "$out" 'keyctl answers ENOSYS' 'its keyrings'
finds 'nested user namespace' 'run it outside' 'ranges within the map'
lacks "$out" '"LXC"' 'said once'
look nested
finds 'nested user namespace' 'run it outside' 'one id'

look hybrid
finds 'hybrid control groups' 'systemd.unified_cgroup_hierarchy=1' 'uses each controller where it lives'
finds CAP_SYS_RESOURCE SYS_RESOURCE lowered
look gvisor
finds gVisor 'a Linux kernel' 'user-space proxy'

look debian-12-root
is "$out" '' 'a host where nothing is restricted'

# ---- in German ----
# Every host, as lines: nothing is said in English, and no line is cut by a terminal. What
# is to be copied is whole, on a line that begins in column 16.
: >"$work/missing"
for host in tests/isolate/hosts/*; do
    unpack "${host##*/}"
    RING3_WORDS_MISSING=$work/missing isolate doctor --language de --host "$work/${host##*/}"
done >"$work/german"
is "$(sort -u "$work/missing" | grep -vE '^en: [a-zA-Z0-9._]+$')" '' 'all hosts are complete'
contains "$(cat "$work/german")" 'Abhilfe: als root:
               sysctl -w kernel.unprivileged_userns_clone=1
             auf Dauer: schreib das in' 'a command has its line'
is "$(grep -E '^.{81}' "$work/german" | grep -vE '^( {15}[^ ]|profile )')" '' 'nothing is wider than 80'
run isolate doctor --language de --json --host "$work/debian-10"
contains "$out" '"reason":"kernel.unprivileged_userns_clone is 0"' 'for programs it is English'

# ---- odd hosts ----
mkdir "$work/empty"
run isolate doctor --json --host "$work/empty"
is "$status" 0 'a folder without any file'
mkdir -p "$work/odd/proc/self" "$work/odd/proc/sys/kernel/osrelease" "$work/odd/etc"
head -c 5000 /dev/urandom >"$work/odd/proc/self/mountinfo"
head -c 5000 /dev/urandom >"$work/odd/proc/self/status"
head -c 5000 /dev/urandom >"$work/odd/proc/self/environ"
printf '0 0\n' >"$work/odd/proc/self/uid_map"
printf ':::\n\n1000\nx:\n' >"$work/odd/etc/subuid"
run isolate doctor --json --host "$work/odd"
is "$status" 0 'files that hold noise'
refuses 2 'is no folder' 'a host that is not there' isolate doctor --host "$work/none"

# ---- this host ----
run isolate doctor --json
is "$status" 0 'this host'
is "$(printf '%s\n' "$out" | grep -vcE \
    '^\{"feature":"[^"]+","state":"(real|limited|missing)","reason":".+","fix":".*","works":".*"')" 0 \
    'each line has its fields'
is "$(printf '%s\n' "$out" | grep '"state":"missing"' | grep -c '"fix":"","')" 0 \
    'what is missing has a remedy'
is "$(printf '%s\n' "$out" | grep -v '"state":"real"' | grep -c '"works":""')" 0 \
    'and what works without it'
for feature in 'user namespaces' cgroups Landlock 'time namespaces' 'ranges of ids' clone3 \
    CLONE_INTO_CGROUP keyrings nftables 'id-mapped mounts' 'seccomp user notification'; do
    contains "$out" "{\"feature\":\"$feature\"," "it tries: $feature"
done
is "$(find /sys/fs/cgroup -name 'isolate-doctor-*' 2>/dev/null)" '' 'no group is left'
done_testing
