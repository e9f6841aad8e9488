/* A page of Markdown that scrolls. Lines are never longer than READABLE columns, even
 * on a wide terminal: the eye loses its way back to the left.
 */
#include "labs/viewer.h"

#include <stdlib.h>
#include <string.h>

#include "labs/kit/error.h"
#include "labs/kit/utf8.h"

enum { READABLE = 88, OVERLAP = 2 };

void viewer_set(struct viewer *viewer, char *text)
{
    free(viewer->text);
    markdown_free(viewer->layout);
    viewer->layout = NULL;
    viewer->text = text;
}

void viewer_link(struct viewer *viewer, const char *text, const char *address)
{
    free(viewer->link);
    free(viewer->address);
    viewer->link = text ? xstrdup(text) : NULL;
    viewer->address = text ? xstrdup(address) : NULL;
}

void viewer_free(struct viewer *viewer)
{
    viewer_link(viewer, NULL, NULL);
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

/* So many bytes of `text` does the line hold, all of it; 0 if it is another line. */
static size_t part_in_line(const struct markdown_line *line, const char *text)
{
    size_t length = 0;
    for (size_t i = 0; i < line->count; i++) {
        size_t bytes = strlen(line->spans[i].text);
        if (strncmp(text + length, line->spans[i].text, bytes) != 0)
            return 0;
        length += bytes;
    }
    return length;
}

/* A long path is broken into several lines: each of them is the same link. */
static size_t lines_of_link(const struct viewer *viewer, size_t first)
{
    const struct markdown *layout = viewer->layout;
    const char *rest = viewer->link;
    size_t line = first;
    for (; *rest && line < layout->count; line++) {
        size_t length = part_in_line(&layout->lines[line], rest);
        if (!length)
            return 0;
        rest += length;
        rest += strspn(rest, " "); /* where a line is broken there is none */
    }
    return *rest ? 0 : line - first;
}

static void draw_link(const struct viewer *viewer, struct area area)
{
    size_t count = 0, first = 0;
    for (; viewer->link && !count && first < viewer->layout->count; first++)
        count = lines_of_link(viewer, first);
    for (size_t i = 0; i < count; i++) {
        const struct markdown_line *line = &viewer->layout->lines[first - 1 + i];
        int columns = 0;
        for (size_t span = 0; span < line->count; span++)
            columns += utf8_columns(line->spans[span].text);
        area_link(area, (int)(first - 1 + i) - (int)viewer->top, line->indent, columns,
                  viewer->address);
    }
}

void viewer_draw(struct viewer *viewer, struct area area)
{
    int columns = area.columns - 3 < READABLE ? area.columns - 3 : READABLE;
    lay_out(viewer, columns > 1 ? columns : 1);
    viewer->rows = area.rows;
    if (viewer->top > last_top(viewer))
        viewer->top = last_top(viewer);
    struct area page = area_part(area, 0, 1, area.rows, area.columns - 2);
    markdown_draw(viewer->layout, viewer->top, page);
    draw_link(viewer, page);
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
