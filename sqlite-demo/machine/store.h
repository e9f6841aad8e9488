/* A table or an index in memory: what SQLite calls ephemeral.
 *
 * A skip list (W. Pugh, "Skip lists: a probabilistic alternative to balanced
 * trees", CACM 33(6), 1990), with a link back at the lowest level. An entry stays
 * where it is until it is removed, so cursors may point to entries while others are
 * added. The heights come from a counter, not from chance: the same program gives
 * the same list.
 */
#ifndef RING3_SQLITE_MACHINE_STORE_H
#define RING3_SQLITE_MACHINE_STORE_H

#include <stdint.h>

#include "sqlite-demo/machine/compare.h"

enum { STORE_HEIGHT_MAX = 20 };

struct entry {
    int64_t rowid; /* the key of a table */
    uint32_t size; /* of the record: the key of an index */
    uint32_t height;
    uint8_t *record; /* behind the links, in the same piece of memory */
    struct entry *previous;
    struct entry *next[]; /* `height` of them */
};

struct store {
    struct entry *head;            /* holds nothing; NULL: the store was not opened */
    const struct key_order *order; /* NULL: a table, with rowids */
    struct record scratch[2];
    uint64_t count, made;
};

void store_open(struct store *store, const struct key_order *order);
void store_clear(struct store *store);
void store_close(struct store *store);

/* Where is the first entry that is not before this? NULL: behind the last one. */
struct entry *store_seek_rowid(struct store *store, int64_t rowid);
/* By the values of registers; `if_equal` as in compare_record. */
struct entry *store_seek_key(struct store *store, const struct reg *key, uint32_t count,
                             int if_equal);
struct entry *store_seek_record(struct store *store, const uint8_t *record,
                                uint32_t size);

static inline struct entry *store_first(const struct store *store)
{
    return store->head->next[0];
}

struct entry *store_last(const struct store *store);
/* NULL at the beginning. */
static inline struct entry *store_previous(const struct store *store,
                                           const struct entry *entry)
{
    return entry->previous == store->head ? NULL : entry->previous;
}

/* Takes the place of an entry with the same key. */
struct entry *store_put(struct store *store, int64_t rowid, const uint8_t *record,
                        uint32_t size);
void store_remove(struct store *store, struct entry *entry);

#endif
