# For the suites in the virtual machine: sourced first.
#
#   . /t/guest.sh          # tests/lib.sh, and: $LAYOUT is v2, v1 or hybrid
#   root_folder /tmp/root  # a small system to run containers in: busybox, and no more
#   group_of pids          # the folder of our group in the hierarchy with this controller
#
# shellcheck shell=sh disable=SC2034,SC2154
# shellcheck source=tests/lib.sh
. /t/lib.sh
# There is no perl here.
tap_pause() { usleep 20000; }

root_folder() { # FOLDER
    mkdir -p "$1/bin" "$1/proc" "$1/dev" "$1/tmp" "$1/etc"
    cp /bin/busybox "$1/bin/"
    for tool in $(busybox --list); do
        [ "$tool" = busybox ] || ln -sf busybox "$1/bin/$tool"
    done
    # What root lends to be written must not be root's own.
    [ "$(id -u)" != 0 ] || chown -hR 1879048192:1879048192 "$1"
    chmod 755 "$1"
}

group_of() { # CONTROLLER, by its name in v1
    if [ "$LAYOUT" = v2 ]; then
        echo "/sys/fs/cgroup$(sed -n 's/^0:://p' /proc/self/cgroup)"
    else
        echo "/sys/fs/cgroup/$1$(sed -n "s/^[0-9]*:$1:\(.*\)/\1/p" /proc/self/cgroup)"
    fi
}

# The value of a key in the JSON line that `group` and `isolate` print: a number or text.
json_value() { # LINE KEY
    printf '%s\n' "$1" | sed -n "s/.*\"$2\":\"\{0,1\}\([^\",}]*\).*/\1/p" | head -n 1
}

# Groups that should be gone.
left_groups() {
    find /sys/fs/cgroup -type d -name 'isolate-*'
}
