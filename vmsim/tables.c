#include "vmsim/tables.h"

#include <stdlib.h>

#include "labs/kit/error.h"
#include "vmsim/limit.h"

static _Noreturn void no_room(size_t count, size_t size, const char *what)
{
    unsigned long long bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        bytes = (unsigned long long)-1;
    die(STATUS_HOST,
        "no memory is left for %s: it asked for %llu MB more, and this process may use "
        "%llu in all; get an estimate in little memory: vmsim curve --sample 0.01",
        what, (bytes + (1 << 20) - 1) >> 20, (unsigned long long)(memory_limit() >> 20));
}

void *table_new(size_t count, size_t size, const char *what)
{
    void *table = calloc(count ? count : 1, size);
    if (!table)
        no_room(count, size, what);
    return table;
}

void *table_resize(void *table, size_t count, size_t size, const char *what)
{
    void *larger = reallocarray(table, count ? count : 1, size);
    if (!larger)
        no_room(count, size, what);
    return larger;
}
