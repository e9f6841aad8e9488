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
/* The same list, to choose from: `present` is selected. NULL if none was chosen. */
const struct exercise *choose_exercise(struct app *app, const struct lab_area *area,
                                       const struct exercise *present);
/* How an exercise begins: with its text, with a check, or with a check of files that are
 * put there first. */
enum exercise_start { START_READING, START_CHECK, START_WITH_FOLDER };
void exercise_screen(struct app *app, const struct exercise *exercise,
                     enum exercise_start start);
/* Where a screen makes the folder for all work; to be freed. */
char *exercise_home(void);
void notes_screen(struct app *app);
/* One note, by its name. */
void note_screen(struct app *app, const char *name);
void doctor_screen(struct app *app);
void help_screen(struct app *app);

/* Gives the terminal to a command, and tells afterwards if it did not end well. */
void run_program(struct app *app, const char *const *argv, const char *shown);
/* What its exit status means, in a box; nothing if it is 0. With -1, the error. */
void tell_ending(const struct app *app, int status, const char *shown,
                 const struct error *error);

/* Opens the terminal and the session for a screen; false where there can be none: then
 * lines are due. Dies when there are no exercises. */
bool app_open(struct app *app);
void app_close(struct app *app);

#endif
