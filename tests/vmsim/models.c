/* Every policy that is not in policies.c against a naive model of it: each victim,
 * each page that is given up, on random strings, through every path of the engine.
 * And what must hold for all of them: OPT is never beaten, UNOPT never loses the
 * race to the bottom, stack algorithms include.
 */
#include "tests/random.h"
#include "tests/tap.h"
#include "tests/vmsim/models_classic.h"
#include "tests/vmsim/models_ghosts.h"
#include "tests/vmsim/models_lirs.h"
#include "vmsim/choice.h"
#include "vmsim/faults.h"

enum { STRINGS = 6000, LONGEST = 250, PAGES = 24 };

static struct random random_state = {20261129};

static uint32_t below(uint32_t limit)
{
    return (uint32_t)random_below(&random_state, limit);
}

static const struct {
    const char *name;
    bool (*model)(struct model *model, uint32_t page, uint32_t *left);
    uint64_t a, b;
} cases[] = {
    {"mru", model_mru, 0, 0},
    {"second-chance", model_second_chance, 0, 0},
    {"sieve", model_sieve, 0, 0},
    {"nru", model_nru, 0, 0},
    {"nru:period=7", model_nru, 7, 0},
    {"nfu", model_nfu, 0, 0},
    {"nfu:period=3", model_nfu, 3, 0},
    {"aging", model_aging, 8, 0},
    {"aging:bits=3,period=5", model_aging, 3, 5},
    {"lfu", model_lfu, 0, 0},
    {"lfu:history=all", model_lfu, 1, 0},
    {"mfu", model_mfu, 0, 0},
    {"slru", model_slru, 4, 0},
    {"slru:segments=2", model_slru, 2, 0},
    {"2q", model_2q, 0, 0},
    {"arc", model_arc, 0, 0},
    {"car", model_car, 0, 0},
    {"lirs", model_lirs, 1, 0},
    {"lirs:hir=30", model_lirs, 30, 0},
    {"clock-pro", model_clock_pro, 0, 0},
    {"w-tinylfu", model_w_tinylfu, 1, 0},
    {"w-tinylfu:window=40", model_w_tinylfu, 40, 0},
    {"s3fifo", model_s3fifo, 2, 0},
    {"s3fifo:threshold=1", model_s3fifo, 1, 0},
    {"working-set", model_working_set, 0, 0},
    {"working-set:tau=5", model_working_set, 5, 0},
    {"wsclock", model_wsclock, 0, 0},
    {"wsclock:tau=4", model_wsclock, 4, 0},
    {"pff", model_pff, 0, 0},
    {"pff:period=2", model_pff, 2, 0},
    {"linux", model_linux, 0, 0},
    {"mglru", model_mglru, 0, 0},
};
enum { CASES = sizeof cases / sizeof cases[0] };

/* Uniform, local, loops with a hot page, Zipf-like; a third of them with writes. */
static void make_trace(struct trace *trace)
{
    uint64_t numbers[LONGEST];
    size_t count = 1 + below(LONGEST);
    uint32_t kind = below(4), pages = 1 + below(PAGES), base = 0;
    bool writes = below(3) == 0;
    *trace = (struct trace){.count = count, .size = count};
    trace->page = xcalloc(count, sizeof *trace->page);
    if (writes)
        trace->write = xcalloc((count + 63) / 64, sizeof *trace->write);
    for (size_t i = 0; i < count; i++) {
        if (kind == 1 && below(12) == 0)
            base = below(pages);
        numbers[i] = kind == 0   ? below(pages)
                     : kind == 1 ? base + below(4)
                     : kind == 2 ? (below(4) ? i % pages : 0)
                                 : below(1 + below(pages));
        if (writes && below(3) == 0)
            trace->write[i / 64] |= (uint64_t)1 << i % 64;
    }
    pages_number(&trace->pages, numbers, count, trace->page);
    pages_list(&trace->pages);
    trace_look_ahead(trace);
}

static bool step_agrees(struct memory *memory, const struct trace *trace, size_t which,
                        struct model *model, size_t time)
{
    uint32_t left = MODEL_NONE;
    struct reference reference = trace_reference(trace, time);
    struct outcome outcome = memory_step(memory, memory->type, &reference);
    model->now = (uint32_t)time;
    model->write = reference.write;
    model->released = 0;
    bool fault = cases[which].model(model, reference.page, &left);
    if (fault == outcome.fault && left == outcome.evicted &&
        model->released == outcome.released && memory_resident(memory) <= model->frames)
        return true;
    printf(
        "# %s, %u frames, reference %zu of %zu: fault %d, model %d; left %d, model %d\n"
        "# string:",
        cases[which].name, model->frames, time, trace->count, outcome.fault, fault,
        (int)outcome.evicted, (int)left);
    for (size_t i = 0; i <= time; i++)
        printf(" %u", trace->page[i]);
    printf("\n");
    return false;
}

