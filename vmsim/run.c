/* vmsim run: every policy at every size over one trace, counted and timed.
 *
 * The trace is read once; what is timed is the processor time of the simulation alone.
 */
#include <stdio.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/program.h"
#include "vmsim/choice.h"
#include "vmsim/commands.h"
#include "vmsim/engine.h"
#include "vmsim/own_policy.h"
#include "vmsim/request.h"
#include "vmsim/victims.h"

static const char *policy_text = "fifo,lru,clock,opt", *frames_text;
static bool victims;

const struct option_row run_options[] = {
    {"policy", 'p', OPTION_TEXT, &policy_text, "LIST",
     "policies, such as fifo,lru,clock:bits=2,insert=0, or ./mine.c, your own", NULL, 0,
     0},
    {"frames", 'f', OPTION_TEXT, &frames_text, "LIST",
     "numbers of frames, such as 64,512, or percent of the trace's pages: 10%", NULL, 0,
     0},
    {"victims", 0, OPTION_FLAG, &victims, NULL,
     "also print each page that leaves, and its next use", NULL, 0, 0},
    OWN_OPTION_ROW,
    TRACE_OPTION_ROWS,
    {0},
};

static void print_json(const struct engine *engine, const struct engine_run *run,
                       const char *path)
{
    const struct memory_counts *counts = &run->counts;
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "trace", path);
    json_string(&json, "policy", run->choice->name);
    json_unsigned(&json, "frames", run->frames);
    json_unsigned(&json, "references", counts->references);
    json_unsigned(&json, "distinct", engine->distinct);
    json_unsigned(&json, "faults", counts->faults);
    json_unsigned(&json, "hits", counts->references - counts->faults);
    json_unsigned(&json, "evictions", counts->evictions);
    json_unsigned(&json, "writebacks", counts->writebacks);
    json_number(&json, "seconds", run->seconds);
    json_end(&json);
}

/* Traces without writes have no write-backs: the column is left out. */
static void print_head(const struct engine *engine, const char *path, int width)
{
    printf("%s: %llu references to %u pages\n\n", path,
           (unsigned long long)engine->references, engine->distinct);
    printf("%-*s %10s %12s %8s %12s %12s%s %9s\n", width, "policy", "frames", "faults",
           "rate", "hits", "evictions", engine->writes ? "   writebacks" : "", "seconds");
}

static void print_row(const struct engine *engine, const struct engine_run *run,
                      int width)
{
    const struct memory_counts *counts = &run->counts;
    printf("%-*s %10u %12llu %7.2f%% %12llu %12llu", width, run->choice->name,
           run->frames, (unsigned long long)counts->faults,
           100.0 * (double)counts->faults / (double)counts->references,
           (unsigned long long)(counts->references - counts->faults),
           (unsigned long long)counts->evictions);
    if (engine->writes)
        printf(" %12llu", (unsigned long long)counts->writebacks);
    printf(" %9.6f\n", run->seconds);
}

static int name_columns(const struct choices *choices)
{
    enum { USUAL = 24 };
    size_t width = USUAL;
    for (size_t i = 0; i < choices->count; i++)
        if (strlen(choices->items[i].name) > width)
            width = strlen(choices->items[i].name);
    return (int)width;
}

/* Not wrong, but seldom meant. */
static void note_spare_frames(const struct engine *engine)
{
    for (size_t i = 0; i < engine->count; i++)
        if (engine->runs[i].frames > engine->distinct) {
            warn(
                "note: %u frames are more than the trace has pages (%u): all of them fit",
                engine->runs[i].frames, engine->distinct);
            return;
        }
}

static void print_results(const struct engine *engine, const char *path, int width)
{
    if (!common_options.json)
        print_head(engine, path, width);
    for (size_t i = 0; i < engine->count; i++) {
        if (common_options.json)
            print_json(engine, &engine->runs[i], path);
        else
            print_row(engine, &engine->runs[i], width);
    }
}

/* The learner's own policies, one after the other, before there are threads. */
static int run_own(struct engine *engine, struct trace *trace,
                   const struct choice *choice, struct error *error)
{
    struct own_policy own;
    int status = own_policy_build(&own, choice, own_bare, error);
    for (size_t i = 0; i < engine->count && status == 0; i++) {
        struct engine_run *run = &engine->runs[i];
        struct own_run one = {.frames = run->frames};
        if (run->choice != choice)
            continue;
        status = own_policy_run(&own, trace, &one, error);
        run->counts = one.counts;
        run->seconds = one.seconds;
    }
    if (status == 0 && own.needs_future)
        warn("%s asks for the future, which only OPT may have", choice->name);
    own_policy_free(&own);
    return status;
}

static int run_all_own(struct engine *engine, struct trace *trace,
                       const struct choices *choices, struct error *error)
{
    for (size_t i = 0; i < choices->count; i++) {
        if (!choice_is_own(&choices->items[i]))
            continue;
        trace_look_ahead(trace);
        if (run_own(engine, trace, &choices->items[i], error) < 0)
            return -1;
    }
    return 0;
}

/* For --victims, before the table. */
static int list_victims(const struct engine *engine, struct trace *trace,
                        struct error *error)
{
    if (!victims)
        return 0;
    trace_look_ahead(trace);
    for (size_t i = 0; i < engine->count; i++)
        if (!choice_is_own(engine->runs[i].choice) &&
            victims_print(trace, engine->runs[i].choice, engine->runs[i].frames, error) <
                0)
            return -1;
    return 0;
}

/* The whole trace is needed: for the future, for percents, or for many runs. */
static int run_loaded(struct engine *engine, const char *path, struct choices *choices,
                      struct frame_list *frames, struct error *error)
{
    struct trace trace;
    if (trace_load(&trace, path, &trace_request, error) < 0)
        return -1;
    int status = frame_list_resolve(frames, trace.pages.count, error);
    if (status == 0) {
        engine_init(engine, choices, frames);
        status = run_all_own(engine, &trace, choices, error);
    }
    if (status == 0)
        status = list_victims(engine, &trace, error);
    if (status == 0)
        status = engine_load(engine, &trace, error);
    trace_free(&trace);
    return status;
}

int command_run(int argc, char **argv)
{
    (void)argc;
    struct error error;
    struct engine engine = {0};
    struct frame_list frames;
    cleanup_free struct choices *choices = xcalloc(1, sizeof *choices);
    if (!frames_text)
        die(STATUS_REQUEST, "--frames is missing: how many frames has the memory? Try "
                            "--frames 64,512");
    /* Requests are judged before a long trace is read. */
    if (choices_parse_own(choices, policy_text, &error) < 0 ||
        frame_list_parse(&frames, frames_text, &error) < 0)
        die_error(&error);
    int status;
    if (!victims && engine_streams(choices, &frames)) {
        engine_init(&engine, choices, &frames);
        status = engine_stream(&engine, argv[0], &trace_request, &error);
    } else {
        status = run_loaded(&engine, argv[0], choices, &frames, &error);
    }
    if (status < 0)
        die_error(&error);
    print_results(&engine, argv[0], name_columns(choices));
    if (!common_options.json)
        note_spare_frames(&engine);
    engine_free(&engine);
    return STATUS_OK;
}
