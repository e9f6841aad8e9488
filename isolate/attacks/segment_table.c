/* A table of segments that programs of the nineties wrote. */
#include <unistd.h>

#include "isolate/attacks/attack.h"
#include "isolate/attacks/processor.h"

static void attempt(struct attempt *attempt);

const struct attack attack_segment_table = {
    .name = "segment-table",
    .title = "change the table of segments",
    .group = GROUP_CALLS,
    .tries = "modify_ldt() with an entry of no use: its handling in the kernel has been "
             "wrong several times.",
    .source = "CVE-2015-3290, CVE-2015-5157, CVE-2017-17053",
    .stopped = "The filter refuses the call.",
    .layers = STOPS(SECCOMP),
    .absent = "Only x86 has it, and a kernel can be built without.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    unsigned entry[4] = {0, 0, 0, 0x28}; /* not present, empty */
    attempt_reach(attempt, syscall(processor_modify_ldt, 1, entry, sizeof entry), false,
                  "modify_ldt");
}
