/* The player's picture: the step, the state, the reason, the evidence.
 *
 * Narrow terminals stack them; from 120 columns on, reason and evidence stand to
 * the right of the state, with the steps around the present one below.
 */
#include <limits.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/player_state.h"
#include "labs/kit/utf8.h"

enum { WIDE = 120, STATE_ROWS = 11, LABEL_COLUMNS = 9, LEFT_COLUMNS = 78 };

/* The reason; after an answer in predict mode, the verdict first. */
static int draw_why(const struct player *player, const struct step *step,
                    struct area area, int row)
{
    if (player->verdict[0]) {
        bool right = !strncmp(player->verdict, "Right", 5);
        row = area_wrap(area, row, right ? STYLE_OK : STYLE_WARN, player->verdict);
    }
    if (step->why)
        row = area_wrap(area, row, STYLE_NORMAL, step->why);
    return row;
}

static int draw_evidence_row(const struct evidence *evidence, struct area area, int row)
{
    area_text(area_part(area, 0, 0, area.rows, LABEL_COLUMNS - 1), row, 0, STYLE_DIM,
              evidence->label);
    struct area text =
        area_part(area, 0, LABEL_COLUMNS, area.rows, area.columns - LABEL_COLUMNS);
    int end = area_wrap(text, row, STYLE_CODE, evidence->text ? evidence->text : "");
    return end > row ? end : row + 1;
}

static int draw_evidence(const struct step *step, struct area area, int row)
{
    for (size_t i = 0; i < step->evidence_count; i++)
        row = draw_evidence_row(&step->evidence[i], area, row);
    return row;
}

static void draw_question(const struct player *player, struct area area)
{
    const struct question *question = player_question(player);
    if (!question)
        return;
    area_text(area, 0, 0, STYLE_TITLE, "Predict");
    area_wrap(area, 1, STYLE_NORMAL, question->text);
}

static void draw_reasons(const struct player *player, const struct step *step,
                         struct area area)
{
    if (player->input == INPUT_ANSWER) {
        draw_question(player, area);
        return;
    }
    int row = draw_why(player, step, area, 0);
    if (step->evidence_count)
        row = draw_evidence(step, area, row + 1);
    if (row > area.rows) /* what was cut is one key away */
        area_right(area, area.rows - 1, area.columns, STYLE_KEY, " ▾ e shows all");
}

/* The steps around the present one, so that a wide screen shows the way. */
static void draw_neighbours(const struct player *player, struct area area)
{
    const struct show *show = player->show;
    size_t count = show->count(show->model);
    size_t known = show->reach ? player->reached : count;
    size_t half = (size_t)(area.rows > 1 ? (area.rows - 1) / 2 : 0);
    size_t first = player->index > half ? player->index - half : 0;
    int digits = snprintf(NULL, 0, "%zu", count);
    area_text(area, 0, 0, STYLE_DIM, "steps");
    for (int row = 1; row < area.rows; row++) {
        size_t index = first + (size_t)row - 1;
        if (index >= count)
            break;
        bool hidden = index >= known || (player->predicting && index > player->index);
        struct step step = {0};
        if (!hidden)
            show->step(show->model, index, &step);
        bool here = index == player->index;
        area_print(area, row, 0, here ? STYLE_STRONG : STYLE_DIM, "%s %*zu %s",
                   here ? "▸" : " ", digits, index + 1, hidden ? "" : step.title);
    }
}

/* A panel at full size: drawn on a long canvas of which a part is shown. */
static void draw_full(const struct player *player, const struct step *step,
                      struct area area)
{
    enum { LONGEST = 400 };
    struct canvas *page = canvas_new(LONGEST, area.columns, area.canvas->ascii);
    struct area whole = canvas_area(page);
    int rows;
    if (player->panel == PANEL_WHY)
        rows = draw_why(player, step, whole, 0);
    else
        rows = draw_evidence(step, whole, 0);
    int furthest = rows > area.rows ? rows - area.rows : 0;
    int top = player->scroll < furthest ? player->scroll : furthest;
    for (int row = 0; row < area.rows && top + row < rows; row++)
        for (int column = 0; column < area.columns; column++) {
            const struct cell *cell = canvas_cell(page, top + row, column);
            if (cell && cell->width > 0)
                area_text(area, row, column, cell->style, cell->text);
        }
    canvas_free(page);
}

/* ---- the command that opens this step again ---- */

