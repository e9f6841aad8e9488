/* Counters of the processor, with a large interface. */
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_performance_events = {
    .name = "performance-events",
    .title = "count events of the processor",
    .group = GROUP_CALLS,
    .tries =
        "perf_event_open() for its own process: a counter of the time that it takes.",
    .source = "CVE-2013-2094, CVE-2023-2235, CVE-2023-5717",
    .stopped = "The filter refuses the call.",
    .layers = STOPS(SECCOMP) | STOPS(USER) | STOPS(CAPABILITIES),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    struct perf_event_attr event = {.type = PERF_TYPE_SOFTWARE,
                                    .size = sizeof event,
                                    .config = PERF_COUNT_SW_TASK_CLOCK,
                                    .exclude_kernel = 1};
    attempt_reach(attempt, syscall(SYS_perf_event_open, &event, 0, -1, -1, 0), true,
                  "perf_event_open");
}
