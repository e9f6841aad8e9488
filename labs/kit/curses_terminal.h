/* The real terminal, through ncursesw: the only file that includes curses. */
#ifndef RING3_KIT_CURSES_TERMINAL_H
#define RING3_KIT_CURSES_TERMINAL_H

#include "labs/kit/terminal.h"

/* NULL when TERM is unknown or the streams are no terminals. */
const struct terminal *curses_open(struct error *error);

#endif
