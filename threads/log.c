/* The log of a run in shared memory.
 *
 * A writer takes the next number with one atomic addition, fills the slot, and
 * publishes it by its stamp (release; the reader acquires). The addition is
 * relaxed on purpose: each pair of calls is ordered by the mutex or semaphore
 * that it is about, and a stronger order would hide the race of a racy demo from
 * ThreadSanitizer.
 */
#include "threads/log.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

/* Tables change rarely: a new name is entered under this spin lock, which no one
 * holds across a call that may block. */
static atomic_flag entering = ATOMIC_FLAG_INIT;

uint64_t log_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

struct log *log_new(struct error *error)
{
    struct log *log = mmap(NULL, sizeof *log, PROT_READ | PROT_WRITE,
                           MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (log == MAP_FAILED) {
        error_errno(error, STATUS_HOST, "no shared memory of %zu MB for the log",
                    sizeof *log >> 20);
        return NULL;
    }
    log->started = log_clock();
    return log;
}

void log_free(struct log *log)
{
    if (log)
        munmap(log, sizeof *log);
}

void log_append(struct log *log, struct event event)
{
    uint64_t number = atomic_fetch_add_explicit(&log->next, 1, memory_order_relaxed);

    if (number >= LOG_EVENTS)
        return; /* log_full() tells the watcher */
    event.nanoseconds = log_clock() - log->started;
    log->slots[number].event = event;
    atomic_store_explicit(&log->slots[number].stamp, number + 1, memory_order_release);
}

/* One that is entered never changes, so that looking needs no lock. */
static bool find_object(const struct log *log, const struct log_object *wanted,
                        uint16_t *found)
{
    uint32_t count = atomic_load_explicit(&log->object_count, memory_order_acquire);

    for (uint32_t i = 0; i < count; i++) {
        const struct log_object *object = &log->objects[i];
        if (object->kind == wanted->kind && object->address == wanted->address &&
            (object->address || !strcmp(object->name, wanted->name))) {
            *found = (uint16_t)i;
            return true;
        }
    }
    return false;
}

uint16_t log_object(struct log *log, const struct log_object *wanted)
{
    uint16_t found;

    if (find_object(log, wanted, &found))
        return found;
    while (atomic_flag_test_and_set_explicit(&entering, memory_order_acquire))
        ;
    if (!find_object(log, wanted, &found)) {
        uint32_t count = atomic_load_explicit(&log->object_count, memory_order_relaxed);
        if (count == LOG_OBJECTS) {
            found = LOG_OBJECTS - 1;
            snprintf(log->objects[found].name, LOG_NAME, "…");
        } else {
            found = (uint16_t)count;
            log->objects[found] = *wanted;
            atomic_store_explicit(&log->object_count, count + 1, memory_order_release);
        }
    }
    atomic_flag_clear_explicit(&entering, memory_order_release);
    return found;
}

uint8_t log_thread(struct log *log, const char *name)
{
    uint32_t index = atomic_load(&log->thread_count);
    struct log_object object = {.kind = OBJECT_THREAD, .initial = index};

    if (index == LOG_THREADS)
        return LOG_THREADS;
    snprintf(object.name, sizeof object.name, "%s", name);
    snprintf(log->threads[index].name, LOG_NAME, "%s", name);
    log->threads[index].object = log_object(log, &object);
    atomic_store(&log->thread_count, index + 1);
    return (uint8_t)index;
}

size_t log_readable(const struct log *log, size_t from, bool over)
{
    uint64_t end = atomic_load(&log->next);

    if (end > LOG_EVENTS)
        end = LOG_EVENTS;
    if (over)
        return (size_t)end;
    while (from < end &&
           atomic_load_explicit(&log->slots[from].stamp, memory_order_acquire))
        from++;
    return from;
}

const struct event *log_event(const struct log *log, size_t index)
{
    static const struct event none = {.kind = EVENT_NONE};
    const struct log_slot *slot = &log->slots[index];

    if (!atomic_load_explicit(&slot->stamp, memory_order_acquire))
        return &none;
    return &slot->event;
}

bool log_full(const struct log *log)
{
    return atomic_load(&log->next) >= LOG_EVENTS;
}
