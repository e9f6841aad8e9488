/* vmsim play: one policy over one trace, a reference at a time. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/program.h"
#include "vmsim/commands.h"
#include "vmsim/own_play.h"
#include "vmsim/request.h"
#include "vmsim/scenarios.h"
#include "vmsim/stage.h"

/* The stepped view keeps copies of the memory to go back in time. */
enum { PLAY_FRAMES_MAX = 1 << 20 };

static const char *string, *policy_text;
static uint64_t frames, at;

const struct option_row play_options[] = {
    {"string", 's', OPTION_TEXT, &string, "PAGES",
     "step through these references, such as 1,2,3,4,1,2,5", NULL, 0, 0},
    {"policy", 'p', OPTION_TEXT, &policy_text, "POLICY",
     "the policy, such as fifo or clock:insert=0, or ./mine.c, your own", NULL, 0, 0},
    {"frames", 'f', OPTION_COUNT, &frames, "N", "number of frames", NULL, 1,
     PLAY_FRAMES_MAX},
    {"at", 0, OPTION_COUNT, &at, "N", "begin at this reference, counted from 1", NULL, 1,
     0},
    OWN_OPTION_ROW,
    TRACE_OPTION_ROWS,
    {0},
};

/* What is to be shown; the options say more than the scenario. */
struct request {
    const char *name;   /* for the title */
    const char *path;   /* a trace, or NULL */
    const char *string; /* or references */
    const char *policy;
    const char *sentence; /* of a scenario, as long as it is shown as it is meant */
    uint32_t frames;
    char *source; /* how the command line names it */
};

/* An argument as a shell needs it. */
static char *quoted(const char *word)
{
    static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "0123456789-_./,:=+@%";
    if (*word && word[strspn(word, safe)] == '\0')
        return xstrdup(word);
    char *text = xcalloc(strlen(word) * 4 + 3, 1), *end = text;
    *end++ = '\'';
    for (; *word; word++)
        end = *word == '\'' ? stpcpy(end, "'\\''") : (*end = *word, end + 1);
    *end = '\'';
    return text;
}

/* What opens the same view again. */
static char *reopening(const struct request *request, const struct choice *choice)
{
    bool formatted = request->path && strcmp(trace_request.format, "auto") != 0;
    cleanup_free char *format =
        formatted ? xasprintf(" --format %s", trace_request.format) : xstrdup("");
    unsigned long long bytes = trace_request.page_size;
    cleanup_free char *size = bytes ? xasprintf(" --page-size %llu", bytes) : xstrdup("");
    cleanup_free char *list =
        trace_request.columns ? quoted(trace_request.columns) : NULL;
    cleanup_free char *columns = list ? xasprintf(" --columns %s", list) : xstrdup("");
    cleanup_free char *policy = quoted(request->policy);
    return xasprintf("vmsim play %s --policy %s --frames %u%s%s%s%s", request->source,
                     choice_is_own(choice) ? policy : choice->name, request->frames,
                     format, size, columns,
                     choice_is_own(choice) && own_bare ? " --bare" : "");
}

/* A learner's policy is recorded before it is shown. */
static int prepare(struct choice *choice, struct trace *trace, uint32_t count,
                   struct error *broken, struct error *error)
{
    broken->message[0] = '\0';
    if (!choice_is_own(choice))
        return 0;
    trace_look_ahead(trace);
    return own_play_record(choice, own_bare, trace, count, broken, error);
}

static int show_stage(const struct request *request, const struct choice *choice,
                      struct trace *trace, const struct error *broken,
                      struct error *error)
{
    struct stage stage;
    cleanup_free char *command = reopening(request, choice);
    if (stage_init(&stage, trace, choice, request->frames, request->name, command,
                   error) < 0)
        return -1;
    stage.sentence = request->sentence;
    stage.broken = broken->message[0] ? broken->message : NULL;
    struct show show = stage_show(&stage);
    struct player_start start = {.at = at};
    int status = player_run(&show, &start, error);
    stage_free(&stage);
    return status;
}

static int show_request(const struct request *request, struct error *error)
{
    struct choice choice;
    struct trace trace;
    struct error broken;
    if (choice_parse_own(&choice, request->policy, error) < 0)
        return -1;
    if ((request->path ? trace_load(&trace, request->path, &trace_request, error)
                       : trace_from_string(&trace, request->string, error)) < 0)
        return -1;
    int status = prepare(&choice, &trace, request->frames, &broken, error);
    if (status == 0)
        status = show_stage(request, &choice, &trace, &broken, error);
    own_play_free();
    trace_free(&trace);
    if (status == STATUS_OK && broken.message[0]) {
        *error = broken;
        return -1;
    }
    return status;
}

int play_scenario(const struct scenario *scenario, struct error *error)
{
    struct request request = {
        .name = scenario->name,
        .string = scenario->string,
        .policy = policy_text ? policy_text : scenario->policy,
        .frames = frames ? (uint32_t)frames : scenario->frames,
        .source = (char *)(uintptr_t)scenario->name,
    };
    if (!strcmp(request.policy, scenario->policy) && request.frames == scenario->frames)
        request.sentence = scenario->sentence;
    return show_request(&request, error);
}

static int need_frames(struct error *error)
{
    return error_set(error, STATUS_REQUEST,
                     "--frames is missing: how many frames has the memory? Try "
                     "--frames 4");
}

static int play_string(struct error *error)
{
    cleanup_free char *source = xasprintf("--string %s", string);
    struct request request = {.name = "--string",
                              .string = string,
                              .policy = policy_text ? policy_text : "fifo",
                              .frames = (uint32_t)frames,
                              .source = source};
    return frames ? show_request(&request, error) : need_frames(error);
}

static int unknown_source(const char *path, struct error *error)
{
    const char *near = scenario_suggest(path);
    if (near)
        return error_set(error, STATUS_REQUEST,
                         "%s is neither a trace file nor a scenario (did you mean '%s'?)",
                         path, near);
    return error_set(error, STATUS_REQUEST,
                     "%s is neither a trace file nor a scenario ('vmsim scenarios' lists "
                     "those)",
                     path);
}

static int play_trace(const char *path, struct error *error)
{
    /* A name that begins with a dash would be read as an option. */
    bool dashed = path[0] == '-' && path[1];
    cleanup_free char *operand = xasprintf("%s%s", dashed ? "./" : "", path);
    cleanup_free char *source = quoted(operand);
    const char *slash = strrchr(path, '/');
    struct request request = {.name = slash && slash[1] ? slash + 1 : path,
                              .path = path,
                              .policy = policy_text ? policy_text : "fifo",
                              .frames = (uint32_t)frames,
                              .source = source};
    if (access(path, F_OK) < 0 && strcmp(path, "-") != 0)
        return unknown_source(path, error);
    return frames ? show_request(&request, error) : need_frames(error);
}

int command_play(int argc, char **argv)
{
    struct error error;
    const struct scenario *scenario = argc ? scenario_find(argv[0]) : &scenarios[0];
    int status;
    if (string && argc)
        die(STATUS_REQUEST, "--string and '%s' cannot be had at once", argv[0]);
    if ((string || scenario) && (trace_request.page_size || trace_request.columns ||
                                 strcmp(trace_request.format, "auto") != 0))
        die(STATUS_REQUEST, "--format, --page-size and --columns are about trace files; "
                            "leave them out here");
    if (string)
        status = play_string(&error);
    else if (scenario)
        status = play_scenario(scenario, &error);
    else
        status = play_trace(argv[0], &error);
    if (status < 0)
        die_error(&error);
    return status;
}
