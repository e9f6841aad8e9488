#!/bin/sh
# isolate run: what could arrive inside, or get out, if a single call were left out.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
helpers=$RING3_BUILD/tests/isolate/helpers

# ---- the host's own system: what is lent, by content ----
run in_host / sh -c 'ls -A /home /root /run /tmp /var | grep -v -e : -e "^$"'
is "$out" '' 'home, root, run, tmp and var are empty'
run in_host / ls -A /
is "$(printf '%s\n' "$out" | grep -vxE \
    'bin|sbin|lib|lib32|lib64|libx32|libo32|usr|etc|opt|nix|gnu|home|root|run|tmp|var|proc|dev|sys')" '' \
    'nothing of / but the system'

# ---- groups ----
if [ "$(id -u)" = 0 ] && have setpriv; then
    run setpriv --groups 1,6,42 isolate run --read-only / grep Groups: /proc/self/status
    is "$(printf '%s' "$out" | tr -d ' \t')" Groups: 'no supplementary group of root arrives'
fi

# ---- process 1 ----
run in_host / sh -c 'cat /proc/1/environ; readlink /proc/1/exe; head -c 1 /proc/1/mem; ls /proc/1/fd'
is "$out" '' 'nothing of process 1 can be read'

# ---- keys ----
# The key is of the session, so it is not of the container.
if "$helpers/with_key" true 2>/dev/null; then
    run "$helpers/with_key" "$helpers/with_key"
    is "$out" found 'a key in the session keyring'
    # Without the limit, which the sanitizers' shadow of this helper would not fit in.
    run "$helpers/with_key" isolate run --memory max --read-only \
        --ro-bind "$helpers:/helpers" / /helpers/with_key
    is "$out" none 'does not arrive inside'
else
    skip 'a key does not arrive inside' 'no keyrings here'
fi

# ---- mounts pass neither in nor out ----
case $(id -u) in 0) user= ;; *) user=Ur ;; esac
busybox=$(command -v busybox || true)
cat >"$work/shared.sh" <<'SH'
mount -t tmpfs -o mode=755 none "$1" && mount --make-shared "$1" || exit 9
mkdir -p "$1/root/proc" "$1/root/dev" "$1/root/bin" && cp -L "$2" "$1/root/bin/busybox"
[ "$(id -u)" != 0 ] || [ "$3" != 0 ] || chown -hR 1879048192:1879048192 "$1/root"
isolate run "$1/root" /bin/busybox cat /proc/self/mountinfo
echo outside
grep -c " $1" /proc/self/mountinfo
SH
mkdir "$work/shared"
if [ -n "$busybox" ] && unshare "-m$user" true 2>/dev/null; then
    run unshare "-m$user" sh "$work/shared.sh" "$work/shared" "$busybox" "$(id -u)"
    contains "$out" ' /proc ' 'a root on a shared mount'
    lacks "$out" shared: 'no mount of the container is shared with the host'
    lacks "$out" master: 'none gets what the host mounts later'
    contains "$out" 'outside
1' 'and the host sees none of them'
else
    skip 'a shared mount' 'busybox or unshare is missing'
fi

# ---- filters of the host ----
run "$helpers/filtered" 435 38 isolate run --read-only / echo ran
is "$out" ran 'a host that hides clone3'
run "$helpers/filtered" 428 1 isolate run --read-only / true
is "$status" 125 'a host that forbids open_tree'
contains "$err" 'seccomp filter' 'is named as the reason'
[ "$(uname -m)" != x86_64 ] || {
    run "$helpers/filtered" 250 1 isolate run --read-only / echo ran
    is "$out$err" ran 'one that forbids keyctl'
}
done_testing
