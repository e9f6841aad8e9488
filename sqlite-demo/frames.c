#include "sqlite-demo/frames.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A page in memory. `page` comes first: SQLite gives its address back to us. */
struct frame {
    sqlite3_pcache_page page;
    uint32_t key;    /* the page number; 0: nobody's, until the policy names it */
    uint32_t number; /* of the frame, for the policy; NO_NUMBER: beyond the limit */
    uint32_t pins;
    struct frame *next; /* in its chain */
};

enum { CHAINS = 4096 };
static const uint32_t no_number = UINT32_MAX;

struct cache {
    int page_size, extra;
    bool governed; /* by the policy: the first cache of a file */
    uint32_t limit, used, count;
    struct frame **frames; /* by number */
    struct frame *chains[CHAINS];
    void *policy;
};

static struct {
    struct frames_setup setup;
    struct frames_counts counts;
    bool installed, taken; /* a cache is governed already */
    uint32_t time;
    uint32_t *references;
    size_t count, room;
    char broken[160];
} shared;

static sqlite3_pcache_methods2 methods_before;

/* ---- the policy ---- */

static struct reference reference_to(uint32_t key)
{
    return (struct reference){.page = key - 1, .time = shared.time, .next = NEVER};
}

static void start_policy(struct cache *cache)
{
    struct policy_setup setup = {.frames = cache->limit, .pages = shared.setup.pages};
    memcpy(setup.values, shared.setup.values, sizeof setup.values);
    cache->frames = xcalloc(cache->limit, sizeof(struct frame *));
    cache->policy = xcalloc(1, shared.setup.policy->bytes(&setup));
    shared.setup.policy->init(cache->policy, &setup);
}

/* A frame that nobody looks at, or NULL: all are pinned, or the policy breaks a rule. */
static struct frame *ask_for_victim(struct cache *cache, uint32_t key)
{
    const struct policy_type *type = shared.setup.policy;
    struct reference wanted = reference_to(key);
    for (uint32_t tries = 0; tries <= cache->limit; tries++) {
        uint32_t number = type->victim(cache->policy, &wanted);
        if (number >= cache->used) {
            snprintf(shared.broken, sizeof shared.broken,
                     "victim() returned frame %u, and frames 0 to %u are in use", number,
                     cache->used - 1);
            return NULL;
        }
        struct frame *frame = cache->frames[number];
        if (!frame->pins)
            return frame;
        shared.counts.pinned++;
        struct reference again = reference_to(frame->key);
        type->load(cache->policy, number, &again);
    }
    return NULL;
}

static void note_reference(uint32_t key)
{
    shared.time++;
    if (!shared.setup.references)
        return;
    if (shared.count == shared.room) {
        shared.room = shared.room ? 2 * shared.room : 4096;
        shared.references =
            xreallocarray(shared.references, shared.room, sizeof *shared.references);
    }
    shared.references[shared.count++] = key;
}

/* ---- frames ---- */

static struct frame **chain_of(struct cache *cache, uint32_t key)
{
    return &cache->chains[key % CHAINS];
}

static struct frame *find(struct cache *cache, uint32_t key)
{
    struct frame *frame = *chain_of(cache, key);
    while (frame && frame->key != key)
        frame = frame->next;
    return frame;
}

static void chain(struct cache *cache, struct frame *frame, uint32_t key)
{
    frame->key = key;
    frame->next = *chain_of(cache, key);
    *chain_of(cache, key) = frame;
    cache->count++;
}

static void unchain(struct cache *cache, struct frame *frame)
{
    struct frame **link = chain_of(cache, frame->key);
    if (!frame->key)
        return;
    while (*link != frame)
        link = &(*link)->next;
    *link = frame->next;
    frame->key = 0;
    cache->count--;
}

/* Page and extra in one piece: SQLite wants the extra zeroed for a new page. */
static struct frame *new_frame(struct cache *cache)
{
    size_t size = (size_t)cache->page_size + (size_t)cache->extra;
    struct frame *frame = xcalloc(1, sizeof *frame + size + 16);
    frame->page.pBuf = (char *)(frame + 1);
    frame->page.pExtra = (char *)(frame + 1) + cache->page_size;
    frame->number = no_number;
    return frame;
}

static void empty(struct cache *cache, struct frame *frame)
{
    memset(frame->page.pBuf, 0, (size_t)cache->page_size + (size_t)cache->extra);
}

/* A frame for a page that is not in memory. NULL: SQLite must write a page first. */
static struct frame *take_frame(struct cache *cache, uint32_t key, bool must)
{
    struct frame *frame = NULL;
    if (!cache->governed || key > shared.setup.pages)
        return new_frame(cache);
    if (!cache->policy)
        start_policy(cache);
    if (cache->used < cache->limit) {
        frame = new_frame(cache);
        frame->number = cache->used;
        cache->frames[cache->used++] = frame;
    } else {
        frame = ask_for_victim(cache, key);
        if (!frame && !must)
            return NULL;
        if (frame) {
            shared.counts.evictions += frame->key != 0;
            unchain(cache, frame);
            empty(cache, frame);
        }
    }
    if (!frame) {
        shared.counts.beyond++;
        return new_frame(cache);
    }
    struct reference reference = reference_to(key);
    shared.setup.policy->load(cache->policy, frame->number, &reference);
    return frame;
}

