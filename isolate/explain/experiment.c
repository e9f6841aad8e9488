/* Runs of one command in many variants, each made once and remembered. */
#include "isolate/explain/experiment.h"

#include <string.h>

#include "isolate/runtime/capabilities.h"

static bool same(const struct variant *a, const struct variant *b)
{
    return a->without == b->without && a->capabilities == b->capabilities &&
           a->allow_userns == b->allow_userns && a->writable == b->writable &&
           a->in_memory == b->in_memory && !strcmp(a->lent, b->lent);
}

static void carry_out(struct experiment *e, struct run *run)
{
    struct wish wish = *e->wish;
    struct error error;
    wish.without |= run->variant.without;
    wish.capabilities |= run->variant.capabilities;
    wish.allow_userns |= run->variant.allow_userns;
    if (run->variant.writable)
        wish.read_only = false;
    bool in_memory = run->variant.in_memory;
    if (*run->variant.lent && wish.wish_count < WISHES_MAX)
        wish.wishes[wish.wish_count++] =
            (struct mount_wish){.kind = in_memory ? MOUNT_TMPFS : MOUNT_RO_BIND,
                                .source = in_memory ? NULL : run->variant.lent,
                                .target = run->variant.lent};
    run->failed = trace_again(&wish, e->calls, e->count, run->seen, &error) < 0;
}

static const struct run *run_of(struct experiment *e, const struct variant *variant)
{
    for (unsigned i = 0; i < e->run_count; i++)
        if (same(&e->runs[i].variant, variant))
            return &e->runs[i];
    if (e->run_count == RUNS_MAX)
        return NULL;
    struct run *run = &e->runs[e->run_count++];
    *run = (struct run){.variant = *variant};
    carry_out(e, run);
    return run;
}

const struct watched *experiment_see(struct experiment *e, struct variant variant,
                                     unsigned which)
{
    const struct run *run = run_of(e, &variant);
    return run && !run->failed && run->seen[which].times ? &run->seen[which] : NULL;
}

bool experiment_changes(struct experiment *e, struct variant variant, unsigned which)
{
    const struct watched *seen = experiment_see(e, variant, which);
    return seen && (seen->error != e->calls[which].error ||
                    seen->signal != e->calls[which].signal);
}

/* The lower half of the bits that are set. */
static uint64_t half_of(uint64_t set)
{
    uint64_t half = 0;
    for (int left = __builtin_popcountll(set) / 2; left > 0; left--) {
        uint64_t lowest = set & -set;
        half |= lowest;
        set &= ~lowest;
    }
    return half;
}

uint64_t experiment_capabilities(struct experiment *e, struct variant variant,
                                 unsigned which)
{
    uint64_t set = capabilities_known();
    variant.without &= ~LAYER_BIT(LAYER_CAPABILITIES);
    variant.capabilities = set;
    if (!experiment_changes(e, variant, which))
        return 0;
    while (__builtin_popcountll(set) > 1) {
        uint64_t half = half_of(set);
        variant.capabilities = half;
        if (!experiment_changes(e, variant, which)) {
            half = set & ~half;
            variant.capabilities = half;
            if (!experiment_changes(e, variant, which))
                return set; /* some of both halves */
        }
        set = half;
    }
    return set;
}
