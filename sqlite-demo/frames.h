/* SQLite's page cache with our frames: the pages of one database file in so many
 * frames, and a policy of vmsim that says which page leaves.
 *
 * SQLite holds a page pinned while it looks at it. A policy knows nothing of pins: if
 * it names a pinned page, that page counts as used just now, and the policy is asked
 * again. If all are pinned, the page gets a frame beyond the limit, which is given up
 * as soon as it is unpinned; so does SQLite's own cache.
 *
 * sqlite3_config(SQLITE_CONFIG_PCACHE2) is for the whole process and must come before
 * SQLite is initialized: frames_install() shuts SQLite down first, so no connection
 * may be open. Source: sqlite.org/c3ref/pcache_methods2.html. */
#ifndef RING3_SQLITE_DEMO_FRAMES_H
#define RING3_SQLITE_DEMO_FRAMES_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "labs/kit/error.h"
#include "vmsim/policy.h"

struct frames_counts {
    uint64_t hits, misses, evictions;
    uint64_t beyond; /* pages that got a frame beyond the limit */
    uint64_t pinned; /* how often the policy named a pinned page */
};

struct frames_setup {
    const struct policy_type *policy; /* not one that needs the future */
    uint64_t values[POLICY_PARAMETERS_MAX];
    uint32_t frames; /* whatever PRAGMA cache_size says */
    uint32_t pages;  /* the file has so many, or fewer */
    bool references; /* keep the reference string */
};

/* Makes SQLite use it for the first file that is opened from now on; all other caches
 * have room for every page and no policy. */
int frames_install(const struct frames_setup *setup, struct error *error);
/* SQLite's own cache again. */
void frames_remove(void);

/* Of the cache since it was installed or counting began anew. */
struct frames_counts frames_count(void);
void frames_count_anew(void);
/* The page numbers in the order in which SQLite asked for them. */
const uint32_t *frames_references(size_t *count);
/* What the policy did that it must not: "returned frame 70 of 50"; NULL: nothing. */
const char *frames_broken_rule(void);

#endif
