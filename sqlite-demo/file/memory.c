#include "sqlite-demo/file/memory.h"

#include <stdlib.h>
#include <sys/mman.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#endif

/* AddressSanitizer sees what leaves a piece: there, every page is one. */
#ifdef SANITIZED
enum { SMALLEST = 1, LARGEST = 1 };
#else
enum { SMALLEST = 1 << 16, LARGEST = 1 << 21 };
#endif

static size_t next_size(const struct page_memory *memory, size_t page_size)
{
    size_t size = SMALLEST;
    for (size_t i = 0; i < memory->count && size < LARGEST; i++)
        size *= 2;
    return size > page_size ? size : page_size;
}

static int add_piece(struct page_memory *memory, size_t page_size)
{
    size_t size = next_size(memory, page_size);
    uint8_t **pieces = realloc(memory->pieces, (memory->count + 1) * sizeof *pieces);
    if (!pieces)
        return -1;
    memory->pieces = pieces;
    uint8_t *piece = size < LARGEST ? malloc(size) : aligned_alloc(size, size);
    if (!piece)
        return -1;
    if (size == LARGEST)
        (void)madvise(piece, size, MADV_HUGEPAGE); /* only faster */
    memory->pieces[memory->count++] = piece;
    memory->free = piece;
    memory->left = size;
    return 0;
}

uint8_t *page_memory_take(struct page_memory *memory, size_t page_size)
{
    if (!memory->left && add_piece(memory, page_size) < 0)
        return NULL;
    uint8_t *page = memory->free;
    memory->free += page_size;
    memory->left -= page_size;
    return page;
}

void page_memory_untake(struct page_memory *memory, size_t page_size)
{
    memory->free -= page_size;
    memory->left += page_size;
}

void page_memory_free(struct page_memory *memory)
{
    for (size_t i = 0; i < memory->count; i++)
        free(memory->pieces[i]);
    free(memory->pieces);
    *memory = (struct page_memory){0};
}
