/* Draws source lines with the threads that stand at them.
 *
 *      T1   21         Mutex_lock(&A);
 *       ⋯
 *      T2▸  42         Mutex_lock(&A);
 */
#include "threads/source_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/error.h"

enum { MARK_COLUMNS = 6, NUMBER_COLUMNS = 4, MARK = 64 };

/* "T1,T2": who stands at this line. True if the actor does. */
static bool mark_line(const struct stand *stands, size_t count, int line, char *mark)
{
    bool actor = false;

    *mark = '\0';
    for (size_t i = 0; i < count; i++) {
        size_t used = strlen(mark);
        if (stands[i].line != line)
            continue;
        snprintf(mark + used, MARK - used, "%s%s", used ? "," : "", stands[i].name);
        actor = actor || stands[i].actor;
    }
    return actor;
}

static void draw_line(const struct source *source, const struct stand *stands,
                      size_t count, int line, struct area area, int row)
{
    char mark[MARK];
    bool here = mark_line(stands, count, line, mark);
    enum style style = here ? STYLE_STRONG : STYLE_NORMAL;

    area_text(area_part(area, row, 0, 1, MARK_COLUMNS - 1), 0, 0, STYLE_KEY, mark);
    if (here)
        area_text(area, row, MARK_COLUMNS - 1, STYLE_KEY, "▸");
    area_print(area, row, MARK_COLUMNS, STYLE_DIM, "%*d", NUMBER_COLUMNS - 1, line);
    area_text(area, row, MARK_COLUMNS + NUMBER_COLUMNS, style, source->lines[line]);
}

static size_t focus_lines(const struct stand *stands, size_t count, int *focus)
{
    size_t used = 0;

    for (size_t i = 0; i < count; i++)
        if (stands[i].actor && stands[i].line)
            focus[used++] = stands[i].line;
    for (size_t i = 0; i < count; i++)
        if (!stands[i].actor && !stands[i].aside && stands[i].line)
            focus[used++] = stands[i].line;
    if (!used)
        focus[used++] = 1;
    return used;
}

void source_draw(const struct source *source, const struct stand *stands, size_t count,
                 struct area area)
{
    bool shown[SOURCE_LINES + 1];
    int *focus = xcalloc(count + 1, sizeof *focus), row = 0;
    size_t used = focus_lines(stands, count, focus), last = 0;

    source_window(source, focus, used, area.rows, shown);
    free(focus);
    for (size_t line = 1; line <= source->count; line++) {
        if (!shown[line])
            continue;
        if (last && line > last + 1)
            area_text(area, row++, MARK_COLUMNS + NUMBER_COLUMNS - 2, STYLE_DIM, "⋯");
        draw_line(source, stands, count, (int)line, area, row++);
        last = line;
    }
}
