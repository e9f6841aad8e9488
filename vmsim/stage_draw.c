/* The picture of a step: the reference string, the frames, the rivals; and on
 * tall screens the frames through time (stage_time.c).
 *
 *     time    1  2  3  4  5  6  7  8  9 10 11 12
 *     page    1  2  3  4  1  2 [5] 1  2  3  4  5
 *     fault   F  F  F  F  F  F  F
 *
 *      frame   page  loaded  used  next           faults  so far in all with 4
 *    ▸ 0          5       7     7    12           FIFO ◂       7      9     10!
 *      1          1       5     5     8           LRU          7     10      8
 *      2          2       6     6     9           OPT          5      7      6
 *                                                 so far 2 more than OPT
 *      on disk  4◂ 3
 *
 * Pure: it reads the stage, and draws.
 */
#include <inttypes.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "vmsim/stage_parts.h"

enum {
    TABLE_ROW = 4,    /* the head of the table of frames */
    FRAMES_LEAST = 5, /* rows kept for frames on a small screen, so that */
    FRAMES_MOST = 7,  /* the rivals fit beside them, and the reason below */
    LOW_ROWS = 12,
    NAME_COLUMNS = 8, /* of a rival, with its mark */
};

/* How wide numbers get, so that columns stand still while stepping. */
struct widths {
    int page, time;
};

static struct widths measure(const struct stage *stage)
{
    int time = digits(stage->trace->count);
    return (struct widths){.page = digits(stage->greatest_page),
                           .time = time < 4 ? 4 : time};
}

/* ---- the frames ---- */

static int page_column_width(struct widths widths)
{
    return widths.page < 4 ? 4 : widths.page;
}

/* The bit, and behind it the hand, or the list that the page is in, or both. */
static int mark_columns(const struct stage *stage)
{
    enum { BIT = 5, HAND = 7, LIST = 8 };
    struct frame_mark mark = {0};
    if (!stage->timeline->choice.type->mark)
        return 0;
    if (timeline_holds(stage->timeline, 0))
        mark = timeline_mark(stage->timeline, 0);
    return (mark.bits < 0 ? 0 : BIT) + (mark.list ? LIST : HAND);
}

/* Columns of the table, which the rivals must leave free. */
static int table_columns(const struct stage *stage, struct widths widths)
{
    int columns = 18 + page_column_width(widths) + 3 * widths.time;
    return columns + mark_columns(stage) + (stage->trace->write ? 3 : 0) + 1;
}

/* As the first frame has them, the policy's marks. */
static const char *heads_of_marks(const struct stage *stage)
{
    struct frame_mark mark = {.bits = -1};
    if (timeline_holds(stage->timeline, 0))
        mark = timeline_mark(stage->timeline, 0);
    return mark.bits < 0 ? " list" : mark.list ? "  bit list" : "  bit";
}

static void draw_table_head(const struct stage *stage, struct area area,
                            struct widths widths)
{
    int column = area_print(area, 0, 2, STYLE_DIM, "frame  %*s",
                            page_column_width(widths) + 1, "page");
    column = area_print(area, 0, column, STYLE_DIM, "  %*s  %*s  %*s", widths.time + 2,
                        "loaded", widths.time, "used", widths.time, "next");
    if (stage->trace->write)
        column = area_text(area, 0, column, STYLE_DIM, "  w");
    if (stage->timeline->choice.type->mark)
        area_text(area, 0, column, STYLE_DIM, heads_of_marks(stage));
}

static int draw_next_use(uint32_t next, struct area area, int row, int column,
                         struct widths widths)
{
    if (next == NEVER)
        return area_print(area, row, column, STYLE_DIM, "  %*s", widths.time, "-");
    return area_print(area, row, column, STYLE_NORMAL, "  %*u", widths.time, next + 1);
}

static void draw_frame(const struct stage *stage, uint32_t frame, struct area area,
                       int row, struct widths widths)
{
    const struct timeline *timeline = stage->timeline;
    bool here = frame == timeline->outcome.frame;
    int width = page_column_width(widths) + 1;
    area_text(area, row, 0, STYLE_KEY, here ? "▸" : " ");
    if (!timeline_holds(timeline, frame)) {
        area_print(area, row, 2, STYLE_DIM, "%-5u  %*s", frame, width, "free");
        return;
    }
    struct page_facts facts = timeline_facts(timeline, frame);
    struct frame_mark mark = timeline_mark(timeline, frame);
    enum style style = !here                     ? STYLE_NORMAL
                       : timeline->outcome.fault ? STYLE_FAULT
                                                 : STYLE_HIT;
    int column = area_print(area, row, 2, STYLE_NORMAL, "%-5u  ", frame);
    column = area_print(area, row, column, style, "%*" PRIu64, width, facts.number);
    column = area_print(area, row, column, STYLE_NORMAL, "  %*u  %*u", widths.time + 2,
                        facts.loaded + 1, widths.time, facts.used + 1);
    column = draw_next_use(facts.next, area, row, column, widths);
    if (stage->trace->write)
        column = area_text(area, row, column, STYLE_DIRTY,
                           timeline->memory->dirty[frame] ? "  W" : "  ·");
    if (mark.bits >= 0)
        column = area_print(area, row, column, STYLE_NORMAL, "  %3d", mark.bits);
    if (mark.list)
        column = area_print(area, row, column, STYLE_NORMAL, " %s", mark.list);
    if (mark.hand)
        area_text(area, row, column, STYLE_KEY, mark.list ? "◂" : " ◂ hand");
}

