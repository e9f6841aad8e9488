/* The commands of sqlite-demo: their options and what they do. */
#ifndef RING3_SQLITE_DEMO_PLAY_H
#define RING3_SQLITE_DEMO_PLAY_H

#include <stdbool.h>

#include "labs/kit/options.h"

extern const struct option_row play_options[];
extern const struct option_row pages_options[];
extern const struct option_row cache_options[];
extern const struct option_row crash_options[];

/* Each gets its arguments only and returns an exit status. */
int play_command(int argc, char **argv);
int scenarios_command(int argc, char **argv);
int menu_command(int argc, char **argv);
int pages_command(int argc, char **argv);
int cache_command(int argc, char **argv);
int crash_command(int argc, char **argv);

/* stepper_play.c: steps through SQLite's program for the SQL. An exit status; -1. */
int stepper_play(const char *file, const char *sql, uint64_t at, struct error *error);

/* file_check.c: is it a regular file that can be read? `hint` goes behind the reason
 * that it is not there; NULL. */
int file_check(const char *file, const char *hint, struct error *error);
bool file_is_empty(const char *path);
/* 'a'\''b': as a shell reads it back. Free it. */
char *shell_quoted(const char *text);

#endif
