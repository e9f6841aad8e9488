/* Phases: one where the rule of a trace does not change, and otherwise the changes that
 * were made, where they were made.
 */
#include "vmsim/phases.h"
#include "labs/kit/cleanup.h"
#include "tests/tap.h"
#include "vmsim/generators.h"

/* References of a kind, added to a trace that is being made. */
static size_t add(uint64_t *numbers, const char *kind, size_t count, uint64_t pages,
                  uint64_t seed, uint64_t from)
{
    struct generator_setup setup = {.pages = pages, .seed = seed, .alpha = 1};
    struct generator *generator = generator_new(generator_find(kind), &setup);
    for (size_t i = 0; i < count; i++)
        numbers[i] = from + generator_next(generator);
    generator_free(generator);
    return count;
}

static size_t find(uint64_t *numbers, size_t count, struct phase phases[PHASES_MAX])
{
    struct trace trace = {.count = count, .page = xcalloc(count, sizeof(uint32_t))};
    pages_number(&trace.pages, numbers, count, trace.page);
    pages_list(&trace.pages);
    size_t found = phases_find(&trace, phases);
    trace_free(&trace);
    return found;
}

enum { MOST = 60000, SEEDS = 25 };
static uint64_t numbers[MOST];
static struct phase phases[PHASES_MAX];

static void check_stationary(const char *kind, uint64_t pages, enum phase_kind wanted)
{
    char name[120];
    size_t wrong = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        size_t count = MOST / seed;
        add(numbers, kind, count, pages, seed, 0);
        size_t found = find(numbers, count, phases);
        wrong += found != 1 || phases[0].begin != 0 || phases[0].end != count ||
                 phases[0].kind != wanted;
    }
    snprintf(name, sizeof name, "%s over %llu pages: one phase, of %d lengths and seeds",
             kind, (unsigned long long)pages, SEEDS);
    is_int(wrong, 0, name);
}

/* A change is found to a window, of which there are as many as fit. */
static bool near(size_t seen, size_t made, size_t count)
{
    size_t window = count / PHASES_MAX > 500 ? count / PHASES_MAX : 500;
    return seen + 2 * window >= made && seen <= made + 2 * window;
}

static void check_change(const char *first, uint64_t pages, const char *second,
                         uint64_t others, uint64_t from)
{
    char name[120];
    size_t wrong = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        size_t half = MOST / 2 - seed * 700, count = half;
        add(numbers, first, half, pages, seed, 0);
        count += add(numbers + half, second, half, others, seed + 100, from);
        size_t found = find(numbers, count, phases);
        wrong += found != 2 || !near(phases[1].begin, half, count);
    }
    snprintf(name, sizeof name, "%s, then %s from page %llu: two phases", first, second,
             (unsigned long long)from);
    is_int(wrong, 0, name);
}

/* Its rule changes every 5000 references. */
static void check_mix(void)
{
    size_t wrong = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        add(numbers, "mix", 20000, 10000, seed, 0);
        size_t found = find(numbers, 20000, phases);
        wrong += found != 4;
        for (size_t i = 0; i < found; i++)
            wrong += !near(phases[i].begin, i * 5000, 20000);
    }
    is_int(wrong, 0, "mix: its four phases, where they are");
}

/* Other pages for every window, so that there is nothing to keep to. */
static void check_moving(void)
{
    for (size_t i = 0; i < MOST; i++)
        numbers[i] = i / 150 * 7 + i % 50;
    size_t found = find(numbers, MOST, phases);
    ok(found == 1 && phases[0].kind == PHASE_MOVING, "a window that slides only moves");
}

static void check_short(void)
{
    numbers[0] = 7;
    size_t found = find(numbers, 1, phases);
    ok(found == 1 && phases[0].end == 1 && phases[0].pages == 1, "one reference");
    for (size_t i = 0; i < MOST; i++)
        numbers[i] = 7;
    found = find(numbers, MOST, phases);
    ok(found == 1 && phases[0].end == MOST && phases[0].kind == PHASE_STEADY,
       "one page all the time");
}

int main(void)
{
    check_stationary("zipf", 300, PHASE_STEADY);
    check_stationary("uniform", 100, PHASE_STEADY);
    check_stationary("loop", 40, PHASE_STEADY);
    check_stationary("scan", 1000000, PHASE_FRESH);
    check_change("zipf", 300, "zipf", 300, 1000);
    check_change("zipf", 300, "uniform", 3000, 0);
    check_change("loop", 40, "scan", MOST, 1000);
    check_change("zipf", 300, "scan", MOST, 1000);
    check_mix();
    check_moving();
    check_short();
    return done_testing();
}
