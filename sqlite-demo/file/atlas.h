/* The atlas: what every page of the file is used for, and by whom.
 *
 * Every b-tree is walked from its root, with the overflow pages of its records;
 * then the free list; then the pointer maps. Each page may be reached once: what
 * is reached twice, or never, or says something that cannot be, is a fault. A walk
 * does not stop at a fault: the pages that it can still reach are in the atlas.
 */
#ifndef RING3_SQLITE_FILE_ATLAS_H
#define RING3_SQLITE_FILE_ATLAS_H

#include "sqlite-demo/file/schema.h"

enum page_use {
    USE_NONE, /* nobody leads there */
    USE_BTREE,
    USE_OVERFLOW,
    USE_FREE_TRUNK, /* of the free list: lists free pages */
    USE_FREE_LEAF,
    USE_POINTER_MAP, /* auto_vacuum: who leads to each page */
    USE_LOCK,        /* byte 2^30: only its locks are used */
    USE_COUNT
};

struct page_fact {
    uint8_t use;     /* enum page_use */
    uint8_t kind;    /* enum page_kind, of a b-tree page */
    uint8_t depth;   /* in its tree; the root is 0 */
    bool in_log;     /* its present content is in the write-ahead log */
    uint32_t owner;  /* index into the schema, of trees and overflow pages */
    uint32_t parent; /* the page that leads here; 0: none does */
    uint32_t cells;  /* or entries, of a trunk */
    uint32_t unused; /* bytes of the page that hold nothing */
};

enum { ATLAS_FAULTS = 64 };

struct atlas {
    struct schema schema;
    struct page_fact *pages; /* by number - 1 */
    uint32_t count;          /* pages that are stored */
    struct fault faults[ATLAS_FAULTS];
    size_t fault_count; /* all of them, also those that found no room */
};

void atlas_make(struct database *db, struct atlas *atlas);
void atlas_free(struct atlas *atlas);

/* "overflow", "leaf of a table" */
const char *page_fact_name(const struct page_fact *fact);

#endif
