/* One line of input, edited on a terminal, with a history.
 *
 * Left, right, Home, End, Ctrl-A, Ctrl-E, Backspace, Delete, Ctrl-U, Ctrl-K, Ctrl-W; up
 * and down for earlier lines; Ctrl-C drops the line, Ctrl-D on an empty one is the end.
 * Without a terminal, or on one that cannot move its cursor (TERM=dumb), lines are read
 * as they come.
 */
#ifndef RING3_SQLITE_DEMO_LINE_H
#define RING3_SQLITE_DEMO_LINE_H

#include <stdbool.h>
#include <stddef.h>

enum line_end { LINE_READ, LINE_DROPPED, LINE_END };

struct line_editor {
    bool terminal; /* there is one, and it can be written to */
    bool edits;    /* and it can move its cursor */
    char **history;
    size_t history_count;
    char *file; /* NULL: the history is not kept */
    char *text; /* the last line read, without its newline; the editor's */
    size_t capacity;
};

/* `file`: where lines are kept between sessions; may be NULL. It is copied. */
void line_open(struct line_editor *editor, const char *file);
void line_close(struct line_editor *editor);
enum line_end line_read(struct line_editor *editor, const char *prompt);
/* Remembers it, unless it is empty or the same as the last one. */
void line_remember(struct line_editor *editor, const char *text);

#endif
