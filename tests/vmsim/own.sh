#!/bin/sh
# A learner's own policy: it counts as the built-in one does, and whatever it does
# wrong is contained, and named with the reference where it happened.
. tests/lib.sh
have cc || have gcc || have clang || skip_all 'there is no C compiler'
mix=$PWD/tests/vmsim/data/mix200k.u64.xz
string='1 2 3 1 4 2 5 1 2 3 4 5 1 6 2 7 1 2 3 1'
printf '%s\n' "$string" | tr ' ' '\n' >"$work/trace"
mine=$PWD/tests/vmsim/data/own/lru.c
cd "$work" || exit 1
TMPDIR=$work
export TMPDIR

bare=
run vmsim run trace -p "$mine" -f 3
if [ "$status" = 3 ]; then
    contains "$err" 'unless you agree, with --bare' 'without isolation it asks first'
    bare=--bare
fi
run vmsim run "$mix" -p "lru,$mine" -f 64 $bare
is "$status" 0 'a policy of one'"'"'s own runs'
contains "$out" 'lru.c                            64       193752' \
    'and faults as often as the built-in LRU'
run vmsim run trace -p "$mine" -f 3,4 --json $bare
contains "$out" '"policy":"lru.c","frames":3,' 'its name is that of its file'
if [ -z "$bare" ]; then
    run vmsim run trace -p "$mine" -f 3 --bare
    is "$status" 0 'it runs with limits only, where one agrees'
fi

# The other commands that count take it too, and it is LRU.
vmsim generate zipf --references 3000 --pages 40 -o zipf >/dev/null 2>&1
run vmsim compare zipf -p "lru,$mine" -f 7 --json $bare
is "$(echo "$out" | sed 's/"lru.c"/"lru"/' | uniq | wc -l)" 1 'compare: the same as LRU'
contains "$out" '"policy":"lru.c","frames":7,' 'and it is there'
run vmsim curve zipf -p "lru,$mine" -f 3,7,20 --csv $bare
is "$(echo "$out" | sed '1d; s/"lru.c"/"lru"/' | sort | uniq -c | grep -c '^ *2 ')" 3 \
    'curve: the same as LRU at chosen sizes'
run vmsim curve trace -p "$mine" --csv $bare
is "$(echo "$out" | wc -l)" 8 'curve: every size of a small trace'
run vmsim sweep zipf trace -p "lru,$mine" -f 3,7 $bare
is "$(echo "$out" | sed 's/"lru.c"/"lru"/; s/,"seconds".*//' | sort | uniq -c |
    grep -c '^ *2 ')" 4 'sweep: the same as LRU in each cell'
sed 's/return victim;/return 7;/' "$mine" >mine.c
for command in compare curve sweep; do
    refuses 1 'victim() returns 7' "$command says which rule is broken" \
        vmsim $command trace -p ./mine.c -f 3 $bare
done

# Parameters: an LRU that takes the oldest but N.
sed -e 's/^const struct policy_type policy = {/static const struct policy_parameter table[] = {{"skip", "", 0, 2, 0, 0}, {"mode", "", 0, 1, 0, "old new"}, {0}};\n&\n    .parameters = table,/' \
    -e 's/    uint32_t frames;/    uint32_t frames, skip, mode;/' \
    -e 's/->frames = setup->frames;/->frames = setup->frames; ((struct mine *)self)->skip = setup->values[0]; ((struct mine *)self)->mode = setup->values[1];/' \
    -e 's/return victim;/return mine->mode ? (victim + 1) % mine->frames : mine->skip ? mine->skip - 1 : victim;/' \
    "$mine" >mine.c
run vmsim run zipf -p "./mine.c:skip=0,mode=old,./mine.c:skip=1,./mine.c:mode=new,lru" -f 7 \
    --json $bare
is "$(echo "$out" | grep -c '"policy":"mine.c:[a-z=0-9,]*"')" 3 'parameters are in its name'
faults() { echo "$out" | grep "\"$1\"" | sed 's/.*"faults":\([0-9]*\).*/\1/'; }
is "$(faults mine.c:skip=0,mode=old)" "$(faults lru)" 'with these it is LRU'
ok 'and not with others' test "$(faults mine.c:skip=1)" -gt "$(faults lru)"
ok 'a word is a value' test "$(faults mine.c:mode=new)" -gt "$(faults lru)"
refuses 2 "./mine.c has no parameter 'skp'" 'a parameter that is not in the table' \
    vmsim run trace -p ./mine.c:skip=1,skp=1 -f 3 $bare
refuses 2 "'skip=9' does not suit ./mine.c: from 0 to 2" 'a value past its bounds' \
    vmsim run trace -p ./mine.c:mode=old,skip=9 -f 3 $bare
refuses 2 "skip is set twice for ./mine.c" 'a parameter twice' \
    vmsim run trace -p ./mine.c:skip=1,skip=2 -f 3 $bare
refuses 2 "after './mine.c:' comes NAME=NUMBER" 'a colon without parameters' \
    vmsim run trace -p ./mine.c: -f 3 $bare

# A variant of it, by sed, and what must be said of it.
breaks() { # WORDS NAME SED…
    part=$1 name=$2
    shift 2
    sed "$@" "$mine" >mine.c
    if cmp -s "$mine" mine.c; then
        tap_result 1 "$name: the variant is one"
    fi
    refuses 1 "$part" "$name" env RING3_TIME_PERCENT="${percent-100}" \
        vmsim run trace -p ./mine.c -f 3 $bare
}
first='    uint32_t victim = 0;'
breaks 'mine.c breaks a rule at reference 5: victim() returns 7, but the frames that hold pages are 0 to 2' \
    'a victim that is no frame' 's/return victim;/return 7;/'
