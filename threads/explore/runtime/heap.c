/* The heap: arenas, shadow bytes, red zones. See the header. */
#include "threads/explore/runtime/heap.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/hash.h"
#include "threads/explore/runtime/layout.h"
#include "threads/explore/runtime/object.h"
#include "threads/explore/runtime/ours.h"
#include "threads/explore/runtime/race.h"
#include "threads/explore/runtime/scheduler.h"
#include "threads/explore/runtime/thread.h"

#define HEAP_END (HEAP_BASE + THREADS_MAX * ARENA_SIZE)

enum {
    GRANULE = 8, /* bytes that one shadow byte describes */
    ALIGNMENT = 16,
    RED_ZONE = 32, /* after each block, and at least the header before it */
    FRESH = 0xbe,  /* what new memory is filled with */
    FREED = 0xf1,  /* in the shadow; 1 to 8: so many bytes may be used; 0: none */
    KEPT_MAX = 256 << 10,
};

struct header {
    size_t size;
    uintptr_t allocated_pc, freed_pc;
    uint64_t mark; /* its own address, mixed: it is a header */
};

OURS static uintptr_t used[THREADS_MAX]; /* bytes of each arena */
OURS static uintptr_t kept;              /* of arena 0, from before main */
OURS static char *kept_copy, *kept_shadow;
OURS static bool mapped;

static uint8_t *shadow_of(uintptr_t address)
{
    return (uint8_t *)(SHADOW_BASE + (address - HEAP_BASE) / GRANULE);
}

static uint64_t mark_of(const struct header *header)
{
    return (uintptr_t)header * 0x9e3779b97f4a7c15;
}

static void map(void)
{
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE;
    void *heap = mmap((void *)HEAP_BASE, HEAP_END - HEAP_BASE, PROT_READ | PROT_WRITE,
                      flags, -1, 0);
    void *shadow = mmap((void *)SHADOW_BASE, (HEAP_END - HEAP_BASE) / GRANULE,
                        PROT_READ | PROT_WRITE, flags, -1, 0);
    if (heap != (void *)HEAP_BASE || shadow != (void *)SHADOW_BASE)
        _exit(125);
    mapped = true;
}

static void set_shadow(uintptr_t address, size_t size)
{
    uint8_t *shadow = shadow_of(address);
    memset(shadow, GRANULE, size / GRANULE);
    if (size % GRANULE)
        shadow[size / GRANULE] = (uint8_t)(size % GRANULE);
}

static void *take(size_t size, size_t alignment, int fill, uintptr_t pc)
{
    int thread = self ? self->number : 0;
    if (!mapped)
        map();
    uintptr_t arena = HEAP_BASE + (uintptr_t)thread * ARENA_SIZE;
    uintptr_t block = arena + used[thread] + sizeof(struct header);
    block = (block + alignment - 1) & ~(alignment - 1);
    if (size > ARENA_SIZE || block + size + RED_ZONE > arena + ARENA_SIZE) {
        if (self)
            run_refuse(pc, "thread %d allocates more than %d MiB", thread,
                       (int)(ARENA_SIZE >> 20));
        errno = ENOMEM;
        return NULL;
    }
    used[thread] =
        (block + size + RED_ZONE + ALIGNMENT - 1 - arena) & ~(uintptr_t)(ALIGNMENT - 1);
    struct header *header = (struct header *)block - 1;
    *header = (struct header){size, pc, 0, mark_of(header)};
    set_shadow(block, size);
    memset((void *)block, fill, size);
    return (void *)block;
}

static struct header *header_of(uintptr_t block)
{
    struct header *header = (struct header *)block - 1;
    bool inside =
        block >= HEAP_BASE + sizeof *header && block < HEAP_END && block % ALIGNMENT == 0;
    return inside && header->mark == mark_of(header) ? header : NULL;
}

int64_t heap_block(uintptr_t address)
{
    const struct header *header = header_of(address);
    return header ? (int64_t)header->size : -1;
}

static void give_back(uintptr_t block, uintptr_t pc)
{
    struct header *header = header_of(block);
    if (!self && !header)
        return;
    if (!header)
        run_fail(KIND_HEAP_FREED, pc, "free(%p): that did not come from malloc",
                 (void *)block);
    if (header->freed_pc)
        run_fail(KIND_HEAP_FREED, pc, "free(%p) for the second time: the first was at %p",
                 (void *)block, (void *)header->freed_pc);
    header->freed_pc = pc ? pc : 1;
    const struct object *busy = self ? objects_forget(block, header->size) : NULL;
    if (busy)
        run_fail(KIND_BAD_OBJECT, pc, "free(%p): the %s in it is still in use",
                 (void *)block, object_type_word(busy->type));
    memset(shadow_of(block), FREED, (header->size + GRANULE - 1) / GRANULE);
}

/* The block that lies at or before the address. */
static const struct header *block_before(uintptr_t address)
{
    uintptr_t arena = address - (address - HEAP_BASE) % ARENA_SIZE;
    for (uintptr_t at = address & ~(uintptr_t)(ALIGNMENT - 1); at > arena;
         at -= ALIGNMENT)
        if (header_of(at))
            return header_of(at);
    return NULL;
}

