/* Opening the learner's file: in a pane of tmux, in VS Code, or in $EDITOR here. */
#ifndef RING3_LABS_EDITOR_H
#define RING3_LABS_EDITOR_H

#include "labs/kit/terminal.h"

/* Where an editor opens. AUTO is a pane within tmux, VS Code within its terminal, and
 * the terminal itself elsewhere. */
extern const char *editor_choice; /* "auto", "here", "tmux", "code", NULL: auto */

/* Opens the file at a line (0: its beginning). The status of the editor as the shell
 * would say it, -1 with an error. With tmux and VS Code it returns at once. */
int editor_open(const struct terminal *terminal, const char *folder, const char *path,
                unsigned line, struct error *error);

#endif
