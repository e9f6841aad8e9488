/* The keys of the stepper: the learner is the scheduler. */
#include "threads/stepper_keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/player.h"
#include "threads/scene.h"
#include "threads/step_words.h"
#include "threads/stepper_state.h"

/* What this thread can do next, the default first; NULL. */
static const struct explore_choice *choice_of(const struct explore_state *state,
                                              int thread)
{
    const struct explore_choice *found = NULL;

    for (size_t i = 0; i < state->choice_count; i++) {
        const struct explore_choice *choice = &state->choices[i];
        if (choice->thread == thread && (!found || choice->is_default))
            found = choice;
    }
    return found;
}

/* The variant after this choice of the same thread, in a circle; NULL: only one. */
static const struct explore_choice *next_variant(const struct explore_state *state,
                                                 const char *choice, int thread)
{
    size_t at = 0;

    while (at < state->choice_count && strcmp(state->choices[at].text, choice) != 0)
        at++;
    for (size_t i = 1; i < state->choice_count; i++) {
        const struct explore_choice *other =
            &state->choices[(at + i) % state->choice_count];
        if (other->thread == thread && strcmp(other->text, choice) != 0)
            return other;
    }
    return NULL;
}

static void say(struct stepper *stepper, size_t index, const char *text)
{
    snprintf(stepper->hint, sizeof stepper->hint, "%.*s", (int)sizeof stepper->hint - 1,
             text);
    stepper->hint_at = index;
}

/* Does it at a position and shows the state after it. */
static enum reaction choose(void *self, size_t index, const char *choice)
{
    struct stepper *stepper = player_model(self);
    cleanup_free char *text = xstrdup(choice); /* it lives in a state */
    struct error error;

    if (walk_choose(stepper->walk, index, text, &error) < 0) {
        say(stepper, index, error.message);
        return REACT_DRAW;
    }
    stepper->own = true;
    *stepper->hint = '\0';
    stepper_retitle(stepper);
    return player_move(self, index + 1);
}

static bool can_run(const void *self, int thread)
{
    struct stepper *stepper = player_model(self);

    return choice_of(stepper_state(stepper, player_index(self)), thread) != NULL;
}

static enum reaction run_thread(void *self, int thread)
{
    struct stepper *stepper = player_model(self);
    size_t index = player_index(self);
    const struct explore_choice *choice =
        choice_of(stepper_state(stepper, index), thread);

    return choice ? choose(self, index, choice->text) : REACT_NONE;
}

/* A key knows its function only, so each digit has one. */
#define DIGIT(n)                                                                         \
    static enum reaction run_##n(void *self)                                             \
    {                                                                                    \
        return run_thread(self, n);                                                      \
    }                                                                                    \
    static bool can_##n(const void *self)                                                \
    {                                                                                    \
        return can_run(self, n);                                                         \
    }
DIGIT(0)
DIGIT(1)
DIGIT(2)
DIGIT(3)
DIGIT(4)
DIGIT(5)
DIGIT(6)
DIGIT(7)
DIGIT(8)
DIGIT(9)

/* The last step again, with another waiter woken, by a timeout, spuriously. */
static enum reaction other_variant(void *self)
{
    struct stepper *stepper = player_model(self);
    size_t index = player_index(self);
    const struct explore_verdict *run = walk_verdict(stepper->walk);
    const struct explore_step *step;
    const struct explore_choice *other;

    if (index == 0 || index > run->step_count)
        return REACT_NONE;
    step = &run->steps[index - 1];
    other = next_variant(stepper_state(stepper, index - 1), step->choice, step->thread);
    if (!other) {
        say(stepper, index, "This step has no other way to go.");
        return REACT_DRAW;
    }
    return choose(self, index - 1, other->text);
}

static enum reaction undo(void *self)
{
    struct stepper *stepper = player_model(self);
    size_t count;

    if (!walk_undo(stepper->walk, &count))
        return REACT_NONE;
    *stepper->hint = '\0';
    stepper_retitle(stepper);
    return player_move(self, count);
}

static bool can_undo(const void *self)
{
    const struct stepper *stepper = player_model(self);

    return walk_can_undo(stepper->walk);
}

/* First that there is a way, then its next step: a hint points. */
static void hint_words(struct stepper *stepper, size_t index,
                       const struct explore_reach *reach)
{
    int thread = schedule_thread(reach->schedule, index);
    bool again = stepper->hint_said && stepper->hint_at == index && *stepper->hint;
    char name[16];

    stepper->hint_said = reach->reachable;
    if (!reach->reachable)
        say(stepper, index,
            reach->certain
                ? "No: whoever runs next, from here on nothing can go wrong."
                : "None was found from here within the time, which is no proof.");
    else if (again && thread >= 0)
        snprintf(stepper->hint, sizeof stepper->hint,
                 "On the way to the bug (%s), %s runs next.",
                 explore_kind_name(reach->kind),
                 scene_name(stepper_state(stepper, index), thread, name));
    else
        say(stepper, index,
            "Yes: a bug can still be reached from here. (h again: who runs next)");
}

static enum reaction hint(void *self)
{
    struct stepper *stepper = player_model(self);
    size_t index = player_index(self), steps = walk_verdict(stepper->walk)->step_count;
    cleanup_free char *schedule =
        walk_schedule(stepper->walk, index < steps ? index : steps);
    struct explore_reach reach = {0};
    struct error error;

    if (explore_reach(stepper->request.program, stepper->request.options, schedule,
                      &reach, &error) < 0)
        say(stepper, index, error.message);
    else
        hint_words(stepper, index, &reach);
    explore_reach_free(&reach);
    return REACT_DRAW;
}

static enum reaction toggle_graph(void *self)
{
    struct stepper *stepper = player_model(self);

    stepper->graph = !stepper->graph;
    return REACT_DRAW;
}

static bool has_graph(const void *self)
{
    return stepper_has_graph(player_model(self));
}

const struct key_row stepper_keys[] = {
    {'0', {0}, "main", "main makes its next step", run_0, can_0},
    {'1', {0}, "T1", "thread 1 makes its next step", run_1, can_1},
    {'2', {0}, "T2", "thread 2 makes its next step", run_2, can_2},
    {'3', {0}, "T3", "thread 3 makes its next step", run_3, can_3},
    {'4', {0}, "T4", "thread 4 makes its next step", run_4, can_4},
    {'5', {0}, "T5", "thread 5 makes its next step", run_5, can_5},
    {'6', {0}, "T6", "thread 6 makes its next step", run_6, can_6},
    {'7', {0}, "T7", "thread 7 makes its next step", run_7, can_7},
    {'8', {0}, "T8", "thread 8 makes its next step", run_8, can_8},
    {'9', {0}, "T9", "thread 9 makes its next step", run_9, can_9},
    {'u', {0}, "undo", "take the last choice back", undo, can_undo},
    {'h', {0}, "hint", "can a bug still be reached from here?", hint, NULL},
    {'v',
     {0},
     NULL,
     "the same step another way: another waiter, timeout, spurious wakeup",
     other_variant,
     NULL},
    {'x',
     {0},
     NULL,
     "the progress graph of two threads, and back",
     toggle_graph,
     has_graph},
    {0},
};
