/* A show without a screen: lines, JSON, an asciicast. The content is the same. */
#include <string.h>

#include "labs/kit/ascii.h"
#include "labs/kit/cast.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/plain_text.h"
#include "labs/kit/player_state.h"
#include "labs/kit/program.h"

enum { LINE_COLUMNS = 78, CAST_ROWS = 24, CAST_COLUMNS = 80 };
/* Nobody watches more than an hour; a step takes about so many bytes. */
enum { CAST_STEPS_MAX = 2000, CAST_STEP_BYTES = 4000 };
static const double SECONDS_PER_STEP = 2.0;

typedef void step_writer(const struct player *player, const struct step *step, void *to);

/* Calls `write` for every step of the range, in order; the steps before it are
 * reached too, for a show that acts as it goes. */
static int for_each_step(const struct show *show, struct player_range range,
                         step_writer *write, void *to, struct error *error)
{
    struct player player;
    player_init(&player, show);
    for (size_t i = range.first; i < show->count(show->model); i++) {
        if (range.end && i >= range.end)
            break;
        if (player_go(&player, i, error) < 0)
            return -1;
        struct step step = {0};
        show->step(show->model, i, &step);
        write(&player, &step, to);
    }
    return 0;
}

static void write_lines(const struct player *player, const struct step *step, FILE *out)
{
    const struct show *show = player->show;
    char label[32];
    fprintf(out, "step %zu of %zu: ", player->index + 1, show->count(show->model));
    plain_put(out, step->title, strlen(step->title));
    fputc('\n', out);
    if (show->describe)
        show->describe(show->model, player->index, out);
    if (step->why)
        plain_wrap(out, "  why: ", step->why, LINE_COLUMNS);
    for (size_t i = 0; i < step->evidence_count; i++) {
        snprintf(label, sizeof label, "  %s: ", step->evidence[i].label);
        plain_wrap(out, label, step->evidence[i].text ? step->evidence[i].text : "",
                   LINE_COLUMNS);
    }
    fputc('\n', out);
}

/* Where only ASCII can be shown, the lines are made first, and then translated. */
static void write_plain(const struct player *player, const struct step *step, void *to)
{
    if (!ascii_only()) {
        write_lines(player, step, to);
        return;
    }
    cleanup_free char *lines = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&lines, &length);
    if (!memory)
        die(STATUS_HOST, "out of memory");
    write_lines(player, step, memory);
    fclose(memory);
    ascii_put(to, lines, length);
}

int player_plain(const struct show *show, struct player_range range, FILE *out,
                 struct error *error)
{
    if (ascii_only())
        ascii_put(out, show->title, strlen(show->title));
    else
        fputs(show->title, out);
    fputs("\n\n", out);
    return for_each_step(show, range, write_plain, out, error);
}

static void write_json(const struct player *player, const struct step *step, void *to)
{
    const struct show *show = player->show;
    struct json json = json_begin(to);
    json_object(&json, NULL);
    json_unsigned(&json, "step", player->index + 1);
    json_unsigned(&json, "of", show->count(show->model));
    json_string(&json, "title", step->title);
    json_string(&json, "why", step->why ? step->why : "");
    json_bool(&json, "notable", step->notable);
    json_array(&json, "evidence");
    for (size_t i = 0; i < step->evidence_count; i++) {
        json_object(&json, NULL);
        json_string(&json, "label", step->evidence[i].label);
        json_string(&json, "text", step->evidence[i].text ? step->evidence[i].text : "");
        json_close(&json);
    }
    json_close(&json);
    if (step->question) {
        json_string(&json, "question", step->question->text);
        json_string(&json, "answer", step->question->answer);
    }
    if (show->json)
        show->json(show->model, player->index, &json);
    json_end(&json);
}

int player_json(const struct show *show, struct player_range range, FILE *out,
                struct error *error)
{
    return for_each_step(show, range, write_json, out, error);
}

struct recording {
    struct cast cast;
    struct canvas *canvas;
    unsigned frames;
};

static void write_frame(const struct player *player, const struct step *step, void *to)
{
    struct recording *recording = to;
    char marker[256];
    snprintf(marker, sizeof marker, "step %zu: %s", player->index + 1, step->title);
    screen_draw(&player_screen, (void *)(uintptr_t)player, recording->canvas);
    cast_frame(&recording->cast, recording->frames++ * SECONDS_PER_STEP, marker,
               recording->canvas);
}

int player_cast(const struct show *show, struct player_range range, const char *path,
                struct error *error)
{
    struct recording recording = {0};
    size_t end = range.end ? range.end : show->count(show->model);
    if (end - range.first > CAST_STEPS_MAX)
        return error_set(
            error, STATUS_REQUEST,
            "--cast: %zu steps would be a film of about %zu MB and %zu hours; "
            "at most %d fit (--at N films one step)",
            end - range.first, (end - range.first) * CAST_STEP_BYTES >> 20,
            (end - range.first) * 2 / 3600, CAST_STEPS_MAX);
    theme_choose(common_options.theme, common_options.no_color);
    if (cast_open(&recording.cast, path, CAST_ROWS, CAST_COLUMNS, show->title, error) < 0)
        return -1;
    recording.canvas = canvas_new(CAST_ROWS, CAST_COLUMNS, false);
    int result = for_each_step(show, range, write_frame, &recording, error);
    canvas_free(recording.canvas);
    if (result < 0) {
        atomic_file_abandon(&recording.cast.file);
        return -1;
    }
    return cast_close(&recording.cast, error);
}
