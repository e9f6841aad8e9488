/* Recording faults: the whole trace in pieces of 64 references. */
#include "vmsim/faults.h"

#include <stdlib.h>
#include <string.h>

struct memory *faults_memory(const struct trace *trace, const struct choice *choice,
                             uint32_t frames, struct error *error)
{
    struct policy_setup setup = {.frames = frames, .pages = trace->pages.count};
    memcpy(setup.values, choice->values, sizeof setup.values);
    struct memory *memory = memory_new(choice->type, &setup);
    if (!memory)
        error_set(error, STATUS_HOST, "no memory is left for %u frames of %s", frames,
                  choice->name);
    return memory;
}

static uint64_t run_word(struct memory *memory, const struct trace *trace, size_t begin)
{
    uint64_t word = 0;
    size_t end = begin + 64 < trace->count ? begin + 64 : trace->count;
    for (size_t time = begin; time < end; time++) {
        struct reference reference = trace_reference(trace, time);
        struct outcome outcome = memory_step(memory, memory->type, &reference);
        word |= (uint64_t)outcome.fault << (time - begin);
    }
    return word;
}

int faults_record(struct faults *faults, const struct trace *trace,
                  const struct choice *choice, uint32_t frames, struct error *error)
{
    struct memory *memory = faults_memory(trace, choice, frames, error);
    if (!memory)
        return -1;
    size_t words = (trace->count + 63) / 64;
    faults->bits = xcalloc(words, sizeof *faults->bits);
    faults->before = xcalloc(words, sizeof *faults->before);
    for (size_t word = 0; word < words; word++) {
        faults->before[word] = (uint32_t)memory->counts.faults;
        faults->bits[word] = run_word(memory, trace, word * 64);
    }
    faults->total = (uint32_t)memory->counts.faults;
    faults->evictions = memory->counts.evictions;
    memory_free(memory);
    return 0;
}

void faults_free(struct faults *faults)
{
    free(faults->bits);
    free(faults->before);
    *faults = (struct faults){0};
}
