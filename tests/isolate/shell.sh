#!/bin/sh
# isolate shell: into the container as far as it is built, and out again.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
shell_in() { # LINES OPTIONS…
    printf '%s\n' "$1" >"$work/in"
    shift
    isolate shell "$@" <"$work/in" >"$work/out" 2>"$work/err"
    status=$?
    out=$(cat "$work/out") err=$(cat "$work/err")
}
shell_in 'hostname; exit 7' --until uts
case $err in *busybox-static*) skip_all "$err" ;; esac
is "$status" 7 'the status of the shell is passed on'
is "$out" box 'it is in the container'
shell_in 'hostname' --until user
is "$out" "$(uname -n)" 'before the step it is not'
shell_in 'ls /; ls /home' --until pivot
lacks "$out" 'home' 'after pivot the host is out of sight'
shell_in 'ls /home' --until uts
is "$status" 0 'before it is there'
shell_in 'ps | wc -l' --until proc
ok 'ps shows the container alone' test "$out" -le 6
shell_in 'mount -t tmpfs tmpfs /mnt && echo mounted' --until root
is "$out" mounted 'with capabilities it can mount'
shell_in 'mount -t tmpfs tmpfs /mnt && echo mounted' --until capabilities
is "$out" '' 'without it cannot'
shell_in 'unshare -U true && echo made' --until keyring
is "$out" made 'before the profile a user namespace can be made'
shell_in 'unshare -U true && echo made' --without cpu --until seccomp
is "$out" '' 'under the profile it cannot'
shell_in 'unshare -U true && echo made' --without cpu,seccomp
is "$out" made 'and without it, it can again'
refuses 2 'no such step' 'an unknown step is refused' isolate shell --without no-such-step
done_testing
