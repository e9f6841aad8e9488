/* SHARDS: only pages whose hash is below a threshold are looked at, so about a part R
 * of them, chosen by chance but the same ones all the time. A distance among them is R
 * times what it is among all pages.
 *
 * The estimate of the faults at C frames is the faults of the sampled references, at
 * C * R frames, divided by R, not by the part of references that was really seen: that
 * is the adjustment of the paper.
 *
 * Its error has two parts. Pages with many faults may be in the sample or not: the
 * sampled pages fall into GROUPS by another hash, and how much the groups differ tells
 * the standard deviation of their sum. And distances are uncertain: D pages give
 * D * R sampled ones with a standard deviation of sqrt(D * R * (1 - R)); how much
 * that can matter is read off the curve itself, so far to the left and right. Of both,
 * DEVIATIONS of them are taken, so that the whole curve is within its bounds in at
 * least 95 of 100 runs (tests/vmsim/curve.c tries it).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "vmsim/curve/curve.h"
#include "vmsim/curve/stack_distance.h"
#include "vmsim/progress.h"

enum { GROUPS = 64, PER_OCTAVE = 8, POINTS = 33 * PER_OCTAVE };

#define DEVIATIONS 3.5

/* Below so many sampled pages a size is not told: the error would be as large. */
enum { FEWEST = 8 };

struct sample {
    double rate;
    uint64_t threshold, seed;
    struct pages pages;
    struct stack_distance *stack;
    uint64_t references, sampled;
    uint64_t group_references[GROUPS];
    /* By the smallest point whose frames make it a hit, and by group. */
    uint32_t (*hits)[GROUPS];
};

static uint64_t mixed(uint64_t number)
{
    number = (number ^ number >> 33) * 0xff51afd7ed558ccd;
    number = (number ^ number >> 33) * 0xc4ceb9fe1a85ec53;
    return number ^ number >> 33;
}

static double frames_of(int point)
{
    return exp2((double)point / PER_OCTAVE);
}

static int point_of(double frames)
{
    int point = (int)ceil(log2(frames) * PER_OCTAVE - 1e-9);
    return point < 0 ? 0 : point < POINTS ? point : POINTS - 1;
}

static void add_batch(struct sample *sample, const struct access_batch *batch)
{
    uint64_t pages[ACCESS_BATCH];
    uint32_t ids[ACCESS_BATCH], distances[ACCESS_BATCH];
    size_t count = 0;
    for (size_t i = 0; i < batch->count; i++)
        if (mixed(batch->page[i] ^ sample->seed) <= sample->threshold)
            pages[count++] = batch->page[i];
    sample->references += batch->count;
    if (count == 0)
        return;
    sample->sampled += count;
    pages_number(&sample->pages, pages, count, ids);
    stack_distance_run(sample->stack, ids, count, distances);
    for (size_t i = 0; i < count; i++) {
        uint64_t group = mixed(pages[i] + ~sample->seed) % GROUPS;
        sample->group_references[group]++;
        if (distances[i])
            sample->hits[point_of((distances[i] - 1) / sample->rate + 1)][group]++;
    }
}

static int read_all(struct sample *sample, struct reader *reader, struct error *error)
{
    cleanup_free struct access_batch *batch = xcalloc(1, sizeof *batch);
    do {
        if (reader_read(reader, batch, error) < 0)
            return -1;
        add_batch(sample, batch);
        progress_show("sampled", sample->references, 0);
    } while (batch->count > 0);
    if (sample->references == 0)
        return error_set(error, STATUS_REQUEST, "%s holds no reference",
                         source_name(reader->source));
    if (sample->pages.count >= FEWEST || sample->rate >= 1)
        return 0;
    return error_set(error, STATUS_REQUEST,
                     "--sample %g takes %u of the pages of %s, too few to tell anything; "
                     "try a larger part, or leave it out",
                     sample->rate, sample->pages.count, source_name(reader->source));
}

/* The standard deviation of the sum over the groups. */
static double deviation(const double *group_faults)
{
    double sum = 0, squares = 0;
    for (int g = 0; g < GROUPS; g++)
        sum += group_faults[g];
    for (int g = 0; g < GROUPS; g++) {
        double off = group_faults[g] - sum / GROUPS;
        squares += off * off;
    }
    return sqrt(squares * GROUPS / (GROUPS - 1));
}

/* Estimates and their first kind of error, at every point. */
static void estimate(const struct sample *sample, double *faults, double *error)
{
    double group_faults[GROUPS];
    for (int g = 0; g < GROUPS; g++)
        group_faults[g] = (double)sample->group_references[g];
    for (int point = 0; point < POINTS; point++) {
        double sum = 0;
        for (int g = 0; g < GROUPS; g++) {
            group_faults[g] -= sample->hits[point][g];
            sum += group_faults[g];
        }
        faults[point] = sum / sample->rate;
        error[point] = sqrt(1 - sample->rate) * deviation(group_faults) / sample->rate;
    }
}

static double at(const double *faults, double frames)
{
    return faults[point_of(frames < 1 ? 1 : frames)];
}

static double bound_at(const struct sample *sample, const double *faults,
                       const double *error, int point)
{
    double frames = frames_of(point);
    double spread = DEVIATIONS * sqrt((1 - sample->rate) / (frames * sample->rate));
    double left = at(faults, frames / (1 + spread) / exp2(1.0 / PER_OCTAVE));
    double right = at(faults, frames * (1 + spread) * exp2(1.0 / PER_OCTAVE));
    double sideways = fmax(left - faults[point], faults[point] - right);
    return DEVIATIONS * error[point] + (sample->rate < 1 ? sideways : 0);
}

static void fill(struct curve *curve, const struct sample *sample)
{
    double faults[POINTS], error[POINTS];
    estimate(sample, faults, error);
    curve->references = (double)sample->references;
    curve->pages = sample->pages.count / sample->rate;
    curve->sampled = true;
    curve_allocate(curve, POINTS);
    curve->bound = xcalloc(POINTS, sizeof *curve->bound);
    curve->count = 0;
    for (int point = 0; point < POINTS; point++) {
        double frames = floor(frames_of(point));
        bool told = frames * sample->rate >= (sample->rate < 1 ? FEWEST : 0);
        bool known = curve->count && curve->frames[curve->count - 1] == frames;
        if (!told || known || frames_of(point) > 1.1 * curve->pages)
            continue;
        curve->frames[curve->count] = (uint32_t)frames;
        curve->faults[curve->count] = fmin(faults[point], curve->references);
        curve->bound[curve->count++] = bound_at(sample, faults, error, point);
    }
}

int curve_sample(struct curve *curve, const char *path,
                 const struct trace_options *options, double rate, uint64_t seed,
                 struct error *error)
{
    *curve = (struct curve){.name = "lru"};
    struct reader *reader = reader_open(path, options, error);
    if (!reader)
        return -1;
    struct sample sample = {.rate = rate,
                            .threshold =
                                rate >= 1 ? UINT64_MAX : (uint64_t)(rate * 0x1p64),
                            .seed = mixed(seed + 0x9e3779b97f4a7c15),
                            .stack = stack_distance_new()};
    sample.hits = xcalloc(POINTS, sizeof *sample.hits);
    int result = read_all(&sample, reader, error);
    progress_end();
    if (result == 0)
        fill(curve, &sample);
    reader_close(reader);
    free(sample.hits);
    pages_free(&sample.pages);
    stack_distance_free(sample.stack);
    return result;
}
