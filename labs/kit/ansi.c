/* Escape sequences of ECMA-48: what every terminal since the VT100 understands. */
#include "labs/kit/ansi.h"

static void put_style(struct look look, FILE *out)
{
    fputs("\033[0", out);
    if (look.attribute & ATTRIBUTE_BOLD)
        fputs(";1", out);
    if (look.attribute & ATTRIBUTE_DIM)
        fputs(";2", out);
    if (look.attribute & ATTRIBUTE_UNDERLINE)
        fputs(";4", out);
    if (look.attribute & ATTRIBUTE_REVERSE)
        fputs(";7", out);
    if (look.colour != COLOUR_DEFAULT)
        fprintf(out, ";%d", 30 + (int)look.colour);
    fputc('m', out);
}

void ansi_canvas(const struct canvas *canvas, FILE *out)
{
    fputs("\033[H\033[2J", out);
    int style = -1;
    for (int row = 0; row < canvas->rows; row++) {
        fprintf(out, "\033[%d;1H", row + 1);
        for (int column = 0; column < canvas->columns; column++) {
            const struct cell *cell = canvas_cell(canvas, row, column);
            if (cell->style != style) {
                style = cell->style;
                put_style(theme_look(cell->style), out);
            }
            fputs(cell->text, out);
        }
    }
    fputs("\033[0m", out);
}
