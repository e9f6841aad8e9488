#!/bin/sh
# What the starter lends as standard streams is no more than it was opened for: a file to
# be read is not written, a folder is no way out, a FIFO keeps its owner.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces

in_box() { in_host / "$@"; }
file=$work/lent
put() { printf 'whole\n' >"$file" && chmod 666 "$file"; }

# ---- a file ----
put
in_box cat <"$file" >"$work/read"
is "$(cat "$work/read")" whole 'a file lent as input is read'
if isolate doctor --json | grep '"Landlock"' | grep -q '"state":"real"'; then
    in_box sh -c 'echo pwned >/proc/self/fd/0' <"$file" 2>"$work/err"
    is "$(cat "$file")" whole 'and cannot be opened anew to be written'
    contains "$(cat "$work/err")" 'ermission denied' 'which is said'
    in_box sh -c 'cat </proc/self/fd/1 >&2' >>"$file" 2>"$work/err"
    lacks "$(cat "$work/err")" whole 'a file lent as output cannot be read'
    in_box sh -c 'cat </proc/self/fd/0 >/dev/null' <"$file"
    is "$?" 0 'what was lent to be read is opened anew to be read'
    in_box sh -c 'echo more >>/dev/stdout' >>"$file"
    is "$(tail -n 1 "$file")" more 'and output as output'
    put
    in_box sh -c 'echo both >>/proc/self/fd/0' <>"$file"
    is "$(tail -n 1 "$file")" both 'what was lent for both, for both'
else
    skip 'streams are opened only as they were lent' 'this kernel has no Landlock'
fi

# ---- a folder ----
for option in --read-only --allow-userns; do
    isolate run --read-only "$option" / true <"$work" 2>"$work/err"
    is "$?" 125 "a folder as input is refused, $option"
    contains "$(cat "$work/err")" 'is a folder of the host' 'with the reason'
done

# ---- the working directory ----
mkdir "$work/gone"
exec 7<"$work/gone"
rmdir "$work/gone"
isolate run --read-only --allow-userns -w /proc/self/fd/7 / true 2>"$work/err"
is "$?" 125 'a removed folder of the host is no working directory'
contains "$(cat "$work/err")" 'not in the container' 'with the reason'
exec 7<&-

# ---- a FIFO ----
mkfifo "$work/fifo"
owner=$(stat -c %u "$work/fifo")
in_box true 0<>"$work/fifo"
is "$(stat -c %u "$work/fifo")" "$owner" 'a FIFO of the host keeps its owner'

# ---- a device is lent whole ----
refuses 125 'cannot be kept' 'a device to be read only' isolate run --read-only --device /dev/null:/dev/x:r / true
run isolate run --read-only --device /dev/null:/dev/x:rwm / test -c /dev/x
is "$status" 0 'a device with all rights'

done_testing
