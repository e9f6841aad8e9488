#!/bin/sh
# Every wrong request: one line, and status 125 where the command's own status
# would otherwise stand.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
: >"$work/file"
mkdir -p "$work/dir/sub"

refuses 125 'needs more' 'no DIR' isolate run
refuses 125 'needs more' 'no command' isolate run "$work/dir"
refuses 125 'No such file' 'DIR is not there' isolate run "$work/nowhere" true
refuses 125 'not a directory' 'DIR is a file' isolate run "$work/file" true
refuses 125 '--read-only' 'the host writable' isolate run / true
if [ "$(id -u)" = 0 ]; then
    refuses 125 'belongs to root' 'a folder of root to be written' \
        isolate run --read-only --bind "$work/dir:/work" / true
    refuses 127 'not found' 'a root of root needs no other owner: it is not written' \
        isolate run "$work/dir" true
fi
refuses 125 'is a directory' 'a file on a directory' \
    isolate run --read-only --ro-bind "$work/file:/usr" / true
refuses 125 'is a file' 'a directory on a file' \
    isolate run --read-only --ro-bind "$work/dir:/etc/passwd" / true
refuses 125 'asked for twice' 'two mounts at one place' \
    isolate run --read-only --tmpfs /x --tmpfs /x / true
refuses 125 "did you mean --read-only" 'a misspelt option' isolate run --readonly / true
refuses 125 'SRC:DST' '--bind without a colon' isolate run --read-only --bind /tmp / true
refuses 125 'SRC:DST' '--bind without a source' isolate run --read-only --bind :/tmp / true
refuses 125 'SRC:DST' '--bind without a target' isolate run --read-only --bind /tmp: / true
refuses 125 'absolute' '--bind to a relative target' \
    isolate run --read-only --bind /tmp:work / true
refuses 125 'absolute' '--bind out of the root' \
    isolate run --read-only --bind /tmp:/../x / true
refuses 125 'absolute' '--bind onto the root' isolate run --read-only --bind /tmp:/ / true
refuses 125 "$work/nowhere" '--bind of what is not there' \
    isolate run --read-only --bind "$work/nowhere:/x" / true
refuses 125 'does not exist' '--bind to a place that cannot be made' \
    isolate run --read-only --bind /tmp:/usr/nowhere / true
refuses 125 'absolute' '--tmpfs relative' isolate run --read-only --tmpfs tmp / true
refuses 125 'NAME=VALUE' '--env without a name' isolate run --read-only --env =1 / true
refuses 125 'bytes' '--memory with a wrong unit' isolate run --read-only --memory 1X / true
refuses 125 'bytes' '--memory nothing' isolate run --read-only --memory 0 / true
refuses 125 'bytes' '--memory past 64 bits' \
    isolate run --read-only --memory 99999999999G / true
refuses 125 '--time' '--time in words' isolate run --read-only --time soon / true
refuses 125 '--pids-limit 0' '--processes 0' isolate run --read-only --processes 0 / true
refuses 125 'chdir' '--workdir that is not there' \
    isolate run --read-only --workdir /nowhere / true
long=$(printf '%0300d' 0)
refuses 125 'sethostname' 'a host name that is too long' \
    isolate run --read-only --hostname "$long" / true
refuses 127 'not found' 'a command that is not there' isolate run --read-only / no-such-cmd
refuses 127 'not found' 'a path that is not there' isolate run --read-only / /no/such
refuses 126 'ermission' 'a file that cannot be executed' isolate run --read-only / /etc/passwd
refuses 126 'ermission' 'a directory as a command' isolate run --read-only / /usr
if have busybox; then
    mkdir "$work/dir/bin"
    printf '#!/no/interpreter\n' >"$work/dir/bin/script"
    chmod 755 "$work/dir/bin/script"
    refuses 126 'interpreter' 'a script without its interpreter' \
        isolate run --read-only "$work/dir" /bin/script
fi
refuses 2 'unknown command' 'an unknown command' isolate rum / true
refuses 2 '--at' 'a step that is not there' isolate play --plain --at 99
refuses 2 '--at' 'step zero' isolate play --plain --at 0
refuses 2 'takes no arguments' 'play with an argument' isolate play box
run isolate doctor --json
is "$(printf '%s\n' "$out" | grep -vcE \
    '^\{"feature":"[^"]+","state":"(real|limited|missing)","reason":".+","fix":".*","works":"')" \
    0 'doctor: one object per finding, with feature, state, reason, fix and what works'
run isolate run --help
contains "$out" RLIMIT_AS 'help says which limits these are'
done_testing
