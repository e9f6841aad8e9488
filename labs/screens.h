/* The screens of labs, and what they share. */
#ifndef RING3_LABS_SCREENS_H
#define RING3_LABS_SCREENS_H

#include "labs/kit/screen.h"
#include "labs/session.h"

/* What every screen needs; one per process. */
struct app {
    const struct terminal *terminal;
    struct session session;
};

/* Each runs until it is left. */
void front_screen(struct app *app);
void exercises_screen(struct app *app, const struct lab_area *area, bool searching);
void exercise_screen(struct app *app, const struct exercise *exercise);
void notes_screen(struct app *app);
void doctor_screen(struct app *app);
void help_screen(struct app *app);

/* Gives the terminal to a command, and tells afterwards if it did not end well. */
void run_program(struct app *app, const char *const *argv, const char *shown);

#endif
