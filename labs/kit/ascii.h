/* Text where there is no UTF-8: the canvas and plain lines use one table. */
#ifndef RING3_KIT_ASCII_H
#define RING3_KIT_ASCII_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* One character, as UTF-8 and NUL-terminated; what the table does not have is '?'. */
char ascii_for(const char *glyph);

/* True if the locale's characters are not UTF-8. */
bool ascii_only(void);

/* Writes the text in ASCII; what takes two columns takes two. */
void ascii_put(FILE *out, const char *text, size_t length);

#endif
