# podman with isolate-oci as its runtime: sourced after common.sh. All storage is in a
# folder of the test's own, the image is made here, and nothing is fetched. RUNTIME=runc
# runs the same with another runtime.
# shellcheck shell=sh disable=SC2034,SC2154

have podman || skip_all 'podman is not installed'
have conmon || skip_all 'conmon is not installed'
have jq || skip_all 'jq is not installed'
busybox=$(command -v busybox) || skip_all 'busybox is not installed'
runtime=$(command -v "${RUNTIME:-isolate-oci}") || skip_all "$RUNTIME is not installed"

# Where root has no CAP_SYS_RESOURCE, podman's own default limits cannot be had.
limit=$(awk '/^Max open files/ {print $5}' /proc/self/limits)
[ "$limit" != unlimited ] && [ "$limit" -lt 1048576 ] || limit=1048576
printf '[containers]\ndefault_ulimits = ["nofile=%s:%s", "nproc=4096:4096"]\n' \
    "$limit" "$limit" >"$work/containers.conf"
export CONTAINERS_CONF="$work/containers.conf" XDG_RUNTIME_DIR="$work" HOME="$work"
podman=$(command -v podman)
podman() {
    timeout 120 "$podman" --root "$work/root" --runroot "$work/run" --tmpdir "$work/tmp" \
        --storage-driver vfs --cgroup-manager cgroupfs --events-backend file \
        --runtime "$runtime" "$@"
}

# Without root podman keeps a process that holds its user namespace. The pid is read from
# its file, and only a process of this name is ended.
end_pause() {
    find "$work" -name pause.pid 2>/dev/null | while read -r file; do
        pid=$(cat "$file")
        case $(cat "/proc/$pid/comm" 2>/dev/null) in
        catatonit | podman*) kill -9 "$pid" ;;
        esac
    done
}

finish() {
    podman rm --force --all --time 0 >/dev/null 2>&1
    grep " $work" /proc/self/mountinfo | cut -d' ' -f5 | sort -r | while read -r point; do
        umount -l "$point"
    done
    # What ids that are lent own, only podman's user namespace may remove.
    [ "$(id -u)" = 0 ] || podman unshare rm -rf "$work/root" "$work/run" 2>/dev/null
    end_pause
    tap_clean_up
}
trap finish EXIT

mkdir -p "$work/image/bin" "$work/image/etc" "$work/image/tmp" "$work/volume"
cp -L "$busybox" "$work/image/bin/busybox"
for name in sh echo id cat sleep hostname pwd tty touch true false ls mount grep ps ip nc tar; do
    ln -s busybox "$work/image/bin/$name"
done
echo 'root:x:0:0:root:/:/bin/sh' >"$work/image/etc/passwd"
tar -C "$work/image" --owner=0 --group=0 -c . >"$work/image.tar"
podman import "$work/image.tar" box >/dev/null 2>&1 || skip_all 'podman cannot make an image here'
box() { run podman run --rm --network none "$@"; }
box box true
case $err in
*'hybrid mode not supported'*) skip_all "$runtime refuses a host with hybrid cgroups" ;;
esac
