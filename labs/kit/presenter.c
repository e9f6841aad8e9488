/* The presenter's moves and keys. presenter_view.c draws, presenter_file.c tells the
 * second terminal. */
#include "labs/kit/presenter.h"

#include <stdlib.h>

#include "labs/kit/cast.h"
#include "labs/kit/presenter_state.h"
#include "labs/kit/program.h"

enum { CAST_ROWS = 24, CAST_COLUMNS = 80, CAST_MOVES_MAX = 4000 };
static const double SECONDS_PER_MOVE = 3.0;

bool presenter_wanted(void)
{
    const char *wanted = getenv("RING3_PRESENT");
    return wanted && *wanted;
}

static struct step step_at(const struct presenter *presenter, size_t index)
{
    struct step step = {0};
    const struct show *show = presenter->player.show;
    show->step(show->model, index, &step);
    return step;
}

static void enter_step(struct presenter *presenter, size_t index)
{
    size_t before = presenter->player.index;
    player_jump(&presenter->player, index);
    if (presenter->player.index == before && index != before)
        return; /* it failed, and the player says why */
    struct step step = step_at(presenter, presenter->player.index);
    presenter->move = step.question ? MOVE_QUESTION : MOVE_STATE;
    presenter->page = 0;
}

static bool is_last(const struct presenter *presenter)
{
    return presenter->player.index + 1 >= player_count(&presenter->player);
}

static bool has_page(const struct presenter *presenter)
{
    return presenter->move == MOVE_STATE && presenter->page + 1 < presenter->pages;
}

static bool has_more(const void *self)
{
    const struct presenter *presenter = self;
    struct step step = step_at(presenter, presenter->player.index);
    return presenter->move == MOVE_QUESTION || !is_last(presenter) ||
           has_page(presenter) || (presenter->move == MOVE_STATE && step.why);
}

static bool has_before(const void *self)
{
    const struct presenter *presenter = self;
    return presenter->player.index || presenter->move != MOVE_STATE || presenter->page;
}

static enum reaction forward(void *self)
{
    struct presenter *presenter = self;
    struct step step = step_at(presenter, presenter->player.index);
    if (presenter->move == MOVE_QUESTION)
        presenter->move = MOVE_STATE;
    else if (has_page(presenter))
        presenter->page++;
    else if (presenter->move == MOVE_STATE && step.why)
        presenter->move = MOVE_WHY;
    else if (!is_last(presenter))
        enter_step(presenter, presenter->player.index + 1);
    else
        presenter->player.playing = false;
    presenter_tell(presenter);
    return REACT_DRAW;
}

static enum reaction back(void *self)
{
    struct presenter *presenter = self;
    if (presenter->move == MOVE_WHY) {
        presenter->move = MOVE_STATE;
    } else if (presenter->page) {
        presenter->page--;
    } else if (presenter->player.index) {
        player_jump(&presenter->player, presenter->player.index - 1);
        presenter->move = MOVE_STATE;
        presenter->page = 0;
    }
    presenter_tell(presenter);
    return REACT_DRAW;
}

static enum reaction to_first(void *self)
{
    struct presenter *presenter = self;
    enter_step(presenter, 0);
    presenter_tell(presenter);
    return REACT_DRAW;
}

static enum reaction toggle_play(void *self)
{
    struct presenter *presenter = self;
    presenter->player.playing = !presenter->player.playing && has_more(presenter);
    return REACT_DRAW;
}

static enum reaction change_speed(struct presenter *presenter, int by)
{
    int speed = presenter->player.speed + by;
    if (speed >= 0 && speed < PRESENTER_SPEEDS)
        presenter->player.speed = speed;
    return REACT_DRAW;
}

static enum reaction faster(void *self)
{
    return change_speed(self, 1);
}

static enum reaction slower(void *self)
{
    return change_speed(self, -1);
}

