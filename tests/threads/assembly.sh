#!/bin/sh
# threads check: what inline assembly does is not seen, so it is never called safe.
. tests/lib.sh
TMPDIR=$work/temporary
export TMPDIR
mkdir -m 1777 "$TMPDIR"

cat >"$work/count.c" <<'C'
#include <pthread.h>
#include <sched.h>
#include "count.h"
static int count;
#if PLACE == 3
int outside(void);
__asm__(".globl outside\noutside: ret");
#endif
static void *add(void *unused)
{
    if (unused)
#if PLACE == 1
        __asm__ volatile("incl %0" : "+m"(count));
#elif PLACE == 2
        ADD(count);
#elif PLACE == 4
        __asm__ volatile("" ::: "memory");
#elif PLACE == 5
        hidden(&count);
#endif
    (void)sched_yield();
    return unused;
}
int main(void)
{
    pthread_t s, t;
    char *asm_word = "#APP";
    pthread_create(&s, 0, add, &count);
    pthread_create(&t, 0, add, asm_word);
    pthread_join(s, 0);
    pthread_join(t, 0);
    return 0;
}
C
cat >"$work/count.h" <<'C'
#define GLUE(a, b) a##b
#define ADD(x)     GLUE(__as, m__)("incl %0" : "+m"(x))
static inline void hidden(int *x)
{
    __asm__("incl %0" : "+m"(*x));
}
extern int renamed(int) __asm__("labs");
C
place() { # COMPILER PLACE
    run threads check "$work/count.c" --cc "$1" --cflags "-DPLACE=$2" --json
}
refused() { # COMPILER PLACE FILE:LINE WHAT
    place "$1" "$2"
    is "$status" 4 "$1: $4 is not decided"
    contains "$out" '"verdict":"unknown","kind":"refused"' "$1: but refused"
    contains "$out" "assembly at $work/$3 cannot be controlled" "$1: with its line"
    contains "$out" '"exhaustive":false' "$1: and nothing was tried"
}
for compiler in gcc clang; do
    have $compiler || continue
    place $compiler 0
    [ "$status" = 3 ] && skip_all "$err"
    is "$status" 0 "$compiler: without assembly it is safe; a label is none"
    refused $compiler 1 count.c:13 'a change in assembly'
    refused $compiler 2 count.c:15 'one that a macro hides'
    refused $compiler 3 count.c:7 'a function in assembly'
    refused $compiler 5 count.h:5 'assembly in a header of their own'
    place $compiler 4
    is "$status" 0 "$compiler: a barrier for the compiler does nothing"
done
refuses 4 'count.c:13' 'outcomes are not counted either' \
    threads outcomes "$work/count.c" --cflags -DPLACE=1
refuses 4 'count.c:13' 'and nothing is replayed' \
    threads replay "$work/count.c" --cflags -DPLACE=1 --schedule 0:1
is "$(find "$TMPDIR" -mindepth 1 | grep -c '')" 0 'nothing is left behind'
done_testing
