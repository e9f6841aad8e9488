/* Markdown as styled lines: for the lab texts, on a canvas or as plain text. */
#ifndef RING3_KIT_MARKDOWN_H
#define RING3_KIT_MARKDOWN_H

#include <stdio.h>

#include "labs/kit/canvas.h"

struct markdown_span {
    enum style style;
    char *text;
};

struct markdown_line {
    struct markdown_span *spans;
    size_t count;
    int indent;
};

struct markdown {
    struct markdown_line *lines;
    size_t count;
};

/* Lays the text out for so many columns: headings, paragraphs, lists, code,
 * quotes, tables, emphasis. Free with markdown_free. */
struct markdown *markdown_layout(const char *text, size_t length, int columns);
void markdown_free(struct markdown *markdown);
void markdown_draw(const struct markdown *markdown, size_t top, struct area area);
void markdown_print(const struct markdown *markdown, FILE *out);

#endif
