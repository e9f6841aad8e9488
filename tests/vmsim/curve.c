/* Curves: every clever way to one is compared with running the policy at every size,
 * and what is estimated with what is exact.
 */
#include <math.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "tests/random.h"
#include "tests/tap.h"
#include "vmsim/curve/curve.h"
#include "vmsim/curve/priority_stack.h"
#include "vmsim/curve/stack_distance.h"
#include "vmsim/faults.h"
#include "vmsim/generators.h"

static struct random random_state = {5};

/* A random string of few pages, or of more. */
static void make_trace(struct trace *trace, size_t length, size_t pages)
{
    char *text = xcalloc(length, 8), *end = text;
    size_t local = 0;
    for (size_t i = 0; i < length; i++) {
        size_t page = random_below(&random_state, 3)
                          ? (local + random_below(&random_state, 3)) % pages
                          : random_below(&random_state, pages);
        local = random_below(&random_state, 10) ? local : page;
        end += sprintf(end, "%s%zu", i ? "," : "", page);
    }
    trace_from_string(trace, text, NULL);
    trace_look_ahead(trace);
    free(text);
}

static uint64_t run_at(const struct trace *trace, const struct choice *choice,
                       uint32_t frames)
{
    struct memory *memory = faults_memory(trace, choice, frames, NULL);
    struct references all = trace_references(trace, 0, trace->count);
    memory_run(memory, &all);
    uint64_t faults = memory->counts.faults;
    memory_free(memory);
    return faults;
}

/* ---- the LRU stack against a list ---- */

static uint32_t naive_distance(uint32_t *list, uint32_t *length, uint32_t page)
{
    uint32_t place = 0;
    while (place < *length && list[place] != page)
        place++;
    bool known = place < *length;
    if (!known)
        (*length)++;
    memmove(list + 1, list, place * sizeof *list);
    list[0] = page;
    return known ? place + 1 : 0;
}

static void check_stack(size_t references, uint32_t pages, const char *name)
{
    enum { BATCH = 777 };
    uint32_t batch[BATCH], distances[BATCH], length = 0, new_pages = 0;
    cleanup_free uint32_t *list = xcalloc(pages + 1, sizeof *list);
    struct stack_distance *stack = stack_distance_new();
    size_t wrong = 0;
    for (size_t done = 0; done < references; done += BATCH) {
        for (size_t i = 0; i < BATCH; i++) {
            /* Dense ids: a new one is the next one. */
            bool fresh = new_pages == 0 ||
                         (new_pages < pages && random_below(&random_state, 4) == 0);
            size_t near = new_pages < 40 ? new_pages : 40;
            batch[i] = fresh ? new_pages++
                       : random_below(&random_state, 2)
                           ? (uint32_t)random_below(&random_state, new_pages)
                           : new_pages - 1 - (uint32_t)random_below(&random_state, near);
        }
        stack_distance_run(stack, batch, BATCH, distances);
        for (size_t i = 0; i < BATCH; i++)
            wrong += distances[i] != naive_distance(list, &length, batch[i]);
    }
    is_int(wrong, 0, name);
    is_int(stack_distance_pages(stack), new_pages, "and all pages are in it");
    stack_distance_free(stack);
}

/* ---- the other stacks against the definition ---- */

struct entry {
    uint64_t rank; /* the smaller, the more it is worth keeping */
    uint32_t page;
};

static uint64_t naive_rank(const char *policy, const struct trace *trace, size_t time,
                           uint64_t *uses)
{
    if (!strcmp(policy, "opt"))
        return trace->next[time];
    if (!strcmp(policy, "unopt"))
        return NEVER - trace->next[time];
    if (!strcmp(policy, "mru"))
        return time;
    return ~(++uses[trace->page[time]] << 32 | time);
}

/* Entry by entry, as Mattson has it. Returns the place where the page was; 0: it is new.
 */
static uint32_t naive_push(struct entry *stack, uint32_t *count, struct entry pushed)
{
    struct entry carried = pushed;
    for (uint32_t i = 0; i < *count; i++) {
        struct entry here = stack[i];
        bool carry_on = i == 0 || carried.rank <= here.rank;
        if (carry_on || here.page == pushed.page)
            stack[i] = carried;
        if (here.page == pushed.page)
            return i + 1;
        if (carry_on)
            carried = here;
    }
    stack[(*count)++] = carried;
    return 0;
}

