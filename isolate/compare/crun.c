/* crun, with a config.json that has a user namespace and no capabilities. */
#include "isolate/compare/adapter.h"

static int start(const struct start *start)
{
    adapter_hide_unified();
    return adapter_run_bundle("crun", start, false);
}

const struct adapter adapter_crun = {
    .name = "crun",
    .program = "crun",
    .settings =
        "the config.json of \"spec\", with a user namespace, without capabilities",
    .start = start,
};

static int start_strict(const struct start *start)
{
    adapter_hide_unified();
    return adapter_run_bundle("crun", start, true);
}

const struct adapter adapter_crun_strict = {
    .name = "crun+",
    .program = "crun",
    .settings =
        "the same, root read-only, podman's seccomp profile, limits, more masked paths",
    .needs_profile = true,
    .start = start_strict,
};
