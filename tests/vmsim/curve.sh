#!/bin/sh
# vmsim curve: the plot, csv, svg, json, and every refusal.
. tests/lib.sh
mix=tests/vmsim/data/mix200k.u64.xz
printf '1\n2\n3\n4\n1\n2\n5\n1\n2\n3\n4\n5\n' >"$work/belady"

run vmsim curve "$work/belady" -p fifo,lru,opt --csv
is "$status" 0 'a curve as csv'
is "$(printf '%s\n' "$out" | tr '\n' ' ')" 'policy,frames,faults,ratio "fifo",1,12,1.000000 "fifo",2,12,1.000000 "fifo",3,9,0.750000 "fifo",4,10,0.833333 "fifo",5,5,0.416667 "lru",1,12,1.000000 "lru",2,12,1.000000 "lru",3,10,0.833333 "lru",4,8,0.666667 "lru",5,5,0.416667 "opt",1,12,1.000000 "opt",2,9,0.750000 "opt",3,7,0.583333 "opt",4,6,0.500000 "opt",5,5,0.416667 ' \
    'with every size'
run vmsim curve "$work/belady" -p fifo --json
contains "$out" '"anomalies":[{"frames":3,"faults":9,"more_frames":4,"more_faults":10}]' \
    'the anomaly as JSON'
contains "$out" '"exact":true,"every_size":true' 'and that it is exact'
contains "$out" '"points":[[1,12],[2,12],[3,9],[4,10],[5,5]]' 'and all points'
run vmsim curve "$work/belady" -p fifo,opt --window 4
contains "$out" "Belady's anomaly: more frames, more faults: 3 -> 4 frames: 9 -> 10" \
    'the anomaly in words'
contains "$out" 'b opt: exact at every size' 'a letter for each curve'
contains "$out" 'working set: 3.8 pages in 4 references' 'the working set'
contains "$out" '⠉' 'drawn in braille'
run env LC_ALL=C LANG=C vmsim curve "$work/belady" -p fifo,opt
is "$(printf '%s' "$out" | LC_ALL=C tr -d '\n -~')" '' 'in ASCII where there is no UTF-8'
contains "$out" 'aaaa' 'drawn in letters there'
run vmsim curve "$work/belady" -p fifo,lru --svg
contains "$out" '<svg xmlns="http://www.w3.org/2000/svg"' 'a picture as svg'
is "$(printf '%s\n' "$out" | grep -c '<polyline')" 2 'with two curves'
if perl -MXML::Parser -e 1 2>/dev/null; then
    printf '%s\n' "$out" >"$work/svg"
    ok 'which is XML' perl -MXML::Parser -e 'XML::Parser->new->parsefile($ARGV[0])' "$work/svg"
fi

# Of every row of the oracle for LRU and OPT.
run vmsim curve "$mix" -p lru,opt --csv -f 64,512,1024
is "$(printf '%s\n' "$out" | cut -d, -f1-3 | tr '\n' ' ')" \
    'policy,frames,faults "lru",64,193752 "lru",512,158108 "lru",1024,107150 "opt",64,162300 "opt",512,102673 "opt",1024,77336 ' \
    'exact at the sizes that others counted'
run vmsim curve "$mix"
contains "$out" 'K knee at 1962 frames' 'the knee'
run vmsim curve "$mix" --sample 10%
contains "$out" 'about 1' 'an estimate says about'
contains "$out" 'a lru: an estimate, at the knee at most' 'and how far it may be off'
run vmsim curve "$mix" --sample 0.1 --seed 3 --csv
contains "$out" 'policy,frames,faults,ratio,bound' 'with the bound of each size'
run sh -c "xz -dc '$mix' | vmsim curve - --sample 0.1 --json"
contains "$out" '"exact":false' 'from standard input'

refuses 2 'choose one' 'two ways to print' vmsim curve "$mix" --csv --svg
refuses 2 'for lru only' 'a sample of another policy' vmsim curve "$mix" --sample 0.1 -p fifo
refuses 2 'is no part' 'a part above all' vmsim curve "$mix" --sample 2
refuses 2 'is no part' 'no part' vmsim curve "$mix" --sample 0
refuses 2 'is no part' 'a part of words' vmsim curve "$mix" --sample much
refuses 2 'too few to tell' 'too small a part' vmsim curve "$mix" --sample 0.00001
refuses 2 'cannot be had at once' 'sizes of a sample' vmsim curve "$mix" --sample 0.1 -f 3
refuses 2 'too small' 'zero frames' vmsim curve "$mix" -f 0
refuses 2 "did you mean 'lru'" 'a policy misspelt' vmsim curve "$mix" -p lrr
refuses 2 'is empty' 'an empty trace' vmsim curve /dev/null
refuses 2 'No such file' 'no trace' vmsim curve "$work/none"
refuses 2 'No such file' 'no trace to sample' vmsim curve "$work/none" --sample 0.5
done_testing
