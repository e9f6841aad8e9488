/* A curve as SVG: one picture, no scripts, readable in grey. */
#include <math.h>
#include <stdbool.h>

#include "labs/kit/plot.h"
#include "vmsim/curve/curve_output.h"

enum {
    WIDTH = 800,
    HEIGHT = 480,
    LEFT = 70,
    RIGHT = 20,
    TOP = 40,
    BOTTOM = 60,
    POINTS_MOST = 2000, /* of a curve: more than there are dots on a screen */
    LINEAR_UPTO = 100,
    TICKS_MOST = 20,
};

struct frame {
    double most_x, most_y;
    bool log_x;
};

static double svg_x(const struct frame *frame, double x)
{
    double part = frame->log_x ? log(x) / log(frame->most_x)
                               : (frame->most_x > 1 ? (x - 1) / (frame->most_x - 1) : 0);
    return LEFT + part * (WIDTH - LEFT - RIGHT);
}

static double svg_y(const struct frame *frame, double y)
{
    return TOP + (1 - y / frame->most_y) * (HEIGHT - TOP - BOTTOM);
}

/* What is not allowed between tags. */
static void put_escaped(const char *text, FILE *out)
{
    for (; *text; text++) {
        if (*text == '<')
            fputs("&lt;", out);
        else if (*text == '&')
            fputs("&amp;", out);
        else if ((unsigned char)*text >= ' ')
            fputc(*text, out);
    }
}

static struct frame find_frame(const struct curve_set *set)
{
    struct frame frame = {1, 1e-9, false};
    for (size_t c = 0; c < set->count; c++) {
        const struct curve *curve = &set->curves[c];
        for (size_t i = 0; i < curve->count; i++) {
            frame.most_x = fmax(frame.most_x, curve->frames[i]);
            frame.most_y = fmax(frame.most_y, curve->faults[i] / curve->references);
        }
    }
    frame.log_x = frame.most_x > LINEAR_UPTO;
    return frame;
}

static void put_axes(const struct frame *frame, FILE *out)
{
    double step = frame->log_x ? 10 : fmax(1, ceil(frame->most_x / 10)), x = 1;
    for (int i = 0; i < TICKS_MOST && x <= frame->most_x; i++) {
        fprintf(out,
                "<path class=\"grid\" d=\"M%.1f %d V%d\"/><text x=\"%.1f\" y=\"%d\" "
                "text-anchor=\"middle\">%.0f</text>\n",
                svg_x(frame, x), TOP, HEIGHT - BOTTOM, svg_x(frame, x),
                HEIGHT - BOTTOM + 18, x);
        x = frame->log_x ? x * step : x + step;
    }
    for (int i = 0; i <= 4; i++) {
        double y = frame->most_y * i / 4;
        fprintf(out,
                "<path class=\"grid\" d=\"M%d %.1f H%d\"/><text x=\"%d\" y=\"%.1f\" "
                "text-anchor=\"end\">%.1f%%</text>\n",
                LEFT, svg_y(frame, y), WIDTH - RIGHT, LEFT - 6, svg_y(frame, y) + 4,
                100 * y);
    }
    fprintf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">frames%s</text>\n",
            (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 16,
            frame->log_x ? " (logarithmic)" : "");
}

static void put_curve(const struct frame *frame, const struct curve *curve, size_t index,
                      FILE *out)
{
    static const char *const dashes[] = {"none", "8 3", "2 3", "8 3 2 3"};
    static const char *const colours[] = {"#1f77b4", "#d62728", "#2ca02c",
                                          "#9467bd", "#8c564b", "#17becf"};
    const char *colour = colours[index % 6];
    double before = -10;
    fprintf(out, "<polyline stroke=\"%s\" stroke-dasharray=\"%s\" points=\"", colour,
            dashes[index % 4]);
    for (size_t i = 0; i < curve->count; i++) {
        double x = svg_x(frame, curve->frames[i]);
        if (x - before < (double)WIDTH / POINTS_MOST && i + 1 < curve->count)
            continue;
        before = x;
        fprintf(out, "%.1f,%.1f ", x, svg_y(frame, curve->faults[i] / curve->references));
    }
    fprintf(out, "\"/>\n");
    size_t knee = curve_knee(curve);
    if (knee == 0)
        return;
    fprintf(out,
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"><title>knee: %u "
            "frames</title></circle>\n",
            svg_x(frame, curve->frames[knee]),
            svg_y(frame, curve->faults[knee] / curve->references), colour,
            curve->frames[knee]);
}

static void put_legend(const struct curve_set *set, FILE *out)
{
    for (size_t c = 0; c < set->count; c++) {
        fprintf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%c ", WIDTH - RIGHT - 8,
                TOP + 18 + 18 * (int)c, plot_letter(c));
        put_escaped(set->curves[c].name, out);
        fprintf(out, "</text>\n");
    }
}

/* The letter, at a place of its own on the curve, for who cannot tell the colours. */
static void put_letter(const struct frame *frame, const struct curve_set *set, size_t c,
                       FILE *out)
{
    const struct curve *curve = &set->curves[c];
    size_t i = 0;
    double wanted =
        LEFT + (WIDTH - LEFT - RIGHT) * ((double)c + 0.5) / (double)set->count;
    while (i + 1 < curve->count && svg_x(frame, curve->frames[i]) < wanted)
        i++;
    if (curve->count)
        fprintf(out, "<text x=\"%.1f\" y=\"%.1f\">%c</text>\n",
                svg_x(frame, curve->frames[i]),
                svg_y(frame, curve->faults[i] / curve->references) - 6, plot_letter(c));
}

void curves_svg(const struct curve_set *set, FILE *out)
{
    struct frame frame = find_frame(set);
    fprintf(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
        "font-family=\"sans-serif\" font-size=\"13\">\n"
        "<style>polyline{fill:none;stroke-width:2}.grid{stroke:#ccc;fill:none}</style>"
        "\n<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n"
        "<text x=\"%d\" y=\"24\">",
        WIDTH, HEIGHT, WIDTH, HEIGHT, LEFT);
    put_escaped(set->trace, out);
    fprintf(out, ": references that fault, by number of frames</text>\n");
    put_axes(&frame, out);
    for (size_t c = 0; c < set->count; c++) {
        put_curve(&frame, &set->curves[c], c, out);
        put_letter(&frame, set, c, out);
    }
    put_legend(set, out);
    fprintf(out, "</svg>\n");
}
