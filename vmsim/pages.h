/* Dense page numbers: 0, 1, 2 … in the order of first appearance, so that every
 * table after this can be an array.
 */
#ifndef RING3_VMSIM_PAGES_H
#define RING3_VMSIM_PAGES_H

#include <stddef.h>
#include <stdint.h>

struct page_slot {
    uint64_t number;
    uint32_t id; /* plus 1; 0: the slot is free */
};

/* An open-addressing hash table; `size` is a power of two. */
struct pages {
    struct page_slot *slots;
    unsigned shift; /* 64 less the bits of a slot number */
    uint32_t count;
    uint64_t *numbers; /* by dense id: the number as the trace has it */
    size_t numbers_size;
};

/* Replaces each number by its dense id. At most UINT32_MAX - 1 distinct ones. */
void pages_number(struct pages *pages, const uint64_t *numbers, size_t count,
                  uint32_t *ids);
void pages_free(struct pages *pages);

#endif
