/* What is not in the bounding set cannot come back. */
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_more_capabilities = {
    .name = "more-capabilities",
    .title = "get capabilities back",
    .group = GROUP_FILES,
    .tries = "Looks at the bounding set and asks for all capabilities with capset().",
    .source = "capabilities(7)",
    .stopped = "All five sets are empty, the bounding set first.",
    .layers = STOPS(CAPABILITIES),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct all[2] = {{1u << CAP_CHOWN, 1u << CAP_CHOWN, 0}};
    int kept = 0;
    for (unsigned long c = 0; prctl(PR_CAPBSET_READ, c, 0, 0, 0) >= 0; c++)
        kept += prctl(PR_CAPBSET_READ, c, 0, 0, 0) == 1;
    if (!attempt_call(attempt, syscall(SYS_capset, &header, all), "capset(CAP_CHOWN)") &&
        kept)
        attempt_open(attempt, "%d capabilities are in the bounding set", kept);
}
