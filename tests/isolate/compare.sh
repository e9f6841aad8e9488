#!/bin/sh
# isolate compare: the same attempts under other runtimes, and nothing is left of them.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
command -v jq >/dev/null || skip_all 'jq is not installed'
[ "$RING3_VARIANT" = release ] || [ "$RING3_VARIANT" = debug ] ||
    skip_all 'attempts need a static program'

scratch=$work/scratch
mkdir "$scratch" && chmod 1777 "$scratch"
export TMPDIR="$scratch"

said() { # RUNTIME ATTACK
    jq -r "select(.attack == \"$2\") | .[\"$1\"].verdict" "$work/.out"
}

# ---- namespaces alone ----
if unshare -r true 2>/dev/null; then
    run isolate compare unshare --attack mount --attack host-service --attack io-uring \
        --attack see-host-process --json
    is "$status" 0 'isolate itself has none open'
    is "$(said unshare mount) $(said isolate mount)" 'open blocked' \
        'unshare(1) leaves root of its namespace the mounts'
    is "$(said unshare io-uring) $(said isolate io-uring)" 'open blocked' 'and every call'
    is "$(said unshare host-service)" blocked 'but has a network of its own'
    is "$(jq -r 'select(.attacks) | .unshare.open' "$work/.out")" 2 'which is counted'
    run isolate compare unshare --attack mount
    contains "$out" 'chroot   ' 'the others are named'
    ok 'and why they are absent' grep -Eq '^bwrap +not (asked for|installed)' "$work/.out"
    contains "$out" 'OPEN' 'and the matrix has a word for it'
else
    skip 'namespaces alone' 'unshare(1) cannot make a user namespace here'
fi

# ---- bubblewrap ----
if have bwrap && bwrap --unshare-all --ro-bind / / true 2>/dev/null; then
    run isolate compare bwrap --attack leaked-descriptor --attack host-environment --json
    is "$(said bwrap leaked-descriptor)" open 'bwrap hands on what is open'
    is "$(said bwrap host-environment)" blocked 'and with --clearenv no variable'
else
    skip 'bubblewrap' 'it is not installed, or makes no sandbox here'
fi

# ---- the same runtime, tighter ----
strict=
for name in crun runc; do
    [ -z "$strict" ] && [ "$(id -u)" = 0 ] && have $name && strict=$name
done
if [ -n "$strict" ] && [ -r /usr/share/containers/seccomp.json ]; then
    run isolate compare "$strict" "$strict+" --attack write-image --attack io-uring \
        --attack granted-chroot --json
    is "$(said "$strict" write-image) $(said "$strict+" write-image)" 'open blocked' \
        "$strict+ has a root that is read-only"
    is "$(said "$strict" io-uring) $(said "$strict+" io-uring)" 'open blocked' 'and a filter'
    is "$(said "$strict+" granted-chroot)" 'not tried' 'what only isolate was asked for does not count for it'
else
    skip 'the same runtime, tighter' 'neither crun nor runc with a profile, or not root'
fi

# ---- chroot, as root only ----
if [ "$(id -u)" = 0 ]; then
    run isolate compare chroot --attack chroot-escape --attack rename-host --json
    is "$(said chroot chroot-escape)" open 'a root by chroot(1) is left'
    is "$(said chroot rename-host)" open 'where the host could be renamed, and is not'
else
    refuses 3 'needs root' 'chroot is for root' isolate compare chroot
fi

# ---- requests ----
refuses 2 'it can be compared with' 'an unknown runtime' isolate compare docker
refuses 2 'no such attack' 'an unknown attack' isolate compare --attack nothing

no_scratch() { [ -z "$(ls -A "$scratch")" ]; }
ok 'no folder is left' no_scratch
is "$(grep -F "$scratch" /proc/self/mountinfo)" '' 'no mount is left'
done_testing
