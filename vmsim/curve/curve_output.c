/* CSV, JSON, and the picture in a terminal. SVG is curve_svg.c. */
#include "vmsim/curve/curve_output.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/ascii.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/plain.h"
#include "labs/kit/plain_text.h"
#include "labs/kit/plot.h"

enum { ANOMALIES_TOLD = 4 };

/* At the knee, or in the middle where there is none. */
static double bound_there(const struct curve *curve)
{
    size_t knee = curve_knee(curve);
    return curve->bound[knee ? knee : curve->count / 2] / curve->references;
}

void curves_csv(const struct curve_set *set, FILE *out)
{
    bool bounds = false;
    for (size_t c = 0; c < set->count; c++)
        bounds |= set->curves[c].bound != NULL;
    fprintf(out, "policy,frames,faults,ratio%s\n", bounds ? ",bound" : "");
    for (size_t c = 0; c < set->count; c++) {
        const struct curve *curve = &set->curves[c];
        for (size_t i = 0; i < curve->count; i++) {
            fprintf(out, "\"%s\",%u,%.0f,%.6f", curve->name, curve->frames[i],
                    curve->faults[i], curve->faults[i] / curve->references);
            if (curve->bound)
                fprintf(out, ",%.6f", curve->bound[i] / curve->references);
            fputc('\n', out);
        }
    }
}

static void json_anomalies(struct json *json, const struct curve *curve)
{
    json_array(json, "anomalies");
    for (size_t i = curve_anomaly(curve, 1); !curve->sampled && i < curve->count;
         i = curve_anomaly(curve, i + 1)) {
        json_object(json, NULL);
        json_unsigned(json, "frames", curve->frames[i - 1]);
        json_number(json, "faults", curve->faults[i - 1]);
        json_unsigned(json, "more_frames", curve->frames[i]);
        json_number(json, "more_faults", curve->faults[i]);
        json_close(json);
    }
    json_close(json);
}

static void json_points(struct json *json, const struct curve *curve)
{
    json_array(json, "points");
    for (size_t i = 0; i < curve->count; i++) {
        json_array(json, NULL);
        json_unsigned(json, NULL, curve->frames[i]);
        json_number(json, NULL, round(curve->faults[i]));
        if (curve->bound)
            json_number(json, NULL, round(curve->bound[i]));
        json_close(json);
    }
    json_close(json);
}

void curves_json(const struct curve_set *set, FILE *out)
{
    for (size_t c = 0; c < set->count; c++) {
        const struct curve *curve = &set->curves[c];
        struct json json = json_begin(out);
        json_object(&json, NULL);
        json_string(&json, "trace", set->trace);
        json_string(&json, "policy", curve->name);
        json_number(&json, "references", round(curve->references));
        json_number(&json, "distinct", round(curve->pages));
        json_bool(&json, "exact", !curve->sampled);
        json_bool(&json, "every_size", curve->every_size);
        if (curve_knee(curve) > 0)
            json_unsigned(&json, "knee", curve->frames[curve_knee(curve)]);
        else
            json_null(&json, "knee");
        if (set->window) {
            json_number(&json, "working_set", set->working_set);
            json_unsigned(&json, "window", set->window);
        }
        if (curve->sampled && curve->count)
            json_number(&json, "bound", bound_there(curve));
        json_anomalies(&json, curve);
        json_points(&json, curve);
        json_end(&json);
    }
}

/* ---- for people ---- */

/* "    Belady's anomaly: …", wrapped. */
static void print_anomalies(const struct curve *curve, FILE *out)
{
    enum { COLUMNS = 80 };
    char text[512] = "Belady's anomaly: more frames, more faults:";
    size_t total = 0, end = strlen(text);
    for (size_t i = curve_anomaly(curve, 1); i < curve->count;
         i = curve_anomaly(curve, i + 1)) {
        if (total++ < ANOMALIES_TOLD)
            end += (size_t)snprintf(
                text + end, sizeof text - end, "%s %u -> %u frames: %.0f -> %.0f",
                total > 1 ? ";" : "", curve->frames[i - 1], curve->frames[i],
                curve->faults[i - 1], curve->faults[i]);
    }
    if (total > ANOMALIES_TOLD)
        snprintf(text + end, sizeof text - end, "; and %zu more", total - ANOMALIES_TOLD);
    if (total > 0)
        plain_wrap(out, "    ", text, COLUMNS);
}

