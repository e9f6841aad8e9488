#!/bin/sh
# The scheduler of threads/01 tries all interleavings and none twice: where the number
# can be counted by hand, it is that number.
. tests/lib.sh
machine=labs/exercises/threads/01-two-locks-two-orders/machine
cc=${CC:-cc}

cat >"$work/bodies.c" <<'END'
#include <pthread.h>
long x;
pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
void read_once(int thread) { (void)thread; (void)*(volatile long *)&x; }
void add(int thread) { (void)thread; x++; }
void add_locked(int thread)
{
    (void)thread;
    pthread_mutex_lock(&lock);
    x++;
    pthread_mutex_unlock(&lock);
}
void lock_twice(int thread)
{
    (void)thread;
    pthread_mutex_lock(&lock);
    pthread_mutex_lock(&lock);
}
void unlock_only(int thread) { (void)thread; pthread_mutex_unlock(&lock); }
void spin(int thread)
{
    if (thread == 0) {
        pthread_mutex_lock(&lock);
        x++;
        pthread_mutex_unlock(&lock);
        return;
    }
    while (pthread_mutex_trylock(&lock)) { }
    pthread_mutex_unlock(&lock);
}
void crash(int thread) { *(volatile int *)(long)(8 * thread) = 1; }
END
cat >"$work/main.c" <<'END'
#define INTERLEAVE_ITSELF
#include <stdio.h>
#include "interleave.h"
extern long x;
void read_once(int), add(int), add_locked(int), lock_twice(int), unlock_only(int), spin(int),
    crash(int);
static void prepare(void) { x = 0; watch_variable(&x, sizeof x, "x"); }
static const char *fine(void) { return NULL; }
static const char *is_two(void) { return x == 2 ? NULL : "an update is lost"; }
static void try(const char *name, int threads, void (*body)(int), const char *(*judge)(void))
{
    struct scenario s = {name, threads, {"1", "2", "3", "4"}, prepare, body, judge, false};
    struct outcome o = interleave(&s);
    printf("%s: ending %d, runs %lu, complete %d\n", name, o.ending, o.runs, o.complete);
}
int main(void)
{
    try("one", 1, add, fine);
    try("reads of 2", 2, read_once, fine);
    try("reads of 3", 3, read_once, fine);
    try("reads of 4", 4, read_once, fine);
    try("adds of 2", 2, add, fine);
    try("adds of 3", 3, add, fine);
    try("locked of 2", 2, add_locked, fine);
    try("locked of 3", 3, add_locked, fine);
    try("lost", 2, add, is_two);
    try("kept", 2, add_locked, is_two);
    try("twice", 1, lock_twice, fine);
    try("misuse", 1, unlock_only, fine);
    try("spin", 2, spin, fine);
    try("crash", 1, crash, fine);
    return 0;
}
END
ok 'it compiles without a warning' "$cc" -std=gnu17 -Wall -Wextra -Werror -c -I $machine \
    -o "$work/interleave.o" $machine/interleave.c
announce=-fsanitize=thread # as the check does it
"$cc" --version | grep -q clang &&
    announce="$announce -mllvm -tsan-instrument-read-before-write=1"
# shellcheck disable=SC2086
ok 'so does what it is to run' "$cc" -std=gnu17 -g $announce -include $machine/trace.h \
    -c -o "$work/bodies.o" "$work/bodies.c"
ok 'and they link' "$cc" -std=gnu17 -pthread -I $machine -o "$work/try" "$work/main.c" \
    "$work/interleave.o" "$work/bodies.o"
run "$work/try"
says() { # TEXT NAME
    contains "$out" "$1" "$2"
}
says 'one: ending 0, runs 1, complete 1' 'one thread has one interleaving'
says 'reads of 2: ending 0, runs 2, complete 1' 'two of one operation each: 2!'
says 'reads of 3: ending 0, runs 6, complete 1' 'three: 3!'
says 'reads of 4: ending 0, runs 24, complete 1' 'four: 4!'
says 'adds of 2: ending 0, runs 6, complete 1' 'two of two operations each: 4!/(2! 2!)'
says 'adds of 3: ending 0, runs 90, complete 1' 'three: 6!/(2! 2! 2!)'
says 'kept: ending 0' 'a lock keeps both updates'
says 'lost: ending 4' 'without it one is lost in some interleaving'
says 'twice: ending 1' 'a lock taken twice is a deadlock of one'
says 'misuse: ending 3' 'an unlock of what is not held'
says 'spin: ending 0' 'waiting by trylock is no livelock'
says 'crash: ending 5' 'a crash is one'
# With a lock, the second thread may try at any moment but cannot get in: what is left
# to choose is who is first, and the order of the ends.
is "$(printf '%s\n' "$out" | grep -c '^locked.*ending 0.*complete 1')" 2 \
    'with a lock all interleavings are done too'
done_testing
