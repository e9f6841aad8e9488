/* The rules, one function each, and their table.
 *
 * Random numbers are splitmix64's (Steele, Lea, Flood, "Fast splittable pseudorandom
 * number generators", OOPSLA 2014). zipf with alpha 1 uses nothing but additions,
 * divisions and multiplications of IEEE 754, so its traces are the same everywhere.
 */
#include "vmsim/generators.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static uint64_t next_random(struct generator *g)
{
    uint64_t z = g->random += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

/* 0 to bound - 1, without bias worth naming: the upper half of a 128-bit product. */
static uint64_t below(struct generator *g, uint64_t bound)
{
    return (uint64_t)((unsigned __int128)next_random(g) * bound >> 64);
}

/* ---- zipf: page of rank k is asked for in proportion to 1 / (k + 1)^alpha ---- */

enum { GUIDE = 1 << 16 };

static void zipf_start(struct generator *g)
{
    uint64_t pages = g->setup.pages;
    double total = 0;
    g->cdf = xreallocarray(NULL, pages, sizeof *g->cdf);
    g->guide = xreallocarray(NULL, GUIDE + 1, sizeof *g->guide);
    for (uint64_t k = 0; k < pages; k++) {
        double rank = (double)(k + 1);
        total += 1.0 / (g->setup.alpha == 1 ? rank : pow(rank, g->setup.alpha));
        g->cdf[k] = total;
    }
    /* A rank before guide[i] has a sum of at most i / GUIDE of the total. */
    uint32_t rank = 0;
    for (uint32_t i = 0; i <= GUIDE; i++) {
        while (rank + 1 < pages && g->cdf[rank] <= total * i / GUIDE)
            rank++;
        g->guide[i] = rank;
    }
}

/* The first rank whose sum is greater than u. */
static uint64_t zipf_rank(const struct generator *g, double u)
{
    double total = g->cdf[g->setup.pages - 1];
    uint32_t part = (uint32_t)(u / total * GUIDE);
    /* The division may round up: one part earlier is safe. */
    uint64_t low = g->guide[part > 0 ? part - 1 : 0];
    uint64_t high = part + 2 <= GUIDE ? g->guide[part + 2] : g->setup.pages - 1;
    while (low < high) {
        uint64_t middle = (low + high) / 2;
        if (g->cdf[middle] > u)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static uint64_t zipf_next(struct generator *g)
{
    double u = (double)(next_random(g) >> 11) * 0x1p-53 * g->cdf[g->setup.pages - 1];
    return (zipf_rank(g, u) * 2654435761 + 12345) % g->setup.pages;
}

/* ---- the simple ones ---- */

static uint64_t uniform_next(struct generator *g)
{
    return below(g, g->setup.pages);
}

static uint64_t scan_next(struct generator *g)
{
    return g->time;
}

static uint64_t loop_next(struct generator *g)
{
    return g->time % g->setup.pages;
}

/* Nine references of ten go to a tenth of the pages. */
static uint64_t hot_next(struct generator *g)
{
    uint64_t hot = g->setup.pages / 10 + 1;
    return below(g, 10) < 9 ? below(g, hot) : below(g, g->setup.pages);
}

/* A step to a near page, and now and then a jump. */
static uint64_t walk_next(struct generator *g)
{
    enum { NEAR = 4, JUMP = 200 };
    uint64_t pages = g->setup.pages;
    if (below(g, JUMP) == 0)
        g->at = below(g, pages);
    else
        g->at = (g->at + pages + below(g, 2 * NEAR + 1) - NEAR) % pages;
    return g->at;
}

/* ---- mix: hot pages, hot pages beside a scan, a loop, then all alike ---- */

static uint64_t mix_next(struct generator *g)
{
    enum { PHASE = 5000 };
    uint64_t pages = g->setup.pages, hot = pages / 16 + 1, loop = pages / 8 + 1;
    uint64_t hot_page = below(g, below(g, hot) + 1);
    switch (g->time / PHASE % 4) {
    case 0:
        return hot_page;
    case 1:
        return below(g, 3) == 0 ? hot_page : hot + g->at++ % pages;
    case 2:
        return below(g, 5) == 0 ? hot_page : hot + g->time % PHASE % loop;
    default:
        return hot + below(g, pages);
    }
}

/* ---- matrix: each element of a square of 8-byte numbers once, in an order ---- */

enum { ELEMENT = 8, PAGE = 4096, TILE = 32 };

static uint64_t matrix_next(struct generator *g)
{
    uint64_t side = g->setup.side, i = g->time % (side * side), row, column;
    if (!strcmp(g->setup.order, "columns")) {
        row = i % side, column = i / side;
    } else if (!strcmp(g->setup.order, "tiles")) {
        /* Rows of tiles; the last tiles may be smaller. */
        uint64_t band = i / (side * TILE), in_band = i % (side * TILE);
        uint64_t rows = side - band * TILE < TILE ? side - band * TILE : TILE;
        uint64_t tile = in_band / (rows * TILE), in_tile = in_band % (rows * TILE);
        uint64_t columns = side - tile * TILE < TILE ? side - tile * TILE : TILE;
        row = band * TILE + in_tile / columns;
        column = tile * TILE + in_tile % columns;
    } else {
        row = i / side, column = i % side;
    }
    return (row * side + column) * ELEMENT / PAGE;
}

const struct generator_type generator_types[] = {
    {"zipf", "few pages are asked for often, most of them seldom (--alpha)", zipf_next,
     zipf_start},
    {"uniform", "every page is as likely as any other", uniform_next, NULL},
    {"scan", "every page once, in order", scan_next, NULL},
    {"loop", "the pages in order, again and again", loop_next, NULL},
    {"hot", "nine references of ten go to a tenth of the pages", hot_next, NULL},
    {"walk", "steps to near pages, and now and then a jump", walk_next, NULL},
    {"mix", "phases: hot pages, a scan beside them, a loop, all pages alike", mix_next,
     NULL},
    {"matrix", "a square matrix of doubles, visited by rows, columns or tiles (--order)",
     matrix_next, NULL},
    {0},
};

const struct generator_type *generator_find(const char *name)
{
    for (size_t i = 0; generator_types[i].name; i++)
        if (!strcmp(generator_types[i].name, name))
            return &generator_types[i];
    return NULL;
}

struct generator *generator_new(const struct generator_type *type,
                                const struct generator_setup *setup)
{
    struct generator *generator = xcalloc(1, sizeof *generator);
    generator->type = type;
    generator->setup = *setup;
    generator->random = setup->seed;
    if (type->start)
        type->start(generator);
    return generator;
}

void generator_free(struct generator *generator)
{
    if (!generator)
        return;
    free(generator->cdf);
    free(generator->guide);
    free(generator);
}
