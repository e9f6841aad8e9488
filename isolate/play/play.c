/* isolate play: the steps as a show for the player.
 *
 * Going on acts: the next step is carried out in the builder. Going back undoes, for
 * real where the kernel has a way back, and by building anew where not.
 */
#include "isolate/play/play.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "isolate/play/play_state.h"
#include "isolate/play/see_group.h"
#include "isolate/play/setting.h"
#include "isolate/play/shell.h"
#include "labs/kit/program.h"

/* ---- the timeline ---- */

static size_t count(void *model)
{
    return ((const struct play *)model)->sequence.count;
}

/* What is seen of the container's group from here. */
void play_look_at_group(const struct play *play, struct observation *seen)
{
    struct cgroup_wish wish = setting_group_wish(&play->setting);
    struct cgroup group = {0};
    struct error error;
    if (!setting_has(builder_setting(&play->builder), "cgroupns") ||
        cgroup_open(&wish, &group, &error) < 0)
        return;
    see_group(&group, seen);
    cgroup_close(&group);
}

int play_reach(void *model, size_t index, struct error *error)
{
    struct play *play = model;
    static struct observation before;
    play->came_back[0] = 0;
    play_look_at_group(play, &before);
    if (builder_reach(&play->builder, index, error) < 0)
        return -1;
    struct record *record = builder_record_to_fill(&play->builder, index);
    for (int fact = FACT_MEMORY; fact <= FACT_IO; fact++)
        memcpy(record->before.facts[fact], before.facts[fact], FACT_MAX);
    play_look_at_group(play, &record->after);
    observe(play->proc, &play->host[index]);
    return 0;
}

/* Says how: by which calls, or by starting over. */
int play_back(void *model, size_t index, struct error *error)
{
    struct play *play = model;
    size_t rows;
    char call[160], result[60];
    if (builder_back(&play->builder, index, error) < 0)
        return -1;
    const struct executed *undone = builder_undone(&play->builder, &rows);
    if (play->builder.rebuilt)
        snprintf(play->came_back, sizeof play->came_back,
                 "rebuilt: a new container, made anew up to this step");
    else if (rows)
        snprintf(
            play->came_back, sizeof play->came_back, "undone for real: %s %s%s",
            operation_call(&undone[0].operation, call, sizeof call),
            outcome_text(&undone[0].operation, &undone[0].outcome, result, sizeof result),
            rows > 1 ? " …" : "");
    else
        snprintf(play->came_back, sizeof play->came_back,
                 "undone: nothing was left of that step");
    return 0;
}

static size_t add_text(struct play *play, size_t n, const char *label)
{
    play->evidence[n] = (struct evidence){label, play->texts[n]};
    return n + 1;
}

static size_t add_row(struct play *play, size_t n, const struct executed *row)
{
    char words[1000], result[100];
    bool outside = row->operation.outside;
    snprintf(play->texts[n], TEXT_MAX, "%s %s",
             operation_call(&row->operation, words, sizeof words),
             outcome_text(&row->operation, &row->outcome, result, sizeof result));
    n = add_text(play, n, outside ? "outside" : "call");
    operation_shell(&row->operation, play->texts[n], TEXT_MAX);
    return add_text(play, n, "shell");
}

static size_t fill_evidence(struct play *play, size_t index)
{
    size_t n = 0;
    const struct record *record = builder_record(&play->builder, index);
    const struct step_type *type = builder_type(&play->builder, index);
    if (builder_skipped(&play->builder, index))
        return 0;
    for (size_t i = 0; i < record->row_count; i++)
        n = add_row(play, n, &record->rows[i]);
    if (type->stops) {
        snprintf(play->texts[n], TEXT_MAX, "isolate attack %s", type->stops);
        n = add_text(play, n, "stopped");
    }
    if (type->attack) {
        snprintf(play->texts[n], TEXT_MAX, "isolate attack %s", type->attack);
        n = add_text(play, n, "open");
    }
    if (strlen(record->after.mountinfo) < TEXT_MAX)
        play->evidence[n++] = (struct evidence){"mounts", record->after.mountinfo};
    if (strlen(record->after.processes) < TEXT_MAX)
        play->evidence[n++] = (struct evidence){"ps", record->after.processes};
    snprintf(play->texts[n], TEXT_MAX, "process %d", (int)record->pid);
    return add_text(play, n, "outside");
}

static void step(void *model, size_t index, struct step *step)
{
    struct play *play = model;
    const struct step_type *type = builder_type(&play->builder, index);
    const struct record *record = builder_record(&play->builder, index);
    bool asks = type->question && !builder_skipped(&play->builder, index);
    if (asks)
        type->answer(record, &play->host[index], play->answer);
    play->question = (struct question){type->question, play->answer, type->explain};
    *step = (struct step){
        .title = type->title,
        .why = type->why,
        .notable = type->takes_away,
        .evidence = play->evidence,
        .evidence_count = fill_evidence(play, index),
        .question = asks ? &play->question : NULL,
    };
}

/* ---- what the picture and the lines share ---- */

bool play_is_listed(const struct step_type *type, int fact)
{
    for (size_t i = 0; i < type->fact_count; i++)
        if ((int)type->facts[i] == fact)
            return true;
    return false;
}

