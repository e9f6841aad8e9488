#!/bin/sh
# isolate play with its own small program, wherever isolate lies.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
isolate play --guest own --plain --at 1 >/dev/null 2>"$work/why" ||
    skip_all "$(cat "$work/why")"
cp "$RING3_BUILD/bin/isolate" "$work/isolate"

looks_around() { # COMMAND NAME
    run "$1" play --guest own --plain
    is "$status $err" '0 ' "$2"
    contains "$out" 'ls /: bin data dev etc mnt proc sys tmp' 'its root is put together'
    # The first step shows what the program says out here: the last, what it says inside.
    contains "${out##*step 41 of }" 'uid=0 gid=0' 'it runs in there'
}
looks_around "$RING3_BUILD/bin/isolate" 'from where it was built'
looks_around "$work/isolate" 'from below /tmp, which is covered by then'
mkdir "$work/private"
mv "$work/isolate" "$work/private/isolate"
chmod 700 "$work/private"
looks_around "$work/private/isolate" 'from a folder that others cannot enter'
if [ "$(id -u)" = 0 ]; then
    chmod 700 "$work/private/isolate"
    refuses 3 'chmod o+x' 'a file that others cannot execute' \
        "$work/private/isolate" play --guest own --plain
fi
refuses 2 guest 'another word' isolate play --guest other
done_testing
