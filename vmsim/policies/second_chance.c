/* SECOND CHANCE: FIFO, but a page that was used again goes round once
 * more.
 *
 * The page at the head of the queue leaves if its bit is clear. If the bit
 * is set, it is cleared, and the page goes to the tail as if it had just
 * come. CLOCK does the same without moving anything: a hand goes round
 * instead. The two differ in one thing only. Our CLOCK sets the bit of a
 * page that is loaded, since the load was a reference; here a chance must
 * be earned by a second use, so that it equals clock:insert=0. A. S.
 * Tanenbaum, "Modern Operating Systems", has it under this name; F. J.
 * Corbató, 1968, is older.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"
#include "vmsim/policies/list.h"

/* The queue, oldest first; `spared` counts for why(). The bits follow. */
struct second_chance {
    uint32_t head, spared;
    struct link links[];
};

static inline uint8_t *second_chance_bits(struct second_chance *queue)
{
    return (uint8_t *)&queue->links[queue->head + 1];
}

static size_t second_chance_bytes(const struct policy_setup *setup)
{
    return sizeof(struct second_chance) +
           ((size_t)setup->frames + 1) * sizeof(struct link) +
           setup->frames;
}

static void second_chance_init(void *self,
                               const struct policy_setup *setup)
{
    struct second_chance *queue = self;
    queue->head = setup->frames;
    list_init(queue->links, queue->head);
}

static inline void second_chance_hit(void *self, uint32_t frame,
                                     const struct reference *reference)
{
    (void)reference;
    second_chance_bits(self)[frame] = 1;
}

static inline uint32_t second_chance_victim(
    void *self, const struct reference *reference)
{
    struct second_chance *queue = self;
    (void)reference;
    uint8_t *bits = second_chance_bits(queue);
    for (queue->spared = 0;; queue->spared++) {
        uint32_t oldest = list_oldest(queue->links, queue->head);
        list_remove(queue->links, oldest);
        if (!bits[oldest])
            return oldest;
        bits[oldest] = 0;
        list_add_youngest(queue->links, queue->head, oldest);
    }
}

static inline void second_chance_load(void *self, uint32_t frame,
                                      const struct reference *reference)
{
    struct second_chance *queue = self;
    (void)reference;
    second_chance_bits(queue)[frame] = 0;
    list_add_youngest(queue->links, queue->head, frame);
}

static void second_chance_mark(const void *self, uint32_t frame,
                               struct frame_mark *mark)
{
    const struct second_chance *queue = self;
    mark->bits =
        second_chance_bits((struct second_chance *)(uintptr_t)self)[frame];
    mark->hand = frame == list_oldest(queue->links, queue->head);
}

static void second_chance_why(const void *self, uint32_t victim,
                              const struct page_facts *left, char *text,
                              size_t size)
{
    const struct second_chance *queue = self;
    (void)victim;
    unsigned long long page = left->number;
    if (queue->spared == 0)
        snprintf(text, size,
                 "Page %llu is at the head of the queue, and was not used "
                 "again: it has no second chance.",
                 page);
    else
        snprintf(
            text, size,
            "%u page%s used again, and went to the tail of the queue. "
            "Page %llu is the first that was not.",
            queue->spared, queue->spared == 1 ? " was" : "s were", page);
}

static void second_chance_run(struct memory *memory,
                              const struct references *references);

const struct policy_type policy_second_chance = {
    .name = "second-chance",
    .title = "2ND-CH",
    .summary =
        "a FIFO queue in which a page used again goes to the tail once",
    .rule = "Pages at the head whose bit is set go to the tail with a "
            "clear bit; the first with a clear bit leaves.",
    .source = "Corbató: A paging experiment with the Multics system, "
              "1968; the name is from Tanenbaum: Modern Operating Systems",
    .cost = "9 bytes a frame; a hit sets a bit, a fault may move pages to "
            "the tail",
    .pseudocode = "hit(page):\n"
                  "    bit[page] = 1\n"
                  "fault(page):\n"
                  "    if memory is full:\n"
                  "        while bit[page at the head] is 1:\n"
                  "            set it to 0 and move the page to the tail\n"
                  "        evict the page at the head\n"
                  "    add page at the tail; bit[page] = 0\n",
    .example = "1,2,3,1,4,5",
    .example_frames = 3,
    .bytes = second_chance_bytes,
    .init = second_chance_init,
    .hit = second_chance_hit,
    .victim = second_chance_victim,
    .load = second_chance_load,
    .mark = second_chance_mark,
    .why = second_chance_why,
    .run = second_chance_run,
};

MEMORY_LOOP(second_chance_run, policy_second_chance)