static void naive_hits(const char *policy, const struct trace *trace, uint64_t *hits)
{
    uint32_t pages = trace->pages.count, count = 0;
    cleanup_free struct entry *stack = xcalloc(pages, sizeof *stack);
    cleanup_free uint64_t *uses = xcalloc(pages, sizeof *uses);
    for (size_t time = 0; time < trace->count; time++) {
        struct entry entry = {naive_rank(policy, trace, time, uses), trace->page[time]};
        hits[naive_push(stack, &count, entry)]++;
    }
    hits[0] = 0;
}

static size_t wrong_places(const struct choice *choice, const struct trace *trace)
{
    size_t wrong = 0, places = (size_t)trace->pages.count + 1;
    cleanup_free uint32_t *hits = xcalloc(places, sizeof *hits);
    cleanup_free uint64_t *naive = xcalloc(places, sizeof *naive);
    priority_stack_run(trace, choice, hits);
    naive_hits(choice->name, trace, naive);
    for (size_t place = 0; place < places; place++)
        wrong += hits[place] != naive[place];
    return wrong;
}

static const char *const stack_policies[] = {"opt", "unopt", "mru", "lfu:history=all"};

/* The rule of a trace, so that the stacks see orders of every kind. */
static size_t odd_page(int rule, size_t time, size_t pages)
{
    size_t turn = time % (2 * pages);
    switch (rule) {
    case 0: /* a loop, one way */
        return time % pages;
    case 1: /* there and back */
        return turn < pages ? turn : 2 * pages - 1 - turn;
    case 2: /* rare pages, each one rarer than the one before */
        return (size_t)__builtin_ctzll(time + 1) % pages;
    default:
        return time * time % pages;
    }
}

static void make_odd_trace(struct trace *trace, int rule)
{
    size_t length = 20 + random_below(&random_state, 200), begin = 0;
    size_t pages = 2 + random_below(&random_state, 30);
    char *text = xcalloc(length, 8), *end = text;
    for (size_t i = 0; i < length; i++) {
        if (random_below(&random_state, 25) == 0)
            begin = random_below(&random_state, 200);
        end += sprintf(end, "%s%zu", i ? "," : "", odd_page(rule, begin + i, pages));
    }
    trace_from_string(trace, text, NULL);
    trace_look_ahead(trace);
    free(text);
}

static void check_stacks(int rounds)
{
    size_t wrong[4] = {0};
    for (int round = 0; round < rounds; round++) {
        struct trace trace;
        if (round % 5 < 4)
            make_odd_trace(&trace, round % 5);
        else
            make_trace(&trace, 1 + random_below(&random_state, 300),
                       1 + random_below(&random_state, 60));
        for (size_t i = 0; i < 4; i++) {
            struct choice choice;
            choice_parse(&choice, stack_policies[i], NULL);
            wrong[i] += wrong_places(&choice, &trace);
        }
        trace_free(&trace);
    }
    for (size_t i = 0; i < 4; i++) {
        char name[120];
        snprintf(name, sizeof name, "%s: all distances of %d traces as in a plain stack",
                 stack_policies[i], rounds);
        is_int(wrong[i], 0, name);
    }
}

/* ---- curves against run ---- */

static size_t differing(const struct curve *curve, const struct trace *trace,
                        const struct choice *choice)
{
    size_t wrong = 0;
    for (size_t i = 0; i < curve->count; i++)
        wrong += (uint64_t)curve->faults[i] != run_at(trace, choice, curve->frames[i]);
    return wrong;
}

static void check_policy(const char *text, int rounds)
{
    struct choice choice;
    struct error error;
    char name[160];
    size_t wrong = 0, rises = 0, points = 0;
    if (choice_parse(&choice, text, &error) < 0)
        return;
    for (int i = 0; i < rounds; i++) {
        struct trace trace;
        struct curve curve;
        make_trace(&trace, 20 + random_below(&random_state, 300),
                   2 + random_below(&random_state, 30));
        if (curve_measure(&curve, &trace, &choice, NULL, &error) < 0)
            exit(99);
        wrong += differing(&curve, &trace, &choice);
        rises += curve_anomaly(&curve, 1) < curve.count;
        points += curve.count;
        if (!curve.every_size)
            wrong++;
        curve_free(&curve);
        trace_free(&trace);
    }
    snprintf(name, sizeof name, "%s: the curve is what run counts, at all %zu points",
             text, points);
    is_int(wrong, 0, name);
    if (!strcmp(text, "lru") || priority_stack_knows(&choice)) {
        snprintf(name, sizeof name, "%s: more frames never fault more", text);
        is_int(rises, 0, name);
    }
}

