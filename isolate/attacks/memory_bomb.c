/* Whoever takes all memory decides what is killed. */
#include <sys/mman.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

static int prepare(struct trap *trap, struct error *error);
static void attempt(struct attempt *attempt);

const struct attack attack_memory_bomb = {
    .name = "memory-bomb",
    .title = "take memory without end",
    .group = GROUP_SHARES,
    .tries = "Takes 160 MiB and writes to each page, in a container that was asked for "
             "with at most 64 MiB.",
    .source = "memory controller of cgroups",
    .stopped = "The control group counts the pages of all processes together; the kernel "
               "kills within the group.",
    .layers = STOPS(CGROUP),
    .absent = "This user may make no control groups here, and no other limit counts all "
              "processes together.",
    .asks = {.memory = 64 << 20},
    .prepare = prepare,
    .attempt = attempt,
};

static int prepare(struct trap *trap, struct error *error)
{
    struct sysinfo info;
    (void)trap;
    /* Without its layers it takes what it asks for: that must not hurt the host. */
    if (sysinfo(&info) < 0 || (uint64_t)info.freeram * info.mem_unit < 400 << 20)
        return error_set(error, STATUS_HOST, "less than 400 MiB of memory are free");
    return 0;
}

static void attempt(struct attempt *attempt)
{
    const size_t size = 160 << 20;
    char *memory =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        attempt_refused(attempt, "mmap(160 MiB)");
        return;
    }
    for (size_t i = 0; i < size; i += 4096)
        *(volatile char *)(memory + i) = 1;
    attempt_open(attempt, "160 MiB were taken");
    munmap(memory, size);
}
