#!/bin/sh
# What limits cost in a control group of version 2: as isolate.sh, in the small machine of
# tests/vm, which has nothing but version 2. It is emulated, so all of it takes ten times as
# long; what counts is the difference that limits make, as a part of the floor that is
# measured in the same machine. 0.2 ms of the 2.4 ms that the floor takes on the hardware
# it was first measured on are 8 % of it. The floor is measured with limits, too: what they
# add there is what the kernel takes. ROUNDS=60 by default.
set -u
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
helpers=tests/isolate/helpers
build() { ${CC:-cc} -O2 -static -D_GNU_SOURCE -o "$@" 2>/dev/null; }
if ! build "$work/floor" $helpers/floor.c || ! build "$work/start_cost" $helpers/start_cost.c ||
    ! echo 'int main(void){return 0;}' | build "$work/true" -x c -; then
    echo 'skipped: no static C library to build programs with'
    exit 0
fi
cat >"$work/measure" <<'END'
#!/bin/sh
root=/tmp/root
mkdir -p $root/proc $root/dev $root/sys $root/tmp $root/bin
cp /t/true $root/bin/
[ "$(id -u)" != 0 ] || chown -hR 1879048192:1879048192 $root
# Where isolate makes its groups: as here, the nearest above us that gives both.
parent=/sys/fs/cgroup$(sed -n 's/^0:://p' /proc/self/cgroup)
parent=${parent%/}
until grep -q memory.*pids "$parent/cgroup.subtree_control" || [ "$parent" = /sys/fs/cgroup ]; do
    parent=${parent%/*}
done
# The kernel frees a group when its container has ended already: the floor stands before
# each, so that none pays for the one before it.
measure() {
    start_cost "$1" 'the floor' floor $root /bin/true \
        -- 'isolate run --read-only, no limits' \
        isolate run --read-only --memory max --pids-limit max $root /bin/true \
        -- 'the floor again' floor $root /bin/true \
        -- 'the same with memory and pids limited' isolate run --read-only $root /bin/true \
        -- 'the floor, limits of its own' floor --group=$parent $root /bin/true \
        -- 'the floor once more' floor $root /bin/true \
        -- 'the same with the processor, too' isolate run --read-only --cpus 1 $root /bin/true
}
measure 5 >/dev/null
echo "as $(id -un):"
measure "${ROUNDS:-60}" | tee /tmp/table
awk '
    /^the floor  / { floor = $3 }
    /limits of its own/ {
        printf "limits of the floor itself: %+.0f us, %.1f %% of it\n",
            $(NF - 6) - floor, 100 * ($(NF - 6) - floor) / floor
    }
    /no limits/ { without = $(NF - 6) }
    /limited|processor, too/ {
        more = $(NF - 6) - without
        printf "limits (%s): %+.0f us, %.1f %% of the floor\n",
            /limited/ ? "memory, pids" : "memory, pids, cpu", more, 100 * more / floor
    }' /tmp/table
rm -rf $root /tmp/table
END
sed "2i ROUNDS=${ROUNDS:-60}" "$work/measure" >"$work/measure.sh"
chmod 755 "$work/measure.sh"
run() { # USER
    tests/vm/run.sh -m v2 -u "$1" -s 900 -a "$work/floor" -a "$work/start_cost" -a "$work/true" \
        -a "$RING3_BUILD/bin/isolate" "$work/measure.sh"
}
echo "${ROUNDS:-60} rounds in the machine of tests/vm: as isolate.sh has them"
run root || {
    [ $? = 3 ] && echo 'skipped: no virtual machine here' && exit 0
    exit 1
}
run user
