/* Why a host refuses namespaces. See host.h. */
#include "isolate/host/host.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "isolate/host/restriction.h"
#include "labs/kit/words.h"

const char *const host_state_names[] = {"real", "limited", "missing"};

int host_restriction(const char **reason, const char **fix)
{
    for (const struct restriction *r = restrictions; r->name; r++)
        if ((r->of == RESTRICTS_NAMESPACES || r->of == RESTRICTS_PROC) &&
            r->holds(&this_host)) {
            *reason = english(r->reason);
            *fix = english(r->fix);
            return 0;
        }
    return -1;
}

int host_explain_clone(int failure, struct error *error)
{
    const char *reason, *fix;
    if (failure == ENOSYS)
        return error_set(error, STATUS_HOST,
                         "this kernel is built without namespaces (CONFIG_NAMESPACES), "
                         "or a filter hides clone");
    if (host_restriction(&reason, &fix) == 0)
        return error_set(error, STATUS_HOST, "no user namespace here (%s): %s; %s",
                         strerror(failure), reason, fix);
    return error_set(error, STATUS_HOST, "no user namespace here: %s", strerror(failure));
}

void host_explain_setup(struct error *error)
{
    const char *reason, *fix;
    if (error->status == STATUS_HOST && host_restriction(&reason, &fix) == 0) {
        char before[ERROR_MAX];
        snprintf(before, sizeof before, "%s", error->message);
        error_set(error, STATUS_HOST, "%s (%s; %s)", before, reason, fix);
    }
}