static void check_policies(void)
{
    for (size_t i = 0; policy_types[i]; i++)
        check_policy(policy_types[i]->name, 6);
    check_policy("lru", 40);
    check_policy("opt", 40);
    check_policy("unopt", 40);
    check_policy("mru", 40);
    check_policy("lfu:history=all", 40);
}

/* A trace in which entries are swept, runs come and go, and trees are deep. */
static void check_large(const char *path)
{
    static const uint32_t sizes[] = {1, 2, 17, 100, 333, 1000, 4096, 9999, 14000};
    struct trace trace;
    struct trace_options options = {.format = "auto"};
    struct error error;
    if (trace_load(&trace, path, &options, &error) < 0)
        exit(99);
    trace_look_ahead(&trace);
    for (size_t i = 0; i < 4; i++) {
        struct curve curve;
        struct choice choice;
        char name[120];
        size_t wrong = 0;
        choice_parse(&choice, stack_policies[i], &error);
        curve_measure(&curve, &trace, &choice, NULL, &error);
        for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++)
            wrong +=
                (uint64_t)curve.faults[sizes[k] - 1] != run_at(&trace, &choice, sizes[k]);
        snprintf(name, sizeof name, "%s: what run counts, in %s", stack_policies[i],
                 strrchr(path, '/') + 1);
        ok(wrong == 0 && curve.every_size, name);
        curve_free(&curve);
    }
    trace_free(&trace);
}

static void check_chosen_sizes(void)
{
    struct trace trace;
    struct curve curve;
    struct choice choice;
    struct frame_list sizes;
    struct error error;
    trace_from_string(&trace, "1,2,3,4,1,2,5,1,2,3,4,5", NULL);
    trace_look_ahead(&trace);
    choice_parse(&choice, "fifo", &error);
    curve_measure(&curve, &trace, &choice, NULL, &error);
    is_int(curve.count, 5, "five pages, five sizes");
    is_int(curve_anomaly(&curve, 1), 3, "Belady's anomaly, from 3 frames to 4");
    is_int(curve_anomaly(&curve, 4), curve.count, "and no other one");
    curve_free(&curve);
    frame_list_parse(&sizes, "4,2,4,100,20%", &error);
    frame_list_resolve(&sizes, trace.pages.count, &error);
    choice_parse(&choice, "lru", &error);
    curve_measure(&curve, &trace, &choice, &sizes, &error);
    is_int(curve.count, 4, "chosen sizes, in order and once");
    is_int(curve.frames[0] * 1000 + curve.frames[3], 1100, "from 1 to 100");
    is_int(curve.faults[2], 8, "LRU with 4 frames");
    is_int(curve.faults[3], 5, "past the footprint each page faults once");
    curve_free(&curve);
    trace_free(&trace);
}

static void check_knee(void)
{
    struct curve curve = {.references = 1000};
    curve_allocate(&curve, 50);
    for (uint32_t i = 0; i < 50; i++) {
        curve.frames[i] = i + 1;
        curve.faults[i] = i < 10 ? 1000 - 90 * i : 110 - i;
    }
    is_int(curve.frames[curve_knee(&curve)], 11, "the knee is where it bends");
    for (uint32_t i = 0; i < 50; i++)
        curve.faults[i] = 1000 - i;
    is_int(curve_knee(&curve), 0, "a straight line has none");
    curve_free(&curve);
}

static double naive_working_set(const struct trace *trace, uint64_t window)
{
    uint64_t sum = 0, windows = trace->count - window + 1;
    cleanup_free bool *seen = xcalloc(trace->pages.count, sizeof *seen);
    for (uint64_t begin = 0; begin < windows; begin++) {
        memset(seen, 0, trace->pages.count);
        for (uint64_t time = begin; time < begin + window; time++) {
            sum += !seen[trace->page[time]];
            seen[trace->page[time]] = true;
        }
    }
    return (double)sum / (double)windows;
}

