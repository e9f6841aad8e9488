/* Text with styles that has no lines yet, and the lines that it is broken into.
 * A part of markdown.c: nothing else includes this.
 */
#ifndef RING3_KIT_MARKDOWN_FLOW_H
#define RING3_KIT_MARKDOWN_FLOW_H

#include "labs/kit/markdown.h"

/* UTF-8 without control characters, except "\n" where a line must end. */
struct flow {
    char *bytes;
    unsigned char *styles; /* enum style, one per byte */
    size_t used, room;
};

/* Tabs and other white space become a blank, other controls U+FFFD. */
void flow_add(struct flow *flow, enum style style, const char *text, size_t length);
void flow_add_string(struct flow *flow, enum style style, const char *text);
void flow_break(struct flow *flow);
void flow_clear(struct flow *flow); /* empty again, memory kept */
void flow_free(struct flow *flow);

/* The columns of the longest line in bytes [from, to). */
int flow_columns(const struct flow *flow, size_t from, size_t to);

/* Where the line that begins at byte `from` ends when it may take so many columns
 * (at least one character is taken); *next is where the following one begins. */
size_t flow_line(const struct flow *flow, size_t from, int columns, size_t *next);

/* Puts bytes [from, to) at the end of the line, a span per run of one style. */
void line_add_flow(struct markdown_line *line, const struct flow *flow, size_t from,
                   size_t to);
void line_add(struct markdown_line *line, enum style style, const char *text);

#endif
