/* The timeline: whichever way one comes to a step, it looks the same. */
#include "vmsim/timeline.h"
#include "tests/random.h"
#include "tests/tap.h"
#include "vmsim/faults.h"

enum { COUNT = 3000, SEEKS = 600, FRAMES = 5, TEXT = 600 };

static struct random random_state = {5};

static uint32_t below(uint32_t limit)
{
    return (uint32_t)random_below(&random_state, limit);
}

/* All that can be seen at the present step. */
static void describe(const struct timeline *timeline, char *text)
{
    size_t end = 0;
    char why[256];
    timeline_why(timeline, why, sizeof why);
    end += (size_t)snprintf(text, TEXT, "%d %u %u %u %llu|", timeline->outcome.fault,
                            timeline->outcome.frame, timeline->outcome.evicted,
                            timeline->seen,
                            (unsigned long long)timeline->memory->counts.faults);
    for (uint32_t frame = 0; frame < timeline->memory->used; frame++) {
        struct page_facts facts = timeline_facts(timeline, frame);
        struct frame_mark mark = timeline_mark(timeline, frame);
        end += (size_t)snprintf(text + end, TEXT - end, "%llu %u %u %u %d%d%d,",
                                (unsigned long long)facts.number, facts.loaded,
                                facts.used, facts.next, mark.bits, mark.hand,
                                timeline->memory->dirty[frame]);
    }
    snprintf(text + end, TEXT - end, "%s", why);
}

static void make_trace(struct trace *trace)
{
    uint64_t numbers[COUNT];
    *trace = (struct trace){.count = COUNT, .size = COUNT};
    trace->page = xcalloc(COUNT, sizeof *trace->page);
    trace->write = xcalloc(COUNT / 64 + 1, sizeof *trace->write);
    for (size_t i = 0; i < COUNT; i++) {
        numbers[i] = 100 + below(3) * below(6) + i / 200; /* new pages keep coming */
        trace->write[i / 64] |= (uint64_t)(below(4) == 0) << (i % 64);
    }
    pages_number(&trace->pages, numbers, COUNT, trace->page);
    pages_list(&trace->pages);
    trace_look_ahead(trace);
}

static void check_policy(const struct trace *trace, const char *name)
{
    struct choice choice;
    struct faults faults = {0};
    choice_parse(&choice, name, NULL);
    struct timeline *timeline = timeline_new(trace, &choice, FRAMES, NULL);
    char(*forward)[TEXT] = xcalloc(COUNT, TEXT), now[TEXT], label[128];
    bool same = timeline->checkpoint_count > 2, recorded = true;
    faults_record(&faults, trace, &choice, FRAMES, NULL);
    for (size_t time = 0; time < COUNT; time++) {
        timeline_seek(timeline, time);
        describe(timeline, forward[time]);
        recorded = recorded && faults_at(&faults, time) == timeline->outcome.fault &&
                   faults_until(&faults, time) == timeline->memory->counts.faults;
    }
    for (int i = 0; i < SEEKS && same; i++) {
        size_t time = below(COUNT);
        timeline_seek(timeline, time);
        describe(timeline, now);
        same = !strcmp(now, forward[time]);
        if (!same)
            printf("# reference %zu\n# %s\n# %s\n", time, forward[time], now);
    }
    snprintf(label, sizeof label,
             "%s: any step, in any order, is as it was going forward", name);
    ok(same, label);
    ok(recorded, "and the recorded faults are the faults of the steps");
    free(forward);
    faults_free(&faults);
    timeline_free(timeline);
}

/* OPT itself always finds the best victim. */
static void check_best_victim(const struct trace *trace)
{
    struct choice choice;
    bool best = true, worse = false;
    choice_parse(&choice, "opt", NULL);
    struct timeline *opt = timeline_new(trace, &choice, FRAMES, NULL);
    choice_parse(&choice, "fifo", NULL);
    struct timeline *fifo = timeline_new(trace, &choice, FRAMES, NULL);
    for (size_t time = 0; time < COUNT; time++) {
        timeline_seek(opt, time);
        timeline_seek(fifo, time);
        if (opt->outcome.evicted != NO_PAGE)
            best = best && timeline_best_victim(opt).next == opt->left.next;
        if (fifo->outcome.evicted != NO_PAGE)
            worse = worse || timeline_best_victim(fifo).next > fifo->left.next;
    }
    ok(best, "OPT evicts what OPT would evict");
    ok(worse, "FIFO does not always");
    timeline_free(opt);
    timeline_free(fifo);
}

int main(void)
{
    static const char *const names[] = {"fifo", "lru",   "clock", "clock:bits=3,insert=0",
                                        "opt",  "random"};
    struct trace trace;
    make_trace(&trace);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        check_policy(&trace, names[i]);
    check_best_victim(&trace);
    trace_free(&trace);
    return done_testing();
}
