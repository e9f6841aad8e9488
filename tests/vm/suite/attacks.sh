#!/bin/sh
# isolate attack, where the kernel has what test machines lack: modules, other control
# groups, a root with all capabilities, I/O ports, the memory of the machine.
# vm: as=root seconds=200
# shellcheck source=tests/vm/guest/guest.sh
. /t/guest.sh

blocked() { # ATTACK…: each is blocked, and its twin was seen to succeed
    for attack in "$@"; do
        run isolate attack --plain "$attack"
        is "$status" 0 "$attack is not open"
        contains "$out" "  blocked  $attack" "$attack succeeds without its layers"
    done
}
blocked load-module load-module-file remove-module module-loader other-kernel \
    ports-of-devices one-port-of-devices sysrq kernel-memory machine-memory \
    make-memory-node spared-by-oom fork-bomb group-path

case $LAYOUT in
v2)
    run isolate attack --plain release-agent
    contains "$out" 'no hierarchy of version 1' 'without version 1 there is no release agent'
    ;;
*) blocked release-agent ;;
esac
done_testing
