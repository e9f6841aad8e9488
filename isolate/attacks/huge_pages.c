/* Pages of 2 MiB are put aside when the machine starts, for those who need them. */
#include <sys/mman.h>

#include "isolate/attacks/attack.h"

static void attempt(struct attempt *attempt);

const struct attack attack_huge_pages = {
    .name = "huge-pages",
    .title = "take the huge pages of the host",
    .group = GROUP_SHARES,
    .tries =
        "mmap(MAP_HUGETLB) of one page: a database that counts on them would miss it.",
    .source = "hugetlb controller of cgroups",
    .stopped = "The control group allows none.",
    .layers = STOPS(CGROUP),
    .absent = "This host has put no huge pages aside.",
    .attempt = attempt,
};

static void attempt(struct attempt *attempt)
{
    const size_t size = 2 << 20;
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);
    if (attempt_call(attempt, memory == MAP_FAILED ? -1 : 0, "mmap(MAP_HUGETLB)"))
        munmap(memory, size);
}
