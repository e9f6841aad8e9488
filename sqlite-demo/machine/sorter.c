#include "sqlite-demo/machine/sorter.h"

#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/error.h"

void sorter_open(struct sorter *sorter, const struct key_order *order)
{
    sorter_close(sorter);
    sorter->order = order;
}

void sorter_reset(struct sorter *sorter)
{
    for (size_t i = 0; i < sorter->count; i++)
        free(sorter->records[i].bytes);
    sorter->count = sorter->at = 0;
}

void sorter_close(struct sorter *sorter)
{
    sorter_reset(sorter);
    free(sorter->records);
    record_free(&sorter->scratch[0]);
    record_free(&sorter->scratch[1]);
    *sorter = (struct sorter){0};
}

void sorter_put(struct sorter *sorter, const uint8_t *bytes, uint32_t size)
{
    if (sorter->count == sorter->room) {
        sorter->room = sorter->room ? 2 * sorter->room : 64;
        sorter->records =
            xreallocarray(sorter->records, sorter->room, sizeof *sorter->records);
    }
    uint8_t *copy = xcalloc(1, (size_t)size + 1);
    memcpy(copy, bytes, size);
    sorter->records[sorter->count++] = (struct sorted){copy, size};
}

static int order_of(struct sorter *sorter, const struct sorted *a, const struct sorted *b)
{
    record_set(&sorter->scratch[0], a->bytes, a->size);
    record_set(&sorter->scratch[1], b->bytes, b->size);
    return compare_keys(&sorter->scratch[0], &sorter->scratch[1], sorter->order->count,
                        sorter->order);
}

/* Merges two sorted runs, [from, middle) and [middle, end), into `to`. */
static void merge(struct sorter *sorter, const struct sorted *from, size_t begin,
                  size_t middle, size_t end, struct sorted *to)
{
    size_t left = begin, right = middle;
    for (size_t i = begin; i < end; i++) {
        bool take_left = left < middle && (right >= end || order_of(sorter, &from[left],
                                                                    &from[right]) <= 0);
        to[i] = take_left ? from[left++] : from[right++];
    }
}

void sorter_sort(struct sorter *sorter)
{
    size_t count = sorter->count;
    struct sorted *spare = xcalloc(sorter->room + 1, sizeof *spare);
    for (size_t run = 1; run < count; run *= 2) {
        for (size_t at = 0; at < count; at += 2 * run) {
            size_t middle = at + run < count ? at + run : count;
            size_t end = middle + run < count ? middle + run : count;
            merge(sorter, sorter->records, at, middle, end, spare);
        }
        struct sorted *old = sorter->records;
        sorter->records = spare;
        spare = old;
    }
    free(spare);
    sorter->at = 0;
}
