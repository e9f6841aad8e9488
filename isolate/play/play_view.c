/* The picture of a step: what was, what is, how it is undone, what is still possible. */
#include <string.h>

#include "isolate/play/play_state.h"
#include "labs/kit/utf8.h"

enum { LABEL_COLUMNS = 19, MARK_COLUMNS = 6, OUTPUT_ROWS = 5 };

/* A value, cut at a blank where it does not fit. */
static void draw_value(struct area area, enum style style, const char *text)
{
    size_t end = utf8_prefix(text, area.columns > 2 ? area.columns - 2 : 0);
    if (utf8_columns(text) > area.columns)
        while (end > 0 && text[end] != ' ')
            end--;
    if (utf8_columns(text) <= area.columns || end == 0)
        area_text(area, 0, 0, style, text);
    else
        area_print(area, 0, 0, style, "%.*s …", (int)end, text);
}

static void draw_fact(const struct play *play, size_t index, int fact, struct area area,
                      int row)
{
    const struct record *record = builder_record(&play->builder, index);
    const char *before = record->before.facts[fact], *after = record->after.facts[fact];
    bool new = strcmp(before, after) != 0;
    int half = (area.columns - LABEL_COLUMNS - MARK_COLUMNS) / 2;
    area_text(area, row, 0, STYLE_NORMAL, fact_labels[fact]);
    draw_value(area_part(area, row, LABEL_COLUMNS, 1, half - 1), STYLE_DIM, before);
    draw_value(area_part(area, row, LABEL_COLUMNS + half, 1, half - 1),
               new ? STYLE_NEW : STYLE_DIM, after);
    area_text(area, row, LABEL_COLUMNS + 2 * half, new ? STYLE_NEW : STYLE_DIM,
              new ? "● new" : "=");
}

/* First those that the step is about, then what else has changed; where there is room,
 * all others. */
static int draw_facts(const struct play *play, size_t index, struct area area, int row,
                      bool all)
{
    const struct step_type *type = builder_type(&play->builder, index);
    for (size_t i = 0; i < type->fact_count && row < area.rows; i++)
        draw_fact(play, index, (int)type->facts[i], area, row++);
    for (int fact = 0; fact < FACT_COUNT && row < area.rows; fact++)
        if (!play_is_listed(type, fact) && play_changed(play, index, fact))
            draw_fact(play, index, fact, area, row++);
    for (int fact = 0; all && fact < FACT_COUNT && row < area.rows; fact++)
        if (!play_is_listed(type, fact) && !play_changed(play, index, fact))
            draw_fact(play, index, fact, area, row++);
    return row;
}

static size_t count_lines(const char *text)
{
    size_t lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

/* What was looked at, or what programs printed: the last lines when it is long. */
static int draw_output(const char *output, struct area area, int row, int rows)
{
    size_t lines = count_lines(output),
           skip = lines > (size_t)rows ? lines - (size_t)rows : 0;
    for (; skip; skip--)
        output = strchr(output, '\n') + 1;
    while (*output && rows-- > 0) {
        char line[FACT_MAX * 2];
        size_t length = strcspn(output, "\n");
        snprintf(line, sizeof line, "%.*s", (int)length, output);
        draw_value(area_part(area, row++, 0, 1, area.columns),
                   *line == '$' ? STYLE_CODE : STYLE_NORMAL, line);
        output += length + (output[length] == '\n');
    }
    return row;
}

static int draw_labelled(struct area area, int row, const char *label, enum style style,
                         const char *text)
{
    area_text(area, row, 0, STYLE_STRONG, label);
    return area_wrap(area_part(area, 0, 7, area.rows, area.columns - 7), row, style,
                     text);
}

static int draw_after_words(const struct play *play, size_t index, struct area area,
                            int row)
{
    const struct step_type *type = builder_type(&play->builder, index);
    char undo[300];
    snprintf(undo, sizeof undo, "%s. %s", play_undo_word(play, index), type->undo_why);
    if (*play->came_back && index + 1 == play->builder.built)
        row = draw_labelled(area, row, "back", STYLE_WARN, play->came_back);
    else
        row = draw_labelled(area, row, "undo", STYLE_NORMAL, undo);
    return draw_labelled(area, row, "still", STYLE_WARN, type->attacker);
}

static int output_rows(const struct record *record, const struct step_type *type)
{
    int lines = (int)count_lines(record->output), most = OUTPUT_ROWS + 2;
    if (!strcmp(type->name, "exec"))
        most = 14;
    return lines < most ? lines : most;
}

static size_t changed_facts(const struct play *play, size_t index)
{
    const struct step_type *type = builder_type(&play->builder, index);
    size_t count = type->fact_count;
    for (int fact = 0; fact < FACT_COUNT; fact++)
        count += !play_is_listed(type, fact) && play_changed(play, index, fact);
    return count;
}

/* Called once before each drawing: what is live is read again. */
int play_rows(void *model, size_t index)
{
    const struct play *play = model;
    if (builder_type(&play->builder, index)->live)
        play_look_at_group(play, &builder_record_to_fill(&play->builder, index)->after);
    const struct record *record = builder_record(&play->builder, index);
    const struct step_type *type = builder_type(&play->builder, index);
    if (builder_skipped(&play->builder, index))
        return 4;
    struct canvas *page = canvas_new(16, 78, false);
    int words = draw_after_words(play, index, canvas_area(page), 0);
    canvas_free(page);
    int facts = (int)changed_facts(play, index);
    return 1 + (facts < 6 ? facts : 6) + output_rows(record, type) + words;
}

static void draw_skipped(const char *reason, struct area area)
{
    area_text(area, 0, 0, STYLE_WARN, "This step was passed over here:");
    area_wrap(area, 1, STYLE_NORMAL, reason);
}

void play_draw(void *model, size_t index, struct area area)
{
    const struct play *play = model;
    const char *skipped = builder_skipped(&play->builder, index);
    if (skipped) {
        draw_skipped(skipped, area);
        return;
    }
    int half = (area.columns - LABEL_COLUMNS - MARK_COLUMNS) / 2;
    const struct record *record = builder_record(&play->builder, index);
    const struct step_type *type = builder_type(&play->builder, index);
    struct canvas *page = canvas_new(16, area.columns > 0 ? area.columns : 1, false);
    int words = draw_after_words(play, index, canvas_area(page), 0);
    canvas_free(page);
    enum { FACTS_LEAST = 3 }; /* what is new is the last thing to go */
    int output = output_rows(record, type), most = area.rows - words - FACTS_LEAST;
    output = output < most ? output : most > 0 ? most : 0;
    int room = area.rows - words - output;
    room = room > FACTS_LEAST ? room : FACTS_LEAST;
    bool tall = area.rows > play_rows(model, index) + 2;
    area_print(area, 0, 0, STYLE_DIM, "%.2f ms", record->microseconds / 1000);
    area_text(area, 0, LABEL_COLUMNS, STYLE_DIM, "before");
    area_text(area, 0, LABEL_COLUMNS + half, STYLE_DIM, "after");
    int row = draw_facts(play, index, area_part(area, 0, 0, room, area.columns), 1, tall);
    row = draw_output(record->output, area, row, output);
    draw_after_words(play, index, area, row);
}
