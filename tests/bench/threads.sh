#!/bin/sh
# How fast the explorer is, and how little it tries: schedules per second on the two
# smallest programs, schedules of the proof against plain depth first with three threads,
# memory after few and after many schedules.
#
#   make bench B=threads
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d "${TMPDIR:-/tmp}/ring3-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT

cat >"$work/abba.c" <<'C'
#include <pthread.h>
static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static void *one(void *unused)
{
    for (int i = 0; i < 2; i++) {
        pthread_mutex_lock(&a);
        pthread_mutex_lock(&b);
        pthread_mutex_unlock(&b);
        pthread_mutex_unlock(&a);
    }
    return unused;
}
static void *two(void *unused)
{
    for (int i = 0; i < 2; i++) {
        pthread_mutex_lock(&b);
        pthread_mutex_lock(&a);
        pthread_mutex_unlock(&a);
        pthread_mutex_unlock(&b);
    }
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
cat >"$work/lost.c" <<'C'
#include <pthread.h>
static int counter;
static void *add(void *unused)
{
    for (int i = 0; i < TIMES; i++)
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
    return 0;
}
C
cat >"$work/three.c" <<'C'
#include <pthread.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int counter;
static void *add(void *unused)
{
    pthread_mutex_lock(&lock);
    counter++;
    pthread_mutex_unlock(&lock);
    return unused;
}
int main(void)
{
    pthread_t threads[3];
    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], 0, add, 0);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], 0);
    return 0;
}
C

# The first number of that name.
field() { sed -n "s/\"$1\":/\n/;s/^[^\n]*\n\([0-9.]*\).*/\1/p"; }

# FILE FLAGS WORDS: every interleaving, for at most so many seconds.
every() {
    threads outcomes "$work/$1" --cflags "$2" --seconds "$3" --json >"$work/out" || true
}

for name in abba lost; do
    every "$name.c" '-DTIMES=3' 5
    awk -v name="$name" -v n="$(field schedules <"$work/out")" \
        -v s="$(field processor_seconds <"$work/out")" 'BEGIN {
        printf "%-28s %8d schedules, %7.0f per second of processor time\n", name, n, n / s }'
done

every three.c '' 3
all=$(field schedules <"$work/out")
threads check "$work/three.c" --races ignore --json >"$work/out"
proof=$(field schedules <"$work/out")
awk -v all="$all" -v proof="$proof" 'BEGIN {
    printf "%-28s at least %d by plain depth first, %d by reduction: %.0f times\n",
        "three threads, one lock", all, proof, all / proof }'

for seconds in 1 6; do
    every lost.c '-DTIMES=6' "$seconds"
    printf '%-28s %8d schedules, %d KiB\n' "memory, $seconds s" \
        "$(field schedules <"$work/out")" "$(field kibibytes <"$work/out")"
done
