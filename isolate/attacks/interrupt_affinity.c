/* Which processor handles which device. */
#include <fcntl.h>
#include <glob.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_interrupt_affinity = {
    .name = "interrupt-affinity",
    .title = "move interrupts between processors",
    .group = GROUP_KERNEL_FILES,
    .tries = "Opens the first /proc/irq/*/smp_affinity to write.",
    .source = "IRQ-affinity of the kernel documentation",
    .stopped = "/proc/irq is read-only, and its files belong to a user that the "
               "container does not have.",
    .layers = STOPS(PROC) | STOPS(USER) | STOPS(CAPABILITIES),
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    glob_t found;
    if (glob("/proc/irq/*/smp_affinity", 0, NULL, &found) != 0) {
        attempt_blocked(attempt, "/proc/irq is not there");
        return;
    }
    attempt_path(attempt, found.gl_pathv[0], O_WRONLY);
    globfree(&found);
}