/* ---- the methods ---- */

static sqlite3_pcache *create(int page_size, int extra, int purgeable)
{
    struct cache *cache = xcalloc(1, sizeof *cache);
    cache->page_size = page_size;
    cache->extra = extra;
    cache->governed = purgeable && !shared.taken;
    cache->limit = shared.setup.frames;
    shared.taken |= cache->governed;
    return (sqlite3_pcache *)cache;
}

/* SQLite asks for a size before anybody could say PRAGMA cache_size, and pages come in
 * at once; but a policy cannot be told another number of frames later. */
static void set_size(sqlite3_pcache *self, int size)
{
    (void)self, (void)size;
}

static int page_count(sqlite3_pcache *self)
{
    return (int)((struct cache *)self)->count;
}

/* create_flag 0: only if it is there; 1: if that is easy; 2: in any case. */
static sqlite3_pcache_page *fetch(sqlite3_pcache *self, unsigned key, int create_flag)
{
    struct cache *cache = (struct cache *)self;
    struct frame *frame = find(cache, key);
    if (!frame && !create_flag)
        return NULL;
    if (frame && create_flag && cache->governed) {
        shared.counts.hits++;
        note_reference(key);
        struct reference reference = reference_to(key);
        if (frame->number != no_number)
            shared.setup.policy->hit(cache->policy, frame->number, &reference);
    }
    if (!frame) {
        frame = take_frame(cache, key, create_flag == 2);
        if (!frame)
            return NULL;
        chain(cache, frame, key);
        shared.counts.misses += cache->governed;
        if (cache->governed)
            note_reference(key);
    }
    frame->pins = 1;
    return &frame->page;
}

static void drop(struct cache *cache, struct frame *frame)
{
    unchain(cache, frame);
    frame->pins = 0;
    if (frame->number == no_number)
        free(frame);
}

/* What is discarded keeps its frame, empty, until the policy names it. */
static void unpin(sqlite3_pcache *self, sqlite3_pcache_page *page, int discard)
{
    struct cache *cache = (struct cache *)self;
    struct frame *frame = (struct frame *)page;
    frame->pins = 0;
    if (discard || (cache->governed && frame->number == no_number))
        drop(cache, frame);
}

static void rekey(sqlite3_pcache *self, sqlite3_pcache_page *page, unsigned old_key,
                  unsigned new_key)
{
    struct cache *cache = (struct cache *)self;
    struct frame *frame = (struct frame *)page, *there = find(cache, new_key);
    (void)old_key;
    if (there && there != frame)
        drop(cache, there);
    unchain(cache, frame);
    chain(cache, frame, new_key);
}

static void truncate_from(sqlite3_pcache *self, unsigned first)
{
    struct cache *cache = (struct cache *)self;
    for (int i = 0; i < CHAINS; i++)
        for (struct frame *frame = cache->chains[i], *next; frame; frame = next) {
            next = frame->next;
            if (frame->key >= first)
                drop(cache, frame);
        }
}

static void destroy(sqlite3_pcache *self)
{
    struct cache *cache = (struct cache *)self;
    truncate_from(self, 0);
    for (uint32_t i = 0; i < cache->used; i++)
        free(cache->frames[i]);
    free(cache->frames);
    free(cache->policy);
    free(cache);
}

static int start(void *context)
{
    (void)context;
    return SQLITE_OK;
}

static void stop(void *context)
{
    (void)context;
}

static void shrink(sqlite3_pcache *self)
{
    (void)self;
}

static const sqlite3_pcache_methods2 methods = {
    .iVersion = 1,
    .xInit = start,
    .xShutdown = stop,
    .xCreate = create,
    .xCachesize = set_size,
    .xPagecount = page_count,
    .xFetch = fetch,
    .xUnpin = unpin,
    .xRekey = rekey,
    .xTruncate = truncate_from,
    .xDestroy = destroy,
    .xShrink = shrink,
};

/* ---- installing ---- */

int frames_install(const struct frames_setup *setup, struct error *error)
{
    sqlite3_initialize();
    if (!shared.installed)
        sqlite3_config(SQLITE_CONFIG_GETPCACHE2, &methods_before);
    sqlite3_shutdown();
    free(shared.references);
    memset(&shared, 0, sizeof shared);
    shared.setup = *setup;
    shared.installed = true;
    sqlite3_pcache_methods2 copy = methods;
    if (sqlite3_config(SQLITE_CONFIG_PCACHE2, &copy) != SQLITE_OK ||
        sqlite3_initialize() != SQLITE_OK)
        return error_set(error, STATUS_HOST,
                         "this SQLite does not take a page cache of ours");
    return 0;
}

void frames_remove(void)
{
    if (!shared.installed)
        return;
    sqlite3_shutdown();
    sqlite3_config(SQLITE_CONFIG_PCACHE2, &methods_before);
    sqlite3_initialize();
    free(shared.references);
    memset(&shared, 0, sizeof shared);
}

struct frames_counts frames_count(void)
{
    return shared.counts;
}

void frames_count_anew(void)
{
    shared.counts = (struct frames_counts){0};
    shared.count = 0;
}

const uint32_t *frames_references(size_t *count)
{
    *count = shared.count;
    return shared.references;
}

const char *frames_broken_rule(void)
{
    return shared.broken[0] ? shared.broken : NULL;
}