static bool agrees(const struct trace *trace, size_t which, const struct choice *choice,
                   uint32_t frames)
{
    static struct model model;
    struct memory *memory = faults_memory(trace, choice, frames, NULL);
    bool same = true;
    model = (struct model){.frames = frames, .a = cases[which].a, .b = cases[which].b};
    for (size_t time = 0; time < trace->count && same; time++)
        same = step_agrees(memory, trace, which, &model, time);
    memory_free(memory);
    return same;
}

/* The compiled loop, the common one, and a memory that grows while it reads in
 * windows: all count the same. */
static bool paths_agree(const struct trace *trace, const struct choice *choice,
                        uint32_t frames)
{
    struct policy_type plain = *choice->type;
    struct choice common = *choice;
    plain.run = NULL;
    common.type = &plain;
    struct trace small = *trace;
    small.pages.count = 0;
    struct memory *memories[] = {
        faults_memory(trace, choice, frames, NULL),
        faults_memory(trace, &common, frames, NULL),
        faults_memory(&small, choice, frames, NULL),
    };
    bool same = true;
    struct references all = trace_references(trace, 0, trace->count);
    memory_run(memories[0], &all);
    memory_run(memories[1], &all);
    for (size_t begin = 0, end; begin < trace->count; begin = end) {
        end = begin + 1 + below(40) < trace->count ? begin + 1 : trace->count;
        uint32_t greatest = 0;
        for (size_t i = 0; i < end; i++)
            greatest = trace->page[i] > greatest ? trace->page[i] : greatest;
        memory_grow(memories[2], greatest + 1);
        struct references window = trace_references(trace, begin, end);
        memory_run(memories[2], &window);
    }
    for (int i = 1; i < 3; i++)
        same = same && !memcmp(&memories[0]->counts, &memories[i]->counts,
                               sizeof memories[0]->counts);
    same = same && memories[0]->counts.evictions + memory_resident(memories[0]) ==
                       memories[0]->counts.faults;
    for (int i = 0; i < 3; i++)
        memory_free(memories[i]);
    return same;
}

static void check_against_models(void)
{
    for (size_t which = 0; which < CASES; which++) {
        struct choice choice;
        struct error error = {.message = ""};
        bool same = choice_parse(&choice, cases[which].name, &error) == 0, paths = true;
        if (!same)
            printf("# %s\n", error.message);
        for (int i = 0; i < STRINGS && same && paths; i++) {
            struct trace trace;
            make_trace(&trace);
            uint32_t frames = i % 3 ? 1 + below(8) : 1 + below(PAGES + 2);
            same = agrees(&trace, which, &choice, frames);
            paths = i % 4 != 0 || paths_agree(&trace, &choice, frames);
            trace_free(&trace);
        }
        char name[128];
        snprintf(name, sizeof name, "%s: every victim as the naive model's, %d strings",
                 cases[which].name, STRINGS);
        ok(same, name);
        ok(paths, "and the same counts by every path of the engine");
    }
}

static uint64_t total(const struct trace *trace, const char *name, uint32_t frames)
{
    struct choice choice;
    choice_parse(&choice, name, NULL);
    struct memory *memory = faults_memory(trace, &choice, frames, NULL);
    struct references all = trace_references(trace, 0, trace->count);
    memory_run(memory, &all);
    uint64_t count = memory->counts.faults;
    memory_free(memory);
    return count;
}

/* Of all policies, as the table has them. */
static void check_bounds(void)
{
    bool opt = true, unopt = true, enough = true;
    for (int i = 0; i < STRINGS / 5; i++) {
        struct trace trace;
        make_trace(&trace);
        uint32_t frames = 1 + below(PAGES);
        uint64_t least = total(&trace, "opt", frames);
        for (size_t p = 0; policy_types[p]; p++) {
            uint64_t faults = total(&trace, policy_types[p]->name, frames);
            opt = opt && least <= faults;
            if (!policy_types[p]->release)
                enough = enough && total(&trace, policy_types[p]->name, PAGES + 4) ==
                                       trace.pages.count;
        }
        unopt = unopt && total(&trace, "unopt", 1) == total(&trace, "lru", 1);
        trace_free(&trace);
    }
    ok(opt, "no policy faults less than OPT, with any number of frames");
    ok(unopt, "with one frame all are the same");
    ok(enough, "with a frame for every page there are only cold faults");
}

