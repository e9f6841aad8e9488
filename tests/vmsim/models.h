/* Naive models of the policies: each rule as its paper words it, over queues that
 * are searched from their start, each in less than 40 lines. Slow, and sharing no
 * code with what they are compared with.
 *
 * A model gets one reference, says whether it faults, and which page left. Pages
 * are numbers below MODEL_PAGES.
 */
#ifndef RING3_TESTS_VMSIM_MODELS_H
#define RING3_TESTS_VMSIM_MODELS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { MODEL_PAGES = 64, MODEL_QUEUES = 6 };
#define MODEL_NONE UINT32_MAX

struct queue { /* oldest first */
    uint32_t page[MODEL_PAGES * 2];
    uint32_t count;
};

struct model {
    uint32_t frames;
    uint64_t a, b; /* the policy's parameters, as its table has them */
    struct queue q[MODEL_QUEUES];
    unsigned bit[MODEL_PAGES], count[MODEL_PAGES], last[MODEL_PAGES];
    bool dirty[MODEL_PAGES];
    double p;
    uint32_t n[4];            /* whatever the model counts */
    uint32_t in[MODEL_PAGES]; /* by frame: its page; for policies that go by frames */
    uint32_t now;             /* this reference's time */
    bool write;               /* this reference is one */
    uint32_t released;        /* pages given up before this reference */
};

/* ---- queues ---- */

static inline uint32_t place_of(const struct queue *q, uint32_t page)
{
    uint32_t i = 0;
    while (i < q->count && q->page[i] != page)
        i++;
    return i;
}

static inline bool has(const struct queue *q, uint32_t page)
{
    return place_of(q, page) < q->count;
}

static inline void push(struct queue *q, uint32_t page)
{
    q->page[q->count++] = page;
}

static inline void put_at(struct queue *q, uint32_t place, uint32_t page)
{
    memmove(&q->page[place + 1], &q->page[place], (q->count - place) * sizeof page);
    q->page[place] = page;
    q->count++;
}

static inline bool drop(struct queue *q, uint32_t page)
{
    uint32_t i = place_of(q, page);
    if (i == q->count)
        return false;
    memmove(&q->page[i], &q->page[i + 1], (q->count - i - 1) * sizeof page);
    q->count--;
    return true;
}

static inline uint32_t shift(struct queue *q)
{
    uint32_t page = q->page[0];
    drop(q, page);
    return page;
}

static inline void renew(struct queue *q, uint32_t page)
{
    drop(q, page);
    push(q, page);
}

static inline uint32_t share(uint32_t frames, uint32_t percent)
{
    uint32_t part = frames * percent / 100;
    return part ? part : 1;
}

#endif
