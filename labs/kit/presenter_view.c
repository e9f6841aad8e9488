/* What an audience sees: the heading, the state in the middle, and below it the question
 * or the reason. Nothing else, so that the terminal's letters can be made large. */
#include "labs/kit/presenter_state.h"
#include "labs/kit/utf8.h"

enum { TEXT_COLUMNS = 66, STATE_COLUMNS = 78, STATE_ROWS = 11, FLOW_ROWS = 400 };

/* A block of so many columns in the middle. */
static struct area centred(struct area area, int row, int rows, int columns)
{
    int width = columns < area.columns - 2 ? columns : area.columns - 2;
    return area_part(area, row, (area.columns - width) / 2, rows, width);
}

static void draw_heading(struct area area, const char *text)
{
    int columns = utf8_columns(text);
    int left = columns < area.columns ? (area.columns - columns) / 2 : 0;
    area_text(area, 0, left, STYLE_STRONG, text);
    area_cursor(area, 0, left);
}

static int state_rows(const struct show *show, size_t index, int most)
{
    int wanted = show->rows         ? show->rows(show->model, index)
                 : show->state_rows ? show->state_rows
                                    : STATE_ROWS;
    return wanted < most ? wanted : most;
}

static bool is_blank_row(const struct canvas *canvas, int row)
{
    for (int column = 0; column < canvas->columns; column++)
        if (canvas_cell(canvas, row, column)->text[0] != ' ')
            return false;
    return true;
}

/* A text on a canvas that is high enough, and how many rows it took. */
static struct canvas *draw_flow(const struct show *show, size_t index, struct area area,
                                int *rows)
{
    struct canvas *canvas = canvas_new(FLOW_ROWS, area.columns, area.canvas->ascii);
    show->draw(show->model, index, canvas_area(canvas));
    for (*rows = FLOW_ROWS; *rows && is_blank_row(canvas, *rows - 1);)
        --*rows;
    return canvas;
}

/* One page of it, with a mark and the key when there is more. The last page begins
 * where the one before ended, however little is left. */
static int draw_page(struct presenter *presenter, size_t index, int most,
                     struct area area)
{
    int rows, page_rows = most > 1 ? most - 1 : 1;
    struct area block = centred(area, 2, most, STATE_COLUMNS);
    struct canvas *canvas = draw_flow(presenter->player.show, index, block, &rows);
    presenter->pages = rows <= most ? 1 : (rows + page_rows - 1) / page_rows;
    if (presenter->page >= presenter->pages)
        presenter->page = presenter->pages - 1;
    bool several = presenter->pages > 1;
    area_copy(area_part(block, 0, 0, several ? page_rows : most, block.columns), canvas,
              presenter->page * page_rows);
    if (several)
        area_print(block, most - 1, 0, STYLE_KEY,
                   presenter->page + 1 < presenter->pages
                       ? "▾ more: space (page %d of %d)"
                       : "page %d of %d",
                   presenter->page + 1, presenter->pages);
    canvas_free(canvas);
    return several || rows > most ? most : rows;
}

/* What stands below the state, and how. */
static const char *words_of(const struct presenter *presenter, const struct step *step,
                            enum style *style)
{
    *style = presenter->player.verdict[0]       ? STYLE_WARN
             : presenter->move == MOVE_QUESTION ? STYLE_STRONG
             : presenter->move == MOVE_WHY      ? STYLE_NORMAL
                                                : STYLE_DIM;
    if (presenter->player.verdict[0])
        return presenter->player.verdict;
    if (presenter->move == MOVE_QUESTION)
        return step->question->text;
    if (presenter->move == MOVE_WHY)
        return step->why;
    return step->why ? "why?" : NULL;
}

static int rows_of_words(const char *words, struct area area)
{
    struct canvas *canvas =
        canvas_new(FLOW_ROWS, centred(area, 0, 1, TEXT_COLUMNS).columns, true);
    int rows = area_wrap(canvas_area(canvas), 0, STYLE_NORMAL, words);
    canvas_free(canvas);
    return rows;
}

/* Two thirds for the state; less, where the words need more than what is left. */
static int rows_for_state(const char *words, struct area area)
{
    if (!words)
        return area.rows - 3;
    int left = area.rows - 4 - rows_of_words(words, area);
    int most = area.rows * 2 / 3;
    return left < most ? (left > 1 ? left : 1) : most;
}

/* While the room is asked, the state is still that before the step. */
static int draw_state(struct presenter *presenter, const char *words, struct area area)
{
    const struct show *show = presenter->player.show;
    size_t index = presenter->player.index;
    presenter->pages = 1;
    if (presenter->move == MOVE_QUESTION && index == 0)
        return 0;
    size_t seen = presenter->move == MOVE_QUESTION ? index - 1 : index;
    int most = rows_for_state(words, area);
    if (show->flows && presenter->move == MOVE_STATE)
        return draw_page(presenter, seen, most, area) + 1;
    int rows = state_rows(show, seen, most);
    show->draw(show->model, seen, centred(area, 2, rows, STATE_COLUMNS));
    return rows + 1;
}

void presenter_draw(void *self, struct area area)
{
    struct presenter *presenter = self;
    const struct show *show = presenter->player.show;
    struct step step = {0};
    enum style style;
    show->step(show->model, presenter->player.index, &step);
    draw_heading(area, presenter->move == MOVE_QUESTION ? "?" : step.title);
    const char *words = words_of(presenter, &step, &style);
    int row = draw_state(presenter, words, area) + 2;
    if (words)
        area_wrap(centred(area, row, area.rows - row, TEXT_COLUMNS), 0, style, words);
}
