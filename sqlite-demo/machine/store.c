#include "sqlite-demo/machine/store.h"

#include <stdlib.h>
#include <string.h>

#include "labs/kit/error.h"

static struct entry *new_entry(uint32_t height, int64_t rowid, const uint8_t *record,
                               uint32_t size)
{
    size_t links = sizeof(struct entry) + height * sizeof(struct entry *);
    struct entry *entry = xcalloc(1, links + size + 1);
    entry->rowid = rowid;
    entry->size = size;
    entry->height = height;
    entry->record = (uint8_t *)entry + links;
    if (size)
        memcpy(entry->record, record, size);
    return entry;
}

void store_open(struct store *store, const struct key_order *order)
{
    store_close(store);
    store->head = new_entry(STORE_HEIGHT_MAX, 0, NULL, 0);
    store->order = order;
}

void store_clear(struct store *store)
{
    for (struct entry *entry = store_first(store), *next; entry; entry = next) {
        next = entry->next[0];
        free(entry);
    }
    memset(store->head->next, 0, STORE_HEIGHT_MAX * sizeof *store->head->next);
    store->count = 0;
}

void store_close(struct store *store)
{
    if (store->head)
        store_clear(store);
    free(store->head);
    record_free(&store->scratch[0]);
    record_free(&store->scratch[1]);
    *store = (struct store){0};
}

/* ---- seeking: what is looked for, in one of three forms ---- */

struct target {
    int64_t rowid;
    const struct reg *key; /* or the record in scratch[1] */
    uint32_t count;
    int if_equal;
    bool is_record;
};

static int order_of(struct store *store, const struct entry *entry,
                    const struct target *target)
{
    if (!store->order)
        return entry->rowid < target->rowid ? -1 : entry->rowid > target->rowid;
    record_set(&store->scratch[0], entry->record, entry->size);
    if (!target->is_record)
        return compare_record(&store->scratch[0], target->key, target->count,
                              store->order, target->if_equal);
    return compare_records(&store->scratch[0], &store->scratch[1], store->order);
}

/* path[level]: the last entry before the target on that level. */
static struct entry *seek(struct store *store, const struct target *target,
                          struct entry *path[STORE_HEIGHT_MAX])
{
    struct entry *at = store->head;
    for (int level = STORE_HEIGHT_MAX - 1; level >= 0; level--) {
        while (at->next[level] && order_of(store, at->next[level], target) < 0)
            at = at->next[level];
        path[level] = at;
    }
    return at->next[0];
}

struct entry *store_seek_rowid(struct store *store, int64_t rowid)
{
    struct entry *path[STORE_HEIGHT_MAX];
    return seek(store, &(struct target){.rowid = rowid}, path);
}

struct entry *store_seek_key(struct store *store, const struct reg *key, uint32_t count,
                             int if_equal)
{
    struct entry *path[STORE_HEIGHT_MAX];
    const struct target target = {.key = key, .count = count, .if_equal = if_equal};
    return seek(store, &target, path);
}

struct entry *store_seek_record(struct store *store, const uint8_t *record, uint32_t size)
{
    struct entry *path[STORE_HEIGHT_MAX];
    record_set(&store->scratch[1], record, size);
    return seek(store, &(struct target){.is_record = true}, path);
}

struct entry *store_last(const struct store *store)
{
    struct entry *at = store->head;
    for (int level = STORE_HEIGHT_MAX - 1; level >= 0; level--)
        while (at->next[level])
            at = at->next[level];
    return at == store->head ? NULL : at;
}

/* ---- changing ---- */

/* 1 for half of the entries, 2 for a quarter, and so on. */
static uint32_t next_height(struct store *store)
{
    uint32_t height = 1 + (uint32_t)__builtin_ctzll(++store->made);
    return height < STORE_HEIGHT_MAX ? height : STORE_HEIGHT_MAX;
}

struct entry *store_put(struct store *store, int64_t rowid, const uint8_t *record,
                        uint32_t size)
{
    struct entry *path[STORE_HEIGHT_MAX];
    const struct target target = {.rowid = rowid, .is_record = true};
    if (store->order)
        record_set(&store->scratch[1], record, size);
    struct entry *there = seek(store, &target, path);
    struct entry *entry = new_entry(next_height(store), rowid, record, size);
    if (there && order_of(store, there, &target) == 0) {
        store_remove(store, there);
        if (store->order)
            record_set(&store->scratch[1], record, size);
        seek(store, &target, path);
    }
    for (uint32_t level = 0; level < entry->height; level++) {
        entry->next[level] = path[level]->next[level];
        path[level]->next[level] = entry;
    }
    entry->previous = path[0];
    if (entry->next[0])
        entry->next[0]->previous = entry;
    store->count++;
    return entry;
}

void store_remove(struct store *store, struct entry *entry)
{
    struct entry *path[STORE_HEIGHT_MAX];
    struct target target = {.rowid = entry->rowid, .is_record = true};
    if (store->order)
        record_set(&store->scratch[1], entry->record, entry->size);
    seek(store, &target, path);
    for (uint32_t level = 0; level < entry->height; level++) {
        struct entry *at = path[level];
        while (at->next[level] != entry) /* equal ones stand before it */
            at = at->next[level];
        at->next[level] = entry->next[level];
    }
    if (entry->next[0])
        entry->next[0]->previous = entry->previous;
    store->count--;
    free(entry);
}
