/* Physical memory: its allocation, and the loop for any policy.
 *
 * Nothing is allocated while references are simulated. Tables that stay
 * untouched cost address space only: a frame that is never used is never paid.
 */
#include "vmsim/memory.h"

#include <stdlib.h>
#include <string.h>

/* One more than there are pages, so that there is always something to allocate. */
static size_t table_entries(uint32_t pages)
{
    return (size_t)pages + 1;
}

struct memory *memory_new(const struct policy_type *type,
                          const struct policy_setup *setup)
{
    struct memory *memory = calloc(1, sizeof *memory);
    if (!memory)
        return NULL;
    size_t entries = table_entries(setup->pages);
    memory->type = type;
    memory->frames = setup->frames;
    memory->setup = *setup;
    memory->policy_bytes = type->bytes(setup);
    memory->policy = calloc(1, memory->policy_bytes);
    memory->frame_of = malloc(entries * sizeof *memory->frame_of);
    memory->page_in = calloc(setup->frames, sizeof *memory->page_in);
    memory->dirty = calloc(setup->frames, sizeof *memory->dirty);
    if (type->release)
        memory->free_frame = calloc(setup->frames, sizeof *memory->free_frame);
    if (!memory->policy || !memory->frame_of || !memory->page_in || !memory->dirty ||
        (type->release && !memory->free_frame)) {
        memory_free(memory);
        return NULL;
    }
    memset(memory->frame_of, 0xff, entries * sizeof *memory->frame_of);
    type->init(memory->policy, setup);
    return memory;
}

void memory_free(struct memory *memory)
{
    if (!memory)
        return;
    free(memory->policy);
    free(memory->frame_of);
    free(memory->page_in);
    free(memory->free_frame);
    free(memory->dirty);
    free(memory);
}

int memory_grow(struct memory *memory, uint32_t pages)
{
    size_t before = table_entries(memory->setup.pages), after = table_entries(pages);
    struct policy_setup setup = memory->setup;
    if (pages <= setup.pages)
        return 0;
    setup.pages = pages;
    uint32_t *table = realloc(memory->frame_of, after * sizeof *table);
    if (!table)
        return -1;
    memory->frame_of = table;
    memset(table + before, 0xff, (after - before) * sizeof *table);
    size_t bytes = memory->type->bytes(&setup);
    if (bytes > memory->policy_bytes) {
        char *block = realloc(memory->policy, bytes);
        if (!block)
            return -1;
        memset(block + memory->policy_bytes, 0, bytes - memory->policy_bytes);
        memory->policy = block;
        memory->policy_bytes = bytes;
    }
    memory->setup = setup;
    return 0;
}

uint64_t memory_bytes(const struct policy_type *type, const struct policy_setup *setup)
{
    uint64_t by_frame = sizeof(uint32_t) + sizeof(bool);
    if (type->release)
        by_frame += sizeof(uint32_t);
    return sizeof(struct memory) + type->bytes(setup) +
           table_entries(setup->pages) * sizeof(uint32_t) + setup->frames * by_frame;
}

void memory_run(struct memory *memory, const struct references *references)
{
    if (memory->type->run)
        memory->type->run(memory, references);
    else
        memory_loop(memory, memory->type, references, references->write != NULL);
}
