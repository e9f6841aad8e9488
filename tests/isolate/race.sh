#!/bin/sh
# A folder of DIR and a link to the host change places all the time, while containers are
# started that mount upon it (CVE-2021-30465). 1,000 tries with RACES=1000.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
sanitized && skip_all 'sanitizers make a thousand starts too slow'
case $(uname -m) in
x86_64) renameat2=316 ;;
aarch64) renameat2=276 ;;
*) skip_all "the number of renameat2 is not known for $(uname -m)" ;;
esac
busybox=$(command -v busybox) || skip_all 'busybox is not installed'
root=$work/root
mkdir -p "$root/bin" "$root/proc" "$root/dev" "$root/sys" "$root/tmp" "$root/swap" \
    "$work/host" "$work/lent"
cp -L "$busybox" "$root/bin/busybox"
for name in sh cat ls; do ln -s busybox "$root/bin/$name"; done
echo secret >"$work/host/secret"
echo lent >"$work/lent/word"
ln -s "$work/host" "$root/link"
mounts=$(host_mounts)
perl -e 'my ($a, $b, $call) = @ARGV; $SIG{TERM} = sub { exit 0 };
    while (1) { syscall($call, -100, $a, -100, $b, 2) == 0 or exit 3 }' \
    "$root/swap" "$root/link" $renameat2 &
swapper=$!
tries=${RACES:-150} i=0
while [ "$i" -lt "$tries" ]; do
    isolate run -v "$work/lent:/swap/inner:ro" "$root" \
        sh -c 'cat /swap/secret /link/secret; cat /swap/inner/word' 2>/dev/null
    i=$((i + 1))
done >"$work/seen"
kill "$swapper" 2>/dev/null && wait "$swapper" 2>/dev/null
is "$(sort -u "$work/seen" | grep -v '^lent$')" '' "$tries tries: nothing of the host is seen"
ok 'and some of them had what was lent' grep -q lent "$work/seen"
is "$(ls "$work/host")" secret 'nothing was made on the host'
is "$(host_mounts)" "$mounts" 'and nothing mounted there'
done_testing
