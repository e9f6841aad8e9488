/* Blocks become lines: what is open while Markdown is laid out. A part of
 * markdown.c: only its files include this.
 */
#ifndef RING3_KIT_MARKDOWN_LAYOUT_H
#define RING3_KIT_MARKDOWN_LAYOUT_H

#include <md4c.h>
#include <stdbool.h>

#include "labs/kit/markdown_flow.h"

enum { CONTAINERS_MAX = 16 }; /* deeper ones are shown like the one around them */

/* A quote or an item of a list. */
struct container {
    char first[16]; /* before its first line */
    char other[16]; /* before the others, as wide */
    bool begun;
};

struct list {
    bool ordered, tight;
    unsigned next;
};

struct cell_text {
    struct flow flow;
    MD_ALIGN align;
};

struct table {
    struct cell_text *cells; /* row by row, the head first */
    size_t count, columns;
};

struct layout {
    struct markdown *out;
    int columns;
    struct flow flow; /* the text of the block that is open */
    struct container containers[CONTAINERS_MAX];
    struct list lists[CONTAINERS_MAX];
    int depth, list_depth; /* may be more than the arrays hold */
    bool blank_due;        /* a blank line is due before the next line */
    int blank_depth;       /* with the marks of so many containers */
    enum style block_style;
    int strong, code, link; /* how many of these spans are open */
    size_t link_start;      /* in `flow` */
    struct table table;
};

/* The columns that the marks leave to the text; at least 1. */
int layout_columns(const struct layout *layout);
/* A new line, begun with the marks of its containers. */
struct markdown_line *layout_line(struct layout *layout);
/* A blank line is due after what was just laid out. */
void layout_blank(struct layout *layout);
void layout_rule(struct layout *layout, int columns);

/* Each ends a block: what has gathered in the flow goes out as lines. */
void layout_text(struct layout *layout);
void layout_heading(struct layout *layout, unsigned level);
void layout_code(struct layout *layout);
void layout_html(struct layout *layout);

void layout_begin_quote(struct layout *layout);
void layout_end_quote(struct layout *layout);
void layout_begin_list(struct layout *layout, struct list list);
void layout_end_list(struct layout *layout);
void layout_begin_item(struct layout *layout, const MD_BLOCK_LI_DETAIL *item);
void layout_end_item(struct layout *layout);

void layout_begin_table(struct layout *layout, size_t columns);
void layout_cell(struct layout *layout, MD_ALIGN align);
void layout_end_table(struct layout *layout);

#endif
