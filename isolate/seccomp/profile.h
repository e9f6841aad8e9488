/* The default profile: which system calls a container may make, and why.
 *
 * It is an allow-list, in groups by purpose. Every call that Linux has is in a group of
 * one of the two tables: allowed (perhaps under conditions) or refused with a reason and
 * an errno. What is in neither is newer than the profile and gets ENOSYS, as on an older
 * kernel, so that C libraries fall back to what they did before.
 */
#ifndef RING3_ISOLATE_PROFILE_H
#define RING3_ISOLATE_PROFILE_H

#include "isolate/seccomp/filter.h"
#include "isolate/seccomp/rules.h"

enum { PROFILE_ALWAYS = -1, PROFILE_USERNS = -2 };

struct profile_group {
    const char *name;  /* "files", one word; NULL ends the table */
    const char *why;   /* one phrase: why it is allowed, or refused */
    const char *calls; /* names between blanks */
    /* Of an allowed group: PROFILE_ALWAYS; a capability's number: only when it is kept;
     * PROFILE_USERNS: only when user namespaces are allowed. One of the two is enough. */
    int needs, or_needs;
    unsigned error;     /* of a refused group */
    const char *states; /* the conditions in words, NULL when there are none */
    struct rule_condition conditions[2];
    size_t condition_count;
};

extern const struct profile_group profile_allowed[], profile_refused[];

/* Is this allowed group in force for this wish? */
bool profile_applies(const struct profile_group *group, const struct filter_wish *wish);

/* Is `call` one of the names of this group? */
bool profile_has(const struct profile_group *group, const char *call);

/* The profile as rules, for one wish: what is refused under conditions, then what is
 * allowed, then which error the rest gets. To be freed by profile_free; `wish->extra`
 * must live as long. */
enum { PROFILE_STAGES = 4 };
struct profile_rules {
    struct rules stages[PROFILE_STAGES]; /* the first is what filter_compile takes */
    struct rule *memory[PROFILE_STAGES];
    const char **names;
    char *text;
};
void profile_make(const struct filter_wish *wish, struct profile_rules *made);
void profile_free(struct profile_rules *made);

#endif
