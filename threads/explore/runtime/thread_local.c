/* Blocks of thread-local storage: U. Drepper, ELF Handling For Thread-Local Storage,
 * section 3 (variants I and II). */
#include "threads/explore/runtime/thread_local.h"

#include <link.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "threads/explore/runtime/fiber.h"
#include "threads/explore/runtime/hash.h"
#include "threads/explore/runtime/layout.h"
#include "threads/explore/runtime/ours.h"
#include "threads/explore/runtime/thread_set.h"

enum {
    DESCRIPTOR = 2304, /* bytes of glibc's own beside the thread pointer */
    STRIDE = 1 << 16,
};

/* Of the block of the kernel thread. */
OURS static uintptr_t low, high, pointer;
OURS static uintptr_t own, own_size; /* the program's own variables in it */
OURS static struct thread_set mapped;
OURS static int in_use;
OURS static char *image; /* the block before main */

static int look(struct dl_phdr_info *info, size_t size, void *data)
{
    (void)size;
    int *index = data;
    uintptr_t start = (uintptr_t)info->dlpi_tls_data;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        if (header->p_type != PT_TLS || !start)
            continue;
        if (*index == 0) {
            own = start;
            own_size = header->p_memsz;
        }
        if (start < low)
            low = start;
        if (start + header->p_memsz > high)
            high = start + header->p_memsz;
    }
    ++*index;
    return 0;
}

void thread_local_find(void)
{
    int index = 0;
    in_use = -1;
    pointer = (uintptr_t)thread_pointer();
    low = pointer - (thread_pointer_is_low() ? DESCRIPTOR : 0);
    high = pointer + (thread_pointer_is_low() ? 0 : DESCRIPTOR);
    dl_iterate_phdr(look, &index);
    low &= ~(uintptr_t)63;
    if (!own_size || high - low > STRIDE / 2) {
        own_size = 0;
        return;
    }
    image = ours_allocate(high - low);
    memcpy(image, (const void *)low, high - low);
}

/* The copy has the same place in its page, so that alignment is kept. */
static uintptr_t block_of(int number)
{
    return LOCALS_BASE + (uintptr_t)number * STRIDE + (low & 4095);
}

static void map_block(int number)
{
    void *place = (void *)(LOCALS_BASE + (uintptr_t)number * STRIDE);
    void *block =
        mmap(place, STRIDE, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
    if (block != place)
        _exit(125);
    set_add(&mapped, number);
}

void thread_local_new(int number)
{
    if (!own_size)
        return;
    if (!set_has(&mapped, number))
        map_block(number);
    uintptr_t block = block_of(number);
    memcpy((void *)block, image, high - low);
    thread_pointer_adopt((void *)(block + (pointer - low)));
}

void thread_local_use(int number)
{
    if (!own_size || number == in_use)
        return;
    in_use = number;
    thread_pointer_set(
        (void *)(number < 0 ? pointer : block_of(number) + (pointer - low)));
}

uint64_t thread_local_hash(uint64_t hash, int number)
{
    return own_size ? hash_bytes(hash, block_of(number) + (own - low), own_size) : hash;
}