breaks 'in load() at reference 1: it goes beyond its block, which has the 4 bytes' \
    'a block that is too small' 's/ + setup->frames \* sizeof(uint32_t)//'
breaks 'crashes in victim() at reference 5' 'a crash' \
    "s/$first/$first *(volatile int *)8 = 1;/"
breaks 'crashes in hit() at reference 4' 'a division by 0' \
    's/used\[frame\] = reference->time;/used[frame] = reference->time \/ (reference->time - 3);/'
percent=25
breaks 'does not come back in victim() at reference 5: it was ended after' 'a loop' \
    "s/$first/$first for (volatile int i = 1; i;) ;/"
percent=100
breaks 'in victim() at reference 5' 'memory without end' -e '1i #include <stdlib.h>' \
    -e '1i #include <string.h>' \
    -e "s/$first/$first for (;;) memset(malloc(1 << 20), 1, 1 << 20);/"
breaks 'it decides otherwise; it keeps state outside of its block' 'state in a variable' \
    -e '/^struct mine/i static uint32_t counter;' \
    -e 's/return victim;/return (victim + counter++) % mine->frames;/'
breaks 'where its block was before it was moved; keep numbers in the block, and no pointers' \
    'a pointer into the block' -e 's/    uint32_t frames;/    uint32_t frames; uint32_t *p;/' \
    -e 's/->frames = setup->frames;/->frames = setup->frames; ((struct mine *)self)->p = ((struct mine *)self)->used;/' \
    -e 's/mine->used\[frame\] </mine->p[frame] </'
breaks 'its table lacks a function; it needs bytes' 'a table with a hole' 's/    .load = mine_hit,//'
breaks 'does not define its policy' 'no policy at all' 's/policy_type policy =/policy_type other =/'
breaks "does not compile: ./mine.c:31:18: error: expected ';'" 'what does not compile, with its line' \
    's/    return victim;/    return victim/'
breaks 'at reference 5: memory is full, a page must leave, and it ended without naming one' \
    'a policy that ends the program' -e '1i #include <stdlib.h>' -e "s/$first/$first exit(0);/"
breaks 'at reference 2: release() gives up frame 9, which holds no page' \
    'a page given up that is not there' \
    -e '/^const struct/i static uint32_t give(void *s, const struct reference *r, bool h)\n{ (void)s, (void)h; return r->time == 1 ? 9 : NO_FRAME; }' \
    -e 's/    .load = /    .release = give, .load = /'
# The references lie in its folder, but a second run has others from the middle on.
breaks 'or it looks ahead' 'a look at references to come' -e '1i #include <stdio.h>' \
    -e "s/$first/$first long t = 0; for (int i = 1; i < 3; i++) { char n[32]; snprintf(n, 32, \"references.%d\", i); FILE *f = fopen(n, \"r\"); if (f) { fseek(f, -12, SEEK_END); uint32_t last; if (fread(\&last, 4, 1, f)) t = last; fclose(f); } } return (uint32_t)t % 2;/"

sed "s/$first/$first printf(\"victim\\\\033[31m at %u\\\\n\", reference->time);/; 1i #include <stdio.h>" \
    "$mine" >mine.c
run vmsim run trace -p ./mine.c -f 3 $bare
is "$status" 0 'it may print'
contains "$err" 'mine.c printed: victim' 'what it prints is shown'
lacks "$err" "$(printf '\033')" 'without what a terminal would obey'

refuses 2 'cannot read the policy ./none.c: No such file' 'a file that is not there' \
    vmsim run trace -p ./none.c -f 3

# play repeats what it decided: the same steps as the built-in LRU has.
steps() { # POLICY
    vmsim play trace -p "$1" -f 3 --json $bare |
        sed 's/.*"page":/"page":/; s/"faults":{.*"frames":/"frames":/; s/,"why".*//'
}
is "$(steps "$mine")" "$(steps lru)" 'play: each step of it is one of LRU'
is "$(steps "$mine" | wc -l)" 20 'all of them'
run vmsim play trace -p "$mine" -f 3 --at 5 --plain $bare
contains "$out" 'lru.c names frame 1: page 2 leaves, loaded at 2, used at 2.' 'and why'
sed 's/return victim;/return reference->time < 9 ? victim : 7;/' "$mine" >mine.c
run vmsim play trace -p ./mine.c -f 3 --plain $bare
is "$status" 1 'a broken rule: play says no'
contains "$err" './mine.c breaks a rule at reference 10: victim() returns 7' 'with the rule'
contains "$out" 'It ends here: ./mine.c breaks a rule at reference 10: victim() returns' \
    'the steps before it are shown, and what comes then'
lacks "$out" '10 of' 'and no step more'
sed 's/return victim;/return 7;/' "$mine" >mine.c
run vmsim play --string 1,2,3 -p ./mine.c -f 1 --plain $bare
is "$status" 1 'also where one step is left'
: >empty.c
refuses 2 'empty.c is empty' 'an empty file' vmsim run trace -p ./empty.c -f 3 $bare
gone() { ! ls -d "$work"/ring3-policy.* 2>/dev/null; }
ok 'no folder is left' wait_until 10 gone

# Killed in the middle, it leaves none either.
sed "s/$first/$first for (volatile int i = 1; i;) ;/" "$mine" >mine.c
vmsim run trace -p ./mine.c -f 3 $bare 2>/dev/null &
pid=$!
there() { ls -d "$work"/ring3-policy.*/run; }
ok 'a policy is at work' wait_until 20 there
kill -9 "$pid"
wait "$pid" 2>/dev/null
ok 'kill -9 leaves no folder' wait_until 20 gone
done_testing
