#!/bin/sh
# What a container costs. `isolate run` of a static program that does nothing, against the
# floor (tests/isolate/helpers/floor.c: the same namespaces, a root, /proc, and nothing
# else), in one run in which all take turns. Others beside it where installed. The last
# column is the largest process of each. ROUNDS=60 by default. Root measures with real-time
# priority: what else the machine does then disturbs little. PRIORITY=none is without.
set -u
start_cost=$RING3_BUILD/tests/isolate/helpers/start_cost
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
root=$work/root
mkdir -p "$root/proc" "$root/dev" "$root/sys" "$root/tmp" "$root/bin"
build() { ${CC:-cc} -O2 -static -D_GNU_SOURCE -o "$@" 2>/dev/null; }
if ! build "$work/floor" tests/isolate/helpers/floor.c ||
    ! echo 'int main(void){return 0;}' | build "$root/bin/true" -x c -; then
    echo 'skipped: no static C library to build programs with'
    exit 0
fi
# No file here is root's: then nothing needs an id-mapped mount, for anybody.
[ "$(id -u)" != 0 ] || chown -hR 1879048192:1879048192 "$root"
isolate run "$root" /bin/true || {
    echo 'skipped: no containers on this host (isolate doctor says why)'
    exit 0
}
unlimited='--memory max --pids-limit max'
first=
[ "${PRIORITY-}" = none ] || ! chrt --rr 10 true 2>/dev/null || first='chrt --rr 10'
# shellcheck disable=SC2086
set -- "${ROUNDS:-60}" 'the floor' "$work/floor" "$root" /bin/true \
    -- 'fork and exec' "$root/bin/true" \
    -- 'isolate run --read-only, no limits' isolate run --read-only $unlimited "$root" /bin/true \
    -- 'the same, the command is process 1' \
    isolate run --read-only --no-init $unlimited "$root" /bin/true \
    -- 'isolate run, no limits' isolate run $unlimited "$root" /bin/true \
    -- '@isolate run --read-only, as a user' isolate run --read-only $unlimited "$root" /bin/true \
    -- 'isolate run --read-only' isolate run --read-only "$root" /bin/true \
    -- 'isolate run' isolate run "$root" /bin/true
if command -v bwrap >/dev/null; then
    set -- "$@" -- 'bwrap --unshare-all' \
        bwrap --unshare-all --bind "$root" / --proc /proc --dev /dev /bin/true
fi
if command -v crun >/dev/null || command -v runc >/dev/null; then
    mkdir "$work/bundle"
    kind=
    [ "$(id -u)" = 0 ] || kind=--rootless
    # shellcheck disable=SC2086 # one word or none
    (cd "$work/bundle" && { runc spec $kind || crun spec $kind; } >/dev/null 2>&1)
    sed -i "s/\"terminal\": true/\"terminal\": false/; s#\"sh\"#\"/bin/true\"#; s#\"rootfs\"#\"$root\"#" \
        "$work/bundle/config.json"
fi
# A v1 group of the processor takes no real-time process, so these go without ("~").
for other in crun runc; do
    command -v "$other" >/dev/null || continue
    if said=$("$other" --root "$work/$other" run --bundle "$work/bundle" "bench-$other-$$" 2>&1); then
        set -- "$@" -- "~$other run" "$other" --root "$work/$other" run \
            --bundle "$work/bundle" "bench-$other-$$"
    else
        echo "$other is installed, but does not run here: $(echo "$said" | tail -n 1)"
    fi
done
echo "${ROUNDS:-60} rounds: median, fastest and processor time, each with its ratio to the floor's;"
echo 'the largest process'
$first "$start_cost" "$@"
