#!/bin/sh
# Ids that are lent: --ids range, with newuidmap and newgidmap at work. Root makes a user to
# whom some are lent, in a mount namespace of his own; nothing on the host is changed.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
have newuidmap || skip_all 'newuidmap is not installed (Debian: uidmap)'
have setpriv || skip_all 'setpriv is not installed'
[ "$(id -u)" = 0 ] || skip_all 'only root can lend ids to a user'
for file in subuid subgid; do
    [ -f "/etc/$file" ] || skip_all "there is no /etc/$file here"
done
sanitized && skip_all 'a sanitized program wants more of its environment'
busybox=$(command -v busybox) || skip_all 'busybox is not installed'
mkdir -p "$work/root/bin" "$work/root/proc" "$work/root/dev" "$work/root/sys" "$work/root/tmp"
cp -L "$busybox" "$work/root/bin/busybox"
for name in sh id cat touch chown stat; do ln -s busybox "$work/root/bin/$name"; done
chown -R 65534:65534 "$work/root"
echo '65534:300000:1000' >"$work/subuid"
echo '65534:400000:2000' >"$work/subgid"
as_user() { # COMMAND…: with ids that are lent
    run unshare --mount sh -c 'mount --bind "$0/subuid" /etc/subuid &&
        mount --bind "$0/subgid" /etc/subgid &&
        exec setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=/ "$@"' "$work" "$@"
}
as_user isolate run --ids range --read-only "$work/root" cat /proc/self/uid_map /proc/self/gid_map
is "$(printf "%s" "$out" | xargs)$err" '0 65534 1 1 300000 1000 0 65534 1 1 400000 2000' 'run: his own id and those that are lent'
as_user isolate run --ids range --cap-add CHOWN "$work/root" sh -c 'touch /tmp/f && chown 7:8 /tmp/f && stat -c %u:%g /tmp/f'
is "$out$err" 7:8 'files can be given to other ids inside'
as_user isolate run --ids range --user 33:44 "$work/root" id
is "$out$err" 'uid=33 gid=44' 'and the command can be somebody'
as_user isolate run --ids range --user 5000 "$work/root" id
ok 'but nobody who is not lent' test "$status" = 125
as_user isolate attack --plain planted-setuid core-pattern user-namespace
is "$status" 0 'and attacks fail as before'
as_user isolate play --ids range --json --until user
contains "$(printf '%s' "$out" | grep -o 'execve(..newuidmap')" newuidmap 'play: newuidmap is executed'
contains "$out" '0 65534 1 1 300000 1000' 'and the map is what it wrote'
as_user isolate play --json --until exec
# Rules of nft need the cable veth, which only root can lay.
is "$(printf '%s\n' "$out" | grep '"skipped":"it stands' | grep -o '"name":"[a-z]*","layer"')" \
    '"name":"nft","layer"' 'every step is built on it, but nft'

# Without a line for him he is told what is missing.
run setpriv --reuid 65534 --regid 65534 --clear-groups \
    isolate run --ids range --read-only "$work/root" id
is "$status" 125 'nothing is lent'
contains "$err" 'usermod --add-subuids' 'and the remedy is named'
done_testing
