/* Stuttering: see the header. */
#include "threads/explore/runtime/stutter.h"

#include <string.h>

#include "threads/explore/runtime/cycle.h"
#include "threads/explore/runtime/hash.h"
#include "threads/explore/runtime/thread.h"
#include "threads/explore/runtime/thread_local.h"

bool stutter_off OURS;
OURS static int watchers; /* how many threads watch something */

static void forget(struct stutter *stutter)
{
    if (stutter->watched_count)
        watchers--;
    stutter->seen_count = stutter->watched_count = 0;
    stutter->blocked = stutter->overflow = false;
}

void stutter_reset(void)
{
    watchers = 0;
}

/* Place, stack and held locks: all that decides what the thread does next, but for
 * what it will read. */
static uint64_t state_of(const struct thread *thread, uintptr_t pc)
{
    uint64_t hash = hash_word(pc, (uint64_t)thread->locks_held);
    hash = hash_word(hash, thread->frame);
    hash = thread_local_hash(hash, thread->number);
    return hash_bytes(hash, thread->frame, (uintptr_t)thread->fiber.high - thread->frame);
}

/* True if the thread was in this state before, whatever has happened since. */
static bool was_here(struct stutter *stutter, uint64_t state)
{
    int count = stutter->history_count;
    for (int i = 0; i < STUTTER_SEEN && i < count; i++)
        if (stutter->history[i] == state)
            return true;
    stutter->history[stutter->history_count++ % STUTTER_SEEN] = state;
    return false;
}

void stutter_here(struct thread *thread, uintptr_t pc)
{
    struct stutter *stutter = &thread->stutter;
    if (stutter_off || thread_count == 1)
        return;
    uint64_t state = state_of(thread, pc);
    bool again = was_here(stutter, state);
    for (int i = 0; i < stutter->seen_count; i++)
        if (stutter->seen[i] == state) {
            stutter->blocked = !stutter->overflow;
            return;
        }
    if (again)
        cycle_here();
    if (stutter->seen_count == STUTTER_SEEN) {
        memmove(stutter->seen, stutter->seen + 1,
                (STUTTER_SEEN - 1) * sizeof stutter->seen[0]);
        memmove(stutter->held, stutter->held + 1,
                (STUTTER_SEEN - 1) * sizeof stutter->held[0]);
        stutter->seen_count--;
    }
    stutter->held[stutter->seen_count] = thread->locks_held;
    stutter->seen[stutter->seen_count++] = state;
}

void stutter_released(struct thread *thread)
{
    struct stutter *stutter = &thread->stutter;
    int kept = 0;
    for (int i = 0; i < stutter->seen_count; i++)
        if (stutter->held[i] <= thread->locks_held) {
            stutter->held[kept] = stutter->held[i];
            stutter->seen[kept++] = stutter->seen[i];
        }
    stutter->seen_count = kept;
}

void stutter_read(struct thread *thread, uintptr_t address, uint32_t size)
{
    struct stutter *stutter = &thread->stutter;
    for (int i = 0; i < stutter->watched_count; i++)
        if (stutter->watched[i].address == address && stutter->watched[i].size == size)
            return;
    if (stutter->watched_count == STUTTER_WATCHED) {
        stutter->overflow = true;
        return;
    }
    if (!stutter->watched_count)
        watchers++;
    stutter->watched[stutter->watched_count].address = address;
    stutter->watched[stutter->watched_count++].size = size;
}

void stutter_effect(struct thread *thread)
{
    forget(&thread->stutter);
}

static bool watches(const struct stutter *stutter, uintptr_t address, uint32_t size)
{
    for (int i = 0; i < stutter->watched_count; i++)
        if (address < stutter->watched[i].address + stutter->watched[i].size &&
            stutter->watched[i].address < address + size)
            return true;
    return stutter->overflow;
}

void stutter_changed(struct thread *thread, uintptr_t address, uint32_t size)
{
    for (int i = 0; watchers && i < thread_count; i++)
        if (&threads[i] != thread && watches(&threads[i].stutter, address, size))
            forget(&threads[i].stutter);
}
