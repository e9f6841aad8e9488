/* Filters: from rules to the program that the kernel runs before each system call.
 *
 * Compiling costs libseccomp 1 to 10 ms, loading what is compiled 0.1 ms. So the
 * filter of the default profile is compiled when isolate is built; all others once,
 * and kept in a cache. The order of use:
 *
 *     filter_default(&wish, &filter, &error)      before clone: may read the cache
 *     filter_load(&filter.program, flags, &error) last thing before exec: one call
 *
 * Without CAP_SYS_ADMIN, no_new_privs must be set before a filter is loaded.
 */
#ifndef RING3_ISOLATE_FILTER_H
#define RING3_ISOLATE_FILTER_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stdint.h>

#include "isolate/seccomp/rules.h"
#include "labs/kit/error.h"

/* What the default profile depends on. */
struct filter_wish {
    uint64_t capabilities;    /* bits that the command keeps: some calls need them */
    bool allow_userns;        /* user namespaces can be made, and used, inside */
    const struct rule *extra; /* go before the profile's, for calls it would decide too */
    size_t extra_count;
};

struct filter {
    struct sock_fprog program;  /* what filter_load takes */
    unsigned flags;             /* what filter_load takes: SECCOMP_FILTER_FLAG_… */
    bool notifies;              /* there is a rule with NOTIFY */
    struct sock_filter *memory; /* owned; NULL when it is the built-in table */
    const char *origin;         /* "built in", "cache", "compiled" */
};

/* The default profile for this wish. */
int filter_default(const struct filter_wish *wish, struct filter *filter,
                   struct error *error);

/* Any rules, through the cache. */
int filter_cached(const struct rules *rules, struct filter *filter, struct error *error);

/* Any rules, by libseccomp, here and now. STATUS_REQUEST when they make no sense. */
int filter_compile(const struct rules *rules, struct filter *filter, struct error *error);

/* Fills what follows from the rules without compiling: flags, notifies. */
void filter_describe(const struct rules *rules, struct filter *filter);

void filter_free(struct filter *filter);

/* seccomp(SECCOMP_SET_MODE_FILTER). Returns 0, or the listener (close-on-exec) when
 * flags hold SECCOMP_FILTER_FLAG_NEW_LISTENER, or -1. One system call and no memory:
 * safe after vfork. */
int filter_load(const struct sock_fprog *program, unsigned flags, struct error *error);

#endif
