/* Recording faults: the whole trace in pieces of 64 references. */
#include "vmsim/faults.h"

#include <stdlib.h>
#include <string.h>

#include "vmsim/tables.h"

struct memory *faults_memory(const struct trace *trace, const struct choice *choice,
                             uint32_t frames, struct error *error)
{
    struct policy_setup setup = {.frames = frames, .pages = trace->pages.count};
    memcpy(setup.values, choice->values, sizeof setup.values);
    struct memory *memory = memory_new(choice->type, &setup);
    if (!memory)
        table_refused(memory_bytes(choice->type, &setup), choice->name, frames, error);
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

void faults_init(struct faults *faults, size_t references)
{
    size_t words = (references + 63) / 64;
    static const char what[] = "the faults";
    *faults = (struct faults){.bits = table_new(words, sizeof *faults->bits, what),
                              .before = table_new(words, sizeof *faults->before, what)};
}

void faults_count(struct faults *faults, size_t references)
{
    faults->total = 0;
    for (size_t word = 0; word < (references + 63) / 64; word++) {
        faults->before[word] = faults->total;
        faults->total += (uint32_t)__builtin_popcountll(faults->bits[word]);
    }
}

int faults_record(struct faults *faults, const struct trace *trace,
                  const struct choice *choice, uint32_t frames, struct error *error)
{
    struct memory *memory = faults_memory(trace, choice, frames, error);
    if (!memory)
        return -1;
    faults_init(faults, trace->count);
    for (size_t time = 0; time < trace->count; time += 64)
        faults->bits[time / 64] = run_word(memory, trace, time);
    faults_count(faults, trace->count);
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
