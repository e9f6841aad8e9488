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

# ---- a learner's policy: in the sandbox, over the references of SQLite ----
own=tests/vmsim/data/own/lru.c
if have cc || have gcc || have clang; then
    run sqlite-demo cache --workload lookups --json --policy lru --own "$own"
    bare=
    if [ "$status" = 3 ]; then
        contains "$err" '--bare' 'without isolation it asks first'
        bare=--bare
        run sqlite-demo cache --workload lookups --json --policy lru --own "$own" --bare
    fi
    is "$status-$err" 0- 'a policy of your own'
    misses=$(field lru misses) mine=$(field lru.c misses)
    ok "misses as often as the one that it is, but for pinned pages ($misses, $mine)" \
        [ "$mine" -gt 0 -a $(((mine - misses) * 100 / misses)) = 0 ]
    is "$(printf '%s\n' "$out" | grep -c sqlite_misses)" 1 'and claims nothing of SQLite'
    run sqlite-demo cache --plain --own "$own" $bare
    contains "$out" 'LRU in the place of' 'alone it follows one of ours'
    contains "$out" 'step 2 of 2: lru.c on the references that SQLite made' 'and says what it is'
    run env TERM=xterm RING3_KEYS='end dump' sqlite-demo cache --own "$own" $bare
    contains "$out" '▸ lru.c' 'on a screen'

    victim() { # BODY of victim() in the learner's file
        sed "s|^static uint32_t [a-z_]*victim(.*|&|; /victim(/,/^{/ s|^{|{ $1|" "$own" >"$work/bad.c"
        run sqlite-demo cache --plain --own "$work/bad.c" $bare
    }
    victim 'return 4711;'
    is "$status" 1 'one that breaks a rule: no'
    contains "$out" 'bad.c' 'it is named'
    contains "$out" '4711' 'and which frame it was'
    victim '*(volatile int *)8 = 1;'
    is "$status" 1 'one that crashes, does so alone'
    contains "$(printf '%s' "$out" | tr -s '\n ' ' ')" 'crashes in victim() at reference' 'and where'
    contains "$out" 'broken: ' 'and it counts as nothing'
    run sqlite-demo cache --json --policy lru --own "$work/bad.c" $bare
    is "$(printf '%s\n' "$out" | grep '"broken"' | grep -cE '"(hits|misses|evictions)"')" 0 \
        'no number of it in JSON'
    contains "$(printf '%s\n' "$out" | tail -n 1)" '"broken":"' 'but the rule'
    run env TERM=xterm RING3_KEYS='end dump' sqlite-demo cache --policy lru --own "$work/bad.c" $bare
    contains "$out" '▸ bad.c            broken: ' 'nor on the screen'
    if [ -z "$bare" ]; then
        : >"$work/precious"
        victim "extern int unlink(const char *); unlink(\"$work/precious\");"
        ok 'and no file of yours is within its reach' [ -e "$work/precious" ]
    fi
    echo 'int x' >"$work/bad.c"
    run sqlite-demo cache --plain --own "$work/bad.c" $bare
    is "$status" 1 'one that does not compile'
else
    skip 'a policy of your own' 'needs a compiler'
fi

# ---- refusals ----
refuses 2 "did you mean 'lru'?" 'a slip' sqlite-demo cache --policy lruu
refuses 2 'must know the future' 'a policy that SQLite cannot have' sqlite-demo cache --policy opt
refuses 2 'which SQL?' 'a file without SQL' sqlite-demo cache "$db"
refuses 2 'no such table' 'wrong SQL' sqlite-demo cache "$db" 'SELECT * FROM x' --plain
refuses 2 'No such file' 'a policy that is not there' sqlite-demo cache --own "$work/none.c"
refuses 2 'give the source' 'a library: nothing is loaded into SQLite' sqlite-demo cache --own "$work/mine.so"
refuses 2 'too small: at least 10' 'too few frames' sqlite-demo cache --frames 3
ok 'nothing is left' [ -z "$(ls -A "$TMPDIR")" ]

done_testing