/* What is resident with n frames is resident with n + 1, after each reference. */
static bool includes(const struct trace *trace, const char *name, uint32_t frames)
{
    struct choice choice;
    choice_parse(&choice, name, NULL);
    struct memory *small = faults_memory(trace, &choice, frames, NULL);
    struct memory *large = faults_memory(trace, &choice, frames + 1, NULL);
    bool holds = true;
    for (size_t time = 0; time < trace->count; time++) {
        struct reference reference = trace_reference(trace, time);
        memory_step(small, small->type, &reference);
        memory_step(large, large->type, &reference);
        for (uint32_t page = 0; page < trace->pages.count; page++)
            holds = holds && (small->frame_of[page] == NO_FRAME ||
                              large->frame_of[page] != NO_FRAME);
    }
    memory_free(small);
    memory_free(large);
    return holds;
}

static void check_inclusion(void)
{
    static const char *const stacks[] = {"lru", "mru", "lfu:history=all", "opt"};
    for (size_t s = 0; s < sizeof stacks / sizeof stacks[0]; s++) {
        bool holds = true;
        for (int i = 0; i < STRINGS / 5; i++) {
            struct trace trace;
            make_trace(&trace);
            uint32_t frames = 1 + below(PAGES);
            /* OPT and MRU include up to the choice among equals: by counts. */
            holds = holds && total(&trace, stacks[s], frames + 1) <=
                                 total(&trace, stacks[s], frames);
            if (s == 0 || s == 2)
                holds = holds && includes(&trace, stacks[s], frames);
            trace_free(&trace);
        }
        char name[80];
        snprintf(name, sizeof name, "%s: a frame more is never worse", stacks[s]);
        ok(holds, name);
    }
    bool fifo = true;
    struct trace belady;
    trace_from_string(&belady, "1,2,3,4,1,2,5,1,2,3,4,5", NULL);
    fifo = includes(&belady, "fifo", 3);
    ok(!fifo, "FIFO does not include: the check can fail");
    trace_free(&belady);
}

/* LIRS worked by hand, with 3 frames: two for LIR pages, one for Q. After each
 * reference: S from its bottom, and what is LIR, in Q, or neither. */
static void check_lirs_trace(void)
{
    static const struct {
        const char *stack, *marks;
        bool fault;
    } steps[] = {
        /* 1 4 2 3 2 1 4 1 5 */
        {"1", "1 LIR", true},
        {"1 4", "1 LIR, 4 LIR", true},
        {"1 4 2", "1 LIR, 4 LIR, 2 HIR S", true},
        /* 2 leaves Q, and S remembers it */
        {"1 4 2 3", "1 LIR, 4 LIR, 3 HIR S", true},
        /* 3 leaves; 2 returns and is LIR; 1, at the bottom, becomes HIR */
        {"4 3 2", "1 HIR, 4 LIR, 2 LIR", true},
        {"4 3 2 1", "1 HIR S, 4 LIR, 2 LIR", false},
        /* 4 leaves the bottom, and with it 3, which was no longer in memory */
        {"2 1 4", "1 HIR S, 4 LIR, 2 LIR", false},
        /* 1 was used twice while 2 was used once: they change places */
        {"4 1", "1 LIR, 4 LIR, 2 HIR", false},
        {"4 1 5", "1 LIR, 4 LIR, 5 HIR S", true},
    };
    struct trace trace;
    struct choice choice;
    trace_from_string(&trace, "1,4,2,3,2,1,4,1,5", NULL);
    choice_parse(&choice, "lirs", NULL);
    struct memory *memory = faults_memory(&trace, &choice, 3, NULL);
    for (size_t time = 0; time < trace.count; time++) {
        char text[256], wanted[256], name[64], marks[128] = "";
        struct reference reference = trace_reference(&trace, time);
        struct outcome outcome = memory_step(memory, memory->type, &reference);
        choice.type->tell(memory->policy, trace.pages.numbers, text, sizeof text);
        text[strcspn(text, "L")] = '\0';
        snprintf(wanted, sizeof wanted, "S, bottom first: %s  ", steps[time].stack);
        snprintf(name, sizeof name, "LIRS by hand, reference %zu: S", time + 1);
        is_string(text, wanted, name);
        for (uint32_t frame = 0; frame < memory->used; frame++) {
            struct frame_mark mark = {0};
            choice.type->mark(memory->policy, frame, &mark);
            snprintf(marks + strlen(marks), sizeof marks - strlen(marks), "%s%llu %s",
                     frame ? ", " : "",
                     (unsigned long long)trace.pages.numbers[memory->page_in[frame]],
                     mark.list);
        }
        is_string(marks, steps[time].marks, "and the kinds of its pages");
        ok(outcome.fault == steps[time].fault, "and whether it faults");
    }
    memory_free(memory);
    trace_free(&trace);
}

int main(void)
{
    check_lirs_trace();
    check_against_models();
    check_bounds();
    check_inclusion();
    return done_testing();
}
