/* The commands of sqlite-demo: their options and what they do. */
#ifndef RING3_SQLITE_DEMO_PLAY_H
#define RING3_SQLITE_DEMO_PLAY_H

#include "labs/kit/options.h"

extern const struct option_row play_options[];

/* Each gets its arguments only and returns an exit status. */
int play_command(int argc, char **argv);
int scenarios_command(int argc, char **argv);
int menu_command(int argc, char **argv);

#endif
