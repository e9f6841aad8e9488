/* Source lines, and a window with several parts: every thread stands somewhere
 * else in the program, and all of these places are to be seen at once.
 */
#include "threads/source.h"

#include <stdio.h>
#include <string.h>

void source_split(struct source *source, const char *text, size_t length)
{
    const char *end = text + length;

    source->count = 0;
    while (text < end && source->count < SOURCE_LINES) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        size_t columns = (size_t)((newline ? newline : end) - text);
        snprintf(source->lines[++source->count], SOURCE_WIDTH, "%.*s", (int)columns,
                 text);
        text += columns + 1;
    }
}

/* Rows that the chosen lines take, one more for each gap between two parts. */
static int rows_taken(const struct source *source, const bool *shown)
{
    int rows = 0;
    size_t last = 0;

    for (size_t i = 1; i <= source->count; i++) {
        if (!shown[i])
            continue;
        rows += last && i > last + 1 ? 2 : 1;
        last = i;
    }
    return rows;
}

static void show_if_fits(const struct source *source, long line, int rows, bool *shown)
{
    if (line < 1 || line > (long)source->count || shown[line])
        return;
    shown[line] = true;
    if (rows_taken(source, shown) > rows)
        shown[line] = false;
}

void source_window(const struct source *source, const int *focus, size_t count, int rows,
                   bool shown[SOURCE_LINES + 1])
{
    memset(shown, 0, SOURCE_LINES + 1);
    for (size_t i = 0; i < count; i++)
        show_if_fits(source, focus[i], rows, shown);
    for (long distance = 1; distance <= rows; distance++) {
        for (size_t i = 0; i < count; i++) {
            show_if_fits(source, focus[i] - distance, rows, shown);
            show_if_fits(source, focus[i] + distance, rows, shown);
        }
    }
    /* A gap of one line takes a row as well: show the line itself. */
    for (size_t i = 2; i < source->count; i++)
        if (!shown[i] && shown[i - 1] && shown[i + 1])
            shown[i] = true;
}

void source_trimmed(const struct source *source, int line, char text[SOURCE_WIDTH])
{
    const char *from = "";
    size_t length;

    if (line >= 1 && line <= (int)source->count)
        from = source->lines[line];
    from += strspn(from, " ");
    length = strlen(from);
    while (length && from[length - 1] == ' ')
        length--;
    snprintf(text, SOURCE_WIDTH, "%.*s", (int)length, from);
}
