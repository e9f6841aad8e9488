/* A naive simulator: one list of resident pages, searched from its start, with
 * every rule as the textbook words it. Slow, short, and sharing no code with what
 * it is compared with.
 */
#ifndef RING3_TESTS_VMSIM_NAIVE_H
#define RING3_TESTS_VMSIM_NAIVE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "tests/random.h"

enum { NAIVE_FRAMES_MAX = 2048 };
#define NAIVE_NONE UINT32_MAX

enum naive_policy { NAIVE_FIFO, NAIVE_LRU, NAIVE_CLOCK, NAIVE_OPT, NAIVE_RANDOM };

struct naive_page {
    uint32_t page, frame;
    unsigned counter;
};

/* residents[0] is the next to go for FIFO, LRU and (unless its counter saves it)
 * CLOCK; for OPT and RANDOM the list is in the order of loading. */
struct naive {
    enum naive_policy policy;
    uint32_t frames;
    unsigned insert, most; /* CLOCK: counter after a load, its greatest value */
    struct random random;  /* RANDOM: its generator */
    struct naive_page residents[NAIVE_FRAMES_MAX];
    uint32_t count;
};

static inline void naive_remove(struct naive *naive, uint32_t place)
{
    memmove(&naive->residents[place], &naive->residents[place + 1],
            (naive->count - place - 1) * sizeof naive->residents[0]);
    naive->count--;
}

static inline size_t naive_next_use(const uint32_t *pages, size_t time, size_t count,
                                    uint32_t page)
{
    while (time < count && pages[time] != page)
        time++;
    return time;
}

static inline uint32_t naive_victim(struct naive *naive, const uint32_t *pages,
                                    size_t time, size_t count)
{
    uint32_t place = 0;
    if (naive->policy == NAIVE_CLOCK) {
        while (naive->residents[0].counter > 0) {
            struct naive_page spared = naive->residents[0];
            spared.counter--;
            naive_remove(naive, 0);
            naive->residents[naive->count++] = spared;
        }
    } else if (naive->policy == NAIVE_OPT) {
        size_t furthest = 0;
        for (uint32_t i = 0; i < naive->count; i++) {
            size_t next = naive_next_use(pages, time, count, naive->residents[i].page);
            if (next >= furthest) {
                furthest = next;
                place = i;
            }
        }
    } else if (naive->policy == NAIVE_RANDOM) {
        uint64_t x = random_next(&naive->random);
        uint32_t frame = (uint32_t)((unsigned __int128)x * naive->frames >> 64);
        while (naive->residents[place].frame != frame)
            place++;
    }
    return place;
}

/* One reference. Returns whether it faults; *left is the page that leaves. */
static inline bool naive_reference(struct naive *naive, const uint32_t *pages,
                                   size_t time, size_t count, uint32_t *left)
{
    struct naive_page new = {pages[time], naive->count, naive->insert};
    *left = NAIVE_NONE;
    for (uint32_t i = 0; i < naive->count; i++) {
        if (naive->residents[i].page != pages[time])
            continue;
        struct naive_page hit = naive->residents[i];
        hit.counter += hit.counter < naive->most;
        naive->residents[i] = hit;
        if (naive->policy == NAIVE_LRU) {
            naive_remove(naive, i);
            naive->residents[naive->count++] = hit;
        }
        return false;
    }
    if (naive->count == naive->frames) {
        uint32_t place = naive_victim(naive, pages, time + 1, count);
        *left = naive->residents[place].page;
        new.frame = naive->residents[place].frame;
        naive_remove(naive, place);
    }
    naive->residents[naive->count++] = new;
    return true;
}

#endif
