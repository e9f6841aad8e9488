/* A page of Markdown that scrolls. Lines are never longer than READABLE columns, even
 * on a wide terminal: the eye loses its way back to the left.
 */
#include "labs/viewer.h"

#include <stdlib.h>
#include <string.h>

#include "labs/kit/error.h"

enum { READABLE = 88, OVERLAP = 2 };

void viewer_set(struct viewer *viewer, char *text)
{
    free(viewer->text);
    markdown_free(viewer->layout);
    viewer->layout = NULL;
    viewer->text = text;
}

void viewer_free(struct viewer *viewer)
{
    viewer_set(viewer, NULL);
}

static size_t last_top(const struct viewer *viewer)
{
    size_t lines = viewer->layout ? viewer->layout->count : 0;
    return lines > (size_t)viewer->rows ? lines - (size_t)viewer->rows : 0;
}

static void lay_out(struct viewer *viewer, int columns)
{
    if (viewer->layout && viewer->columns == columns)
        return;
    markdown_free(viewer->layout);
    viewer->columns = columns;
    viewer->layout = markdown_layout(viewer->text, strlen(viewer->text), columns);
}

void viewer_draw(struct viewer *viewer, struct area area)
{
    int columns = area.columns - 3 < READABLE ? area.columns - 3 : READABLE;
    lay_out(viewer, columns > 1 ? columns : 1);
    viewer->rows = area.rows;
    if (viewer->top > last_top(viewer))
        viewer->top = last_top(viewer);
    markdown_draw(viewer->layout, viewer->top,
                  area_part(area, 0, 1, area.rows, area.columns - 2));
    if (viewer->top > 0)
        area_text(area, 0, area.columns - 1, STYLE_DIM, "▴");
    if (viewer->top < last_top(viewer))
        area_text(area, area.rows - 1, area.columns - 1, STYLE_DIM, "▾");
    area_cursor(area, 0, 1);
}

static enum reaction scroll(struct viewer *viewer, int lines)
{
    size_t back = (size_t)(lines < 0 ? -lines : 0);
    if (back)
        viewer->top = viewer->top > back ? viewer->top - back : 0;
    else
        viewer->top += (size_t)lines;
    if (viewer->top > last_top(viewer))
        viewer->top = last_top(viewer);
    return REACT_DRAW;
}

enum reaction viewer_key(struct viewer *viewer, uint32_t key)
{
    int page = viewer->rows > OVERLAP ? viewer->rows - OVERLAP : 1;
    switch (key) {
    case K_UP:
    case 'k':
        return scroll(viewer, -1);
    case K_DOWN:
    case 'j':
        return scroll(viewer, 1);
    case K_PAGE_UP:
        return scroll(viewer, -page);
    case K_PAGE_DOWN:
    case ' ':
        return scroll(viewer, page);
    case K_HOME:
        viewer->top = 0;
        return REACT_DRAW;
    case K_END_KEY:
        viewer->top = last_top(viewer);
        return REACT_DRAW;
    default:
        return REACT_IGNORED;
    }
}

void viewer_to_top(struct viewer *viewer)
{
    viewer->top = 0;
}

void viewer_to_last_heading(struct viewer *viewer)
{
    lay_out(viewer, viewer->columns > 1 ? viewer->columns : READABLE);
    for (size_t i = viewer->layout->count; i-- > 0;) {
        const struct markdown_line *line = &viewer->layout->lines[i];
        if (line->count && line->spans[0].style == STYLE_TITLE) {
            viewer->top = i;
            break;
        }
    }
    if (viewer->top > last_top(viewer))
        viewer->top = last_top(viewer);
}

char *markdown_quoted(const char *text)
{
    char *quoted = xcalloc(2 * strlen(text) + 1, 1), *out = quoted;
    for (; *text; text++) {
        if (strchr("\\`*_{}[]<>#+-.!|~&", *text))
            *out++ = '\\';
        *out++ = *text;
    }
    return quoted;
}
