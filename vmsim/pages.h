/* Dense page numbers: 0, 1, 2 … in the order of first appearance, so that every
 * table after this can be an array.
 */
#ifndef RING3_VMSIM_PAGES_H
#define RING3_VMSIM_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct page_slot {
    uint32_t id;  /* plus 1; 0: the slot is free */
    uint32_t tag; /* the number; if the table is wide, a part of its hash */
};

/* An open-addressing hash table. 8 bytes a slot: as long as all numbers are below
 * 2^32 the tag is the number; later `numbers` has it. */
struct pages {
    struct page_slot *slots;
    size_t size; /* slots */
    size_t room; /* pages, before there must be more slots */
    bool wide;   /* a number of 2^32 or more has been seen */
    bool mixed;  /* numbers were crowded: from now on the hash has a key */
    uint64_t key[2];
    uint64_t walked; /* slots that were full, when pages looked for a free one */
    uint32_t count;
    uint64_t *numbers; /* by dense id: the number as the trace has it; NULL until
                        * pages_list(), or until one is wide */
};

/* Replaces each number by its dense id. At most UINT32_MAX - 1 distinct ones. */
void pages_number(struct pages *pages, const uint64_t *numbers, size_t count,
                  uint32_t *ids);
/* There will be no more of them: fills `numbers`, and gives the slots back. */
void pages_list(struct pages *pages);
/* The same, where only the count is asked for. */
void pages_forget(struct pages *pages);
void pages_free(struct pages *pages);

/* Bytes that the table takes. */
uint64_t pages_bytes(const struct pages *pages);

#endif
