/* Text with styles, broken into lines: at blanks, or within a word that is longer
 * than a line. A combining character stays with what it combines with.
 */
#include "labs/kit/markdown_flow.h"

#include <stdlib.h>
#include <string.h>

#include "labs/kit/utf8.h"

static void make_room(struct flow *flow, size_t more)
{
    if (flow->used + more <= flow->room)
        return;
    flow->room = 2 * (flow->used + more);
    flow->bytes = xreallocarray(flow->bytes, flow->room, 1);
    flow->styles = xreallocarray(flow->styles, flow->room, 1);
}

static void add_bytes(struct flow *flow, enum style style, const char *bytes,
                      size_t length)
{
    make_room(flow, length);
    memcpy(flow->bytes + flow->used, bytes, length);
    memset(flow->styles + flow->used, (int)style, length);
    flow->used += length;
}

/* 0: nothing at all. */
static uint32_t harmless(uint32_t code)
{
    if (code == '\t' || code == '\n' || code == '\r')
        return ' ';
    if (utf8_steers(code))
        return 0;
    return code < ' ' || (code >= 0x7F && code < 0xA0) ? 0xFFFD : code;
}

void flow_add(struct flow *flow, enum style style, const char *text, size_t length)
{
    while (length > 0) {
        uint32_t code;
        char bytes[4];
        size_t taken = utf8_decode(text, length, &code);
        code = harmless(code);
        if (code) {
            size_t encoded = utf8_encode(code, bytes);
            add_bytes(flow, style, bytes, encoded);
        }
        text += taken;
        length -= taken;
    }
}

void flow_add_string(struct flow *flow, enum style style, const char *text)
{
    flow_add(flow, style, text, strlen(text));
}

void flow_break(struct flow *flow)
{
    add_bytes(flow, STYLE_NORMAL, "\n", 1);
}

void flow_clear(struct flow *flow)
{
    flow->used = 0;
}

void flow_free(struct flow *flow)
{
    free(flow->bytes);
    free(flow->styles);
    *flow = (struct flow){0};
}

int flow_columns(const struct flow *flow, size_t from, size_t to)
{
    int columns = 0, most = 0;
    for (size_t i = from; i < to;) {
        uint32_t code;
        i += utf8_decode(flow->bytes + i, to - i, &code);
        columns = code == '\n' ? 0 : columns + utf8_width(code);
        most = columns > most ? columns : most;
    }
    return most;
}

static size_t without_blanks(const struct flow *flow, size_t from, size_t to)
{
    while (to > from && flow->bytes[to - 1] == ' ')
        to--;
    return to;
}

size_t flow_line(const struct flow *flow, size_t from, int columns, size_t *next)
{
    size_t blank = from, end = from;
    for (int used = 0; end < flow->used;) {
        uint32_t code;
        size_t taken = utf8_decode(flow->bytes + end, flow->used - end, &code);
        if (code == '\n') {
            *next = end + taken;
            return without_blanks(flow, from, end);
        }
        if (code == ' ')
            blank = end;
        used += utf8_width(code);
        if (used > columns && end > from) {
            if (blank > from)
                end = blank;
            *next = end;
            while (*next < flow->used && flow->bytes[*next] == ' ')
                ++*next;
            return without_blanks(flow, from, end);
        }
        end += taken;
    }
    *next = end;
    return without_blanks(flow, from, end);
}

static void add_span(struct markdown_line *line, enum style style, char *text)
{
    line->spans = xreallocarray(line->spans, line->count + 1, sizeof *line->spans);
    line->spans[line->count++] = (struct markdown_span){style, text};
}

void line_add(struct markdown_line *line, enum style style, const char *text)
{
    if (*text)
        add_span(line, style, xstrdup(text));
}

void line_add_flow(struct markdown_line *line, const struct flow *flow, size_t from,
                   size_t to)
{
    while (from < to) {
        size_t end = from + 1;
        while (end < to && flow->styles[end] == flow->styles[from])
            end++;
        add_span(line, (enum style)flow->styles[from],
                 xasprintf("%.*s", (int)(end - from), flow->bytes + from));
        from = end;
    }
}
