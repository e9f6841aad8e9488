/* runc, with a config.json that has a user namespace and no capabilities. */
#include "isolate/compare/adapter.h"

static int start(const struct start *start)
{
    return adapter_run_bundle("runc", start, false);
}

const struct adapter adapter_runc = {
    .name = "runc",
    .program = "runc",
    .settings =
        "the config.json of \"spec\", with a user namespace, without capabilities",
    .start = start,
};

static int start_strict(const struct start *start)
{
    return adapter_run_bundle("runc", start, true);
}

const struct adapter adapter_runc_strict = {
    .name = "runc+",
    .program = "runc",
    .settings =
        "the same, root read-only, podman's seccomp profile, limits, more masked paths",
    .needs_profile = true,
    .start = start_strict,
};
