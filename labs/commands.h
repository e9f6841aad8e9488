/* The commands of labs, for the table in main.c: each takes its arguments and
 * returns an exit status.
 */
#ifndef RING3_LABS_COMMANDS_H
#define RING3_LABS_COMMANDS_H

#include "labs/kit/options.h"
#include "labs/session.h"

int command_menu(int argc, char **argv);
int command_list(int argc, char **argv);
int command_show(int argc, char **argv);
int command_next(int argc, char **argv);
int command_check(int argc, char **argv);
int command_hint(int argc, char **argv);
int command_init(int argc, char **argv);
int command_update(int argc, char **argv);
int command_reset(int argc, char **argv);
int command_new(int argc, char **argv);
int command_verify(int argc, char **argv);
int command_watch(int argc, char **argv);
int command_solution(int argc, char **argv);
int command_explain(int argc, char **argv);
int command_export(int argc, char **argv);
int command_import(int argc, char **argv);
int command_clean(int argc, char **argv);
int command_settings(int argc, char **argv);
int command_notes(int argc, char **argv);
int command_doctor(int argc, char **argv);

extern const struct option_row check_options[], hint_options[], reset_options[],
    verify_options[], init_options[], list_options[], solution_options[], clean_options[],
    watch_options[], settings_options[], new_options[];

/* What a command begins and ends with: the exercises that cannot be read and the progress
 * that cannot be kept are told in one line each. */
void session_open_or_die(struct session *session);
void session_close_or_warn(struct session *session);
/* --time-factor, and what it comes to with $RING3_TIME_FACTOR. */
extern uint64_t session_time_factor;
unsigned session_time_percent(void);
/* The exercise that is meant: the one named, else the one that the current folder
 * belongs to, else what comes next. Dies when there is none. */
const struct exercise *session_chosen_or_die(struct session *session, int argc,
                                             char **argv);

#endif
