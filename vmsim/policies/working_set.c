/* WORKING SET: a page stays in memory as long as it was used lately
 * enough.
 *
 * The working set W(t, tau) are the pages of the last tau references. A
 * page that falls out of it leaves at once, whether its frame is needed or
 * not, so that the memory of a program grows and shrinks with its needs.
 * When the working set is larger than memory, its least recently used page
 * leaves. P. J. Denning, "The working set model for program behavior",
 * CACM 11(5), 1968.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"
#include "vmsim/policies/list.h"

enum { WORKING_SET_TAU };

static const struct policy_parameter working_set_parameters[] = {
    [WORKING_SET_TAU] = {"tau",
                         "the window in references; 0: twice the frames",
                         0, UINT32_MAX, 0, NULL},
    {0},
};

/* The frames in the order of their last use; behind the links stand the
 * times of these uses. */
struct working_set {
    uint32_t head, tau;
    struct link links[];
};

static inline uint32_t *working_set_used(struct working_set *set)
{
    return (uint32_t *)&set->links[set->head + 1];
}

static size_t working_set_bytes(const struct policy_setup *setup)
{
    return sizeof(struct working_set) +
           ((size_t)setup->frames + 1) * sizeof(struct link) +
           setup->frames * sizeof(uint32_t);
}

static void working_set_init(void *self, const struct policy_setup *setup)
{
    struct working_set *set = self;
    uint64_t twice = (uint64_t)setup->frames * 2;
    uint64_t tau = setup->values[WORKING_SET_TAU];
    tau = tau ? tau : twice;
    set->tau = tau < UINT32_MAX ? (uint32_t)tau : UINT32_MAX;
    set->head = setup->frames;
    list_init(set->links, set->head);
}

/* The pages of the references time - tau … time - 1 stay. */
static inline uint32_t working_set_release(
    void *self, const struct reference *reference, bool resident)
{
    struct working_set *set = self;
    uint32_t oldest = list_oldest(set->links, set->head);
    (void)resident;
    if (oldest == set->head ||
        reference->time - working_set_used(set)[oldest] <= set->tau)
        return NO_FRAME;
    list_remove(set->links, oldest);
    return oldest;
}

static inline void working_set_hit(void *self, uint32_t frame,
                                   const struct reference *reference)
{
    struct working_set *set = self;
    working_set_used(set)[frame] = reference->time;
    list_remove(set->links, frame);
    list_add_youngest(set->links, set->head, frame);
}

static inline uint32_t working_set_victim(
    void *self, const struct reference *reference)
{
    struct working_set *set = self;
    (void)reference;
    uint32_t oldest = list_oldest(set->links, set->head);
    list_remove(set->links, oldest);
    return oldest;
}

static inline void working_set_load(void *self, uint32_t frame,
                                    const struct reference *reference)
{
    struct working_set *set = self;
    working_set_used(set)[frame] = reference->time;
    list_add_youngest(set->links, set->head, frame);
}

static void working_set_tell(const void *self, const uint64_t *numbers,
                             char *text, size_t size)
{
    const struct working_set *set = self;
    uint32_t count = 0;
    (void)numbers;
    for (uint32_t at = list_oldest(set->links, set->head); at != set->head;
         at = set->links[at].younger)
        count++;
    snprintf(text, size,
             "the working set of the last %u references has %u "
             "page%s",
             set->tau, count, count == 1 ? "" : "s");
}

static void working_set_why(const void *self, uint32_t victim,
                            const struct page_facts *left, char *text,
                            size_t size)
{
    const struct working_set *set = self;
    (void)victim;
    snprintf(
        text, size,
        "All frames hold pages of the last %u references: the working "
        "set is larger than memory. The least recently used leaves, "
        "page %llu, last used at %u.",
        set->tau, (unsigned long long)left->number, left->used + 1);
}

static void working_set_run(struct memory *memory,
                            const struct references *references);

const struct policy_type policy_working_set = {
    .name = "working-set",
    .title = "WS",
    .summary = "keeps the pages of the last tau references, and no others",
    .rule =
        "Pages not used in the last tau references leave by themselves; "
        "if memory is full all the same, the least recently used leaves.",
    .source = "Denning: The working set model for program behavior, 1968",
    .cost = "12 bytes a frame; O(1), but a list is changed on every hit",
    .pseudocode = "every reference:\n"
                  "    pages not used in the last tau references leave\n"
                  "hit(page):\n"
                  "    used[page] = now\n"
                  "fault(page):\n"
                  "    if memory is full:\n"
                  "        evict the page with the smallest used[]\n"
                  "    load page; used[page] = now\n",
    .example = "1,2,3,3,3,3,1,4",
    .example_frames = 4,
    .parameters = working_set_parameters,
    .bytes = working_set_bytes,
    .init = working_set_init,
    .release = working_set_release,
    .hit = working_set_hit,
    .victim = working_set_victim,
    .load = working_set_load,
    .tell = working_set_tell,
    .why = working_set_why,
    .run = working_set_run,
};

MEMORY_LOOP(working_set_run, policy_working_set)
