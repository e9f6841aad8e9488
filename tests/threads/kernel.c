/* What the kernel says of a thread that waits for a mutex. */
#include "threads/kernel.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "tests/tap.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static _Atomic pid_t waiter;

static void *wait_for_mutex(void *unused)
{
    (void)unused;
    atomic_store(&waiter, gettid());
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
    return NULL;
}

/* Looks until the thread sleeps, for ten seconds at most. */
static struct kernel_thread look_until_asleep(void)
{
    struct kernel_thread seen = {0};

    for (int looks = 0; looks < 10000; looks++) {
        kernel_look(getpid(), atomic_load(&waiter), &seen);
        if (atomic_load(&waiter) && seen.state == 'S' && (seen.futex || !seen.has_call))
            break;
        poll(NULL, 0, 1); /* only how often it is looked for */
    }
    return seen;
}

int main(void)
{
    struct kernel_thread seen, again;
    pthread_t thread;

    if (!kernel_has_proc())
        skip_all("/proc is not mounted");
    pthread_mutex_lock(&mutex);
    pthread_create(&thread, NULL, wait_for_mutex, NULL);
    seen = look_until_asleep();
    ok(seen.readable, "its files can be read");
    is_int(seen.state, 'S', "it sleeps");
    if (seen.has_call) {
        ok(seen.futex, "in futex(2)");
        ok(seen.address >= (uint64_t)(uintptr_t)&mutex &&
               seen.address < (uint64_t)(uintptr_t)(&mutex + 1),
           "on an address within the mutex");
    } else {
        skip("in futex(2) on the mutex", "this host does not show system calls");
    }
    kernel_look(getpid(), atomic_load(&waiter), &again);
    is_int(again.switches, seen.switches, "and has not run meanwhile");
    kernel_look(getpid(), getpid(), &again);
    ok(again.readable && again.state == 'R' && !again.futex, "who looks is running");
    pthread_mutex_unlock(&mutex);
    pthread_join(thread, NULL);
    kernel_look(getpid(), 1 << 30, &again);
    ok(!again.readable && !again.has_call && again.state == '\0',
       "of a thread that does not exist nothing is made up");
    return done_testing();
}
