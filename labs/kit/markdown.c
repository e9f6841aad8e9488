/* Markdown as styled lines, through the parser of md4c (CommonMark, with tables,
 * struck out text and task lists).
 *
 * The parser calls us for each block, span and piece of text, in their order; here
 * spans become styles, and blocks are handed to markdown_layout.c.
 *
 * What a style says is also said by a mark: inline code keeps its backquotes, the
 * first heading has a line below. HTML is shown as it is; comments are dropped.
 */
#include "labs/kit/markdown.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/markdown_layout.h"
#include "labs/kit/utf8.h"

/* Blocks */

static int enter_block(MD_BLOCKTYPE type, void *detail, void *self)
{
    struct layout *layout = self;
    const MD_BLOCK_UL_DETAIL *bullets = detail;
    const MD_BLOCK_OL_DETAIL *numbers = detail;
    const MD_BLOCK_H_DETAIL *heading = detail;
    const MD_BLOCK_TABLE_DETAIL *table = detail;
    switch (type) {
    case MD_BLOCK_QUOTE:
        layout_begin_quote(layout);
        break;
    case MD_BLOCK_UL:
        layout_begin_list(layout, (struct list){.tight = bullets->is_tight});
        break;
    case MD_BLOCK_OL:
        layout_begin_list(layout, (struct list){true, numbers->is_tight, numbers->start});
        break;
    case MD_BLOCK_LI:
        layout_begin_item(layout, detail);
        break;
    case MD_BLOCK_TABLE:
        layout_begin_table(layout, table->col_count);
        break;
    case MD_BLOCK_TH:
        layout->block_style = STYLE_STRONG;
        break;
    case MD_BLOCK_H:
        layout_text(layout);
        layout->block_style = heading->level <= 2 ? STYLE_TITLE : STYLE_STRONG;
        break;
    case MD_BLOCK_CODE:
    case MD_BLOCK_HTML:
    case MD_BLOCK_P:
    case MD_BLOCK_HR:
        layout_text(layout); /* of the item around it */
        break;
    default:
        break;
    }
    return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *self)
{
    struct layout *layout = self;
    const MD_BLOCK_H_DETAIL *heading = detail;
    const MD_BLOCK_TD_DETAIL *cell = detail;
    switch (type) {
    case MD_BLOCK_QUOTE:
        layout_end_quote(layout);
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        layout_end_list(layout);
        break;
    case MD_BLOCK_LI:
        layout_end_item(layout);
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        layout->block_style = STYLE_NORMAL;
        layout_cell(layout, cell->align);
        break;
    case MD_BLOCK_TABLE:
        layout_end_table(layout);
        break;
    case MD_BLOCK_H:
        layout->block_style = STYLE_NORMAL;
        layout_heading(layout, heading->level);
        break;
    case MD_BLOCK_CODE:
        layout_code(layout);
        break;
    case MD_BLOCK_HTML:
        layout_html(layout);
        break;
    case MD_BLOCK_P:
        layout_text(layout);
        layout_blank(layout);
        break;
    case MD_BLOCK_HR:
        layout_rule(layout, layout_columns(layout));
        layout_blank(layout);
        break;
    default:
        break;
    }
    return 0;
}

/* Spans */

static enum style span_style(const struct layout *layout)
{
    return layout->code     ? STYLE_CODE
           : layout->link   ? STYLE_KEY
           : layout->strong ? STYLE_STRONG
                            : layout->block_style;
}

static void add(struct layout *layout, const char *text)
{
    flow_add_string(&layout->flow, span_style(layout), text);
}

static int enter_span(MD_SPANTYPE type, void *detail, void *self)
{
    struct layout *layout = self;
    (void)detail;
    switch (type) {
    case MD_SPAN_EM:
    case MD_SPAN_STRONG:
        layout->strong++;
        break;
    case MD_SPAN_CODE:
        layout->code++;
        add(layout, "`");
        break;
    case MD_SPAN_A:
        layout->link++;
        layout->link_start = layout->flow.used;
        break;
    case MD_SPAN_IMG:
        add(layout, "[image: ");
        break;
    case MD_SPAN_DEL:
        add(layout, "~~");
        break;
    default:
        break;
    }
    return 0;
}

/* The address of a link, unless the text is the address. */
static void add_address(struct layout *layout, const MD_ATTRIBUTE *address)
{
    const struct flow *flow = &layout->flow;
    size_t shown = flow->used - layout->link_start;
    if (address->size == 0 ||
        (shown == address->size &&
         !memcmp(flow->bytes + layout->link_start, address->text, shown)))
        return;
    flow_add_string(&layout->flow, STYLE_DIM, " (");
    flow_add(&layout->flow, STYLE_DIM, address->text, address->size);
    flow_add_string(&layout->flow, STYLE_DIM, ")");
}

static int leave_span(MD_SPANTYPE type, void *detail, void *self)
{
    struct layout *layout = self;
    switch (type) {
    case MD_SPAN_EM:
    case MD_SPAN_STRONG:
        layout->strong--;
        break;
    case MD_SPAN_CODE:
        add(layout, "`");
        layout->code--;
        break;
    case MD_SPAN_A:
        layout->link--;
        add_address(layout, &((MD_SPAN_A_DETAIL *)detail)->href);
        break;
    case MD_SPAN_IMG:
        add(layout, "]");
        break;
    case MD_SPAN_DEL:
        add(layout, "~~");
        break;
    default:
        break;
    }
    return 0;
}

/* Text */