/* The first frame shown, when not all of them fit: the one that the reference
 * went to is among them. */
static uint32_t first_frame(const struct stage *stage, int rows)
{
    uint32_t shown = (uint32_t)rows, frames = stage->timeline->memory->frames;
    uint32_t here = stage->timeline->outcome.frame;
    if (frames <= shown || here < shown / 2)
        return 0;
    uint32_t first = here - shown / 2;
    return first > frames - shown ? frames - shown : first;
}

/* Returns the row after the table. */
static int draw_frames(const struct stage *stage, struct area area, struct widths widths,
                       int rows)
{
    uint32_t frames = stage->timeline->memory->frames;
    draw_table_head(stage, area, widths);
    bool told = frames > (uint32_t)rows && rows > 2;
    rows -= told; /* a line says how many there are */
    uint32_t first = first_frame(stage, rows);
    int row = 1;
    for (uint32_t frame = first; frame < frames && row <= rows; frame++)
        draw_frame(stage, frame, area, row++, widths);
    if (told)
        area_print(area, row++, 2, STYLE_DIM, "frames %u to %u of %u, %u in use", first,
                   first + (uint32_t)rows - 1, frames,
                   memory_resident(stage->timeline->memory));
    return row;
}

/* Pages that were used and are not resident now; the newest acquaintance first. */
static void draw_disk(const struct stage *stage, struct area area, int row)
{
    const struct timeline *timeline = stage->timeline;
    uint32_t out = timeline->seen - memory_resident(timeline->memory);
    int column = area_text(area, row, 2, STYLE_DIM, "on disk ");
    if (out == 0)
        area_text(area, row, column + 1, STYLE_DIM, "-");
    for (uint32_t id = timeline->seen, shown = 0; id-- > 0 && shown < out;) {
        if (timeline->memory->frame_of[id] != NO_FRAME)
            continue;
        uint64_t number = stage->trace->pages.numbers[id];
        if (column + digits(number) + 14 > area.columns) {
            area_print(area, row, column, STYLE_DIM, " and %u more", out - shown);
            return;
        }
        bool left =
            number == timeline->left.number && timeline->outcome.evicted != NO_PAGE;
        column = area_print(area, row, column, left ? STYLE_VICTIM : STYLE_NORMAL,
                            " %" PRIu64, number);
        if (left)
            column = area_text(area, row, column, STYLE_VICTIM, "◂");
        shown++;
    }
}

/* ---- the rivals ---- */

/* How wide their numbers are: all in one grid, heads and figures. */
struct grid {
    int number, more; /* columns of each; `more` is 0 where it was not run */
    char head[24];    /* above the last column */
};

/* The policy that is shown may lack it: one of the learner's own that broke a rule. */
static bool any_more(const struct stage *stage)
{
    for (size_t i = 0; i < stage->rival_count; i++)
        if (stage->rivals[i].more.bits)
            return true;
    return false;
}

static struct grid rivals_grid(const struct stage *stage)
{
    int number = digits(stage->trace->count) + 1;
    struct grid grid = {.number = number > 7 ? number : 7};
    if (!any_more(stage))
        return grid;
    snprintf(grid.head, sizeof grid.head, "with %u", stage->timeline->memory->frames + 1);
    int head = (int)strlen(grid.head) + 1;
    grid.more = head > grid.number ? head : grid.number;
    return grid;
}

/* With room for the mark after a number. */
static int rivals_columns(struct grid grid)
{
    return NAME_COLUMNS + 2 * grid.number + grid.more + 1;
}

static bool is_anomaly(const struct rival *rival)
{
    return rival->more.total > rival->faults.total;
}

static bool any_anomaly(const struct stage *stage)
{
    for (size_t i = 0; i < stage->rival_count; i++)
        if (is_anomaly(&stage->rivals[i]))
            return true;
    return false;
}

/* The title without parameters, which the top of the screen has. */
static void draw_rival(const struct stage *stage, size_t rival_index, size_t index,
                       struct grid grid, struct area area, int row)
{
    const struct rival *rival = &stage->rivals[rival_index];
    bool shown = rival_index == 0, anomaly = is_anomaly(rival);
    enum style style = shown ? STYLE_STRONG : STYLE_NORMAL;
    area_print(area, row, 0, style, "%s%s", rival->choice.type->title, shown ? " ◂" : "");
    int column =
        area_print(area, row, NAME_COLUMNS, style, "%*u%*u", grid.number,
                   faults_until(&rival->faults, index), grid.number, rival->faults.total);
    if (rival->more.bits)
        area_print(area, row, column, anomaly ? STYLE_WARN : style, "%*u%s", grid.more,
                   rival->more.total, anomaly ? "!" : "");
}

