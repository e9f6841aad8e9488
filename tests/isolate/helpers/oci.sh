# Bundles for the tests of isolate-oci: sourced after common.sh. RUNTIME=crun runs the
# same tests against another runtime.
# shellcheck shell=sh disable=SC2034,SC2154

runtime=${RUNTIME:-isolate-oci}
have jq || skip_all 'jq is not installed'
have "$runtime" || skip_all "$runtime is not installed"
busybox=$(command -v busybox) || skip_all 'busybox is not installed'
bundle=$work/bundle
state=$work/state
ours() { [ "$runtime" = isolate-oci ]; }

# Nothing here may wait for ever.
oci() { timeout 60 "$runtime" --root "$state" "$@"; }

mkdir -p "$bundle/rootfs/bin" "$bundle/rootfs/etc" "$bundle/rootfs/tmp" "$state"
echo "root:x:0:0:root:/passwd/home:/bin/sh" >"$bundle/rootfs/etc/passwd"
cp -L "$busybox" "$bundle/rootfs/bin/busybox"
for name in sh ls cat id mount hostname true false sleep env echo stat grep head tail tty \
    touch mkdir readlink kill cut tr wc sort awk nproc sed ps mknod umount rm; do
    ln -s busybox "$bundle/rootfs/bin/$name"
done
# Links as hostile or careless images have them: they must not lead out.
ln -s ../../../../../../../tmp "$bundle/rootfs/up"
"$bundle/rootfs/bin/busybox" true 2>/dev/null || skip_all 'busybox does not run here'

# A config.json that every test changes with jq.
if [ "$(id -u)" = 0 ]; then
    (cd "$bundle" && isolate-oci spec)
else
    (cd "$bundle" && isolate-oci spec --rootless)
fi
jq '.process.terminal = false | .root.readonly = false' "$bundle/config.json" >"$work/base.json"
config() { # JQ-FILTER [COMMAND]: of the base; the command is a script for sh
    jq --arg script "${2-true}" \
        "(.process.args = [\"sh\", \"-c\", \$script]) | $1" "$work/base.json" >"$bundle/config.json"
}

status_of() { oci state "$1" 2>/dev/null | jq -r .status; }
has_status() { [ "$(status_of "$1")" = "$2" ]; }

# What a field does, seen from inside: run it, and compare what the script says.
field() { # NAME JQ-FILTER SCRIPT WANTED
    config "$2" "$3"
    run oci run --bundle "$bundle" field
    is "$out" "$4" "$1"
    [ "$out" = "$4" ] || tap_show stderr "$err"
    oci delete --force field >/dev/null 2>&1
}

# A config that must be refused, with these words, and leave nothing.
denied() { # WORDS JQ-FILTER
    config "$2"
    run oci create --bundle "$bundle" denied
    [ "$status" != 0 ] || oci delete --force denied
    contains "$err" "$1" "refused: $1"
    is "$(ls "$state")" '' 'and nothing is left'
}

groups_left() { find /sys/fs/cgroup -type d -name "*$1*" 2>/dev/null | head -3; }