static void check_working_set(void)
{
    size_t wrong = 0;
    for (int i = 0; i < 50; i++) {
        struct trace trace;
        make_trace(&trace, 1 + random_below(&random_state, 200), 20);
        uint64_t window = 1 + random_below(&random_state, trace.count);
        wrong +=
            fabs(working_set(&trace, window) - naive_working_set(&trace, window)) > 1e-9;
        trace_free(&trace);
    }
    is_int(wrong, 0, "the working set is the mean of all windows");
}

/* ---- the sample against the truth ---- */

static double exact_faults(const struct curve *exact, uint32_t frames)
{
    return exact->faults[(frames < exact->count ? frames : exact->count) - 1];
}

/* Is every point of the curve within the bound that it states? */
static bool within(const struct curve *sampled, const struct curve *exact, double *knee)
{
    size_t far = 0, at = curve_knee(sampled);
    for (size_t i = 0; i < sampled->count; i++)
        far += fabs(sampled->faults[i] - exact_faults(exact, sampled->frames[i])) >
               sampled->bound[i] + 1e-6;
    *knee = fmax(*knee, sampled->bound[at] / sampled->references);
    return far == 0;
}

static void check_sample(const char *path, double rate, int runs, double bound_most)
{
    struct trace trace;
    struct curve exact, sampled;
    struct choice choice;
    struct error error;
    struct trace_options options = {.format = "auto"};
    char name[200];
    int good = 0;
    double worst = 0;
    choice_parse(&choice, "lru", &error);
    if (trace_load(&trace, path, &options, &error) < 0 ||
        curve_measure(&exact, &trace, &choice, NULL, &error) < 0)
        exit(99);
    for (int seed = 1; seed <= runs; seed++) {
        if (curve_sample(&sampled, path, &options, rate, (uint64_t)seed, &error) < 0)
            exit(99);
        good += within(&sampled, &exact, &worst);
        curve_free(&sampled);
    }
    snprintf(name, sizeof name, "%s, %g of the pages: %d of %d curves within their bound",
             strrchr(path, '/') + 1, rate, good, runs);
    ok(good >= runs * 95 / 100, name);
    printf("# the widest bound at the knee: %.3f\n", worst);
    ok(worst <= bound_most, "and the bound says something");
    curve_free(&exact);
    trace_free(&trace);
}

static void check_whole_sample(const char *path)
{
    struct trace_options options = {.format = "auto"};
    struct trace trace;
    struct curve exact, sampled;
    struct choice choice;
    struct error error;
    size_t wrong = 0;
    choice_parse(&choice, "lru", &error);
    trace_load(&trace, path, &options, &error);
    curve_measure(&exact, &trace, &choice, NULL, &error);
    curve_sample(&sampled, path, &options, 1, 1, &error);
    for (size_t i = 0; i < sampled.count; i++)
        wrong += sampled.faults[i] != exact_faults(&exact, sampled.frames[i]) ||
                 sampled.bound[i] != 0;
    is_int(wrong, 0, "a sample of all pages is exact, and says so");
    curve_free(&exact);
    curve_free(&sampled);
    trace_free(&trace);
}

static void make_zipf(const char *path)
{
    struct generator_setup setup = {.pages = 20000, .seed = 9, .alpha = 1};
    struct generator *generator = generator_new(generator_find("zipf"), &setup);
    FILE *file = fopen(path, "w");
    for (int i = 0; file && i < 200000; i++) {
        uint64_t page = generator_next(generator);
        fwrite(&page, sizeof page, 1, file);
    }
    if (file)
        fclose(file);
    generator_free(generator);
}

int main(void)
{
    char path[300];
    const char *folder = getenv("TMPDIR"), *mix = "tests/vmsim/data/mix200k.u64.xz";
    snprintf(path, sizeof path, "%s/ring3-curve.XXXXXX", folder ? folder : "/tmp");
    int fd = mkstemp(path);
    if (fd < 0)
        return 99;
    close(fd);
    check_stack(400000, 300, "few pages: distances as in a list, through compactions");
    check_stack(60000, 40000, "many pages: as in a list, while it grows");
    check_stacks(3000);
    check_policies();
    check_chosen_sizes();
    check_knee();
    check_working_set();
    make_zipf(path);
    check_large(path);
    check_large(mix);
    check_whole_sample(mix);
    check_sample(path, 0.1, 60, 0.1);
    check_sample(path, 0.01, 60, 0.25);
    check_sample(mix, 0.1, 40, 0.15);
    unlink(path);
    return done_testing();
}
