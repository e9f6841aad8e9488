/* A learner's policy from its file to its counts, at several sizes. */
#include "vmsim/own_policy.h"

int own_policy_simulate(const struct choice *choice, bool bare, const struct trace *trace,
                        struct own_run *runs, size_t count, struct error *error)
{
    struct own_policy own;
    int status = own_policy_build(&own, choice, bare, error);
    for (size_t i = 0; i < count && status == 0; i++)
        status = own_policy_run(&own, trace, &runs[i], error);
    own_policy_free(&own);
    return status;
}
