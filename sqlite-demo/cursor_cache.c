/* The statement cache: compiled statements, kept for their next use.
 *
 * A text that is executed again is not compiled again: its statement is reset and
 * used once more. The one that has not been used for longest makes room. Two
 * cursors that run the same text at once need a statement each, so one in use is
 * never lent again; the second is compiled for its cursor alone.
 *
 * Invariants: items[0..count) are all `cached`, and no two have the same text.
 */
#include <stdlib.h>
#include <string.h>

#include "sqlite-demo/cursor_internal.h"

/* FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/ */
static uint64_t hash_of(const char *text, size_t length)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
    return hash;
}

static void statement_free(struct db_conn *conn, struct statement *statement)
{
    if (statement->handle)
        call_finalize(conn, statement->handle);
    free(statement);
}

/* What is in use leaves the cache and is freed by its cursor. */
static void evict(struct db_conn *conn, size_t index)
{
    struct cache *cache = &conn->cache;
    struct statement *victim = cache->items[index];
    cache->items[index] = cache->items[--cache->count];
    victim->cached = false;
    if (!victim->in_use)
        statement_free(conn, victim);
}

static size_t longest_unused(const struct cache *cache)
{
    size_t oldest = 0;
    for (size_t i = 1; i < cache->count; i++)
        if (cache->items[i]->last_use < cache->items[oldest]->last_use)
            oldest = i;
    return oldest;
}

static struct statement *find(const struct cache *cache, uint64_t hash, const char *sql,
                              size_t length)
{
    for (size_t i = 0; i < cache->count; i++) {
        struct statement *item = cache->items[i];
        if (item->hash == hash && item->length == length &&
            !memcmp(item->sql, sql, length))
            return item;
    }
    return NULL;
}

static void keep(struct db_conn *conn, struct statement *statement, uint64_t hash)
{
    struct cache *cache = &conn->cache;
    if (!cache->capacity)
        return;
    if (cache->count == cache->capacity)
        evict(conn, longest_unused(cache));
    statement->hash = hash;
    statement->cached = true;
    statement->last_use = ++cache->clock;
    cache->items[cache->count++] = statement;
}

int statement_get(struct db_conn *conn, const char *sql, size_t length,
                  struct statement **statement, struct db_err *err)
{
    struct cache *cache = &conn->cache;
    uint64_t hash = cache->capacity ? hash_of(sql, length) : 0;
    struct statement *found = find(cache, hash, sql, length);

    if (found)
        found->last_use = ++cache->clock;
    if (found && !found->in_use) {
        found->in_use = true;
        *statement = found;
        return 0;
    }
    if (statement_compile(conn, sql, length, statement, err))
        return -1;
    if (!found)
        keep(conn, *statement, hash);
    return 0;
}

/* Values that were lent to it, or copied, must not stay bound. */
void statement_release(struct db_conn *conn, struct statement **place)
{
    struct statement *statement = *place;
    *place = NULL;
    if (!statement)
        return;
    statement->in_use = false;
    if (!statement->cached) {
        statement_free(conn, statement);
        return;
    }
    call_reset(conn, statement->handle);
    if (statement->parameters)
        call_clear_bindings(conn, statement->handle);
}

void cache_clear(struct db_conn *conn)
{
    while (conn->cache.count)
        evict(conn, conn->cache.count - 1);
    free(conn->cache.items);
    conn->cache = (struct cache){0};
}
