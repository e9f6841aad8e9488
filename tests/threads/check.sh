#!/bin/sh
# threads check: the first programs, from source to verdict.
. tests/lib.sh
TMPDIR=$work/temporary
export TMPDIR
mkdir -m 1777 "$TMPDIR"

run threads check /dev/null
is "$status" 2 'a file that is no C source is a wrong request'

cat >"$work/abba.c" <<'C'
#include <pthread.h>
static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static void *one(void *unused)
{
    pthread_mutex_lock(&a);
    pthread_mutex_lock(&b);
    pthread_mutex_unlock(&b);
    pthread_mutex_unlock(&a);
    return unused;
}
static void *two(void *unused)
{
    pthread_mutex_lock(&FIRST);
    pthread_mutex_lock(&SECOND);
    pthread_mutex_unlock(&SECOND);
    pthread_mutex_unlock(&FIRST);
    return unused;
}
int main(void)
{
    pthread_t s, t;
    pthread_create(&s, 0, one, 0);
    pthread_create(&t, 0, two, 0);
    pthread_join(s, 0);
    pthread_join(t, 0);
    return 0;
}
C
run threads check "$work/abba.c" --cflags '-DFIRST=b -DSECOND=a' --json
[ "$status" = 3 ] && skip_all "$err"
is "$status" 1 'two locks in two orders fail'
contains "$out" '"verdict":"fails","kind":"deadlock"' 'as a deadlock'
contains "$out" 'mutex a, held by thread 1' 'which names the lock and its owner'
schedule=$(printf '%s' "$out" | sed 's/.*"schedule":"\([^"]*\)".*/\1/')
first=$out
run threads check "$work/abba.c" --cflags '-DFIRST=b -DSECOND=a' --json
is "$(printf '%s' "$out" | sed 's/"seconds":[^,]*//')" \
    "$(printf '%s' "$first" | sed 's/"seconds":[^,]*//')" 'the same again, to the letter'
run threads replay "$work/abba.c" --cflags '-DFIRST=b -DSECOND=a' --schedule "$schedule"
is "$status" 1 'the schedule replays'
contains "$out" 'fails: deadlock' 'to the same end'
run threads check "$work/abba.c" --cflags '-DFIRST=a -DSECOND=b' --json
is "$status" 0 'the same order is safe'
contains "$out" '"exhaustive":true' 'and every interleaving was tried'

cat >"$work/lost.c" <<'C'
#include <assert.h>
#include <pthread.h>
static int counter;
static void *add(void *unused)
{
    counter++;
    return unused;
}
int main(void)
{
    pthread_t s, t;
    pthread_create(&s, 0, add, 0);
    pthread_create(&t, 0, add, 0);
    pthread_join(s, 0);
    pthread_join(t, 0);
    assert(counter == 2);
    return 0;
}
C
run threads check "$work/lost.c" --json
is "$status" 1 'an increment without a lock fails'
contains "$out" '"kind":"data race"' 'as a data race'
contains "$out" 'lost.c:6' 'with its line'
run threads check "$work/lost.c" --races ignore --json
contains "$out" '"kind":"assertion"' 'and with races ignored, because an update is lost'

# The command that it prints, as it stands, makes the same run again.
cat >"$work/it's.c" <<'C'
#include <assert.h>
#include <pthread.h>
#include <string.h>
static int counter;
static void *add(void *amount)
{
    counter += *(int *)amount;
    return amount;
}
int main(int argc, char **argv)
{
    pthread_t s, t;
    int amount = (int)strlen(argv[1]);
    pthread_create(&s, 0, add, &amount);
    pthread_create(&t, 0, add, &amount);
    pthread_join(s, 0);
    pthread_join(t, 0);
    assert(argc == 2 && counter == RIGHT);
    return 0;
}
C
run threads check "$work/it's.c" --cflags "-DRIGHT=(12 -2*2)" --races ignore \
    --spurious no -- 'a $b'
is "$status" 2 'a flag is cut at its blanks'
run threads check "$work/it's.c" --cflags '-DRIGHT=(4*2) -DB' --races ignore \
    --spurious no -- 'a $b'
is "$status" 1 'with flags, a model and arguments it fails'
command=$(printf '%s\n' "$out" | sed -n 's/^  \$ //p')
contains "$command" "--cflags '-DRIGHT=(4*2) -DB' --spurious no --races ignore" \
    'the command to replay it has them'
run sh -c "$command"
is "$status" 1 'it runs as it stands'
contains "$out" 'fails: assertion' 'to the same end'
contains "$out" "\$ $command" 'and says itself again'

# One run alone would last for minutes: the time ends it, in every phase of the search.
cat >"$work/slow.c" <<'C'
#include <pthread.h>
#include <stdatomic.h>
static atomic_int turns;
static void *work(void *unused)
{
    for (int i = 0; i < 1000; i++) {
        for (int k = 0; k < 30000000; k++)
            ;
        turns++;
    }
    return unused;
}
int main(void)
{
    pthread_t s, t;
    pthread_create(&s, 0, work, 0);
    pthread_create(&t, 0, work, 0);
    pthread_join(s, 0);
    pthread_join(t, 0);
    return 0;
}
C
run threads check "$work/slow.c" --seconds 1 --json
is "$status" 4 'a program that is slow is unknown when the time is over'
contains "$out" '"verdict":"unknown","kind":"limit"' 'and the tool has the last word'

refuses 2 'schedule' 'a schedule that is none is refused' \
    threads replay "$work/lost.c" --schedule 'x'
refuses 2 'cannot be done' 'and one that the program cannot follow' \
    threads replay "$work/lost.c" --schedule '0:2,7:1'
is "$(find "$TMPDIR" -mindepth 1 | grep -c '')" 0 'nothing is left behind'
done_testing
