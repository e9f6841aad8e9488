/* Telling the second terminal where the presentation is: one JSON object in a file that
 * is replaced as a whole. Without a place for it there are no notes, and no harm. */
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "labs/kit/atomic_file.h"
#include "labs/kit/json.h"
#include "labs/kit/paths.h"
#include "labs/kit/presenter_state.h"

static void put_step(struct json *json, const struct step *step)
{
    json_string(json, "title", step->title);
    json_string(json, "why", step->why ? step->why : "");
    json_string(json, "question", step->question ? step->question->text : "");
    json_string(json, "answer", step->question ? step->question->answer : "");
    json_array(json, "evidence");
    for (size_t i = 0; i < step->evidence_count; i++) {
        json_object(json, NULL);
        json_string(json, "label", step->evidence[i].label);
        json_string(json, "text", step->evidence[i].text ? step->evidence[i].text : "");
        json_close(json);
    }
    json_close(json);
}

/* What comes next is known only for shows whose steps exist before they are reached. */
static void put_next(const struct presenter *presenter, struct json *json)
{
    const struct show *show = presenter->player.show;
    size_t next = presenter->player.index + 1;
    struct step step = {0};
    if (next >= player_count(&presenter->player) ||
        (show->reach && presenter->player.reached <= next)) {
        json_null(json, "next");
        return;
    }
    show->step(show->model, next, &step);
    json_object(json, "next");
    put_step(json, &step);
    json_close(json);
}

static void put_all(const struct presenter *presenter, FILE *out)
{
    static const char *const moves[] = {"question", "shown", "why"};
    const struct show *show = presenter->player.show;
    struct step step = {0};
    struct json json = json_begin(out);
    show->step(show->model, presenter->player.index, &step);
    json_object(&json, NULL);
    json_string(&json, "show", show->title);
    json_integer(&json, "process", getpid());
    json_number(&json, "began", presenter->began);
    json_unsigned(&json, "step", presenter->player.index + 1);
    json_unsigned(&json, "of", player_count(&presenter->player));
    json_string(&json, "move", moves[presenter->move]);
    json_object(&json, "now");
    put_step(&json, &step);
    json_close(&json);
    put_next(presenter, &json);
    json_end(&json);
}

void presenter_tell(struct presenter *presenter)
{
    struct atomic_file file;
    if (!presenter->file || atomic_file_open(&file, presenter->file, NULL) < 0)
        return;
    put_all(presenter, file.out);
    atomic_file_commit(&file, NULL);
}

void presenter_tell_begin(struct presenter *presenter)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    presenter->began = (double)now.tv_sec + (double)now.tv_nsec / 1e9;
    char *folder = path_state(NULL);
    if (folder)
        presenter->file = path_join(folder, PRESENTING_FILE);
    free(folder);
    presenter_tell(presenter);
}

void presenter_tell_end(struct presenter *presenter)
{
    if (presenter->file)
        unlink(presenter->file);
    free(presenter->file);
    presenter->file = NULL;
}