static const struct key_row presenter_keys[] = {
    {' ', {K_RIGHT, 'n', K_ENTER}, "on", "the next move", forward, has_more},
    {K_LEFT, {'p', K_BACKSPACE}, "back", "the move before", back, has_before},
    {'a', {'A'}, "by itself", "go on by itself, and stop", toggle_play, has_more},
    {'+', {'='}, NULL, "faster by itself", faster, NULL},
    {'-', {0}, NULL, "slower by itself", slower, NULL},
    {K_HOME, {0}, NULL, "the beginning", to_first, NULL},
    {0},
};

const int presenter_speeds[PRESENTER_SPEEDS] = {20000, 12000, 8000, 5000, 3000, 1500};

static enum reaction on_key(void *self, uint32_t key)
{
    struct presenter *presenter = self;
    if (key != K_TICK)
        return REACT_IGNORED;
    if (presenter->player.playing)
        forward(presenter);
    if (!has_more(presenter))
        presenter->player.playing = false;
    return REACT_DRAW;
}

static bool grabs(const void *self)
{
    return ((const struct presenter *)self)->player.playing;
}

static int tick(const void *self)
{
    const struct presenter *presenter = self;
    return presenter->player.playing ? presenter_speeds[presenter->player.speed] : -1;
}

static const char *title(void *self)
{
    return ((struct presenter *)self)->player.show->title;
}

static void status(void *self, char *buffer, size_t size)
{
    const struct presenter *presenter = self;
    if (presenter->player.playing)
        snprintf(buffer, size, "every %g s  %zu/%zu",
                 presenter_speeds[presenter->player.speed] / 1000.0,
                 presenter->player.index + 1, player_count(&presenter->player));
    else
        snprintf(buffer, size, "%zu/%zu", presenter->player.index + 1,
                 player_count(&presenter->player));
}

const struct screen_type presenter_screen = {
    .name = "presenting",
    .title = title,
    .status = status,
    .draw = presenter_draw,
    .keys = presenter_keys,
    .key = on_key,
    .grabs = grabs,
    .tick = tick,
};

static int begin(struct presenter *presenter, const struct show *show, size_t first,
                 struct error *error)
{
    *presenter = (struct presenter){0};
    player_init(&presenter->player, show);
    if (player_go(&presenter->player, first, error) < 0)
        return -1;
    struct step step = step_at(presenter, first);
    presenter->move = step.question ? MOVE_QUESTION : MOVE_STATE;
    return 0;
}

int presenter_run(const struct show *show, const struct terminal *terminal, size_t first,
                  struct error *error)
{
    struct presenter presenter;
    if (begin(&presenter, show, first, error) < 0)
        return -1;
    presenter_tell_begin(&presenter);
    int result = screen_run(terminal, &presenter_screen, &presenter, error);
    presenter_tell_end(&presenter);
    return result;
}

static void record_move(struct presenter *presenter, struct cast *cast, unsigned number,
                        struct canvas *canvas)
{
    static const char *const moves[] = {"question", "shown", "why"};
    char marker[256];
    struct step step = step_at(presenter, presenter->player.index);
    snprintf(marker, sizeof marker, "step %zu, %s: %s", presenter->player.index + 1,
             moves[presenter->move], presenter->move == MOVE_QUESTION ? "?" : step.title);
    screen_draw(&presenter_screen, presenter, canvas);
    cast_frame(cast, number * SECONDS_PER_MOVE, marker, canvas);
}

int presenter_cast(const struct show *show, const char *path, struct error *error)
{
    struct presenter presenter;
    struct cast cast = {0};
    unsigned number = 0;
    if (begin(&presenter, show, 0, error) < 0)
        return -1;
    theme_choose(common_options.theme ? common_options.theme : "mono", true);
    struct canvas *canvas = canvas_new(CAST_ROWS, CAST_COLUMNS, false);
    int result = cast_open(&cast, path, CAST_ROWS, CAST_COLUMNS, show->title, error);
    while (result == 0 && number < CAST_MOVES_MAX) {
        record_move(&presenter, &cast, number++, canvas);
        if (!has_more(&presenter))
            break;
        forward(&presenter);
    }
    canvas_free(canvas);
    return result == 0 ? cast_close(&cast, error) : result;
}
