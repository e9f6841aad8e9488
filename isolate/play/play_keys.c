/* The keys of play that other shows do not have: s and a. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "isolate/play/play_state.h"
#include "isolate/play/shell.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/screen.h"
#include "labs/kit/terminal.h"

static void tell(const char *title, const char *text)
{
    struct error error;
    const struct terminal *terminal = terminal_open(&error);
    if (!terminal)
        return;
    screen_message(terminal, title, text);
    terminal_close();
}

/* The terminal is lent to the shell; what it leaves running ends with it. */
static enum reaction shell(void *self)
{
    struct play *play = player_model(self);
    struct error error;
    const struct terminal *terminal = terminal_open(&error);
    if (!terminal)
        return REACT_NONE;
    terminal->suspend();
    int status = shell_in_container(&play->builder, &error);
    terminal->resume();
    terminal_close();
    if (status < 0)
        tell("no shell", error.message);
    return REACT_DRAW;
}

static bool has_shell(const void *self)
{
    const struct play *play = player_model(self);
    return !strcmp(play->setting.guest_name, "busybox");
}

enum { NAMES_MAX = 24, FIRST_NAME = 5 };

/* What it prints stays until a key says that it was read. */
static const char then_wait[] = "\"$@\"; printf '\\n[Enter goes back] '; read -r answer";

/* Adds the names between blanks, each once. `text` is cut. */
static size_t add_names(const char **argv, size_t n, char *text)
{
    char *name;
    while ((name = strsep(&text, " "))) {
        bool known = !*name;
        for (size_t i = FIRST_NAME; i < n; i++)
            known = known || !strcmp(argv[i], name);
        if (!known && n < NAMES_MAX)
            argv[n++] = name;
    }
    return n;
}

/* The layers that are not built yet, with commas: left out of the container that is
 * attacked, so that it has the same walls as the one on the screen. Only root can do
 * without a user namespace. */
static void missing_layers(const struct play *play, size_t index, char *text, size_t size)
{
    size_t length = 0;
    *text = 0;
    for (int layer = 0; layer < LAYER_COUNT && length < size; layer++)
        if (!play_has_layer(play, index, layer) &&
            (layer != LAYER_USER || geteuid() == 0))
            length += (size_t)snprintf(text + length, size - length, "%s%s",
                                       length ? "," : "", layer_words[layer]);
}

/* Those that the layer stops, and those that still succeed. */
static enum reaction attack(void *self)
{
    struct play *play = player_model(self);
    const struct step_type *type = builder_type(&play->builder, player_index(self));
    char layers[400], ourselves[4096] = "";
    const char *argv[NAMES_MAX + 2] = {"/bin/sh", "-c",      then_wait,
                                       "sh",      ourselves, "attack"};
    size_t n = FIRST_NAME + 1;
    if (readlink("/proc/self/exe", ourselves, sizeof ourselves - 1) < 0)
        return REACT_NONE;
    struct error error;
    missing_layers(play, player_index(self), layers, sizeof layers);
    if (*layers) {
        argv[n++] = "--without";
        argv[n++] = layers;
    }
    cleanup_free char *stops = xstrdup(type->stops ? type->stops : "");
    cleanup_free char *still = xstrdup(type->attack ? type->attack : "");
    n = add_names(argv, add_names(argv, n, stops), still);
    argv[n] = NULL;
    const struct terminal *terminal = terminal_open(&error);
    if (!terminal)
        return REACT_NONE;
    int status = terminal_run(terminal, argv, &error);
    terminal_close();
    if (status < 0)
        tell("no attack", error.message);
    return REACT_DRAW;
}

static bool has_attacks(const void *self)
{
    const struct play *play = player_model(self);
    const struct step_type *type = builder_type(&play->builder, player_index(self));
    return type->stops || type->attack;
}

/* The call is made once more, and is held until this answer. */
static enum reaction decide(void *self)
{
    struct play *play = player_model(self);
    size_t index = player_index(self);
    struct error error;
    unsigned answer = builder_setting(&play->builder)->answer;
    if (index == 0 || play_back(play, index - 1, &error) < 0) {
        tell("not undone", error.message);
        return REACT_DRAW;
    }
    builder_decide(&play->builder, (answer + 1) % ANSWER_COUNT);
    if (play_reach(play, index, &error) < 0)
        tell("not asked", error.message);
    return REACT_DRAW;
}

static bool holds_call(const void *self)
{
    const struct play *play = player_model(self);
    const struct step_type *type = builder_type(&play->builder, player_index(self));
    return !strcmp(type->name, "notify") &&
           !builder_skipped(&play->builder, player_index(self));
}

const struct key_row play_keys[] = {
    {'s', {0}, "shell inside", "a shell in the container as it is now", shell, has_shell},
    {'a',
     {0},
     "attack now",
     "try what this layer stops, and what is still open",
     attack,
     has_attacks},
    {'d',
     {0},
     "decide",
     "answer the held call differently: pretend, refuse, allow",
     decide,
     holds_call},
    {0},
};
