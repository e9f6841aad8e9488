/* The scripted terminal: keys from a variable, screens to a file, no sleeps.
 *
 *     RING3_KEYS='right right dump ?' RING3_SCREEN=60x15 RING3_DUMP=out vmsim play …
 *
 * RING3_KEYS    words: key names (right, enter, esc, space, x, ctrl-l), "'text'"
 *               which types its letters, `dump` which appends the screen to the
 *               dump, `size:60x15` which resizes, `tick` which lets the time that
 *               the screen waits for pass, `wake` which waits (a minute at most)
 *               for what the screen waits for beside keys. "@FILE" takes the words
 *               from a file.
 *               After the last word the program is closed as if by its owner.
 * RING3_SCREEN  COLUMNSxROWS, 80x24 if unset
 * RING3_DUMP    file for the dumps, stdout if unset
 * RING3_ASCII   non-empty: a terminal without UTF-8
 * RING3_CHILD_KEYS  what programs started from this one get as RING3_KEYS
 */
#ifndef RING3_KIT_SCRIPT_H
#define RING3_KIT_SCRIPT_H

#include <stdbool.h>

#include "labs/kit/terminal.h"

bool script_wanted(void);
const struct terminal *script_open(struct error *error);

#endif
