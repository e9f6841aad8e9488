/* The wishes that most containers have. */
#include "isolate/seccomp/built_in.h"

#include "isolate/runtime/capabilities.h"

const struct filter_wish built_in_wishes[BUILT_IN_COUNT] = {
    {0},
    {.allow_userns = true},
    {.capabilities = CAPABILITIES_DOCKER},
};