static _Noreturn void report(uintptr_t address, size_t size, uintptr_t pc)
{
    const struct header *header = block_before(address);
    if (!header)
        run_fail(KIND_HEAP_BOUNDS, pc, "%p is in the heap, but in no block of malloc",
                 (void *)address);
    uintptr_t block = (uintptr_t)(header + 1);
    if (header->freed_pc)
        run_fail(KIND_HEAP_FREED, pc,
                 "%p is used, %zu bytes into a block that was freed at %p",
                 (void *)address, (size_t)(address - block), (void *)header->freed_pc);
    run_fail(KIND_HEAP_BOUNDS, pc,
             "%zu bytes are used at offset %zu of a block of %zu bytes, "
             "allocated at %p",
             size, (size_t)(address - block), header->size, (void *)header->allocated_pc);
}

void heap_check(uintptr_t address, size_t size, uintptr_t pc)
{
    if (address < HEAP_BASE || address >= HEAP_END || !size)
        return;
    for (uintptr_t at = address; at < address + size;) {
        uintptr_t granule = at & ~(uintptr_t)(GRANULE - 1);
        uintptr_t last =
            granule + GRANULE < address + size ? granule + GRANULE : address + size;
        uint8_t usable = *shadow_of(at);
        if (usable > GRANULE || last - granule > usable)
            report(at, size, pc);
        at = last;
    }
}

uint64_t heap_hash(uint64_t hash)
{
    for (int i = 0; i < thread_count; i++)
        hash = hash_bytes(hash, HEAP_BASE + (uintptr_t)i * ARENA_SIZE, used[i]);
    return hash;
}

void heap_keep(void)
{
    if (!mapped)
        map();
    kept = used[0];
    if (kept > KEPT_MAX)
        _exit(125);
    kept_copy = ours_allocate(kept + 1);
    kept_shadow = ours_allocate(kept / GRANULE + 1);
    memcpy(kept_copy, (void *)HEAP_BASE, kept);
    memcpy(kept_shadow, shadow_of(HEAP_BASE), kept / GRANULE);
}

void heap_reset(void)
{
    for (int i = 0; i < THREADS_MAX; i++) {
        uintptr_t arena = HEAP_BASE + (uintptr_t)i * ARENA_SIZE;
        uintptr_t from = i == 0 ? kept : 0;
        if (used[i] > from) {
            memset(shadow_of(arena + from), 0, (used[i] - from) / GRANULE);
            memset((char *)arena + from, 0, used[i] - from);
        }
        used[i] = from;
    }
    memcpy((void *)HEAP_BASE, kept_copy, kept);
    memcpy(shadow_of(HEAP_BASE), kept_shadow, kept / GRANULE);
}

/* What takes libc's place */

EXPORTED void *malloc(size_t size)
{
    return take(size, ALIGNMENT, FRESH, CALLER);
}

EXPORTED void *calloc(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        errno = ENOMEM;
        return NULL;
    }
    return take(bytes, ALIGNMENT, 0, CALLER);
}

/* To free is to write all of the block, as far as races go. */
static void release(void *block, uintptr_t pc)
{
    int64_t size = heap_block((uintptr_t)block);
    if (self && thread_count > 1 && size > 0) {
        struct operation operation = {
            .kind = OP_FREE,
            .plain = true,
            .pc = pc,
            .touch = {{(uintptr_t)block, (uint32_t)size, TOUCH_WRITE}},
        };
        ENTER();
        step(&operation);
        if (!race_off)
            race_access((uintptr_t)block, (size_t)size, ACCESS_WRITE | ACCESS_FREE, pc);
    }
    give_back((uintptr_t)block, pc);
}

EXPORTED void free(void *block)
{
    if (block)
        release(block, CALLER);
}

EXPORTED void *realloc(void *block, size_t size)
{
    uintptr_t pc = CALLER;
    void *moved = take(size, ALIGNMENT, FRESH, pc);
    if (!block || !moved)
        return moved;
    int64_t old = heap_block((uintptr_t)block);
    if (old > 0)
        memcpy(moved, block, (size_t)old < size ? (size_t)old : size);
    release(block, pc);
    return moved;
}

EXPORTED void *aligned_alloc(size_t alignment, size_t size)
{
    return take(size, alignment < ALIGNMENT ? ALIGNMENT : alignment, FRESH, CALLER);
}

EXPORTED void *memalign(size_t alignment, size_t size)
{
    return take(size, alignment < ALIGNMENT ? ALIGNMENT : alignment, FRESH, CALLER);
}

EXPORTED int posix_memalign(void **place, size_t alignment, size_t size)
{
    void *block =
        take(size, alignment < ALIGNMENT ? ALIGNMENT : alignment, FRESH, CALLER);
    if (!block)
        return ENOMEM;
    *place = block;
    return 0;
}

EXPORTED size_t malloc_usable_size(void *block)
{
    int64_t size = heap_block((uintptr_t)block);
    return size < 0 ? 0 : (size_t)size;
}