/* What does not fit is cut near the start, since the end says where one is. */
static char *shortened(const char *text, int columns)
{
    enum { HEAD = 16 };
    if (utf8_columns(text) <= columns || columns < HEAD * 2)
        return xstrdup(text);
    size_t head = utf8_prefix(text, HEAD);
    const char *tail = text + head;
    while (utf8_columns(tail) > columns - HEAD - 1) {
        uint32_t code;
        tail += utf8_decode(tail, strlen(tail), &code);
    }
    return xasprintf("%.*s…%s", (int)head, text, tail);
}

char *player_command(const struct player *player, const char *before, int columns)
{
    cleanup_free char *line =
        xasprintf("%s%s --at %zu", before, player->show->command, player->index + 1);
    return shortened(line, columns);
}

/* Where a shell may go on in the next line: the last blank outside of quotes that
 * leaves room for a backslash. 0: nowhere. */
static size_t line_end(const char *text, int columns)
{
    size_t fits = utf8_prefix(text, columns - 2), end = 0;
    bool inside = false;
    for (size_t i = 0; i <= fits && text[i]; i++) {
        if (text[i] == '\\' && !inside && text[i + 1])
            i++;
        else if (text[i] == '\'')
            inside = !inside;
        else if (text[i] == ' ' && !inside && i > 2) /* not the one after $ */
            end = i;
    }
    return end;
}

/* The rows it takes: two where one is too short and there is room for two. It is
 * the last step that counts, so that the picture stands still on the way there. */
static int command_rows(const struct player *player, struct area area)
{
    enum { ROOMY = 16 };
    cleanup_free char *line =
        xasprintf("$ %s --at %zu", player->show->command, player_count(player));
    bool fits = utf8_columns(line) <= area.columns - 2;
    return fits || area.rows < ROOMY || !line_end(line, area.columns - 2) ? 1 : 2;
}

static void draw_command(const struct player *player, struct area area)
{
    int columns = area.columns - 2, row = area.rows - 1;
    if (command_rows(player, area) == 1) {
        cleanup_free char *line = player_command(player, "$ ", columns);
        area_text(area, row, 1, STYLE_DIM, line);
        return;
    }
    cleanup_free char *line = player_command(player, "$ ", INT_MAX);
    size_t end = line_end(line, columns);
    cleanup_free char *rest = shortened(line + end + 1, columns - 4);
    area_print(area, row - 1, 1, STYLE_DIM, "%.*s \\", (int)end, line);
    area_print(area, row, 5, STYLE_DIM, "%s", rest);
}

static void draw_stacked(const struct player *player, const struct step *step,
                         struct area area)
{
    const struct show *show = player->show;
    /* A small screen is shared, so that the reason is never lost altogether. */
    int wanted = show->rows         ? show->rows(show->model, player->index)
                 : show->state_rows ? show->state_rows
                                    : STATE_ROWS;
    int command = command_rows(player, area), most = (area.rows - command) * 3 / 4;
    int rows = wanted < most ? wanted : most;
    show->draw(show->model, player->index, area_part(area, 1, 1, rows, area.columns - 2));
    int left = area.rows - 1 - rows - command;
    draw_reasons(player, step, area_part(area, rows + 1, 1, left, area.columns - 2));
    if (left > 0)
        draw_command(player, area);
}

static void draw_side_by_side(const struct player *player, const struct step *step,
                              struct area area)
{
    const struct show *show = player->show;
    int right = LEFT_COLUMNS + 2, command = command_rows(player, area);
    int body = area.rows - 1 - command;
    show->draw(show->model, player->index, area_part(area, 1, 1, body, LEFT_COLUMNS - 1));
    area_vertical(area_part(area, 0, 0, area.rows - command, area.columns), LEFT_COLUMNS,
                  STYLE_RULE);
    int reasons = body * 2 / 3;
    draw_reasons(player, step,
                 area_part(area, 1, right, reasons, area.columns - right - 1));
    draw_neighbours(player, area_part(area, 1 + reasons, right, body - reasons,
                                      area.columns - right - 1));
    draw_command(player, area);
}

void player_draw(void *self, struct area area)
{
    struct player *player = self;
    const struct show *show = player->show;
    struct step step = {0};
    player->columns = area.columns;
    show->step(show->model, player->index, &step);
    int column = area_text(area, 0, 1, STYLE_STRONG, step.title);
    if (player->bookmark == player->index)
        area_text(area, 0, column + 2, STYLE_KEY, "[bookmark]");
    area_cursor(area, 0, 1);
    if (player->panel != PANEL_ALL && area.rows > 2)
        draw_full(player, &step, area_part(area, 2, 1, area.rows - 2, area.columns - 2));
    else if (area.columns >= WIDE)
        draw_side_by_side(player, &step, area);
    else
        draw_stacked(player, &step, area);
}
