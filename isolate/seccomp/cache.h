/* Compiled filters, kept on disk.
 *
 *     FOLDER/0123456789abcdef      0600, in a folder that is 0700 and ours
 *
 * The name is a hash of the key; the key itself, all rules and the kernel's release, is
 * in the file and compared, so that no two sets of rules can be taken for one another.
 * What another user owns or may write, what is no plain file, and what is not exactly
 * what was written is not used, and compiled anew. The folder is $ISOLATE_FILTERS, else
 * /run/isolate-filters for root, isolate-filters in $XDG_CACHE_HOME or $HOME/.cache
 * for others. Without a folder there is no cache, and that is no error.
 */
#ifndef RING3_ISOLATE_CACHE_H
#define RING3_ISOLATE_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "isolate/seccomp/filter.h"

struct cache_key {
    char *bytes; /* owned */
    size_t length;
    uint64_t hash;
};

/* The key of these rules on this kernel. */
void cache_key_make(const struct rules *rules, struct cache_key *key);
void cache_key_free(struct cache_key *key);

/* The folder, open, made if it is missing; -1 when there is none that can be trusted. */
int cache_open(void);

/* Fills filter->memory and filter->program; false when it is not there or not sound. */
bool cache_read(int folder, const struct cache_key *key, struct filter *filter);

/* False when it cannot be kept: then it is compiled again next time. */
bool cache_write(int folder, const struct cache_key *key, const struct filter *filter);

#endif
