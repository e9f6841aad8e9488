/* Every policy against the naive simulator, reference by reference, and against
 * what must hold for any reference string.
 */
#include "tests/random.h"
#include "tests/tap.h"
#include "tests/vmsim/naive.h"
#include "vmsim/choice.h"
#include "vmsim/faults.h"

enum { STRINGS = 3000, LONGEST = 120, PAGES = 12 };

static struct random random_state = {20240601};

static uint32_t below(uint32_t limit)
{
    return (uint32_t)random_below(&random_state, limit);
}

/* Some strings are uniform, some local, some loops. */
static void make_trace(struct trace *trace)
{
    uint64_t numbers[LONGEST];
    size_t count = 1 + below(LONGEST);
    uint32_t kind = below(3), pages = 1 + below(PAGES), base = 0;
    for (size_t i = 0; i < count; i++) {
        if (kind == 1 && below(10) == 0)
            base = below(pages);
        numbers[i] = kind == 0   ? below(pages)
                     : kind == 1 ? base + below(3)
                                 : i % (pages + 1);
    }
    *trace = (struct trace){.count = count, .size = count};
    trace->page = xcalloc(count, sizeof *trace->page);
    pages_number(&trace->pages, numbers, count, trace->page);
    pages_list(&trace->pages);
    trace_look_ahead(trace);
}

static const struct {
    const char *name;
    struct naive naive;
} cases[] = {
    {"fifo", {.policy = NAIVE_FIFO}},
    {"lru", {.policy = NAIVE_LRU}},
    {"clock", {.policy = NAIVE_CLOCK, .insert = 1, .most = 1}},
    {"clock:insert=0", {.policy = NAIVE_CLOCK, .insert = 0, .most = 1}},
    {"clock:bits=2", {.policy = NAIVE_CLOCK, .insert = 1, .most = 3}},
    {"clock:bits=8,insert=0", {.policy = NAIVE_CLOCK, .insert = 0, .most = 255}},
    {"opt", {.policy = NAIVE_OPT}},
    {"random:seed=7", {.policy = NAIVE_RANDOM, .random = {7}}},
};
enum { CASES = sizeof cases / sizeof cases[0] };

/* Runs both; false at the first difference. */
static bool agrees(const struct trace *trace, size_t which, const struct choice *choice,
                   uint32_t frames)
{
    static struct naive naive;
    struct memory *memory = faults_memory(trace, choice, frames, NULL);
    bool same = true;
    naive = cases[which].naive;
    naive.frames = frames;
    for (size_t time = 0; time < trace->count && same; time++) {
        uint32_t left;
        struct reference reference = trace_reference(trace, time);
        struct outcome outcome = memory_step(memory, memory->type, &reference);
        bool fault = naive_reference(&naive, trace->page, time, trace->count, &left);
        same = fault == outcome.fault && left == outcome.evicted &&
               memory->used == naive.count && memory->used <= frames;
        if (!same)
            printf("# %s, %u frames, reference %zu: fault %d, naive %d\n",
                   cases[which].name, frames, time, outcome.fault, fault);
    }
    memory_free(memory);
    return same;
}

/* The loop compiled for a policy, and the common one, count the same. */
static bool loops_agree(const struct trace *trace, const struct choice *choice,
                        uint32_t frames)
{
    struct memory *fast = faults_memory(trace, choice, frames, NULL);
    struct references all = trace_references(trace, 0, trace->count);
    struct faults faults = {0};
    memory_run(fast, &all);
    faults_record(&faults, trace, choice, frames, NULL);
    bool same = fast->counts.faults == faults.total &&
                fast->counts.references == trace->count &&
                fast->counts.evictions + fast->used == fast->counts.faults;
    if (trace->count > 0)
        same = same && faults_until(&faults, trace->count - 1) == faults.total;
    faults_free(&faults);
    memory_free(fast);
    return same;
}

/* A policy may leave the compiled loop out, as a learner's first one will. */
static void check_without_loop(void)
{
    struct trace trace;
    bool same = true;
    for (size_t i = 0; i < CASES; i++) {
        struct choice choice;
        make_trace(&trace);
        choice_parse(&choice, cases[i].name, NULL);
        struct policy_type plain = *choice.type;
        struct memory *with = faults_memory(&trace, &choice, 4, NULL);
        plain.run = NULL;
        choice.type = &plain;
        struct memory *without = faults_memory(&trace, &choice, 4, NULL);
        struct references all = trace_references(&trace, 0, trace.count);
        memory_run(with, &all);
        memory_run(without, &all);
        same = same && with->counts.faults == without->counts.faults;
        memory_free(with);
        memory_free(without);
        trace_free(&trace);
    }
    ok(same, "a policy without a loop of its own counts the same");
}

static uint64_t total(const struct trace *trace, const char *name, uint32_t frames)
{
    struct choice choice;
    struct faults faults = {0};
    choice_parse(&choice, name, NULL);
    faults_record(&faults, trace, &choice, frames, NULL);
    uint64_t count = faults.total;
    faults_free(&faults);
    return count;
}

