#!/bin/sh
# isolate run with a folder of its own as the root.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
busybox=$(command -v busybox || true)
[ -n "$busybox" ] || skip_all 'busybox is not installed'

make_root() { # FOLDER NAME…: with these empty folders
    mkdir -p "$1/bin"
    cp -L "$busybox" "$1/bin/busybox"
    ln -s busybox "$1/bin/sh"
    root=$1
    shift
    for name; do mkdir -p "$root/$name"; done
    give_away "$root"
}

make_root "$work/bare"
isolate run --read-only "$work/bare" /bin/busybox true 2>/dev/null ||
    skip_all 'busybox is not static here (install busybox-static)'

run isolate run "$work/bare" /bin/busybox ls /
is "$out" "bin
dev
proc
sys" 'a root without mount points gets them in memory'
is "$(ls "$work/bare")" bin 'and the folder itself stays as it was'

make_root "$work/full" proc dev tmp
before=$(find "$work/full" -printf '%p %T@ %C@ %s\n')
run isolate run "$work/full" sh -c 'echo mine >/kept; /bin/busybox cat /kept
    /bin/busybox rm /bin/sh && echo gone; /bin/busybox chmod 700 /bin/busybox
    /bin/busybox mv /tmp /other && : >/other/file && /bin/busybox ls -d /other'
is "$out" 'mine
gone
/other' 'the root can be written'
is "$(find "$work/full" -printf '%p %T@ %C@ %s\n')" "$before" 'DIR itself stays as it was'
run isolate run "$work/full" sh -c '/bin/busybox head -c 99999999 /dev/zero >/big
    /bin/busybox wc -c </big'
ok 'no more than 64 MiB can be written' test "${out:-0}" -le 67108864
ok 'but nearly that' test "${out:-0}" -gt 60000000
run isolate run --root-size 1M "$work/full" sh -c '/bin/busybox head -c 9999999 /dev/zero >/big
    /bin/busybox wc -c </big'
ok '--root-size' test "${out:-9999999}" -le 1048576
run isolate run --root-size 1M "$work/full" sh -c 'i=0; while (: >/f$i); do i=$((i + 1)); done
    echo $i' 2>/dev/null
ok 'nor more files than there is room for' test "${out:-99999}" -le 1300
run isolate run --read-only "$work/full" sh -c '(echo no >/kept) 2>/dev/null || echo kept'
is "$out" kept '--read-only keeps it'
is "$(find "$work/full/dev" "$work/full/proc" | wc -l)" 2 'nothing is left in dev and proc'

# A root whose mount points are links to the host must not reach it.
make_root "$work/trap" tmp
ln -s /etc "$work/trap/proc"
ln -s ../../../../../../../etc "$work/trap/dev"
ln -s /etc "$work/trap/work"
mkdir "$work/lent"
give_away "$work/lent" "$work/trap"
run isolate run "$work/trap" /bin/busybox ls /proc/self/comm /dev/null
is "$status" 0 'links in place of proc and dev do not lead out'
run isolate run --tmpfs /work "$work/trap" /bin/busybox true
is "$status" 125 'nor does one in place of a mount point'
mkdir "$work/trap/etc"
give_away "$work/trap"
run isolate run --bind "$work/lent:/work" "$work/trap" sh -c ': >/work/here'
is "$(ls "$work/lent")" here 'within the root they lead where they say'

# Links with "..", which lead to the host while its root is still there.
mkdir "$work/outside"
make_root "$work/links" proc dev tmp run var etc
ln -s ../run "$work/links/var/run"
ln -s "../../../../../..$work/outside" "$work/links/up"
ln -s "/../..$work/outside" "$work/links/root-up"
ln -s "$work/outside" "$work/links/absolute"
ln -s loop "$work/links/loop"
ln -s ../../etc "$work/links/good"
echo host >"$work/file"
give_away "$work/links"
run isolate run --tmpfs /var/run "$work/links" /bin/busybox grep -c ' /run tmpfs' /proc/mounts
is "$out" 1 'a tmpfs on /var/run -> ../run is there'
run isolate run --tmpfs /good "$work/links" sh -c ': >/etc/x; /bin/busybox ls /etc'
is "$out $(ls "$work/links/etc")" 'x ' 'one on a link above the root too'
run isolate run --ro-bind "$work/file:/good/deep/file" "$work/links" /bin/busybox cat /etc/deep/file
is "$status" 0 'what DIR lacks is made in the layer, within the root'
is "$(ls "$work/links/etc")" '' 'and not in DIR'
for link in up root-up absolute loop; do
    run isolate run --ro-bind "$work/file:/$link/new" "$work/links" /bin/busybox true
    is "$status" 125 "$link leads nowhere: refused"
    contains "$err" "/$link/new" 'with the name'
    mkdir -p "$work/links/$work"
    run isolate run --tmpfs "/$link" "$work/links" /bin/busybox true
    is "$status" 125 "nor can it be mounted on"
done
mkdir -p "$work/links$work/outside"
give_away "$work/links"
for link in up root-up absolute; do
    run isolate run --tmpfs "/$link" "$work/links" sh -c ": >$work/outside/x; /bin/busybox ls /$link"
    is "$out" x "$link leads to what has this name in DIR"
done
# The same where the root is put together in memory: DIR has no proc.
/bin/rmdir "$work/links/proc"
run isolate run --tmpfs /var/run "$work/links" /bin/busybox grep -c ' /run tmpfs' /proc/mounts
is "$out" 1 'in a root in memory too'
for link in up root-up absolute; do
    run isolate run --ro-bind "$work/file:/$link/new" "$work/links" /bin/busybox true
    is "$status" 0 "$link: a mount point is made within the root"
    run isolate run --tmpfs "/$link" "$work/links" sh -c ": >$work/outside/x; /bin/busybox ls /$link"
    is "$out" x "$link leads to the same"
done
is "$(find "$work/outside" "$work/links$work/outside" -name x)" '' 'nothing was made out here'

# So many entries that they cannot be mounted one by one.
make_root "$work/many"
(cd "$work/many" && i=0 && while [ "$i" -lt 300 ]; do mkdir "d$i" && i=$((i + 1)); done)
run isolate run --read-only "$work/many" /bin/busybox ls /
is "$(printf '%s\n' "$out" | wc -l)" 304 'a root with 300 entries and no proc'

# Set-user-id files: never root's.
make_root "$work/suid" proc dev tmp
mkdir "$work/users" "$work/mixed"
if [ "$(id -u)" = 0 ]; then
    chown 65533:65533 "$work/users"
    chown 65533:0 "$work/mixed"
    chmod 2775 "$work/mixed"
fi
for folder in users mixed; do
    isolate run --bind "$work/$folder:/tmp" "$work/suid" sh -c 'busybox=/bin/busybox
        $busybox cat $busybox >/tmp/su; $busybox chmod 6755 /tmp/su' 2>/dev/null
    ok "$folder: a file was made" test -s "$work/$folder/su"
done
if [ "$(id -u)" = 0 ]; then
    is "$(find "$work" \( -uid 0 -perm -4000 -o -gid 0 -perm -2000 \) -type f)" '' \
        'no set-user-id or set-group-id file of root'
    is "$(stat -c %u "$work/users/su")" 65533 'it belongs to the owner of the folder'
fi

contains "$(isolate run "$work/full" /bin/busybox grep ' / rw' /proc/self/mountinfo)" nosuid \
    'set-user-id bits of the root mean nothing'
done_testing
