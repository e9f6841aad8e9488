/* Physical memory: its allocation, and the loop for any policy.
 *
 * Nothing is allocated between memory_new() and memory_free(). Tables that stay
 * untouched cost address space only: a frame that is never used is never paid.
 */
#include "vmsim/memory.h"

#include <stdlib.h>
#include <string.h>

struct memory *memory_new(const struct policy_type *type,
                          const struct policy_setup *setup)
{
    struct memory *memory = calloc(1, sizeof *memory);
    if (!memory)
        return NULL;
    memory->type = type;
    memory->frames = setup->frames;
    memory->pages = setup->pages;
    memory->policy_bytes = type->bytes(setup);
    memory->policy = calloc(1, memory->policy_bytes);
    memory->frame_of = malloc(((size_t)setup->pages + 1) * sizeof *memory->frame_of);
    memory->page_in = calloc(setup->frames, sizeof *memory->page_in);
    memory->dirty = calloc(setup->frames, sizeof *memory->dirty);
    if (!memory->policy || !memory->frame_of || !memory->page_in || !memory->dirty) {
        memory_free(memory);
        return NULL;
    }
    memset(memory->frame_of, 0xff, ((size_t)setup->pages + 1) * sizeof *memory->frame_of);
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
    free(memory->dirty);
    free(memory);
}

void memory_run(struct memory *memory, const struct references *references)
{
    if (memory->type->run)
        memory->type->run(memory, references);
    else
        memory_loop(memory, memory->type, references, references->write != NULL);
}
