#include "labs/kit/plain.h"

#include <string.h>

void plain_canvas(const struct canvas *canvas, FILE *out)
{
    for (int row = 0; row < canvas->rows; row++) {
        int last = canvas->columns - 1;
        while (last >= 0 && !strcmp(canvas_cell(canvas, row, last)->text, " "))
            last--;
        for (int column = 0; column <= last; column++)
            fputs(canvas_cell(canvas, row, column)->text, out);
        fputc('\n', out);
    }
}
