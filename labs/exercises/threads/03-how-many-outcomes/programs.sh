# The four programs of a seed. Sourced by check, prepare, and tests.
# shellcheck shell=sh

# numbers SEED: $start, $plus and $times, such that all four ends of the first program
# differ.
numbers() {
    start=$((2 + $1 % 7)) plus=$((1 + $1 / 7 % 5)) times=$((2 + $1 / 35 % 3))
    while [ $((start + plus)) = $((start * times)) ]; do plus=$((plus + 1)); done
}

# program DECLARATIONS BODY-OF-T1 BODY-OF-T2 RESULT
program() {
    cat <<END
#include <pthread.h>
#include <stdio.h>

$1
static void *first(void *unused)
{
$(printf '%s\n' "$2" | sed 's/^/    /')
    return unused;
}

static void *second(void *unused)
{
$(printf '%s\n' "$3" | sed 's/^/    /')
    return unused;
}

int main(void)
{
    pthread_t one, two;
    pthread_create(&one, NULL, first, NULL);
    pthread_create(&two, NULL, second, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    printf("%d\\n", $4);
    return 0;
}
END
}

write_programs() { # FOLDER
    program "static int x = $start;
" "x = x + $plus;" "x = x * $times;" x >"$1/one.c"
    program "static int x = $start;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
" "pthread_mutex_lock(&lock);
x = x + $plus;
pthread_mutex_unlock(&lock);" "pthread_mutex_lock(&lock);
x = x * $times;
pthread_mutex_unlock(&lock);" x >"$1/two.c"
    program "static int x;
" "x++;
x++;" "x++;" x >"$1/three.c"
    program "static int a, b, saw_a, saw_b;
" "a = 1;
saw_b = b;" "b = 1;
saw_a = a;" "10 * saw_b + saw_a" >"$1/four.c"
}
