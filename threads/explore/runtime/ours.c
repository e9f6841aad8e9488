/* The explorer's own memory: one section of the executable, and one region. */
#include "threads/explore/runtime/ours.h"

#include <sys/mman.h>
#include <unistd.h>

#include "threads/explore/runtime/layout.h"

enum { PAGE = 4096 };

extern char __start_ring3_ours[], __stop_ring3_ours[];

OURS static uintptr_t region_used;

void *ours_allocate(size_t size)
{
    if (!region_used) {
        void *region = mmap(
            (void *)OURS_BASE, OURS_SIZE, PROT_READ | PROT_WRITE,
            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
        if (region != (void *)OURS_BASE)
            _exit(125);
        region_used = OURS_BASE + PAGE;
    }
    uintptr_t start = region_used;
    region_used += (size + PAGE - 1) / PAGE * PAGE + PAGE;
    if (region_used > OURS_BASE + OURS_SIZE)
        _exit(125);
    return (void *)start;
}

bool ours_holds(uintptr_t address, size_t size)
{
    uintptr_t end = address + size;
    return (address < OURS_BASE + OURS_SIZE && end > OURS_BASE) ||
           (address < (uintptr_t)__stop_ring3_ours &&
            end > (uintptr_t)__start_ring3_ours);
}
