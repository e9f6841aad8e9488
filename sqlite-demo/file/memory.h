/* Memory for the pages of a file: many of them in one piece, freed all at once.
 *
 * A page that is looked for at random costs more than reading it: the processor has to
 * find out where the address lies. Pieces of 2 MiB that the kernel keeps together (huge
 * pages) need one entry of its table of addresses for 512 pages of 4096 bytes, and one
 * page fault. Small files take small pieces.
 */
#ifndef RING3_SQLITE_FILE_MEMORY_H
#define RING3_SQLITE_FILE_MEMORY_H

#include <stddef.h>
#include <stdint.h>

struct page_memory {
    uint8_t **pieces;
    size_t count;
    uint8_t *free; /* in the last piece */
    size_t left;   /* bytes */
};

/* NULL: out of memory. Every page of one file has the same size, a power of two. */
uint8_t *page_memory_take(struct page_memory *memory, size_t page_size);
/* The page that was taken last is not needed. */
void page_memory_untake(struct page_memory *memory, size_t page_size);
void page_memory_free(struct page_memory *memory);

#endif
