#include "vmsim/tables.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "vmsim/limit.h"

enum { HUGE_PAGE = 1 << 21, SMALL_PAGE = 1 << 12 };

static int refuse(uint64_t bytes, const char *what, const char *try, struct error *error)
{
    return error_set(
        error, STATUS_HOST,
        "no memory is left for %s: %llu MB were asked for, and this process may use %llu "
        "in all; %san estimate takes little: vmsim curve --sample 0.01",
        what, (unsigned long long)(bytes + (1 << 20) - 1) >> 20,
        (unsigned long long)(memory_limit() >> 20), try);
}

static _Noreturn void no_room(size_t count, size_t size, const char *what)
{
    uint64_t bytes;
    struct error error;
    if (__builtin_mul_overflow(count, size, &bytes))
        bytes = UINT64_MAX - (1 << 20);
    refuse(bytes, what, "", &error);
    die_error(&error);
}

int table_refused(uint64_t bytes, const char *policy, uint32_t frames,
                  struct error *error)
{
    char what[160];
    snprintf(what, sizeof what, "%s with %u frames", policy, frames);
    return refuse(bytes, what, "try fewer frames, or ", error);
}

/* The kernel promises more than there is; that is refused here. */
static bool too_much(size_t count, size_t size)
{
    return count > memory_limit() / size;
}

void *table_new(size_t count, size_t size, const char *what)
{
    void *table = too_much(count, size) ? NULL : calloc(count ? count : 1, size);
    if (!table)
        no_room(count, size, what);
    return table;
}

void *table_resize(void *table, size_t count, size_t size, const char *what)
{
    void *larger =
        too_much(count, size) ? NULL : reallocarray(table, count ? count : 1, size);
    if (!larger)
        no_room(count, size, what);
    return larger;
}

/* Whole pages: huge ones, if there is one at all. */
static size_t mapped(size_t count, size_t size)
{
    size_t bytes = count * size, unit = bytes < HUGE_PAGE ? SMALL_PAGE : HUGE_PAGE;
    return (bytes + unit - 1) / unit * unit;
}

/* Address space at a multiple of a huge page's size; MAP_FAILED: there is none. */
static char *reserve(size_t bytes)
{
    size_t more = bytes < HUGE_PAGE ? 0 : HUGE_PAGE;
    char *space = mmap(NULL, bytes + more, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (space == MAP_FAILED || more == 0)
        return space;
    size_t before = -(uintptr_t)space % HUGE_PAGE;
    char *table = space + before;
    if (before > 0)
        munmap(space, before);
    if (before < more)
        munmap(table + bytes, more - before);
    return table;
}

void *table_grow(void *table, size_t before, size_t after, size_t size, const char *what)
{
    size_t bytes = mapped(after, size);
    char *larger = too_much(after, size) ? MAP_FAILED : reserve(bytes);
    if (larger != MAP_FAILED && table &&
        mremap(table, mapped(before, size), bytes, MREMAP_MAYMOVE | MREMAP_FIXED,
               larger) == MAP_FAILED)
        larger = MAP_FAILED;
    if (larger == MAP_FAILED)
        no_room(after, size, what);
    if (bytes >= HUGE_PAGE)
        madvise(larger, bytes, MADV_HUGEPAGE);
    return larger;
}

void table_drop(void *table, size_t count, size_t size)
{
    munmap(table, mapped(count, size));
}
