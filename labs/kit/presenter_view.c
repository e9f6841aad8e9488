/* What an audience sees: the heading, the state in the middle, and below it the question
 * or the reason. Nothing else, so that the terminal's letters can be made large. */
#include "labs/kit/presenter_state.h"
#include "labs/kit/utf8.h"

enum { TEXT_COLUMNS = 66, STATE_COLUMNS = 78, STATE_ROWS = 11 };

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

/* While the room is asked, the state is still that before the step. */
static int draw_state(const struct presenter *presenter, bool has_words, struct area area)
{
    const struct show *show = presenter->player.show;
    size_t index = presenter->player.index;
    if (presenter->move == MOVE_QUESTION && index == 0)
        return 0;
    size_t seen = presenter->move == MOVE_QUESTION ? index - 1 : index;
    int most = has_words ? area.rows * 2 / 3 : area.rows - 3;
    int rows = state_rows(show, seen, most);
    show->draw(show->model, seen, centred(area, 2, rows, STATE_COLUMNS));
    return rows + 1;
}

static void draw_words(const struct presenter *presenter, const struct step *step,
                       struct area area)
{
    struct area block = centred(area, 0, area.rows, TEXT_COLUMNS);
    if (presenter->player.verdict[0])
        area_wrap(block, 0, STYLE_WARN, presenter->player.verdict);
    else if (presenter->move == MOVE_QUESTION)
        area_wrap(block, 0, STYLE_STRONG, step->question->text);
    else if (presenter->move == MOVE_WHY)
        area_wrap(block, 0, STYLE_NORMAL, step->why);
    else if (step->why)
        area_text(block, 0, 0, STYLE_DIM, "why?");
}

void presenter_draw(void *self, struct area area)
{
    const struct presenter *presenter = self;
    const struct show *show = presenter->player.show;
    struct step step = {0};
    show->step(show->model, presenter->player.index, &step);
    draw_heading(area, presenter->move == MOVE_QUESTION ? "?" : step.title);
    bool has_words = step.why || presenter->move == MOVE_QUESTION;
    int row = draw_state(presenter, has_words, area) + 2;
    draw_words(presenter, &step, area_part(area, row, 0, area.rows - row, area.columns));
}
