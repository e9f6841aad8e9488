/* An explored run as steps for the player.
 *
 * Position 0 is the beginning, position i the state after i steps, and the last one
 * says what came of the run. What is ahead of a choice of the learner's is the default:
 * that thread as long as it can go on, then the next.
 */
#include "threads/stepper.h"

#include <stdlib.h>
#include <string.h>

#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "threads/scene.h"
#include "threads/source.h"
#include "threads/step_words.h"
#include "threads/stepper_keys.h"
#include "threads/stepper_state.h"
#include "threads/walk.h"

enum { SOURCE_BYTES = 1 << 20 };

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static size_t step_count(const struct stepper *stepper)
{
    return walk_verdict(stepper->walk)->step_count;
}

static bool is_verdict(const struct stepper *stepper, size_t index)
{
    return index == step_count(stepper) + 1;
}

const struct explore_step *stepper_before(const struct stepper *stepper, size_t index)
{
    return index > 0 && !is_verdict(stepper, index)
               ? &walk_verdict(stepper->walk)->steps[index - 1]
               : NULL;
}

const struct explore_state *stepper_state(struct stepper *stepper, size_t index)
{
    struct error error;
    size_t steps = index < step_count(stepper) ? index : step_count(stepper);
    const struct explore_state *state = walk_state(stepper->walk, steps, &error);

    if (!state) /* the sandbox failed in the middle of things */
        die_error(&error);
    return state;
}

void stepper_retitle(struct stepper *stepper)
{
    const struct explore_verdict *run = walk_verdict(stepper->walk);
    const struct explore_verdict *checked = stepper->request.checked;
    const char *file = base_name(stepper->request.files[0]);
    cleanup_free char *schedule = walk_schedule(stepper->walk, run->step_count);

    if (run->decision == EXPLORE_FAILS)
        snprintf(stepper->title, sizeof stepper->title,
                 "%s · %sFAILS: %s · %d preemption%s", file,
                 stepper->own ? "your schedule · " : "", explore_kind_name(run->kind),
                 run->preemptions, run->preemptions == 1 ? "" : "s");
    else if (stepper->own || !checked || checked->decision != EXPLORE_SAFE)
        snprintf(stepper->title, sizeof stepper->title, "%s · %s", file,
                 stepper->own ? "your schedule" : "one schedule of many");
    else
        snprintf(stepper->title, sizeof stepper->title, "%s · SAFE: one schedule of all",
                 file);
    free(stepper->command);
    stepper->command = xasprintf("%s --schedule %s", stepper->request.command,
                                 *schedule ? schedule : "0");
    stepper->show.title = stepper->title;
    stepper->show.command = stepper->command;
}

/* ---- what a step says ---- */

static void add_evidence(struct stepper *stepper, struct step *step, const char *label,
                         const char *text)
{
    if (*text)
        stepper->evidence[step->evidence_count++] = (struct evidence){label, text};
}

static void verdict_words(struct stepper *stepper, struct step *step)
{
    const struct explore_verdict *run = walk_verdict(stepper->walk);
    const struct explore_verdict *checked = stepper->request.checked;
    bool fails = run->decision == EXPLORE_FAILS;

    snprintf(stepper->words, sizeof stepper->words, "%s%s",
             fails                              ? "FAILS: "
             : run->decision == EXPLORE_UNKNOWN ? "UNDECIDED: "
                                                : "ENDS WELL",
             run->decision == EXPLORE_SAFE ? "" : explore_kind_name(run->kind));
    snprintf(stepper->why, sizeof stepper->why, "%s%s%s",
             fails || *run->message ? run->message
                                    : "In this schedule nothing went wrong.",
             fails ? ". " : "", fails ? explore_kind_meaning(run->kind) : "");
    *stepper->tried = '\0';
    if (checked)
        snprintf(stepper->tried, sizeof stepper->tried, "%llu schedules, %s",
                 (unsigned long long)checked->schedules,
                 checked->exhaustive ? "every interleaving up to equivalence: none fails"
                 : checked->decision == EXPLORE_FAILS ? "until one failed"
                                                      : "and that is not all of them");
    add_evidence(stepper, step, "tried", stepper->tried);
    add_evidence(stepper, step, "printed", run->output ? run->output : "");
    step->notable = true;
}

static void beginning_words(struct stepper *stepper)
{
    snprintf(stepper->words, sizeof stepper->words, "main is about to begin");
    snprintf(stepper->why, sizeof stepper->why,
             "A digit lets that thread make its next step: you are the scheduler. "
             "→ goes on with the schedule that is there.");
}

