/* runc, with a config.json that has a user namespace and no capabilities. */
#include "isolate/compare/adapter.h"

static int start(const struct start *start)
{
    return adapter_run_bundle("runc", start);
}

const struct adapter adapter_runc = {
    .name = "runc",
    .program = "runc",
    .settings =
        "the config.json of \"spec\", with a user namespace, without capabilities",
    .start = start,
};
