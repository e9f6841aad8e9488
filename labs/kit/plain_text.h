/* Paragraphs as plain lines, for help, `--plain` and screen readers. */
#ifndef RING3_KIT_PLAIN_TEXT_H
#define RING3_KIT_PLAIN_TEXT_H

#include <stdio.h>

/* Writes the text without what a terminal might obey: controls (but for newlines)
 * become U+FFFD, what turns text around is left out. For everything in lines that
 * comes from a file, a name or the kernel. */
void plain_put(FILE *out, const char *text, size_t length);

/* The same as a string that the caller frees; a tab becomes a blank. */
char *plain_copy(const char *text);

/* Wraps `text` at `columns`; the first line begins with `first`, the others with
 * as many blanks. A newline in the text starts a new line. */
void plain_wrap(FILE *out, const char *first, const char *text, int columns);

/* A term and its explanation: `left`, then the text from column `indent` on (on
 * the next line when `left` reaches that far). */
void plain_hang(FILE *out, const char *left, int indent, const char *text, int columns);

/* Sentences with commands in them, which stand in backquotes: a command gets a line of
 * its own, whole, so that it can be copied. The text begins after `first`. */
void plain_commands(FILE *out, const char *first, const char *text, int columns);

/* Takes the backquotes away, in place, for where there is no line to give. */
void plain_unmark(char *text);

/* How wide lines may be: the terminal on stdout, or 80 where there is none. */
int plain_columns(void);

#endif