static void draw_rivals(const struct stage *stage, size_t index, struct area area)
{
    struct grid grid = rivals_grid(stage);
    int past = NAME_COLUMNS + grid.number;
    area_text(area, 0, 0, STYLE_DIM, "faults");
    area_right(area, 0, past, STYLE_DIM, "so far");
    area_right(area, 0, past + grid.number, STYLE_DIM, "in all");
    area_right(area, 0, past + grid.number + grid.more, STYLE_DIM, grid.head);
    int row = 1;
    for (size_t i = 0; i < stage->rival_count; i++)
        draw_rival(stage, i, index, grid, area, row++);
    uint32_t regret = stage_regret(stage, index);
    if (stage->opt != 0 && regret > 0)
        area_print(area, row++, 0, STYLE_WARN, "so far %u more than OPT", regret);
    else if (stage->opt != 0)
        area_text(area, row++, 0, STYLE_DIM, "so far as few as OPT");
    if (any_anomaly(stage))
        area_text(area, row, 0, STYLE_WARN, "! a frame more: more faults");
}

/* The same in one line, for where there is no room beside the table. */
static void draw_rivals_line(const struct stage *stage, size_t index, struct area area,
                             int row)
{
    int column = area_text(area, row, 2, STYLE_DIM, "faults ");
    for (size_t i = 0; i < stage->rival_count; i++)
        column = area_print(area, row, column, i ? STYLE_NORMAL : STYLE_STRONG,
                            "  %s %u of %u", stage->rivals[i].choice.type->title,
                            faults_until(&stage->rivals[i].faults, index),
                            stage->rivals[i].faults.total);
}

/* ---- all of it ---- */

/* Rows for frames where there is room for `room`: the small memory of a lesson
 * at full length, a part of a large one. */
static int frame_rows(const struct stage *stage, int room)
{
    uint32_t frames = stage->timeline->memory->frames;
    int most = room * 2 / 3 > FRAMES_MOST ? room * 2 / 3 : FRAMES_MOST;
    int wanted = frames > (uint32_t)most ? most : (int)frames;
    if (wanted < FRAMES_LEAST)
        wanted = FRAMES_LEAST;
    return wanted > room ? (room > 1 ? room : 1) : wanted;
}

int stage_rows(const struct stage *stage)
{
    return TABLE_ROW + 1 + frame_rows(stage, FRAMES_MOST) + 2;
}

static bool is_beside(const struct stage *stage, struct area below, struct widths widths)
{
    return table_columns(stage, widths) + rivals_columns(rivals_grid(stage)) <=
           below.columns;
}

/* Beside the table if there is room, else in the row `line`. */
static void draw_comparison(const struct stage *stage, size_t index, struct area below,
                            struct widths widths, int line)
{
    int columns = rivals_columns(rivals_grid(stage));
    if (is_beside(stage, below, widths))
        draw_rivals(stage, index,
                    area_part(below, 0, below.columns - columns, line, columns));
    else
        draw_rivals_line(stage, index, below, line);
}

/* A low terminal does without the times and the pages on disk, and tells the
 * faults only where there is room. */
static void draw_low(const struct stage *stage, size_t index, struct area area,
                     struct widths widths)
{
    enum { TABLE = 2 };
    struct area below = area_part(area, TABLE, 0, area.rows - TABLE, area.columns);
    int rows = frame_rows(stage, below.rows - 1);
    if ((uint32_t)rows > stage->timeline->memory->frames)
        rows = (int)stage->timeline->memory->frames;
    draw_string(stage, index, window_around(stage, index, area.columns), area, -1);
    draw_frames(stage, below, widths, rows);
    draw_comparison(stage, index, below, widths, rows + 1);
}

void stage_draw(void *model, size_t index, struct area area)
{
    struct stage *stage = model;
    timeline_seek(stage->timeline, index);
    struct widths widths = measure(stage);
    if (area.rows < LOW_ROWS) {
        draw_low(stage, index, area, widths);
        return;
    }
    struct area below =
        area_part(area, TABLE_ROW, 0, area.rows - TABLE_ROW, area.columns);
    struct window window = window_around(stage, index, area.columns);
    int rows = frame_rows(stage, below.rows - 3);
    draw_string(stage, index, window, area, 0);
    draw_frames(stage, below, widths, rows);
    /* Four rivals and the legend of their mark reach down to the pages on disk. */
    struct area disk = below;
    if (any_anomaly(stage) && is_beside(stage, below, widths))
        disk.columns -= rivals_columns(rivals_grid(stage));
    draw_disk(stage, disk, rows + 1);
    draw_comparison(stage, index, below, widths, rows + 2);
    draw_history(stage, index, window,
                 area_part(below, rows + 4, 0, below.rows - rows - 4, area.columns));
}
