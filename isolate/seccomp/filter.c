/* Where a filter comes from: built in, from the cache, or compiled now. */
#include "isolate/seccomp/filter.h"

#include <errno.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>

#include "isolate/seccomp/built_in.h"
#include "isolate/seccomp/cache.h"
#include "labs/kit/cleanup.h"

/* The capabilities on which a row of the profile depends: all others change nothing, and
 * need no filter of their own. */
static uint64_t that_matter(uint64_t capabilities)
{
    uint64_t asked = 0;
    for (const struct profile_group *g = profile_allowed; g->name; g++) {
        if (g->needs >= 0)
            asked |= UINT64_C(1) << g->needs;
        if (g->or_needs >= 0)
            asked |= UINT64_C(1) << g->or_needs;
    }
    return capabilities & asked;
}

static bool find_built_in(const struct filter_wish *wish, struct filter *filter)
{
    uint64_t capabilities = that_matter(wish->capabilities);
    for (size_t i = 0; i < BUILT_IN_COUNT && !wish->extra_count; i++)
        if (built_in_wishes[i].allow_userns == wish->allow_userns &&
            that_matter(built_in_wishes[i].capabilities) == capabilities) {
            *filter = (struct filter){
                .program = {built_in_filters[i].count,
                            (struct sock_filter *)built_in_filters[i].rows},
                .origin = "built in"};
            return true;
        }
    return false;
}

int filter_default(const struct filter_wish *wish, struct filter *filter,
                   struct error *error)
{
    struct profile_rules made;
    if (find_built_in(wish, filter))
        return 0;
    struct filter_wish least = *wish;
    least.capabilities = that_matter(wish->capabilities);
    profile_make(&least, &made);
    int result = filter_cached(made.stages, filter, error);
    profile_free(&made);
    return result;
}

/* A compiled filter says how it is to be loaded; one from the cache gets that from the
 * rules. */
static bool find_cached(int folder, const struct cache_key *key,
                        const struct rules *rules, struct filter *filter)
{
    *filter = (struct filter){.origin = "cache"};
    filter_describe(rules, filter);
    return folder >= 0 && cache_read(folder, key, filter);
}

int filter_cached(const struct rules *rules, struct filter *filter, struct error *error)
{
    struct cache_key key;
    cache_key_make(rules, &key);
    cleanup_fd int folder = cache_open();
    int result = 0;
    if (!find_cached(folder, &key, rules, filter)) {
        result = filter_compile(rules, filter, error);
        if (result == 0 && folder >= 0)
            cache_write(folder, &key, filter);
    }
    cache_key_free(&key);
    return result;
}

void filter_free(struct filter *filter)
{
    free(filter->memory);
    *filter = (struct filter){0};
}

static const char *advice(void)
{
    switch (errno) {
    case EACCES:
        return "no_new_privs must be set first";
    case EINVAL:
        return "this kernel does not know one of its instructions or flags";
    case EBUSY:
        return "this thread has a listener already";
    default:
        return "the kernel may have no CONFIG_SECCOMP_FILTER";
    }
}

int filter_load(const struct sock_fprog *program, unsigned flags, struct error *error)
{
    int result = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, program);
    if (result >= 0)
        return result;
    return error_errno(error, STATUS_HOST, "cannot load the seccomp filter (%s)",
                       advice());
}
