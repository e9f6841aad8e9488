/* One pass for the windows, one over them for the phases. */
#include "vmsim/phases.h"

#include <math.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "vmsim/tables.h"

/* A window is cut into blocks, and in each a page counts once: references that follow
 * each other to one page are one use. */
enum { BLOCKS = 16, SHORTEST_WINDOW = 500 };

static const char what[] = "the phases";

/* Standard deviations, and how much smaller differences are none. */
static const double sure = 5, other_pages = 0.1, other_number = 0.2, other_share = 0.25;

struct window {
    size_t begin, end;
    uint32_t pages;
    double uses;   /* a page counts once in each block */
    double change; /* from the window before: 0, or how sure it is */
};

/* What is known of a page. Windows are numbered from 1. */
struct page_use {
    uint32_t first, last;     /* windows */
    uint32_t block;           /* the last one, of all blocks */
    uint16_t before, counted; /* uses in the window before the last, and in that */
};

struct search {
    const struct trace *trace;
    struct page_use *pages;
    uint32_t *lists[2]; /* the pages of an odd, of an even window */
    struct window *windows;
};

/* The first use of a page in this window. */
static void enter(struct page_use *page, uint32_t number)
{
    page->before = page->last > 0 && page->last == number - 1 ? page->counted : 0;
    page->counted = 0;
    if (page->last == 0)
        page->first = number;
    page->last = number;
}

/* Does the reference go to another page than the one before it? Only those count: what
 * repeats at once tells nothing, and is not independent. */
static bool moves_on(const struct trace *trace, size_t time)
{
    return time == 0 || trace->page[time] != trace->page[time - 1];
}

static size_t count_moves(const struct trace *trace)
{
    size_t moves = 0;
    for (size_t time = 0; time < trace->count; time++)
        moves += moves_on(trace, time);
    return moves;
}

static void look(struct search *search, uint32_t number, size_t moves)
{
    const struct trace *trace = search->trace;
    struct window *window = &search->windows[number - 1];
    uint32_t *list = search->lists[number % 2];
    size_t time = window->begin;
    for (size_t move = 0; time < trace->count; time++) {
        if (!moves_on(trace, time))
            continue;
        if (move == moves)
            break;
        uint32_t block = number * BLOCKS + (uint32_t)(move++ * BLOCKS / moves);
        struct page_use *page = &search->pages[trace->page[time]];
        if (page->last != number) {
            enter(page, number);
            list[window->pages++] = trace->page[time];
        }
        if (page->block != block) {
            page->block = block;
            page->counted++;
            window->uses++;
        }
    }
    window->end = time;
}

/* ---- the tests ---- */

struct sums {
    double excess, most;     /* of squared differences, over their means; the most there
                              * could be */
    double squares, freedom; /* the same as a chi-squared, and its degrees of freedom */
    double fresh_before, fresh_now;
};

/* One page, with its uses in both windows. Of c uses in 2 * BLOCKS blocks, BLOCKS of them
 * in each window, the squared difference has the mean c (2 BLOCKS - c) / (2 BLOCKS - 1).
 */
static void add_page(struct sums *sums, double before, double now, bool fresh)
{
    double c = before + now, difference = before - now;
    double mean = c * (2 * BLOCKS - c) / (2 * BLOCKS - 1);
    sums->excess += difference * difference - mean;
    sums->most += c * c - mean;
    if (c > 1 && mean > 0) {
        sums->squares += difference * difference / mean - 1 / c;
        sums->freedom += 1 - 1 / c;
    }
    sums->fresh_before += fresh ? before : 0;
    sums->fresh_now += fresh ? now : 0;
}

static struct sums sum_pages(const struct search *search, uint32_t number)
{
    struct sums sums = {0};
    const struct window *now = &search->windows[number - 1], *before = now - 1;
    for (uint32_t i = 0; i < now->pages; i++) {
        const struct page_use *page = &search->pages[search->lists[number % 2][i]];
        add_page(&sums, page->before, page->counted, page->first + 1 >= number);
    }
    for (uint32_t i = 0; i < before->pages; i++) {
        const struct page_use *page = &search->pages[search->lists[1 - number % 2][i]];
        if (page->last == number - 1)
            add_page(&sums, page->counted, 0, page->first + 1 >= number);
    }
    return sums;
}

/* A chi-squared in standard deviations: E. B. Wilson, M. M. Hilferty, "The distribution
 * of chi-square", PNAS 17(12), 1931. */
static double normal(struct sums sums)
{
    double part = 2 / (9 * sums.freedom);
    return sums.freedom > 0
               ? (cbrt(sums.squares / sums.freedom) - (1 - part)) / sqrt(part)
               : 0;
}

