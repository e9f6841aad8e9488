#!/bin/sh
# `sqlite-demo cache`: SQLite's page cache, run by vmsim's policies.
. tests/lib.sh

TMPDIR=$work/tmp
export TMPDIR
mkdir "$TMPDIR"
field() { # POLICY KEY, of the lines in $out
    printf '%s\n' "$out" | grep "\"policy\":\"$1\"" | sed "s/.*\"$2\":\([0-9]*\).*/\1/"
}
near() { # A B: one apart at most
    [ $(($1 - $2)) -ge -1 ] && [ $(($1 - $2)) -le 1 ]
}

for workload in scan lookups skewed both; do
    run sqlite-demo cache --workload "$workload" --json \
        --policy fifo,lru,clock,mru,random,lfu,slru,arc,car,lirs,sieve,s3fifo
    is "$status-$err" 0- "$workload"
    lines "$out" 12 'under twelve policies'
    for policy in fifo lru clock mru random lfu slru arc car lirs sieve s3fifo; do
        near "$(field $policy misses)" "$(field $policy sqlite_misses)" || break
        near "$(field $policy hits)" "$(field $policy sqlite_hits)" || break
    done
    is "$policy" s3fifo 'and SQLite counts the same hits and misses'
    [ $workload != scan ] || scan=$out
done
out=$scan
ok 'LRU is useless for a loop' [ "$(field lru hits)" -lt 20 ]
ok 'and MRU is not' [ "$(field mru misses)" -lt $(($(field lru misses) - 150)) ]

# Enough frames: every page is missed once, whoever decides.
run sqlite-demo cache --json --frames 1000 --policy fifo,mru
is "$(field fifo misses)" "$(field mru misses)" 'with room for all pages no policy matters'
is "$(field mru evictions)" 0 'because nobody has to leave'

# ---- the reference string goes to vmsim ----
run sqlite-demo cache --workload lookups --policy lru --export "$work/t.txt" --json
misses=$(field lru misses)
ok 'the reference string is written' test -s "$work/t.txt"
run vmsim run "$work/t.txt" --frames 100 --policy lru --json
faults=$(printf '%s\n' "$out" | sed 's/.*"faults":\([0-9]*\).*/\1/')
ok "vmsim finds as many faults, but for pinned pages ($misses, $faults)" \
    [ $(((faults - misses) * 100 / misses)) = 0 ]

# ---- one's own file, and screens ----
db=$work/film.db
sqlite-demo play --write "$db" 'CREATE TABLE film(id INTEGER PRIMARY KEY, title)' >/dev/null
run sqlite-demo cache "$db" 'SELECT count(*) FROM film' --json --policy lru
is "$status" 0 'a statement of your own'
run env TERM=xterm RING3_KEYS='end dump' sqlite-demo cache
contains "$out" '▸ MRU' 'on a screen'
contains "$out" '● least' 'the best is marked'
run sqlite-demo cache --cast "$work/cast"
is "$(grep -c '"m"' "$work/cast")" 4 'as an asciicast'

# ---- a learner's policy ----
: "${CC:=cc}"
case $RING3_VARIANT in release | debug) own=yes ;; *) own= ;; esac
if [ "$own" ] && have "$CC"; then
    printf '#include "vmsim/policies/lru.c"\nextern const struct policy_type policy __attribute__((alias("policy_lru")));\nvoid memory_run(struct memory *m, const struct references *r) { (void)m, (void)r; }\n' >"$work/mine.c"
    run "$CC" -std=gnu17 -I. -shared -fPIC -o "$work/mine.so" "$work/mine.c"
    is "$status-$err" 0- 'a policy is compiled'
    run sqlite-demo cache --workload lookups --json --policy lru --own "$work/mine.so"
    is "$(printf '%s\n' "$out" | sed 's/.*"misses":\([0-9]*\).*/\1/' | sort -u | wc -l | tr -d ' ')" 1 \
        'and misses exactly as often as the one that it is'
    sed 's/uint32_t oldest = .*/uint32_t oldest = 4711;/; s/lru_unlink(lru, oldest);//' vmsim/policies/lru.c >"$work/bad.c"
    printf 'extern const struct policy_type policy __attribute__((alias("policy_lru")));\n' >>"$work/bad.c"
    "$CC" -std=gnu17 -I. -Ivmsim/policies -shared -fPIC -o "$work/bad.so" "$work/bad.c" 2>/dev/null
    run sqlite-demo cache --plain --own "$work/bad.so"
    is "$status" 1 'a policy that breaks a rule: no'
    contains "$out" 'victim() returned frame 4711' 'and which'
else
    skip 'a policy of your own' 'needs a compiler and no sanitizer'
fi

# ---- refusals ----
refuses 2 "did you mean 'lru'?" 'a slip' sqlite-demo cache --policy lruu
refuses 2 'must know the future' 'a policy that SQLite cannot have' sqlite-demo cache --policy opt
refuses 2 'which SQL?' 'a file without SQL' sqlite-demo cache "$db"
refuses 2 'no such table' 'wrong SQL' sqlite-demo cache "$db" 'SELECT * FROM x' --plain
refuses 2 'No such file' 'a library that is not there' sqlite-demo cache --own "$work/none.so"
refuses 2 'too small: at least 10' 'too few frames' sqlite-demo cache --frames 3
ok 'nothing is left' [ -z "$(ls -A "$TMPDIR")" ]

done_testing
