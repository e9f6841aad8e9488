/* The source of a demo as lines, and which of them to show in few rows. */
#ifndef RING3_THREADS_SOURCE_H
#define RING3_THREADS_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

enum { SOURCE_LINES = 400, SOURCE_WIDTH = 120 };

struct source {
    size_t count; /* lines; the first one is lines[1] */
    char lines[SOURCE_LINES + 1][SOURCE_WIDTH];
};

void source_split(struct source *source, const char *text, size_t length);

/* Chooses the lines to show in `rows` rows: around the `count` lines of `focus`,
 * the first of which matters most. A row is a line, or the gap between two parts. */
void source_window(const struct source *source, const int *focus, size_t count, int rows,
                   bool shown[SOURCE_LINES + 1]);

/* The line without blanks around it. */
void source_trimmed(const struct source *source, int line, char text[SOURCE_WIDTH]);

#endif
