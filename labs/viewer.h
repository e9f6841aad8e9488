/* Markdown on a part of a screen, that scrolls. */
#ifndef RING3_LABS_VIEWER_H
#define RING3_LABS_VIEWER_H

#include <stdint.h>

#include "labs/kit/canvas.h"
#include "labs/kit/keys.h"
#include "labs/kit/markdown.h"

struct viewer {
    char *text;
    struct markdown *layout; /* for `columns`; NULL: to be made */
    int columns, rows;       /* of the last drawing */
    size_t top;
    char *link, *address; /* what of the text is a link, and where to; NULL: nothing */
};

/* Takes the text over. The place is kept: see viewer_to. */
void viewer_set(struct viewer *viewer, char *text);
/* Makes a link of the paragraph that has this text; NULL: of none. Both are copied. */
void viewer_link(struct viewer *viewer, const char *text, const char *address);
void viewer_free(struct viewer *viewer);
void viewer_draw(struct viewer *viewer, struct area area);
/* Arrows, j, k, space, page, Home, End. */
enum reaction viewer_key(struct viewer *viewer, uint32_t key);
/* To the top, or to the last heading of the text. */
void viewer_to_top(struct viewer *viewer);
void viewer_to_last_heading(struct viewer *viewer);

/* Text that Markdown shows as it is; freed by the caller. */
char *markdown_quoted(const char *text);

#endif
