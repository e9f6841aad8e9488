#!/bin/sh
# vmsim generate and vmsim convert: reproducible traces, and every way to write them.
. tests/lib.sh
data=tests/vmsim/data
real=$data/busybox-true.lackey.xz

sum() { sha256sum "$1" | cut -d' ' -f1; }

run vmsim generate zipf -n 6 --pages 1000000 --seed 42
is "$(echo "$out" | tr '\n' ' ')" '166268 191150 85175 437464 12345 766269 ' \
    'zipf begins as it is defined'
if sanitized; then
    skip 'zipf20m is what others know by this name' 'too slow here'
else
    run vmsim generate zipf -n 20000000 --pages 1000000 --seed 42 -o "$work/zipf20m.u64"
    is "$(sum "$work/zipf20m.u64")" \
        3307b47c24bb36f82b88604f0aff6da658591a79e90dc3a65d3d0f4e23bce4fb \
        'zipf20m is what others know by this name'
    rm "$work/zipf20m.u64"
fi
for kind in zipf uniform scan loop hot walk mix matrix; do
    vmsim generate $kind -n 3000 --pages 100 --seed 5 >"$work/a"
    vmsim generate $kind -n 3000 --pages 100 --seed 5 >"$work/b"
    vmsim generate $kind -n 3000 --pages 100 --seed 6 >"$work/c"
    ok "$kind: the same seed gives the same trace" cmp "$work/a" "$work/b"
    case $kind in
    scan | loop | matrix) ok "$kind: and there is no chance in it" cmp "$work/a" "$work/c" ;;
    *) ok "$kind: another seed gives another" sh -c "! cmp -s '$work/a' '$work/c'" ;;
    esac
    is "$(wc -l <"$work/a")" 3000 "$kind: as long as it shall be"
done
for order in rows columns tiles; do
    run vmsim generate matrix --side 100 --order $order
    is "$(echo "$out" | sort -n | uniq -c | tr -s ' \n' ' ')" \
        "$(vmsim generate matrix --side 100 | sort -n | uniq -c | tr -s ' \n' ' ')" \
        "matrix by $order: each element once"
done
vmsim generate zipf -n 1000 --seed 3 --writes 30 >"$work/w"
is "$(sed 's/ w//' "$work/w" | sum -)" "$(vmsim generate zipf -n 1000 --seed 3 | sum -)" \
    'with writes the pages stay the same'
ok 'and about 30 of 100 write' sh -c "n=\$(grep -c w '$work/w'); [ \$n -gt 250 ] && [ \$n -lt 350 ]"

# Every format keeps what the counts depend on.
counts() { vmsim run "$1" -p fifo,lru,opt -f 4,8 --json | sed 's/.*"frames"/"frames"/; s/,"seconds.*//'; }
wanted=$(counts "$real")
for name in x.r3t x.r3t.xz x.csv.gz x.txt x.lackey.zst; do
    run vmsim convert "$real" -o "$work/$name"
    is "$status" 0 "to $name"
    is "$(counts "$work/$name")" "$wanted" 'with the same counts, writebacks included'
done
run vmsim convert "$real" -o "$work/x.txt"
contains "$err" 'fetches became reads, modifies writes' 'what is lost is told'
run vmsim convert "$real" -o "$work/x.u64"
contains "$err" 'no place for what writes' 'that of u64 too'
is "$(($(wc -c <"$work/x.u64") / 8))" 49262 '8 bytes a reference'
vmsim convert "$work/x.r3t" -o "$work/back.csv" --to-columns address,op
vmsim convert "$work/back.csv" -o "$work/back.r3t"
ok 'from native to addresses in csv and back, nothing is changed' \
    cmp "$work/x.r3t" "$work/back.r3t"
run sh -c "vmsim convert '$real' -o - --to csv --pack gz | gzip -dc | head -n 3"
is "$out" 'page,op
1038,i
1038,i' 'to standard output, packed'
run sh -c "vmsim generate loop --pages 4 -n 40 | vmsim run - -p lru -f 3 --json"
contains "$out" '"faults":40' 'from one vmsim to the next'
run vmsim generate scan -n 5 -o "$work/s.csv" --json
is "$out" "{\"trace\":\"$work/s.csv\",\"kind\":\"scan\",\"references\":5,\"seed\":1}" 'as JSON'

# A percentage is one of the pages that are in the trace.
run vmsim run "$real" -p lru -f 10%,100%,0.01%
is "$(printf '%s\n' "$out" | awk '$1 == "lru" { printf "%s ", $2 }')" '8 78 1 ' \
    'frames as percent of the footprint'

# ---- refusals ----
refuses 2 "did you mean 'zipf'" 'a kind misspelt' vmsim generate zpf
refuses 2 'there are zipf, uniform' 'no such kind' vmsim generate xyzzy
refuses 2 'needs more' 'no kind' vmsim generate
refuses 2 'is no number from 0 to 10' 'an alpha of words' vmsim generate zipf --alpha x
refuses 2 'too small' 'no pages' vmsim generate zipf --pages 0
refuses 2 'too small' 'no references' vmsim generate zipf -n 0
if sanitized; then
    skip 'a table beyond memory' 'the sanitizer itself needs more'
else
    refuses 2 'this process may use' 'a table beyond memory' \
        sh -c 'ulimit -v 1000000; exec vmsim generate zipf --pages 4000000000 -n 1'
fi
refuses 2 'No space left' 'a full disk' vmsim generate scan -n 100000 -o /dev/full
refuses 2 'cannot write' 'a folder that is not there' vmsim generate scan -o "$work/no/x"
refuses 2 '-o FILE is missing' 'convert to nowhere' vmsim convert "$real"
refuses 2 'is empty' 'convert of nothing' vmsim convert /dev/null -o "$work/n"
ok 'and nothing is written' test ! -e "$work/n"
refuses 2 'columns are chosen for csv only' 'columns of a text' \
    vmsim convert "$real" -o "$work/n.txt" --to-columns page
refuses 2 "did you mean 'op'" 'a column misspelt' \
    vmsim convert "$real" -o "$work/n.csv" --to-columns page,ops
head -c 30000 "$work/x.r3t" >"$work/cut.r3t"
refuses 2 'the trace is cut short' 'a native trace that was cut' \
    vmsim convert "$work/cut.r3t" -o "$work/n"
ok 'and nothing is written' test ! -e "$work/n"
echo 18446744073709551615 >"$work/max"
refuses 2 'beyond the last address' 'a page that no address has' \
    vmsim convert "$work/max" -o - --to lackey
refuses 2 'is a program, and no trace' 'a program' vmsim convert "$(command -v vmsim)" -o -
refuses 2 "'0%' is no part" 'no percent' vmsim run "$real" -f 0%
refuses 2 "'101%' is no part" 'more than all' vmsim run "$real" -f 101%
refuses 2 "'x%' is no part" 'percent of words' vmsim run "$real" -f x%
refuses 2 "'1%%' is no part" 'percent twice' vmsim run "$real" -f 1%%
done_testing