/* "transfer.c:16  lock(&to->m);" and the schedule so far. */
static void step_evidence(struct stepper *stepper, const struct explore_step *before,
                          size_t index, struct step *step)
{
    char text[SOURCE_WIDTH];

    free(stepper->so_far);
    stepper->so_far = walk_schedule(stepper->walk, index);
    *stepper->line = '\0';
    int file = stepper_file(stepper, before->file);
    if (before->line && file >= 0) {
        source_trimmed(&stepper->sources[file], before->line, text);
        snprintf(stepper->line, sizeof stepper->line, "%s:%d  %s",
                 base_name(before->file), before->line, text);
    }
    add_evidence(stepper, step, "source", stepper->line);
    add_evidence(stepper, step, "schedule", stepper->so_far);
}

static void stepper_step(void *model, size_t index, struct step *step)
{
    struct stepper *stepper = model;
    const struct explore_step *before = stepper_before(stepper, index);
    char name[16];

    *step = (struct step){.evidence = stepper->evidence};
    if (is_verdict(stepper, index)) {
        verdict_words(stepper, step);
    } else if (!before) {
        beginning_words(stepper);
    } else {
        scene_name(stepper_state(stepper, index), before->thread, name);
        step_title(before, name, stepper->words, sizeof stepper->words);
        step_why(before, stepper->why, sizeof stepper->why);
        step_evidence(stepper, before, index, step);
        step->notable = step_notable(before);
        step->question = stepper_question(stepper, index, name);
    }
    if (*stepper->hint && stepper->hint_at == index)
        snprintf(stepper->why, sizeof stepper->why, "%s", stepper->hint);
    step->title = stepper->words;
    step->why = stepper->why;
}

static void stepper_describe(void *model, size_t index, FILE *out)
{
    struct scene scene = stepper_scene(model, index);

    scene_describe(&scene, out);
}

static void stepper_json(void *model, size_t index, struct json *json)
{
    struct stepper *stepper = model;
    struct scene scene = stepper_scene(stepper, index);
    const struct explore_verdict *run = walk_verdict(stepper->walk);

    if (is_verdict(stepper, index)) {
        json_string(json, "verdict",
                    run->decision == EXPLORE_FAILS  ? "fails"
                    : run->decision == EXPLORE_SAFE ? "ends well"
                                                    : "unknown");
        json_string(json, "kind",
                    run->kind == KIND_NONE ? NULL : explore_kind_name(run->kind));
    }
    scene_json(&scene, json);
}

static size_t stepper_count(void *model)
{
    return step_count(model) + 2;
}

/* ---- making one ---- */

static int read_sources(struct stepper *stepper, struct error *error)
{
    const char *const *files = stepper->request.files;
    size_t count = 0;

    while (files[count])
        count++;
    stepper->sources = xcalloc(count, sizeof *stepper->sources);
    for (size_t i = 0; i < count; i++) {
        cleanup_free char *text = NULL;
        size_t length;
        if (file_read(files[i], SOURCE_BYTES, &text, &length, error) < 0)
            return -1;
        source_split(&stepper->sources[i], text, length);
    }
    return 0;
}

struct stepper *stepper_new(const struct stepper_request *request, struct error *error)
{
    struct stepper *stepper = xcalloc(1, sizeof *stepper);

    stepper->request = *request;
    if (read_sources(stepper, error) < 0 ||
        explore_replay(request->program, request->options, "", &stepper->whole, error) <
            0 ||
        !(stepper->walk =
              walk_new(request->program, request->options, request->schedule, error))) {
        stepper_free(stepper);
        return NULL;
    }
    stepper->show = (struct show){
        .model = stepper,
        .count = stepper_count,
        .step = stepper_step,
        .draw = stepper_draw,
        .describe = stepper_describe,
        .json = stepper_json,
        .state_rows = 13,
        .keys = stepper_keys,
    };
    stepper_retitle(stepper);
    return stepper;
}

void stepper_free(struct stepper *stepper)
{
    if (!stepper)
        return;
    walk_free(stepper->walk);
    explore_verdict_free(&stepper->whole);
    free(stepper->command);
    free(stepper->so_far);
    free(stepper->sources);
    free(stepper);
}

const struct show *stepper_show(struct stepper *stepper)
{
    return &stepper->show;
}
