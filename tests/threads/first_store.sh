#!/bin/sh
# threads check: an atomic object that is filled in before it is published needs no
# order of its own; one that others may look at already does.
. tests/lib.sh

cat >"$work/post.c" <<'C'
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
static struct letter {
    atomic_int pages;
} letters[2];
static _Atomic(struct letter *) box;
static void *post(void *unused)
{
    for (int i = 0; i < 2; i++) {
#if INIT
        atomic_init(&letters[i].pages, i + 1);
#else
        atomic_store_explicit(&letters[i].pages, i + 1, memory_order_relaxed);
#endif
        atomic_store_explicit(&box, &letters[i], PUBLISH);
    }
    return unused;
}
static void *look(void *unused)
{
    for (int i = 0; i < 2; i++) {
        struct letter *letter = atomic_load_explicit(&box, TAKE);
        if (letter)
            assert(atomic_load_explicit(&letter->pages, memory_order_relaxed) > 0);
    }
    return unused;
}
int main(void)
{
    pthread_t s, t;
    pthread_create(&s, 0, post, 0);
    pthread_create(&t, 0, look, 0);
    pthread_join(s, 0);
    pthread_join(t, 0);
    return 0;
}
C
letters() { # COMPILER PUBLISH TAKE [FLAG]
    run threads check "$work/post.c" --cc "$1" --json --cflags \
        "-DPUBLISH=memory_order_$2 -DTAKE=memory_order_$3 ${4-}"
}
for compiler in gcc clang; do
    have $compiler || continue
    letters $compiler release acquire
    [ "$status" = 3 ] && skip_all "$err"
    is "$status" 0 "$compiler: relaxed stores before a release are safe"
    contains "$out" '"exhaustive":true' "$compiler: and every interleaving was tried"
    letters $compiler release acquire -DINIT=1
    is "$status" 0 "$compiler: atomic_init() as well"
    letters $compiler relaxed acquire
    is "$status" 4 "$compiler: before a relaxed store they are not"
    contains "$out" '"kind":"weak order"' "$compiler: because of the order"
    letters $compiler release relaxed
    is "$status" 4 "$compiler: nor when who looks does not acquire"
done
done_testing