static const struct {
    const char *name, *text;
} entities[] = {
    {"&amp;", "&"},   {"&lt;", "<"},        {"&gt;", ">"},     {"&quot;", "\""},
    {"&apos;", "'"},  {"&nbsp;", "\u00A0"}, {"&hellip;", "…"}, {"&ndash;", "–"},
    {"&mdash;", "—"}, {"&rarr;", "→"},      {"&larr;", "←"},   {"&times;", "×"},
    {"&le;", "≤"},    {"&ge;", "≥"},        {"&ne;", "≠"},     {"&copy;", "©"},
};

/* "&#9731;" or "&#x2603;"; other names than those of the table stay as they are. */
static void add_entity(struct layout *layout, const char *text, size_t size)
{
    for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++)
        if (strlen(entities[i].name) == size && !memcmp(entities[i].name, text, size)) {
            add(layout, entities[i].text);
            return;
        }
    if (size > 3 && text[1] == '#') {
        bool hexadecimal = text[2] == 'x' || text[2] == 'X';
        char bytes[4];
        /* The parser has seen to it that digits follow, and then a semicolon. */
        unsigned long code =
            strtoul(text + (hexadecimal ? 3 : 2), NULL, hexadecimal ? 16 : 10);
        size_t length =
            utf8_encode(code && code < 0x110000 ? (uint32_t)code : 0xFFFD, bytes);
        flow_add(&layout->flow, span_style(layout), bytes, length);
        return;
    }
    flow_add(&layout->flow, span_style(layout), text, size);
}

/* Here, and only here, newlines end lines, and tabs are more than one blank. */
static void add_verbatim(struct layout *layout, enum style style, const char *text,
                         size_t size)
{
    for (size_t i = 0; i < size; i++) {
        size_t plain = 0;
        while (i + plain < size && text[i + plain] != '\n' && text[i + plain] != '\t')
            plain++;
        flow_add(&layout->flow, style, text + i, plain);
        i += plain;
        if (i < size && text[i] == '\n')
            flow_break(&layout->flow);
        else if (i < size)
            flow_add_string(&layout->flow, style, "    ");
    }
}

/* White space of any length is one blank. */
static void add_words(struct layout *layout, const char *text, size_t size)
{
    for (size_t i = 0, end; i < size; i = end) {
        bool blank = text[i] == ' ' || text[i] == '\t';
        end = i + 1;
        while (end < size && (text[end] == ' ' || text[end] == '\t') == blank)
            end++;
        flow_add(&layout->flow, span_style(layout), text + i, blank ? 1 : end - i);
    }
}

static int add_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *self)
{
    struct layout *layout = self;
    switch (type) {
    case MD_TEXT_NULLCHAR:
        add(layout, "\uFFFD");
        break;
    case MD_TEXT_BR:
        flow_break(&layout->flow);
        break;
    case MD_TEXT_SOFTBR:
        add(layout, " ");
        break;
    case MD_TEXT_ENTITY:
        add_entity(layout, text, size);
        break;
    case MD_TEXT_CODE:
        if (layout->code)
            flow_add(&layout->flow, STYLE_CODE, text, size);
        else
            add_verbatim(layout, STYLE_CODE, text, size);
        break;
    case MD_TEXT_HTML:
        add_verbatim(layout, span_style(layout), text, size);
        break;
    default:
        add_words(layout, text, size);
        break;
    }
    return 0;
}

/* The whole */

struct markdown *markdown_layout(const char *text, size_t length, int columns)
{
    static const MD_PARSER parser = {
        .flags = MD_FLAG_NOHTMLSPANS | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH |
                 MD_FLAG_TASKLISTS | MD_FLAG_PERMISSIVEURLAUTOLINKS,
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = add_text,
    };
    struct layout layout = {
        .out = xcalloc(1, sizeof *layout.out),
        .columns = columns > 0 ? columns : 1,
    };
    /* Our functions never stop it: it fails only when there is no memory left. */
    if (md_parse(text, length < UINT_MAX ? (MD_SIZE)length : UINT_MAX, &parser, &layout))
        die(STATUS_HOST, "out of memory: the text is too large to be laid out");
    flow_free(&layout.flow);
    return layout.out;
}

void markdown_free(struct markdown *markdown)
{
    if (!markdown)
        return;
    for (size_t i = 0; i < markdown->count; i++) {
        for (size_t j = 0; j < markdown->lines[i].count; j++)
            free(markdown->lines[i].spans[j].text);
        free(markdown->lines[i].spans);
    }
    free(markdown->lines);
    free(markdown);
}

static void draw_line(const struct markdown_line *line, struct area area, int row)
{
    int column = line->indent;
    for (size_t i = 0; i < line->count; i++) {
        const struct markdown_span *span = &line->spans[i];
        if (column >= area.columns) { /* what came so far fills the area to its edge */
            area_text(area, row, area.columns - 1, span->style, "…");
            return;
        }
        column = area_text(area, row, column, span->style, span->text);
    }
}

void markdown_draw(const struct markdown *markdown, size_t top, struct area area)
{
    for (int row = 0; row < area.rows && top + (size_t)row < markdown->count; row++)
        draw_line(&markdown->lines[top + (size_t)row], area, row);
}

void markdown_print(const struct markdown *markdown, FILE *out)
{
    for (size_t i = 0; i < markdown->count; i++) {
        const struct markdown_line *line = &markdown->lines[i];
        fprintf(out, "%*s", line->indent, "");
        for (size_t j = 0; j < line->count; j++)
            fputs(line->spans[j].text, out);
        putc('\n', out);
    }
}
