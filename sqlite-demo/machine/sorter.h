/* The sorter: takes records in any order and gives them back in that of its key.
 * Those with equal keys keep the order in which they came. */
#ifndef RING3_SQLITE_MACHINE_SORTER_H
#define RING3_SQLITE_MACHINE_SORTER_H

#include "sqlite-demo/machine/compare.h"

struct sorted {
    uint8_t *bytes;
    uint32_t size;
};

struct sorter {
    const struct key_order *order;
    struct sorted *records;
    size_t count, room;
    size_t at; /* the present one, once it is sorted */
    struct record scratch[2];
};

void sorter_open(struct sorter *sorter, const struct key_order *order);
void sorter_close(struct sorter *sorter);
void sorter_put(struct sorter *sorter, const uint8_t *bytes, uint32_t size);
void sorter_sort(struct sorter *sorter);
/* Forgets its records. */
void sorter_reset(struct sorter *sorter);

#endif