static void check_against_naive(void)
{
    for (size_t which = 0; which < CASES; which++) {
        struct choice choice;
        bool same = choice_parse(&choice, cases[which].name, NULL) == 0, loops = true;
        for (int i = 0; i < STRINGS && same && loops; i++) {
            struct trace trace;
            make_trace(&trace);
            uint32_t frames = 1 + below(PAGES + 2);
            same = agrees(&trace, which, &choice, frames);
            loops = loops_agree(&trace, &choice, frames);
            trace_free(&trace);
        }
        char name[128];
        snprintf(name, sizeof name,
                 "%s: every victim as the naive simulator's, %d strings",
                 cases[which].name, STRINGS);
        ok(same, name);
        ok(loops, "and the fast loop counts what the common one counts");
    }
}

/* Of every prefix, too: OPT is ahead at every moment. */
static bool never_loses(const struct trace *trace, const struct choice *choices,
                        size_t opt, uint32_t frames)
{
    struct faults best = {0}, other = {0};
    bool holds = true;
    faults_record(&best, trace, &choices[opt], frames, NULL);
    for (size_t i = 0; i < CASES; i++) {
        faults_record(&other, trace, &choices[i], frames, NULL);
        for (size_t time = 0; time < trace->count; time++)
            holds = holds && faults_until(&best, time) <= faults_until(&other, time);
        faults_free(&other);
    }
    faults_free(&best);
    return holds;
}

static void check_properties(void)
{
    struct choice choices[CASES];
    bool opt = true, lru = true, opt_monotone = true, cold = true;
    size_t opt_index = 0;
    for (size_t i = 0; i < CASES; i++) {
        choice_parse(&choices[i], cases[i].name, NULL);
        if (cases[i].naive.policy == NAIVE_OPT)
            opt_index = i;
    }
    for (int i = 0; i < STRINGS; i++) {
        struct trace trace;
        make_trace(&trace);
        uint32_t frames = 1 + below(PAGES);
        opt = opt && (i % 8 || never_loses(&trace, choices, opt_index, frames));
        lru = lru && total(&trace, "lru", frames + 1) <= total(&trace, "lru", frames);
        opt_monotone = opt_monotone &&
                       total(&trace, "opt", frames + 1) <= total(&trace, "opt", frames);
        cold = cold && total(&trace, "clock", PAGES + 4) == trace.pages.count;
        trace_free(&trace);
    }
    ok(opt, "OPT never loses, at no moment");
    ok(lru, "LRU never gets worse with a frame more");
    ok(opt_monotone, "OPT neither");
    struct trace belady;
    trace_from_string(&belady, "1,2,3,4,1,2,5,1,2,3,4,5", NULL);
    is_int(total(&belady, "fifo", 3), 9, "FIFO faults 9 times on Belady's string");
    is_int(total(&belady, "fifo", 4), 10, "and 10 times with a frame more");
    trace_free(&belady);
    ok(cold, "with a frame for every page there are only cold faults");
}

static void check_block(void)
{
    /* The state is plain data: a copy goes on as the original does. */
    struct trace trace;
    struct choice choice;
    bool same = true;
    trace_from_string(&trace, "1,2,3,4,1,2,5,1,2,3,4,5,6,1,2,6,3", NULL);
    trace_look_ahead(&trace);
    for (size_t i = 0; i < CASES; i++) {
        choice_parse(&choice, cases[i].name, NULL);
        struct memory *a = faults_memory(&trace, &choice, 3, NULL);
        struct memory *b = faults_memory(&trace, &choice, 3, NULL);
        struct references first = trace_references(&trace, 0, 9);
        struct references rest = trace_references(&trace, 9, trace.count);
        memory_run(a, &first);
        memory_run(b, &first);
        memcpy(b->policy, a->policy, a->policy_bytes);
        memory_run(a, &rest);
        memory_run(b, &rest);
        same = same && a->counts.faults == b->counts.faults &&
               !memcmp(a->page_in, b->page_in, 3 * sizeof *a->page_in);
        memory_free(a);
        memory_free(b);
    }
    trace_free(&trace);
    ok(same, "a copied policy decides as the original");
}

/* A loop over more pages than there are frames, twice, at a size where mistakes of
 * 16 bits and of growing tables would show. */
static void check_large(void)
{
    enum { LOOP = 1500000, LARGE = 1000000 };
    struct trace trace = {.count = 2 * LOOP, .size = 2 * LOOP};
    uint64_t *numbers = xcalloc(2 * LOOP, sizeof *numbers);
    for (size_t i = 0; i < 2 * LOOP; i++)
        numbers[i] = (uint64_t)(i % LOOP) * 4096;
    trace.page = xcalloc(2 * LOOP, sizeof *trace.page);
    pages_number(&trace.pages, numbers, trace.count, trace.page);
    pages_list(&trace.pages);
    trace_look_ahead(&trace);
    is_int(trace.pages.count, LOOP, "1 500 000 pages are told apart");
    is_int(total(&trace, "lru", LARGE), 2 * LOOP, "LRU misses a loop that is too long");
    is_int(total(&trace, "clock", LARGE), 2 * LOOP, "so does CLOCK");
    is_int(total(&trace, "fifo", LARGE), 2 * LOOP, "and FIFO");
    is_int(total(&trace, "opt", LARGE), 2 * LOOP - LARGE, "OPT keeps what fits");
    is_int(total(&trace, "lru", 2 * LOOP), LOOP,
           "with frames to spare all faults are cold");
    free(numbers);
    trace_free(&trace);
}

int main(void)
{
    check_large();
    check_against_naive();
    check_properties();
    check_block();
    check_without_loop();
    return done_testing();
}
