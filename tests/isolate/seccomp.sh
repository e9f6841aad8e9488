#!/bin/sh
# isolate seccomp: the profile to be read, and its filter to be asked.
# shellcheck disable=SC2154
. tests/lib.sh

ISOLATE_FILTERS=$work/filters
export ISOLATE_FILTERS

run isolate seccomp
is "$status" 0 'the profile is listed'
contains "$out" 'files                   allowed' 'a group that is allowed'
contains "$out" 'refused: EPERM' 'and one that is refused'
contains "$out" 'allowed with cap_bpf or cap_sys_admin  (not now)' 'and one that takes a capability'
longest=$(printf '%s\n' "$out" | awk '{ if (length > n) n = length } END { print n }')
ok 'no line is longer than 80 columns' test "$longest" -le 80

run isolate seccomp list --json
ok 'as JSON: one object per group' sh -c 'printf "%s\n" "$1" | jq -e -s "length > 50" >/dev/null' - "$out"
ok 'with the calls as a list' sh -c \
    'printf "%s\n" "$1" | jq -e -s "any(.[]; .group == \"refused-uring\" and (.calls | index(\"io_uring_setup\")) != null)"' - "$out"

run isolate seccomp show mount
contains "$out" 'namespaces' 'a call: who may make it'
contains "$out" 'refused-mounts' 'and why others may not'
run isolate seccomp show refused-uring
lines "$out" 4 'a group by its name'
refuses 2 'did you mean mount?' 'a slip of the finger' isolate seccomp show mont
refuses 2 'list, show, bpf or check' 'a verb that is none' isolate seccomp frobnicate
refuses 2 'a number' 'an argument that is none' isolate seccomp check socket x

run isolate seccomp check read
is "$status" 0 'read is allowed'
contains "$out" 'read: allow (after ' 'and the filter says after how much work'
run isolate seccomp check bpf
is "$status" 1 'bpf is not'
contains "$out" 'bpf: errno EPERM' 'with this error'
run isolate seccomp check clone3
contains "$out" 'errno ENOSYS' 'clone3: so that C libraries fall back'
run isolate seccomp check ioctl 0 0x100005412
contains "$out" 'errno EPERM' 'TIOCSTI, with an upper half that the kernel ignores'
run isolate seccomp check --allow-userns unshare 0x10000000
is "$status" 0 'a user namespace with --allow-userns'
run isolate seccomp check --cap-add BPF bpf
is "$status" 0 'a call with the capability that it takes'
refuses 2 'did you mean' 'a capability that is none' isolate seccomp --cap-add BPFF

ISOLATE_FILTERS=$work/other
run isolate seccomp bpf
contains "$out" 'A = architecture' 'the instructions in words'
contains "$out" 'built in' 'the default filter is built in'
contains "$out" 'return kill process' 'foreign architectures are killed'
ok 'nothing was written for it' test ! -e "$work/other"
run isolate seccomp bpf --cap-add SYS_TIME --json
ok 'every jump of another one leads on, and to a line that is marked' sh -c '
    printf "%s\n" "$1" | jq -e -s "
        . as \$lines | all(.[]; (.text | scan(\"go to ([0-9]+)\")) as [\$to]
            | \$lines[\$to | tonumber].target and (\$to | tonumber) > .line)" >/dev/null' - "$out"
is "$(find "$work/other" -type f | wc -l)" 1 'that one is kept'
run isolate seccomp bpf --cap-add SYS_TIME
contains "$out" 'instructions, cache' 'and found again'
done_testing