static const char *how_exact(const struct curve *curve, char *text, size_t size)
{
    if (curve->sampled)
        snprintf(text, size, "an estimate, at the knee at most %.2f points off",
                 100 * bound_there(curve));
    else if (curve->every_size)
        snprintf(text, size, "exact at every size");
    else
        snprintf(text, size, "exact at %zu sizes", curve->count);
    return text;
}

static void print_curve(const struct curve *curve, char letter, FILE *out)
{
    char exact[96];
    fprintf(out, "%c %s: %s\n", letter, curve->name,
            how_exact(curve, exact, sizeof exact));
    size_t knee = curve_knee(curve);
    if (knee > 0)
        fprintf(out,
                "    K knee at %u frames (%.1f%% of the pages): %.2f%% of references "
                "fault\n",
                curve->frames[knee], 100 * curve->frames[knee] / curve->pages,
                100 * curve->faults[knee] / curve->references);
    if (!curve->sampled)
        print_anomalies(curve, out);
}

/* The arrays of a plot series; freed by the caller. */
static double *numbers(const struct curve *curve, bool ratios)
{
    double *values = xreallocarray(NULL, curve->count + 1, sizeof *values);
    for (size_t i = 0; i < curve->count; i++)
        values[i] = ratios ? curve->faults[i] / curve->references : curve->frames[i];
    return values;
}

static void draw(const struct curve_set *set, struct canvas *canvas)
{
    enum { LINEAR_UPTO = 100 };
    struct plot plot = {.percent_y = true};
    struct plot_mark marks[PLOT_SERIES_MAX];
    double *x[PLOT_SERIES_MAX], *y[PLOT_SERIES_MAX], most_x = 0;
    for (size_t c = 0; c < set->count; c++) {
        const struct curve *curve = &set->curves[c];
        x[c] = numbers(curve, false);
        y[c] = numbers(curve, true);
        plot.series[c] = (struct plot_series){curve->name, x[c], y[c], curve->count};
        for (size_t i = 0; i < curve->count; i++)
            plot.most_y = fmax(plot.most_y, y[c][i]);
        if (curve->count)
            most_x = fmax(most_x, x[c][curve->count - 1]);
        if (curve_knee(curve) > 0)
            marks[plot.mark_count++] =
                (struct plot_mark){x[c][curve_knee(curve)], y[c][curve_knee(curve)], 'K'};
    }
    plot.count = set->count;
    plot.marks = marks;
    plot.log_x = most_x > LINEAR_UPTO;
    plot.x_title = plot.log_x ? "frames (logarithmic)" : "frames";
    plot_draw(&plot, canvas_area(canvas));
    for (size_t c = 0; c < set->count; c++) {
        free(x[c]);
        free(y[c]);
    }
}

void curves_print(const struct curve_set *set, int rows, int columns, FILE *out)
{
    struct canvas *canvas = canvas_new(rows, columns, ascii_only());
    const struct curve *first = &set->curves[0];
    plain_put(out, set->trace, strlen(set->trace));
    fprintf(out, ": %.0f references to %s%.0f pages; faults by number of frames\n\n",
            first->references, first->sampled ? "about " : "", first->pages);
    draw(set, canvas);
    plain_canvas(canvas, out);
    canvas_free(canvas);
    for (size_t c = 0; c < set->count; c++)
        print_curve(&set->curves[c], plot_letter(c), out);
    if (first->sampled)
        fprintf(out, "--csv and --json have the bound of every size; in 95 of 100 runs "
                     "the whole\ncurve is within its bounds.\n");
    if (set->window)
        fprintf(out, "working set: %.1f pages in %llu references, on average\n",
                set->working_set, (unsigned long long)set->window);
}
