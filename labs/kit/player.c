/* The player's keys: moving through the steps, and what the screen shows. */
#include "labs/kit/player.h"

#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/player_state.h"
#include "labs/kit/program.h"

const int player_speeds[] = {4000, 2000, 1000, 500, 250, 100};
enum { SPEEDS = sizeof player_speeds / sizeof player_speeds[0], NORMAL_SPEED = 2 };

void player_init(struct player *player, const struct show *show)
{
    *player = (struct player){.show = show, .speed = NORMAL_SPEED, .bookmark = SIZE_MAX};
}

size_t player_count(const struct player *player)
{
    return player->show->count(player->show->model);
}

void *player_model(const void *self)
{
    return ((const struct player *)self)->show->model;
}

size_t player_index(const void *self)
{
    return ((const struct player *)self)->index;
}

int player_go(struct player *player, size_t index, struct error *error)
{
    const struct show *show = player->show;
    if (show->back && index + 1 < player->reached) {
        if (show->back(show->model, index, error) < 0)
            return -1;
        player->reached = index + 1;
    }
    while (show->reach && player->reached <= index) {
        if (show->reach(show->model, player->reached, error) < 0)
            return -1;
        player->reached++;
    }
    player->index = index;
    player->scroll = 0;
    return 0;
}

/* Going as the learner asked; a failure is said where there is room for it. */
enum reaction player_jump(struct player *player, size_t index)
{
    struct error error;
    size_t count = player_count(player);
    if (index >= count)
        index = count - 1;
    player->verdict[0] = 0;
    if (player_go(player, index, &error) < 0) {
        snprintf(player->verdict, sizeof player->verdict, "The next step failed: %s",
                 error.message);
        player->playing = false;
    }
    return REACT_DRAW;
}

enum reaction player_move(void *self, size_t index)
{
    return player_jump(self, index);
}

const struct question *player_question(const struct player *player)
{
    const struct show *show = player->show;
    size_t next = player->index + 1;
    /* A step that must first be carried out cannot be asked about from its own
     * text before that; such shows put the question on the step before. */
    if (!player->predicting || next >= player_count(player) ||
        (show->reach && player->reached <= next))
        return NULL;
    struct step step = {0};
    show->step(show->model, next, &step);
    return step.question;
}

static bool has_next(const void *self)
{
    const struct player *player = self;
    return player->index + 1 < player_count(player);
}

static bool has_previous(const void *self)
{
    return ((const struct player *)self)->index > 0;
}

static bool has_bookmark(const void *self)
{
    return ((const struct player *)self)->bookmark != SIZE_MAX;
}

static bool scrolls(const void *self)
{
    return ((const struct player *)self)->panel != PANEL_ALL;
}

static bool is_playing(const void *self)
{
    return ((const struct player *)self)->playing;
}

static void start_input(struct player *player, enum player_input input)
{
    player->input = input;
    player->typed[0] = 0;
    player->playing = false;
}

/* In predict mode the next step must exist before it can be asked about. */
static enum reaction next(void *self)
{
    struct player *player = self;
    if (!has_next(player))
        return REACT_NONE;
    if (player->predicting && player->show->reach) {
        struct error error;
        size_t here = player->index;
        if (player_go(player, here + 1, &error) == 0)
            player->index = here;
    }
    if (player_question(player)) {
        start_input(player, INPUT_ANSWER);
        player->panel = PANEL_ALL;
        player->verdict[0] = 0;
        return REACT_DRAW;
    }
    return player_jump(player, player->index + 1);
}

static enum reaction previous(void *self)
{
    struct player *player = self;
    return player->index ? player_jump(player, player->index - 1) : REACT_NONE;
}

static enum reaction first(void *self)
{
    return player_jump(self, 0);
}

static enum reaction last(void *self)
{
    return player_jump(self, SIZE_MAX);
}

/* The next step of note, or the last; -1 when a step on the way cannot be done. */
static int find_event(struct player *player, size_t *event, struct error *error)
{
    size_t count = player_count(player), index = player->index;
    struct step step = {0};
    while (index + 1 < count && !step.notable) {
        if (player_go(player, ++index, error) < 0)
            return -1;
        player->show->step(player->show->model, index, &step);
    }
    *event = index;
    return 0;
}

static enum reaction next_event(void *self)
{
    struct player *player = self;
    struct error error;
    size_t event = player->index;
    if (find_event(player, &event, &error) < 0)
        return player_jump(player, player->index + 1); /* fails again, and says so */
    if (!player->predicting)
        return player_jump(player, event);
    player_jump(player, event - 1); /* it is asked about before it is shown */
    return next(player);
}

static enum reaction ask_where(void *self)
{
    start_input(self, INPUT_GO);
    return REACT_DRAW;
}

static enum reaction toggle_play(void *self)
{
    struct player *player = self;
    player->playing = !player->playing && has_next(player);
    return REACT_DRAW;
}

static enum reaction faster(void *self)
{
    struct player *player = self;
    if (player->speed + 1 < SPEEDS)
        player->speed++;
    return REACT_DRAW;
}

static enum reaction slower(void *self)
{
    struct player *player = self;
    if (player->speed > 0)
        player->speed--;
    return REACT_DRAW;
}

static enum reaction toggle_predict(void *self)
{
    struct player *player = self;
    player->predicting = !player->predicting;
    player->playing = false;
    snprintf(player->message, sizeof player->message, "%s",
             player->predicting ? "Predict mode: say what comes before you see it."
                                : "Predict mode is off.");
    return REACT_DRAW;
}

