/* `sqlite-demo traps [NAME]`: the table of traps, and the show that steps through them.
 */
#include "sqlite-demo/traps/traps.h"

#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/player.h"
#include "labs/kit/suggest.h"
#include "sqlite-demo/scratch.h"
#include "sqlite-demo/traps/trap.h"

const struct trap traps[] = {
    {"halloween", "the loop meets its own changes", halloween_steps, HALLOWEEN_STEPS},
    {"delete-ahead", "rows vanish before the cursor comes", delete_ahead_steps,
     DELETE_AHEAD_STEPS},
    {"forgotten-commit", "no error, and nothing is kept", forgotten_steps,
     FORGOTTEN_STEPS},
    {"script-commits", "executescript() commits without a word", script_commits_steps,
     SCRIPT_COMMITS_STEPS},
    {"injection", "a value that becomes SQL, and three defences", injection_steps,
     INJECTION_STEPS},
    {"n-plus-one", "a query for every row of a query", many_queries_steps,
     MANY_QUERIES_STEPS},
    {"offset", "a page far back is walked to", offset_steps, OFFSET_STEPS},
    {"one-by-one", "a transaction for each row", many_commits_steps, MANY_COMMITS_STEPS},
    {"re-preparing", "the same SQL, compiled again and again", re_preparing_steps,
     RE_PREPARING_STEPS},
};
const size_t trap_count = sizeof traps / sizeof *traps;

static struct {
    uint64_t at;
} options;

const struct option_row traps_options[] = {
    {"at", 0, OPTION_COUNT, &options.at, "N", "begin with step N", NULL, 1, 1000},
    {0},
};

/* ---- the show ---- */

struct show_step {
    const struct trap *trap;
    const struct trap_step *step;
    struct trap_run run; /* what it found; kept for going back */
};

struct traps_show {
    struct show_step *steps;
    size_t count;
    const char *folder;
    struct question question;
};

static size_t traps_count(void *model)
{
    return ((struct traps_show *)model)->count;
}

static int traps_reach(void *model, size_t index, struct error *error)
{
    struct traps_show *show = model;
    struct show_step *step = &show->steps[index];
    step->run = (struct trap_run){.folder = show->folder, .error = error};
    int result = step->step->run(&step->run);
    trap_close(&step->run);
    step->run.error = NULL;
    return result < 0 ? -1 : 0;
}

static void traps_step(void *model, size_t index, struct step *step)
{
    struct traps_show *show = model;
    const struct show_step *shown = &show->steps[index];
    const struct trap_step *source = shown->step;
    show->question = (struct question){source->question, shown->run.answer, source->rule};
    *step = (struct step){
        .title = source->title,
        .why = source->why,
        .notable = source == shown->trap->steps,

        .question = source->question ? &show->question : NULL,
    };
}

/* ---- drawing ---- */

static void value_text(const struct fact *fact, char *buffer, size_t size)
{
    if (!fact->unit)
        snprintf(buffer, size, "%s", fact->text);
    else if (fact->value >= 100 || fact->value == (double)(int64_t)fact->value)
        snprintf(buffer, size, "%.0f%s%s", fact->value, *fact->unit ? " " : "",
                 fact->unit);
    else
        snprintf(buffer, size, "%.2f %s", fact->value, fact->unit);
}

enum { LABEL_COLUMNS = 42 };

static void traps_draw(void *model, size_t index, struct area area)
{
    const struct traps_show *show = model;
    const struct show_step *step = &show->steps[index];
    char value[TRAP_TEXT + 16];
    int row = area_text(area, 0, 1, STYLE_STRONG, step->trap->name);
    area_text(area, 0, row + 2, STYLE_DIM, step->trap->summary);
    row = 1 + area_wrap(area_part(area, 0, 3, area.rows, area.columns - 3), 2, STYLE_CODE,
                        step->step->code);
    for (size_t i = 0; i < step->run.fact_count; i++, row++) {
        const struct fact *fact = &step->run.facts[i];
        value_text(fact, value, sizeof value);
        area_text(area_part(area, 0, 0, area.rows, LABEL_COLUMNS), row, 1, STYLE_NORMAL,
                  fact->label);
        area_text(area, row, LABEL_COLUMNS + 1, STYLE_STRONG, value);
    }
}

