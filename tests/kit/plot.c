/* Curves on a canvas, in braille and in letters. */
#include "labs/kit/plot.h"
#include "labs/kit/plain.h"
#include "tests/tap.h"

static const double x[] = {1, 2, 3, 4, 5}, down[] = {1, 0.75, 0.5, 0.25, 0},
                    flat[] = {0.5, 0.5, 0.5, 0.5, 0.5};

static struct plot two_curves(void)
{
    static const struct plot_mark mark = {3, 0.5, 'K'};
    return (struct plot){
        .series = {{"down", x, down, 5}, {"flat", x, flat, 5}},
        .count = 2,
        .marks = &mark,
        .mark_count = 1,
        .most_y = 1,
        .percent_y = true,
        .x_title = "frames",
    };
}

static char *drawn(const struct plot *plot, int rows, int columns, bool ascii)
{
    static char text[16384];
    struct canvas *canvas = canvas_new(rows, columns, ascii);
    FILE *out = fmemopen(text, sizeof text, "w");
    plot_draw(plot, canvas_area(canvas));
    plain_canvas(canvas, out);
    fclose(out);
    canvas_free(canvas);
    return text;
}

static void check_letters(void)
{
    struct plot plot = two_curves();
    is_string(drawn(&plot, 10, 29, true),
              " 100.0%|aaaa\n"
              "       |   aaaa\n"
              "  66.7%|      aaaa\n"
              "       |bbbbbbbbbbKbbbbbbbbbb\n"
              "  33.3%|            aaaa\n"
              "       |               aaaa\n"
              "   0.0%|                  aaa\n"
              "       ++---------+---------+\n"
              "        1         3         5\n"
              "                       frames\n",
              "letters where there is no braille");
}

static void check_braille(void)
{
    struct plot plot = two_curves();
    char *text = drawn(&plot, 10, 40, false);
    contains(text, "\xe2\xa0", "braille where there is");
    contains(text, "K", "the mark");
    contains(text, "a", "each curve bears its letter");
    contains(text, "b", "the second one too");
    contains(text, " 100.0%\xe2\x94\x82", "the top of the axis");
}

static void check_odd_sizes(void)
{
    struct plot plot = two_curves(), none = {.count = 0}, point = two_curves();
    point.series[0].count = point.series[1].count = 1;
    for (int rows = 1; rows < 12; rows++)
        for (int columns = 1; columns < 30; columns++) {
            drawn(&plot, rows, columns, rows % 2);
            drawn(&none, rows, columns, false);
            drawn(&point, rows, columns, true);
        }
    ok(true, "no size and no curve is too small");
    plot.log_x = true;
    contains(drawn(&plot, 10, 60, true), "b", "a logarithmic axis");
}

int main(void)
{
    is_int(plot_letter(0), 'a', "the first letter");
    is_int(plot_letter(25), 'z', "the last one");
    check_letters();
    check_braille();
    check_odd_sizes();
    return done_testing();
}
