/* What runs from left to right with time: the reference string, and the contents
 * of the frames as textbooks draw them. Both use the same columns.
 *
 *     time    1  2  3  4  5  6  7  8  9 10 11 12
 *     page    1  2  3  4  1  2 [5] 1  2  3  4  5
 *     fault   F  F  F  F  F  F  F
 *
 *     FIFO    F  F  F  F  F  F  F
 *     frame 0 1  1  1  4  4  4  5
 *     frame 1    2  2  2  1  1  1
 *     frame 2       3  3  3  2  2
 */
#include <inttypes.h>

#include "vmsim/stage_parts.h"

enum { LABEL_COLUMNS = 8 };

int digits(uint64_t number)
{
    int count = 1;
    for (; number >= 10; number /= 10)
        count++;
    return count;
}

struct window window_around(const struct stage *stage, size_t index, int columns)
{
    size_t count = stage->trace->count;
    int width = digits(stage->greatest_page), room = columns - LABEL_COLUMNS - 2;
    /* Room for the times above the pages, when all of them fit so. */
    if (width < digits(count) && room > 0 &&
        count <= (size_t)(room / (digits(count) + 1)))
        width = digits(count);
    size_t shown = room > width + 1 ? (size_t)(room / (width + 1)) : 1;
    if (count <= shown)
        return (struct window){0, count, width};
    size_t past = shown * 2 / 3; /* more of the past than of the future */
    size_t start = index > past ? index - past : 0;
    if (start + shown > count)
        start = count - shown;
    return (struct window){start, start + shown, width};
}

static int column_of(struct window window, size_t time)
{
    return LABEL_COLUMNS + (int)(time - window.start) * (window.width + 1);
}

static void draw_fault(const struct faults *faults, size_t time, struct window window,
                       struct area area, int row)
{
    bool fault = faults_at(faults, time);
    area_text(area, row, column_of(window, time) + window.width - 1,
              fault ? STYLE_FAULT : STYLE_HIT, fault ? "F" : "·");
}

static void draw_reference(const struct stage *stage, size_t time, size_t index,
                           struct window window, struct area area, int row)
{
    int column = column_of(window, time), width = window.width;
    bool here = time == index;
    uint64_t page = trace_page_number(stage->trace, time);
    enum style style = here ? STYLE_STRONG : time > index ? STYLE_NORMAL : STYLE_DIM;
    if (here || digits(time + 1) <= width)
        area_print(area, row, column, here ? style : STYLE_DIM, "%*zu", width, time + 1);
    area_print(area, row + 1, column, style, "%*" PRIu64, width, page);
    if (here) { /* brackets close to the number, whatever its column allows */
        area_text(area, row + 1, column + width - digits(page) - 1, style, "[");
        area_text(area, row + 1, column + width, style, "]");
    }
    if (time <= index)
        draw_fault(&stage->rivals[0].faults, time, window, area, row + 2);
}

void draw_string(const struct stage *stage, size_t index, struct window window,
                 struct area area, int row)
{
    area_text(area, row, 0, STYLE_DIM, "time");
    area_text(area, row + 1, 0, STYLE_DIM, "page");
    area_text(area, row + 2, 0, STYLE_DIM, "fault");
    for (size_t time = window.start; time < window.end; time++)
        if (time != index)
            draw_reference(stage, time, index, window, area, row);
    draw_reference(stage, index, index, window, area, row);
    if (window.start > 0)
        area_text(area, row + 1, LABEL_COLUMNS - 2, STYLE_DIM, "…");
    if (window.end < stage->trace->count)
        area_text(area, row + 1, column_of(window, window.end), STYLE_DIM, "…");
}

/* One column: the page in each frame after the reference at `time`. */
static void draw_moment(struct timeline *timeline, size_t time, bool here,
                        struct window window, struct area area)
{
    timeline_seek(timeline, time);
    for (uint32_t frame = 0; frame < timeline->memory->used; frame++) {
        if (!timeline_holds(timeline, frame))
            continue;
        bool touched = frame == timeline->outcome.frame;
        enum style style = touched && timeline->outcome.fault ? STYLE_FAULT
                           : touched                          ? STYLE_HIT
                           : here                             ? STYLE_STRONG
                                                              : STYLE_DIM;
        area_print(area, 1 + (int)frame, column_of(window, time), style, "%*" PRIu64,
                   window.width, timeline_facts(timeline, frame).number);
    }
}

/* The timeline is moved to each time in turn, and left at `index`. */
static void draw_rival_history(const struct rival *rival, size_t index,
                               struct window window, struct area area)
{
    uint32_t frames = rival->timeline->memory->frames;
    area_text(area, 0, 0, STYLE_STRONG, rival->choice.type->title);
    for (uint32_t frame = 0; frame < frames; frame++)
        area_print(area, 1 + (int)frame, 0, STYLE_DIM, "frame%2u", frame);
    for (size_t time = window.start; time <= index; time++) {
        draw_fault(&rival->faults, time, window, area, 0);
        draw_moment(rival->timeline, time, time == index, window, area);
    }
}

void draw_history(const struct stage *stage, size_t index, struct window window,
                  struct area area)
{
    int row = 0;
    for (size_t i = 0; i < stage->rival_count; i++) {
        const struct rival *rival = &stage->rivals[i];
        if (!rival->timeline)
            return;
        int rows = 1 + (int)rival->timeline->memory->frames;
        if (row + rows > area.rows)
            return;
        draw_rival_history(rival, index, window,
                           area_part(area, row, 0, rows, area.columns));
        row += rows + 1;
    }
}