/* How many standard deviations a difference is; 0: it is too small to matter. */
static double surprise(double difference, double variance, bool matters)
{
    return matters && variance > 0 ? difference / sqrt(variance) : 0;
}

static double change(const struct search *search, uint32_t number)
{
    struct sums sums = sum_pages(search, number);
    const struct window *now = &search->windows[number - 1], *before = now - 1;
    double pages = sums.excess > other_pages * sums.most ? normal(sums) : 0;
    double difference = fabs((double)now->pages - before->pages);
    double both = (double)now->pages + before->pages;
    double many = surprise(difference, both, difference > other_number * both);
    double step = fabs(sums.fresh_now / now->uses - sums.fresh_before / before->uses);
    double share = (sums.fresh_now + sums.fresh_before) / (now->uses + before->uses);
    double spread = share * (1 - share) * (1 / now->uses + 1 / before->uses);
    double most = fmax(fmax(pages, many), surprise(step, spread, step > other_share));
    return most > sure ? most : 0;
}

/* ---- windows to phases ---- */

/* A window that differs on both sides holds the change. It goes to the side that it is
 * nearer to; of two, each goes to its own. Where there are more, the trace moves. */
static void settle(struct window *windows, size_t count)
{
    for (size_t begin = 1, end; begin < count; begin = end + 1) {
        end = begin;
        while (end < count && windows[end].change > 0)
            end++;
        size_t changes = end - begin;
        if (changes == 2 && windows[begin].change < windows[begin + 1].change)
            windows[begin].change = 0;
        else if (changes == 2)
            windows[begin + 1].change = 0;
        else if (changes == 3)
            windows[begin].change = windows[begin + 2].change = 0;
    }
}

/* The end of the phase that begins with window 0. */
static size_t phase_end(const struct window *windows, size_t count, bool *moves)
{
    size_t end = 1;
    while (end < count && windows[end].change > 0)
        end++;
    *moves = end > 2 || (end == 2 && end == count);
    if (*moves) /* the last one of them begins what comes next */
        return end < count ? end - 1 : end;
    end = 1;
    while (end < count && windows[end].change == 0)
        end++;
    return end;
}

static size_t join(const struct window *windows, size_t count, struct phase *phases)
{
    size_t found = 0;
    for (size_t begin = 0, end; begin < count; begin = end) {
        bool moves;
        end = begin + phase_end(windows + begin, count - begin, &moves);
        phases[found++] = (struct phase){.kind = moves ? PHASE_MOVING : PHASE_STEADY,
                                         .begin = windows[begin].begin,
                                         .end = windows[end - 1].end};
    }
    return found;
}

/* The pages of a phase, and whether they come back. */
static void describe(struct phase *phase, const struct trace *trace, uint32_t number,
                     uint32_t *seen)
{
    uint32_t fresh = 0;
    size_t moves = 0;
    for (size_t time = phase->begin; time < phase->end; time++) {
        uint32_t *last = &seen[trace->page[time]];
        moves += moves_on(trace, time);
        fresh += *last == 0;
        phase->pages += *last != number;
        *last = number;
    }
    if (phase->kind == PHASE_STEADY && moves < 2 * (size_t)phase->pages)
        phase->kind = fresh >= phase->pages - fresh ? PHASE_FRESH : PHASE_MOVING;
    if (trace->pages.count == 1)
        phase->kind = PHASE_STEADY;
}

size_t phases_find(const struct trace *trace, struct phase phases[PHASES_MAX])
{
    size_t moves = count_moves(trace), count = moves / SHORTEST_WINDOW;
    count = count > PHASES_MAX ? PHASES_MAX : count ? count : 1;
    cleanup_free struct window *windows = xcalloc(count, sizeof *windows);
    cleanup_free struct page_use *pages =
        table_new(trace->pages.count, sizeof *pages, what);
    cleanup_free uint32_t *odd = table_new(moves / count + 1, sizeof *odd, what);
    cleanup_free uint32_t *even = table_new(moves / count + 1, sizeof *even, what);
    struct search search = {trace, pages, {even, odd}, windows};
    for (size_t i = 0; i < count; i++) {
        windows[i].begin = i ? windows[i - 1].end : 0;
        look(&search, (uint32_t)i + 1, moves * (i + 1) / count - moves * i / count);
        if (i > 0)
            windows[i].change = change(&search, (uint32_t)i + 1);
    }
    settle(windows, count);
    size_t found = join(windows, count, phases);
    cleanup_free uint32_t *seen = table_new(trace->pages.count, sizeof *seen, what);
    for (size_t i = 0; i < found; i++)
        describe(&phases[i], trace, (uint32_t)i + 1, seen);
    return found;
}

const char *phase_words(enum phase_kind kind)
{
    static const char *const words[] = {"keeps to the same pages", "goes over new pages",
                                        "moves among known pages"};
    return words[kind];
}
