/* Simulations over a trace that is loaded, and what both ways share. The one over a
 * trace that is being read is in engine_stream.c.
 */
#include "vmsim/engine.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "vmsim/engine_parts.h"
#include "vmsim/limit.h"
#include "vmsim/progress.h"
#include "vmsim/tables.h"
#include "vmsim/workers.h"

/* More at once would hold too many page tables. */
enum { STREAMED_MOST = 8 };

void engine_init(struct engine *engine, const struct choices *choices,
                 const struct frame_list *frames)
{
    *engine = (struct engine){.count = choices->count * frames->count};
    engine->runs = xcalloc(engine->count, sizeof *engine->runs);
    for (size_t i = 0; i < engine->count; i++) {
        engine->runs[i].choice = &choices->items[i % choices->count];
        engine->runs[i].frames = frames->items[i / choices->count];
    }
}

void engine_free(struct engine *engine)
{
    for (size_t i = 0; i < engine->count; i++)
        memory_free(engine->runs[i].memory);
    free(engine->runs);
    *engine = (struct engine){0};
}

bool engine_streams(const struct choices *choices, const struct frame_list *frames)
{
    for (size_t i = 0; i < choices->count; i++)
        if (choices->items[i].type->needs_future || choice_is_own(&choices->items[i]))
            return false;
    for (size_t i = 0; i < frames->count; i++)
        if (frames->percent[i] > 0)
            return false;
    return choices->count * frames->count <= STREAMED_MOST;
}

struct policy_setup engine_setup(const struct engine_run *run, uint32_t pages)
{
    struct policy_setup setup = {.frames = run->frames, .pages = pages};
    memcpy(setup.values, run->choice->values, sizeof setup.values);
    return setup;
}

int engine_lacks(const struct engine_run *run, uint64_t bytes, struct error *error)
{
    return error_set(error, STATUS_HOST,
                     "%s with %u frames needs %llu MB in all, and this process may use "
                     "%llu; try fewer frames, or an estimate: vmsim curve --sample 0.01",
                     run->choice->name, run->frames, (unsigned long long)(bytes >> 20),
                     (unsigned long long)(memory_limit() >> 20));
}

int engine_refused(const struct engine_run *run, uint32_t pages, struct error *error)
{
    struct policy_setup setup = engine_setup(run, pages);
    return table_refused(memory_bytes(run->choice->type, &setup), run->choice->name,
                         run->frames, error);
}

int engine_new_memory(struct engine_run *run, uint32_t pages, struct error *error)
{
    struct policy_setup setup = engine_setup(run, pages);
    run->memory = memory_new(run->choice->type, &setup);
    return run->memory ? 0 : engine_refused(run, pages, error);
}

void engine_simulate(struct engine_run *run, const struct references *references)
{
    double start = thread_seconds();
    memory_run(run->memory, references);
    run->seconds += thread_seconds() - start;
}

void engine_finish(struct engine_run *run)
{
    run->counts = run->memory->counts;
    memory_free(run->memory);
    run->memory = NULL;
}

/* ---- a loaded trace ---- */

struct turns {
    struct engine *engine;
    const struct trace *trace;
    _Atomic uint64_t done; /* references, of all simulations together */
    atomic_flag failed;
    struct error *error;
};

static void take_turn(void *self, size_t index)
{
    enum { SLICE = 1 << 20 };
    struct turns *turns = self;
    struct engine_run *run = &turns->engine->runs[index];
    const struct trace *trace = turns->trace;
    struct error error;
    if (choice_is_own(run->choice))
        return;
    if (engine_new_memory(run, trace->pages.count, &error) < 0) {
        if (!atomic_flag_test_and_set(&turns->failed))
            *turns->error = error;
        return;
    }
    for (size_t begin = 0; begin < trace->count; begin += SLICE) {
        size_t end = begin + SLICE < trace->count ? begin + SLICE : trace->count;
        struct references slice = trace_references(trace, begin, end);
        engine_simulate(run, &slice);
        uint64_t done = atomic_fetch_add(&turns->done, end - begin) + (end - begin);
        progress_show("references", done, turns->engine->count * trace->count);
    }
    engine_finish(run);
}

/* What cannot be had is known before work begins. */
static int check_largest(const struct engine *engine, uint32_t pages, struct error *error)
{
    for (size_t i = 0; i < engine->count; i++) {
        struct policy_setup setup = engine_setup(&engine->runs[i], pages);
        if (choice_is_own(engine->runs[i].choice))
            continue;
        uint64_t bytes = memory_bytes(engine->runs[i].choice->type, &setup);
        if (bytes > memory_limit())
            return engine_lacks(&engine->runs[i], bytes, error);
    }
    return 0;
}

int engine_load(struct engine *engine, struct trace *trace, struct error *error)
{
    struct turns turns = {.engine = engine, .trace = trace, .error = error};
    engine->references = trace->count;
    engine->distinct = trace->pages.count;
    engine->writes = trace->write != NULL;
    if (check_largest(engine, trace->pages.count, error) < 0)
        return -1;
    for (size_t i = 0; i < engine->count; i++)
        if (engine->runs[i].choice->type->needs_future)
            trace_look_ahead(trace);
    atomic_flag_clear(&turns.failed);
    workers_run(engine->count, take_turn, &turns);
    progress_end();
    return atomic_flag_test_and_set(&turns.failed) ? -1 : 0;
}
