#!/bin/sh
# vmsim sweep and vmsim merge: grids that are cut, killed, resumed and put together.
. tests/lib.sh
data=$PWD/tests/vmsim/data
cp "$data/mix200k.u64.xz" "$data/busybox-true.lackey.xz" "$work"
cd "$work" || exit 1
mix=mix200k.u64.xz real=busybox-true.lackey.xz

timeless() { sed 's/,"seconds.*//' "$@"; }

run vmsim sweep $mix $real -p fifo,lru,opt -f 1%,10%,64 -o all.jsonl
is "$status" 0 'a grid of 2 traces, 3 policies, 3 sizes'
is "$(wc -l <all.jsonl)" 18 'has 18 runs'
vmsim merge all.jsonl -o sorted.jsonl
vmsim run $mix -p fifo,lru,opt -f 1%,10%,64 --json >run.jsonl
vmsim run $real -p fifo,lru,opt -f 1%,10%,64 --json >>run.jsonl
vmsim merge run.jsonl >run.sorted
is "$(timeless sorted.jsonl)" "$(timeless run.sorted)" 'each is what run counts'

for i in 1 2 3 4 5; do
    vmsim sweep $mix $real -p fifo,lru,opt -f 1%,10%,64 --shard $i/5 -o part$i.jsonl
done
is "$(cat part?.jsonl | wc -l)" 18 'in five shards, no run is done twice'
vmsim merge part?.jsonl -o parts.jsonl
is "$(timeless parts.jsonl)" "$(timeless sorted.jsonl)" 'and merged they are the whole grid'
vmsim merge parts.jsonl all.jsonl part1.jsonl >again
is "$(timeless again)" "$(timeless sorted.jsonl)" 'merging the same again changes nothing'

# A sweep that was cut off in the middle of a line goes on.
head -c 1500 all.jsonl >cut.jsonl
before=$(grep -c '}$' cut.jsonl)
run vmsim sweep $mix $real -p fifo,lru,opt -f 1%,10%,64 -o cut.jsonl --resume
is "$status" 0 "resumed after $before of 18 runs and a half"
is "$(wc -l <cut.jsonl)" 18 'only what was missing was done'
is "$(head -c 1200 cut.jsonl)" "$(head -c 1200 all.jsonl)" 'what was there is as it was'
vmsim merge cut.jsonl >cut.sorted
is "$(timeless cut.sorted)" "$(timeless sorted.jsonl)" 'and it is the whole grid'
cp cut.jsonl whole.jsonl
run vmsim sweep $mix $real -p fifo,lru,opt -f 1%,10%,64 -o cut.jsonl --resume
ok 'a whole one is left alone' cmp cut.jsonl whole.jsonl
run vmsim sweep $mix $real -p fifo,lru,opt -f 1%,10%,64,128 -o cut.jsonl --resume
is "$(wc -l <cut.jsonl)" 24 'a larger grid goes on from a smaller one'

# Killed at some moment: whole lines, and resumable.
vmsim generate zipf -n 400000 -o zipf.u64
vmsim sweep zipf.u64 -p fifo,lru,clock,opt -f 1%,2%,3%,5%,8%,13%,21%,34% -o killed.jsonl &
sweeper=$!
ok 'a sweep runs' wait_until 20 test -s killed.jsonl
kill -KILL $sweeper 2>/dev/null
wait $sweeper 2>/dev/null
run vmsim sweep zipf.u64 -p fifo,lru,clock,opt -f 1%,2%,3%,5%,8%,13%,21%,34% -o killed.jsonl \
    --resume
is "$status" 0 'killed and resumed'
is "$(vmsim merge killed.jsonl | wc -l)" 32 'it is whole'
run sh -c "vmsim sweep $real -f 4 -p lru"
contains "$out" '"policy":"lru","frames":4' 'to standard output'

# ---- GNU parallel, on this machine and over ssh ----
echo "$PATH" >path # the far side has another one
if have parallel; then
    run parallel --will-cite -j2 \
        "vmsim sweep $mix $real -p fifo,lru,opt -f 1%,10%,64 --shard {}/4 -o par{}.jsonl" ::: 1 2 3 4
    is "$status" 0 'shards under GNU parallel'
    vmsim merge par?.jsonl >par.sorted
    is "$(timeless par.sorted)" "$(timeless sorted.jsonl)" 'are the whole grid'
else
    skip 'shards under GNU parallel' 'parallel is not installed'
fi

# ---- refusals ----
no() { # WORDS NAME ARGUMENTS…
    part=$1 name=$2
    shift 2
    refuses 2 "$part" "$name" vmsim "$@"
}
no 'is there already' 'a file that is there' sweep $real -f 4 -o all.jsonl
no 'name it with -o' 'resume of nothing' sweep $real -f 4 --resume
no '--frames is missing' 'no sizes' sweep $real
no 'needs more' 'no trace' sweep -f 3
for shard in 0/4 5/4 4 1/0 a/b 1/2x -1/2 ' 1/2'; do
    no 'write 1/4 for the first' "shard '$shard'" sweep $real -f 4 --shard "$shard"
done
no 'has no name' 'standard input' sweep - -f 4
no 'No such file' 'a trace that is not there' sweep none -f 4 -o n.jsonl
no 'No space left' 'a full disk' sweep $real -f 4 -o /dev/full
echo 'no json' >bad.jsonl
no 'bad.jsonl:1: no JSON' 'resuming a foreign file' sweep $real -f 4 -o bad.jsonl --resume
is "$(cat bad.jsonl)" 'no json' 'which is left alone'
sed 's/"distinct":78/"distinct":79/' run.jsonl >other.jsonl
no 'it is not the same trace' 'a trace that has changed' sweep $real -f 9 -o other.jsonl --resume
(
    exec 9>>locked.jsonl
    flock -x 9
    no 'another sweep is writing' 'a file in use' sweep $real -f 4 -o locked.jsonl
    [ "$tap_failed" = 0 ] && touch locked.ok
) >locked.tap
ok 'a file in use is left alone' test -e locked.ok
sed 's/"faults":[0-9]*,"hits":[0-9]*/"faults":1,"hits":49261/' run.jsonl | tail -n 1 >lie.jsonl
refuses 1 'disagree about' 'two files that contradict each other' vmsim merge run.jsonl lie.jsonl
no 'No such file' 'merge of no file' merge none
: >nothing
no 'there is no result' 'merge of nothing' merge nothing
printf '{"trace":"a"}\n' >short
no "short:1: 'trace' or 'policy' is no text" 'a line that lacks things' merge short
sed 's/"faults":[0-9]*/"faults":-1/' run.jsonl >neg
no "neg:1: 'faults' is no number" 'a negative count' merge neg
sed 's/"hits":[0-9]*/"hits":1/' run.jsonl >sum
no 'do not add up' 'counts that do not add up' merge sum
head -c 20 run.jsonl >half
no 'half:1: no JSON' 'half a line' merge half
done_testing
