/* Blocks of Markdown become lines.
 *
 * The text of a block gathers in a flow; when the block ends, the flow is broken
 * into lines. Each line begins with the marks of the containers around it: "│ " for
 * a quote, "• " or "2. " for the first line of an item, blanks for its others. Where
 * marks would leave too little room for text, inner containers get none.
 */
#include "labs/kit/markdown_layout.h"

#include <stdlib.h>
#include <string.h>

#include "labs/kit/utf8.h"

enum {
    COLUMNS_MIN = 12, /* what marks must leave to the text */
    CODE_INDENT = 2,
};

static int shown_depth(int depth)
{
    return depth < CONTAINERS_MAX ? depth : CONTAINERS_MAX;
}

/* Columns that are left for the text. */
int layout_columns(const struct layout *layout)
{
    int left = layout->columns;
    for (int i = 0; i < shown_depth(layout->depth); i++)
        left -= utf8_columns(layout->containers[i].other);
    return left > 0 ? left : 1;
}

static void push_container(struct layout *layout, const char *first, const char *other)
{
    if (layout->depth < CONTAINERS_MAX) {
        struct container *container = &layout->containers[layout->depth];
        *container = (struct container){0};
        if (layout_columns(layout) - utf8_columns(other) >= COLUMNS_MIN ||
            layout->depth == 0) {
            snprintf(container->first, sizeof container->first, "%s", first);
            snprintf(container->other, sizeof container->other, "%s", other);
        }
    }
    layout->depth++;
}

static void pop_container(struct layout *layout)
{
    layout->depth--;
    if (layout->blank_depth > layout->depth)
        layout->blank_depth = layout->depth;
}

static struct markdown_line *new_line(struct markdown *out)
{
    out->lines = xreallocarray(out->lines, out->count + 1, sizeof *out->lines);
    out->lines[out->count] = (struct markdown_line){0};
    return &out->lines[out->count++];
}

/* The marks of the outermost `depth` containers. Blanks in front are the indent. */
static void add_marks(struct layout *layout, struct markdown_line *line, int depth,
                      bool begins)
{
    char marks[CONTAINERS_MAX * sizeof layout->containers[0].first + 1] = "";
    size_t length = 0;
    for (int i = 0; i < shown_depth(depth); i++) {
        struct container *container = &layout->containers[i];
        bool first = begins && !container->begun;
        const char *mark = first ? container->first : container->other;
        container->begun |= begins;
        memcpy(marks + length, mark, strlen(mark) + 1);
        length += strlen(mark);
    }
    line->indent = (int)strspn(marks, " ");
    if (!begins)
        while (length > 0 && marks[length - 1] == ' ')
            marks[--length] = '\0';
    if (length > (size_t)line->indent)
        line_add(line, STYLE_DIM, marks + line->indent);
    if (length == 0)
        line->indent = 0;
}

/* A line with its marks, and the blank line before it if one is due. */
struct markdown_line *layout_line(struct layout *layout)
{
    if (layout->blank_due && layout->out->count > 0)
        add_marks(layout, new_line(layout->out), layout->blank_depth, false);
    layout->blank_due = false;
    struct markdown_line *line = new_line(layout->out);
    add_marks(layout, line, layout->depth, true);
    return line;
}

void layout_blank(struct layout *layout)
{
    layout->blank_due = true;
    layout->blank_depth = layout->depth;
}

/* Ends what has gathered: its lines go out. */
void layout_text(struct layout *layout)
{
    int columns = layout_columns(layout);
    for (size_t from = 0, next; from < layout->flow.used; from = next) {
        size_t to = flow_line(&layout->flow, from, columns, &next);
        line_add_flow(layout_line(layout), &layout->flow, from, to);
    }
    flow_clear(&layout->flow);
}

void layout_rule(struct layout *layout, int columns)
{
    struct markdown_line *line = layout_line(layout);
    struct flow rule = {0};
    for (int i = 0; i < columns; i++)
        flow_add_string(&rule, STYLE_RULE, "─");
    line_add_flow(line, &rule, 0, rule.used);
    flow_free(&rule);
}

/* Blocks */

void layout_heading(struct layout *layout, unsigned level)
{
    int columns = flow_columns(&layout->flow, 0, layout->flow.used);
    layout_text(layout);
    if (level == 1 && columns > 0)
        layout_rule(layout,
                    columns < layout_columns(layout) ? columns : layout_columns(layout));
    layout_blank(layout);
}

/* Code keeps its lines and its blanks; what is too long is cut where it is drawn. */
void layout_code(struct layout *layout)
{
    const struct flow *flow = &layout->flow;
    for (size_t from = 0; from < flow->used;) {
        const char *newline = memchr(flow->bytes + from, '\n', flow->used - from);
        size_t to = newline ? (size_t)(newline - flow->bytes) : flow->used;
        struct markdown_line *line = layout_line(layout);
        if (line->count == 0 && to > from)
            line->indent += CODE_INDENT;
        else if (to > from)
            line_add(line, STYLE_NORMAL, "  ");
        line_add_flow(line, flow, from, to);
        from = to + 1;
    }
    flow_clear(&layout->flow);
    layout_blank(layout);
}

/* HTML blocks are text for us; a comment is a note for authors. */
void layout_html(struct layout *layout)
{
    struct flow *flow = &layout->flow;
    if (flow->used >= 4 && !memcmp(flow->bytes, "<!--", 4))
        flow_clear(flow);
    layout_text(layout);
    layout_blank(layout);
}

void layout_begin_item(struct layout *layout, const MD_BLOCK_LI_DETAIL *item)
{
    struct list *list = &layout->lists[shown_depth(layout->list_depth) - 1];
    char first[16] = "• ", other[16];
    if (item->is_task)
        snprintf(first, sizeof first, "[%c] ", item->task_mark == ' ' ? ' ' : 'x');
    else if (list->ordered)
        snprintf(first, sizeof first, "%u. ", list->next++);
    snprintf(other, sizeof other, "%*s", utf8_columns(first), "");
    push_container(layout, first, other);
}

/* An item without text still shows its mark. */
void layout_end_item(struct layout *layout)
{
    layout_text(layout);
    if (layout->depth <= CONTAINERS_MAX && !layout->containers[layout->depth - 1].begun)
        layout_line(layout);
    pop_container(layout);
}

void layout_begin_list(struct layout *layout, struct list list)
{
    layout_text(layout); /* of the item around it */
    if (layout->list_depth < CONTAINERS_MAX)
        layout->lists[layout->list_depth] = list;
    layout->list_depth++;
}

void layout_end_list(struct layout *layout)
{
    layout->list_depth--;
    int around = shown_depth(layout->list_depth);
    if (around == 0 || !layout->lists[around - 1].tight)
        layout_blank(layout);
}

void layout_begin_quote(struct layout *layout)
{
    layout_text(layout);
    push_container(layout, "│ ", "│ ");
}

void layout_end_quote(struct layout *layout)
{
    layout_text(layout);
    pop_container(layout);
    layout_blank(layout);
}
