/* OPT: the page that is used again last leaves. Nothing faults less.
 *
 * It needs the future, so that no kernel can have it; it is the measure of
 * all others. L. A. Belady, "A study of replacement algorithms for a
 * virtual-storage computer", IBM Systems Journal 5(2), 1966, calls it MIN.
 *
 * The frames stand in a binary heap, the one whose page is used again last
 * at the top. Among pages that are never used again the one that was
 * loaded last goes first; any choice gives the same count, and this one
 * the same final memory as the simulator of the book OSTEP.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"

struct opt_frame {
    uint64_t key;    /* next use, then load time: the greatest leaves */
    uint32_t loaded; /* when the page was loaded */
    uint32_t place;  /* where the frame stands in the heap */
};

/* heap[0 … count-1] are frame numbers; heap[i] has a key no greater than
 * heap[(i - 1) / 2]. They stand behind frame[], which has `frames`
 * entries. */
struct opt {
    uint32_t frames, count;
    struct opt_frame frame[];
};

static inline uint32_t *opt_heap(struct opt *opt)
{
    return (uint32_t *)&opt->frame[opt->frames];
}

static size_t opt_bytes(const struct policy_setup *setup)
{
    return sizeof(struct opt) +
           setup->frames * (sizeof(struct opt_frame) + sizeof(uint32_t));
}

static void opt_init(void *self, const struct policy_setup *setup)
{
    struct opt *opt = self;
    opt->frames = setup->frames;
}

static inline void opt_put(struct opt *opt, uint32_t place, uint32_t frame)
{
    opt_heap(opt)[place] = frame;
    opt->frame[frame].place = place;
}

/* `frame` belongs at `place` or nearer to the top. */
static inline void opt_rise(struct opt *opt, uint32_t place,
                            uint32_t frame)
{
    while (place > 0) {
        uint32_t above = opt_heap(opt)[(place - 1) / 2];
        if (opt->frame[above].key >= opt->frame[frame].key)
            break;
        opt_put(opt, place, above);
        place = (place - 1) / 2;
    }
    opt_put(opt, place, frame);
}

/* `frame` belongs at `place` or further from the top. */
static inline void opt_sink(struct opt *opt, uint32_t place,
                            uint32_t frame)
{
    const uint32_t *heap = opt_heap(opt);
    for (;;) {
        size_t below = (size_t)place * 2 + 1;
        if (below >= opt->count)
            break;
        if (below + 1 < opt->count &&
            opt->frame[heap[below + 1]].key > opt->frame[heap[below]].key)
            below++;
        if (opt->frame[heap[below]].key <= opt->frame[frame].key)
            break;
        opt_put(opt, place, heap[below]);
        place = (uint32_t)below;
    }
    opt_put(opt, place, frame);
}

static inline uint64_t opt_key(uint32_t next, uint32_t loaded)
{
    return (uint64_t)next << 32 | loaded;
}

static inline void opt_hit(void *self, uint32_t frame,
                           const struct reference *reference)
{
    struct opt *opt = self;
    struct opt_frame *entry = &opt->frame[frame];
    entry->key = opt_key(reference->next, entry->loaded);
    /* Its next use can only be later than the one that has come. */
    opt_rise(opt, entry->place, frame);
}

static inline uint32_t opt_victim(void *self,
                                  const struct reference *reference)
{
    struct opt *opt = self;
    (void)reference;
    uint32_t victim = opt_heap(opt)[0];
    uint32_t last = opt_heap(opt)[--opt->count];
    if (last != victim)
        opt_sink(opt, 0, last);
    return victim;
}

static inline void opt_load(void *self, uint32_t frame,
                            const struct reference *reference)
{
    struct opt *opt = self;
    struct opt_frame *entry = &opt->frame[frame];
    entry->loaded = reference->time;
    entry->key = opt_key(reference->next, reference->time);
    opt_rise(opt, opt->count++, frame);
}

static void opt_why(const void *self, uint32_t victim,
                    const struct page_facts *left, char *text, size_t size)
{
    (void)self, (void)victim;
    unsigned long long page = left->number;
    if (left->next == NEVER)
        snprintf(text, size,
                 "OPT evicts page %llu: it is never used again.", page);
    else
        snprintf(text, size,
                 "OPT evicts the page that is used again last: page %llu, "
                 "needed at %u.",
                 page, left->next + 1);
}

static void opt_run(struct memory *memory,
                    const struct references *references);

const struct policy_type policy_opt = {
    .name = "opt",
    .title = "OPT",
    .summary =
        "evicts the page that is used again last; it knows the future",
    .rule = "The page whose next use is furthest away leaves.",
    .source =
        "Belady: A study of replacement algorithms for a virtual-storage "
        "computer, 1966",
    .cost = "20 bytes a frame and 4 a reference; O(log frames) on every "
            "reference",
    .needs_future = true,
    .bytes = opt_bytes,
    .init = opt_init,
    .hit = opt_hit,
    .victim = opt_victim,
    .load = opt_load,
    .why = opt_why,
    .run = opt_run,
};

MEMORY_LOOP(opt_run, policy_opt)