bool play_changed(const struct play *play, size_t index, int fact)
{
    const struct record *record = builder_record(&play->builder, index);
    /* These change by themselves, as others on the machine work. */
    bool restless = (fact >= FACT_MEMORY && fact <= FACT_IO) || fact == FACT_PS ||
                    fact == FACT_ZOMBIES || fact == FACT_IPC;
    if (restless && !play_is_listed(builder_type(&play->builder, index), fact))
        return false;
    return strcmp(record->before.facts[fact], record->after.facts[fact]) != 0;
}

const char *play_undo_word(const struct play *play, size_t index)
{
    struct operation rows[STEP_ROWS_MAX];
    const struct step_type *type = builder_type(&play->builder, index);
    bool real =
        type->undo && type->undo(builder_setting(&play->builder), rows) != NO_WAY_BACK;
    return real ? "real" : "rebuilt";
}

void play_shared(const struct play *play, size_t index, char *text, size_t size)
{
    const struct record *record = builder_record(&play->builder, index);
    *text = 0;
    for (int fact = FACT_NS_USER; fact <= FACT_NS_TIME; fact++)
        if (!strcmp(record->after.facts[fact], play->host[index].facts[fact])) {
            size_t length = strlen(text);
            snprintf(text + length, size - length, "%s%s", length ? " " : "",
                     fact_names[fact] + strlen("ns_"));
        }
}

bool play_has_layer(const struct play *play, size_t index, int layer)
{
    for (size_t i = 0; i <= index; i++)
        if (builder_type(&play->builder, i)->layer == layer &&
            !builder_skipped(&play->builder, i))
            return true;
    return false;
}

static int live(void *model, size_t index)
{
    const struct play *play = model;
    return builder_type(&play->builder, index)->live ? 1000 : -1;
}

/* ---- the command ---- */

static uint64_t at;
static const char *guest, *until, *ids;
static struct option_list without;

#define LAYER_OPTIONS                                                                    \
    {"until", 0, OPTION_TEXT, &until, "STEP", "end with this step", NULL, 0, 0},         \
        {"without",                                                                      \
         0,                                                                              \
         OPTION_LIST,                                                                    \
         &without,                                                                       \
         "STEP",                                                                         \
         "leave this step out, or all steps of this layer; may be given again",          \
         NULL,                                                                           \
         0,                                                                              \
         0},                                                                             \
        {"guest",                                                                        \
         0,                                                                              \
         OPTION_CHOICE,                                                                  \
         &guest,                                                                         \
         "WHICH",                                                                        \
         "what runs in it: busybox, or the few programs in isolate itself; otherwise "   \
         "busybox if it is here and static",                                             \
         "busybox own",                                                                  \
         0,                                                                              \
         0},                                                                             \
    {                                                                                    \
        "ids", 0, OPTION_CHOICE, &ids, "HOW",                                            \
            "how many ids the user namespace maps; otherwise a range where it can be "   \
            "had",                                                                       \
            "single range", 0, 0                                                         \
    }

const struct option_row play_options[] = {
    {"at", 0, OPTION_COUNT, &at, "N", "build up to step N and show it", NULL, 1, 0},
    LAYER_OPTIONS,
    {0},
};

const struct option_row shell_options[] = {LAYER_OPTIONS, {0}};

/* The options that lead here again, for the command line at the foot. */
static void remember_layers(struct play *play)
{
    int length = 0, size = sizeof play->layers;
    if (until)
        length += snprintf(play->layers, sizeof play->layers, " --until %s", until);
    for (size_t i = 0; i < without.count && length < size; i++)
        length += snprintf(play->layers + length, (size_t)(size - length),
                           " --without %s", without.items[i]);
    snprintf(play->command, sizeof play->command, "isolate play%s", play->layers);
}

static void prepare(struct play *play)
{
    struct error error;
    play->proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    remember_layers(play);
    if (sequence_make(until, without.items, without.count, &play->sequence, &error) < 0 ||
        setting_make(&play->setting, guest, ids, &error) < 0 ||
        builder_start(&play->builder, &play->setting, &play->sequence, &error) < 0)
        die_error(&error);
    snprintf(play->title, sizeof play->title, "isolate · a container, step by step · %s",
             play->setting.real_root ? "root" : "rootless");
}

int play_command(int argc, char **argv)
{
    static struct play play;
    struct error error;
    (void)argc, (void)argv;
    prepare(&play);
    const struct show show = {
        .title = play.title,
        .command = play.command,
        .model = &play,
        .count = count,
        .step = step,
        .reach = play_reach,
        .back = play_back,
        .rows = play_rows,
        .live = live,
        .draw = play_draw,
        .describe = play_describe,
        .json = play_json,
        .keys = play_keys,
    };
    int status = player_run(&show, &(struct player_start){at}, &error);
    builder_stop(&play.builder);
    if (status < 0)
        die_error(&error);
    return status;
}

/* Builds as far as was asked for, and says what was passed over. */
int shell_command(int argc, char **argv)
{
    static struct play play;
    struct error error;
    (void)argc, (void)argv;
    prepare(&play);
    if (strcmp(play.setting.guest_name, "busybox") != 0)
        die(STATUS_HOST, "a shell needs a static busybox: install busybox-static");
    for (size_t i = 0; i < play.sequence.count; i++) {
        if (builder_reach(&play.builder, i, &error) < 0)
            die_error(&error);
        const char *skipped = builder_skipped(&play.builder, i);
        if (skipped)
            warn("step %s is passed over: %s", builder_type(&play.builder, i)->name,
                 skipped);
    }
    int status = shell_in_container(&play.builder, &error);
    builder_stop(&play.builder);
    if (status < 0)
        die_error(&error);
    return status;
}
