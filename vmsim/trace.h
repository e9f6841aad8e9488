/* A trace in memory: dense page ids, 4 bytes a reference, and what belongs to
 * them. Loaded once, run by any number of policies and sizes.
 */
#ifndef RING3_VMSIM_TRACE_H
#define RING3_VMSIM_TRACE_H

#include "labs/kit/error.h"
#include "vmsim/memory.h"
#include "vmsim/pages.h"
#include "vmsim/reader.h"

struct trace {
    uint32_t *page;  /* by time: dense id */
    uint64_t *write; /* one bit per reference; NULL: no reference is a write */
    uint32_t *next;  /* by time: when the page is used again, or NEVER; NULL until
                      * trace_look_ahead() */
    size_t count, size;
    struct pages pages; /* pages.count distinct ones; pages.numbers[id],
                         * unless loaded with ids_only */
};

/* Reads a whole trace file. An empty one is an error. */
int trace_load(struct trace *trace, const char *path, const struct trace_options *options,
               struct error *error);
/* "1,2,3": decimal page numbers, or 0x…. */
int trace_from_string(struct trace *trace, const char *string, struct error *error);
void trace_free(struct trace *trace);

/* Fills trace->next, once. */
void trace_look_ahead(struct trace *trace);

/* The references begin … end-1. */
struct references trace_references(const struct trace *trace, size_t begin, size_t end);

static inline uint64_t trace_page_number(const struct trace *trace, size_t time)
{
    return trace->pages.numbers[trace->page[time]];
}

/* The reference at `time`; `next` is NEVER unless the trace was looked ahead. */
static inline struct reference trace_reference(const struct trace *trace, size_t time)
{
    return (struct reference){
        .page = trace->page[time],
        .time = (uint32_t)time,
        .next = trace->next ? trace->next[time] : NEVER,
        .write = trace->write && trace->write[time / 64] >> (time % 64) & 1,
    };
}

#endif