static enum reaction set_bookmark(void *self)
{
    struct player *player = self;
    player->bookmark = player->index;
    cleanup_free char *line = player_command(player, "Bookmarked (B). Elsewhere: ",
                                             player->columns ? player->columns - 2 : 78);
    snprintf(player->message, sizeof player->message, "%s", line);
    return REACT_DRAW;
}

static enum reaction to_bookmark(void *self)
{
    struct player *player = self;
    return player_jump(player, player->bookmark);
}

static enum reaction toggle_panel(struct player *player, enum player_panel panel)
{
    player->panel = player->panel == panel ? PANEL_ALL : panel;
    player->scroll = 0;
    return REACT_DRAW;
}

static enum reaction toggle_why(void *self)
{
    return toggle_panel(self, PANEL_WHY);
}

static enum reaction toggle_evidence(void *self)
{
    return toggle_panel(self, PANEL_EVIDENCE);
}

static enum reaction scroll_down(void *self)
{
    ((struct player *)self)->scroll++;
    return REACT_DRAW;
}

static enum reaction scroll_up(void *self)
{
    struct player *player = self;
    if (player->scroll > 0)
        player->scroll--;
    return REACT_DRAW;
}

/* The same in every lab. */
static const struct key_row player_keys[] = {
    {K_RIGHT, {'n', ' '}, "step", "the next step", next, has_next},
    {K_LEFT, {'p', K_BACKSPACE}, "back", "the step before", previous, has_previous},
    {'c', {0}, "next event", "on to the next step of note", next_event, has_next},
    {'P', {0}, "predict", "say what comes before it is shown", toggle_predict, NULL},
    {'w', {0}, "why", "only the reason, at full size", toggle_why, NULL},
    {'e', {0}, "evidence", "only the evidence, at full size", toggle_evidence, NULL},
    {K_DOWN, {'j'}, "scroll", "scroll the reason or the evidence", scroll_down, scrolls},
    {K_UP, {'k'}, NULL, "scroll back", scroll_up, scrolls},
    {K_HOME, {0}, NULL, "the first step", first, NULL},
    {K_END_KEY, {0}, NULL, "the last step", last, NULL},
    {'g', {0}, NULL, "go to a step by its number", ask_where, NULL},
    {'a', {'A'}, NULL, "play by itself, and stop", toggle_play, NULL},
    {'+', {'='}, NULL, "play faster", faster, NULL},
    {'-', {0}, NULL, "play slower", slower, NULL},
    {'b', {0}, NULL, "bookmark this step", set_bookmark, NULL},
    {'B', {0}, NULL, "go to the bookmark", to_bookmark, has_bookmark},
    {0},
};

/* The show's own line to type into; NULL: there is none now. */
static const char *own_prompt(const struct player *player)
{
    const struct show *show = player->show;
    return show->prompt ? show->prompt(show->model) : NULL;
}

static bool grabs(const void *self)
{
    const struct player *player = self;
    return own_prompt(player) || player->input != INPUT_KEYS || player->message[0] ||
           player->playing;
}

static enum reaction on_key(void *self, uint32_t key)
{
    struct player *player = self;
    player->message[0] = 0;
    if (player->input != INPUT_KEYS)
        return player_input_key(player, key);
    if (own_prompt(player))
        return player->show->typed(player, key);
    if (key == K_TICK && player->playing) {
        player_jump(player, player->index + 1);
        if (!has_next(player))
            player->playing = false;
        return REACT_DRAW;
    }
    return key == K_TICK ? REACT_DRAW : REACT_IGNORED;
}

static int tick(const void *self)
{
    const struct player *player = self;
    const struct show *show = player->show;
    if (is_playing(player))
        return player_speeds[player->speed];
    return show->live ? show->live(show->model, player->index) : -1;
}

static const struct key_row *more(const void *self)
{
    return ((const struct player *)self)->show->keys;
}

static const char *prompt(void *self)
{
    struct player *player = self;
    if (player->input == INPUT_GO)
        snprintf(player->prompt, sizeof player->prompt, "go to step (1 to %zu): %s_",
                 player_count(player), player->typed);
    else if (player->input == INPUT_ANSWER)
        snprintf(player->prompt, sizeof player->prompt,
                 "your answer: %s_   (Enter: compare, Esc: show me)", player->typed);
    else
        return player->message[0] ? player->message : own_prompt(player);
    return player->prompt;
}

static const char *title(void *self)
{
    return ((struct player *)self)->show->title;
}

static void status(void *self, char *buffer, size_t size)
{
    const struct player *player = self;
    char extra[96] = "";
    if (player->playing)
        snprintf(extra, sizeof extra, "playing, %g s a step · ",
                 player_speeds[player->speed] / 1000.0);
    else if (player->predicting)
        snprintf(extra, sizeof extra, "predict: %u of %u right · ", player->right,
                 player->asked);
    snprintf(buffer, size, "%sstep %zu of %zu", extra, player->index + 1,
             player_count(player));
}

const struct screen_type player_screen = {
    .name = "player",
    .title = title,
    .status = status,
    .draw = player_draw,
    .keys = player_keys,
    .more = more,
    .key = on_key,
    .grabs = grabs,
    .tick = tick,
    .prompt = prompt,
};
