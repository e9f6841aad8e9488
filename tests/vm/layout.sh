#!/bin/sh
# layout.sh v2|v1|hybrid: boots that layout once, runs all suites in it, and prints one
# TAP stream. Called by tests/vm/{v2,v1,hybrid}.sh, which `make test-vm` hands to prove.
set -u
cd "$(dirname "$0")/../.." || exit 2
build=${RING3_BUILD:-$PWD/build/release}
layout=$1

skip_all() {
    printf '1..0 # SKIP %s\n' "$*"
    exit 0
}
for tool in isolate tests/vm/helpers/group; do
    [ "$tool" != isolate ] || tool=bin/isolate
    [ -x "$build/$tool" ] || skip_all "$build/$tool is not built (make test-vm does it)"
done
if ! printf 'int main(void){return 0;}' | ${CC:-cc} -static -x c -o /dev/null - 2>/dev/null; then
    skip_all 'this system has no static archives of its libraries'
fi

# Files that a suite names in its line "# vm: … files=A,B".
set -- -m "$layout" -s 900 -a "$build/bin/isolate" -a tests/lib.sh -a tests/vm/suite
for file in tests/vm/guest/guest.sh "$build"/tests/vm/helpers/*; do
    case $file in *.d | *.o) ;; *) set -- "$@" -a "$file" ;; esac
done
for file in $(sed -n 's/^# vm:.*[ ]files=\([^ ]*\).*/\1/p' tests/vm/suite/*.sh | tr , '\n' | sort -u); do
    [ -e "$file" ] && set -- "$@" -a "$file"
done

output=$(mktemp "${TMPDIR:-/tmp}/ring3-vm-output.XXXXXX")
trap 'rm -f "$output"' EXIT
trap 'exit 1' HUP INT TERM
tests/vm/run.sh "$@" tests/vm/guest/suite.sh >"$output" 2>&1
status=$?
if [ $status = 3 ] && ! grep -q '^#begin' "$output"; then
    skip_all "no virtual machine here: $(tail -n 1 "$output")"
fi

awk -v status=$status '
    function say(good, text) { number++; printf "%sok %d - %s\n", good ? "" : "not ", number, text }
    /^#begin / { name = $2 " (" $3 ")"; seen = 0; plan = -1; inside = 1; next }
    /^#end / {
        if (plan < 0) say(0, name " ends before it is done, status " $2)
        else if (plan != seen) say(0, name ": " plan " were planned, " seen " ran")
        inside = 0; next
    }
    inside && /^1\.\.0 # SKIP/ { sub(/^1\.\.0 # SKIP /, ""); plan = 0; say(1, name " # SKIP " $0); next }
    inside && /^1\.\.[0-9]+$/ { plan = substr($0, 4) + 0; next }
    inside && /^(not )?ok [0-9]+ - / {
        good = !/^not /; seen++
        sub(/^(not )?ok [0-9]+ - /, "")
        say(good, name ": " $0); next
    }
    { print "# " $0 }
    END {
        say(status == 0 && !inside, "the machine ran to its end")
        printf "1..%d\n", number
    }' "$output"