static void traps_describe(void *model, size_t index, FILE *out)
{
    const struct traps_show *show = model;
    const struct show_step *step = &show->steps[index];
    char value[TRAP_TEXT + 16];
    fprintf(out, "  trap: %s: %s\n", step->trap->name, step->trap->summary);
    for (const char *line = step->step->code; *line;) {
        size_t length = strcspn(line, "\n");
        fprintf(out, "    %.*s\n", (int)length, line);
        line += length + (line[length] == '\n');
    }
    for (size_t i = 0; i < step->run.fact_count; i++) {
        value_text(&step->run.facts[i], value, sizeof value);
        fprintf(out, "  %s: %s\n", step->run.facts[i].label, value);
    }
}

static void traps_json(void *model, size_t index, struct json *json)
{
    const struct traps_show *show = model;
    const struct show_step *step = &show->steps[index];
    json_string(json, "trap", step->trap->name);
    json_string(json, "code", step->step->code);
    json_array(json, "facts");
    for (size_t i = 0; i < step->run.fact_count; i++) {
        const struct fact *fact = &step->run.facts[i];
        json_object(json, NULL);
        json_string(json, "label", fact->label);
        if (fact->unit) {
            json_number(json, "value", fact->value);
            json_string(json, "unit", fact->unit);
        } else {
            json_string(json, "text", fact->text);
        }
        json_close(json);
    }
    json_close(json);
}

/* The state takes what the longest code and the most facts need. */
static int traps_rows(void *model, size_t index)
{
    const struct trap_step *step = ((struct traps_show *)model)->steps[index].step;
    int rows = 4 + (int)((struct traps_show *)model)->steps[index].run.fact_count;
    for (const char *c = step->code; *c; c++)
        rows += *c == '\n';
    return rows < 11 ? 11 : rows;
}

/* ---- the command ---- */

static const struct trap *find(const char *name)
{
    const char *names[sizeof traps / sizeof *traps];
    for (size_t i = 0; i < trap_count; i++) {
        names[i] = traps[i].name;
        if (!strcmp(traps[i].name, name))
            return &traps[i];
    }
    const char *near = suggest(name, names, trap_count);
    if (near)
        die(STATUS_REQUEST, "there is no trap '%s' (did you mean '%s'?)", name, near);
    die(STATUS_REQUEST,
        "there is no trap '%s' (there are halloween, delete-ahead, forgotten-commit, "
        "script-commits, injection, n-plus-one, offset, one-by-one, re-preparing)",
        name);
}

static void add_steps(struct traps_show *show, const struct trap *trap)
{
    show->steps =
        xreallocarray(show->steps, show->count + trap->step_count, sizeof *show->steps);
    for (size_t i = 0; i < trap->step_count; i++)
        show->steps[show->count++] =
            (struct show_step){.trap = trap, .step = &trap->steps[i]};
}

int traps_command(int argc, char **argv)
{
    struct traps_show model = {0};
    struct scratch scratch;
    struct error error;
    const struct trap *only = argc > 0 ? find(argv[0]) : NULL;

    for (size_t i = 0; i < trap_count; i++)
        if (!only || only == &traps[i])
            add_steps(&model, &traps[i]);
    if (scratch_open(&scratch, &error) < 0)
        die_error(&error);
    model.folder = scratch.folder;
    cleanup_free char *command =
        xasprintf("sqlite-demo traps%s%s", only ? " " : "", only ? only->name : "");
    const struct show show = {
        .title = only ? only->name : "traps",
        .command = command,
        .model = &model,
        .count = traps_count,
        .step = traps_step,
        .reach = traps_reach,
        .draw = traps_draw,
        .describe = traps_describe,
        .json = traps_json,
        .rows = traps_rows,
    };
    int status = player_run(&show, &(struct player_start){.at = options.at}, &error);
    scratch_close(&scratch);
    free(model.steps);
    if (status < 0)
        die_error(&error);
    return status;
}
