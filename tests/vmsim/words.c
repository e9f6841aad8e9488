/* What a learner is told, checked against the naive simulator: the reason of each
 * step, the question's answer, and what a wrong one is told, on random strings.
 */
#include "tests/tap.h"
#include "tests/vmsim/naive.h"
#include "vmsim/stage.h"

enum { ROUNDS = 400, LENGTH = 24, PAGES = 7 };

static struct random random_state = {11};

static const struct {
    const char *name;
    enum naive_policy naive;
    unsigned insert, most;
} policies[] = {
    {"fifo", NAIVE_FIFO, 0, 0},
    {"lru", NAIVE_LRU, 0, 0},
    {"opt", NAIVE_OPT, 0, 0},
    {"clock", NAIVE_CLOCK, 1, 1},
    {"clock:bits=2", NAIVE_CLOCK, 1, 3},
    {"clock:bits=3,insert=0", NAIVE_CLOCK, 0, 7},
};

/* What is known of a string at one step, by the naive simulator and by hand. */
struct truth {
    const uint32_t *pages;
    size_t time;
    bool fault;
    uint32_t left, frame;       /* NAIVE_NONE: nobody left */
    size_t loaded, used;        /* of the page that left, from 1 */
    size_t left_next, furthest; /* next uses from 1; LENGTH + 1: never */
    uint32_t furthest_page, frames;
    uint32_t hand, passed; /* CLOCK: where its search began, counters it changed */
};

static size_t last_time(const uint32_t *pages, size_t time, uint32_t page)
{
    while (time > 0 && pages[time - 1] != page)
        time--;
    return time;
}

/* The step, naively: the state before is kept to be asked. */
static struct truth naive_truth(struct naive *naive, const uint32_t *pages, size_t time,
                                size_t *loaded)
{
    static struct naive before;
    before = *naive;
    struct truth truth = {.pages = pages, .time = time, .frames = naive->frames};
    truth.hand = before.residents[0].frame;
    truth.fault = naive_reference(naive, pages, time, LENGTH, &truth.left);
    for (uint32_t i = 0; i < naive->count; i++)
        if (naive->residents[i].page == pages[time])
            truth.frame = naive->residents[i].frame;
    for (uint32_t i = 0; i < before.count && truth.left != NAIVE_NONE; i++) {
        uint32_t page = before.residents[i].page;
        size_t next = naive_next_use(pages, time, LENGTH, page) + 1;
        if (next > truth.furthest) {
            truth.furthest = next;
            truth.furthest_page = page;
        }
        if (page == truth.left)
            truth.left_next = next;
        truth.passed += before.residents[i].counter;
    }
    /* What the counters lost in the search: what is left of them is what stayed. */
    for (uint32_t i = 0; i < naive->count && truth.left != NAIVE_NONE; i++)
        if (naive->residents[i].page != pages[time])
            truth.passed -= naive->residents[i].counter;
    if (truth.left != NAIVE_NONE) {
        truth.loaded = loaded[truth.left];
        truth.used = last_time(pages, time, truth.left);
    }
    if (truth.fault)
        loaded[pages[time]] = time + 1;
    return truth;
}

/* The policy's own sentence. */
static void expect_reason(const struct truth *truth, size_t policy, char *text)
{
    unsigned page = truth->left;
    bool counter = policies[policy].most > 1;
    if (policies[policy].naive == NAIVE_FIFO)
        sprintf(text, "FIFO evicts the page that came first: page %u, loaded at %zu.",
                page, truth->loaded);
    else if (policies[policy].naive == NAIVE_LRU)
        sprintf(text,
                "LRU evicts the page that was not used for the longest time: page %u, "
                "last used at %zu.",
                page, truth->used);
    else if (policies[policy].naive == NAIVE_CLOCK && truth->passed == 0)
        sprintf(text,
                "The hand stands at frame %u, and its %s is 0: page %u was not used %s.",
                truth->frame, counter ? "counter" : "bit", page,
                policies[policy].insert == 0 && truth->loaded == truth->used
                    ? "again after it was loaded"
                    : "since the hand came by");
    else if (policies[policy].naive == NAIVE_CLOCK)
        sprintf(text,
                "The hand starts at frame %u, %s %u %s%s on its way, and stops at frame "
                "%u, which has 0: page %u.",
                truth->hand, counter ? "counts down" : "clears", truth->passed,
                counter ? "time" : "bit", truth->passed == 1 ? "" : "s", truth->frame,
                page);
}

/* What OPT would have done. Which of several pages that never return is named is
 * open: `named` is it. */
static void expect_regret(const struct truth *truth, unsigned named, char *text)
{
    bool worse = truth->furthest > truth->left_next;
    bool never = truth->furthest > LENGTH;
    if (truth->frames == 1) {
        strcpy(text, " OPT could do no better: there is no other page to evict.");
        return;
    }
    if (worse)
        text += sprintf(
            text, " OPT would evict %u instead: ", never ? named : truth->furthest_page);
    else
        text += sprintf(text, " OPT could do no better: ");
    if (never)
        text += sprintf(text, "it is never used again");
    else
        text += sprintf(text, "it is next used at %zu, later than the other%s",
                        truth->furthest, truth->frames > 2 ? "s" : "");
    if (worse)
        text += sprintf(text, "; %u is needed at %zu", truth->left, truth->left_next);
    strcpy(text, ".");
}

/* The page that is named as the better victim must be one that OPT could choose. */
static unsigned named_victim(const struct truth *truth, const char *why)
{
    unsigned named = 0;
    const char *place = strstr(why, "OPT would evict ");
    if (place && sscanf(place, "OPT would evict %u", &named) == 1 &&
        naive_next_use(truth->pages, truth->time, LENGTH, named) == LENGTH &&
        named != truth->pages[truth->time] && last_time(truth->pages, truth->time, named))
        return named;
    return 0;
}

static void expect_why(const struct truth *truth, size_t policy, const char *seen,
                       char *text)
{
    unsigned page = truth->pages[truth->time];
    if (!truth->fault) {
        sprintf(text, "Page %u is in frame %u: no fault.", page, truth->frame);
    } else if (truth->left == NAIVE_NONE) {
        sprintf(text,
                "Page %u is not in memory. Frame %u is free, so no page must leave.",
                page, truth->frame);
    } else if (policies[policy].naive == NAIVE_OPT) {
        strcpy(text, seen); /* its victims may be any of those never used again */
    } else {
        expect_reason(truth, policy, text);
        expect_regret(truth, named_victim(truth, seen), text + strlen(text));
    }
}

static void expect_answer(const struct truth *truth, char *text)
{
    if (!truth->fault)
        strcpy(text, "hit");
    else if (truth->left == NAIVE_NONE)
        strcpy(text, "fault");
    else
        sprintf(text, "fault %u", truth->left);
}

static bool same(const char *seen, const char *wanted, const struct truth *truth)
{
    if (!strcmp(seen, wanted))
        return true;
    printf("# reference %zu of", truth->time + 1);
    for (size_t i = 0; i < LENGTH; i++)
        printf(" %u", truth->pages[i]);
    printf("\n# seen:   %s\n# wanted: %s\n", seen, wanted);
    return false;
}

static bool check_step(struct stage *stage, const struct truth *truth, size_t policy)
{
    struct step step;
    char wanted[1024], why[1024];
    stage_step(stage, truth->time, &step);
    snprintf(why, sizeof why, "%.*s", (int)strcspn(step.why, "\n"), step.why);
    expect_why(truth, policy, why, wanted);
    bool right = same(why, wanted, truth);
    expect_answer(truth, wanted);
    right = right && same(step.question->answer, wanted, truth);
    sprintf(wanted, "Reference %zu is page %u. Is it a hit, or a fault?", truth->time + 1,
            truth->pages[truth->time]);
    right = right && !strncmp(step.question->text, wanted, strlen(wanted));
    const char *told = !truth->fault               ? "already"
                       : truth->left == NAIVE_NONE ? "a frame is free"
                                                   : stage->timeline->choice.type->rule;
    return right && strstr(step.question->explain, told) != NULL;
}

/* One random string, every step of it, backwards and forwards. */
static bool check_string(size_t policy, uint32_t frames)
{
    static struct naive naive;
    uint32_t pages[LENGTH];
    size_t loaded[PAGES + 1] = {0};
    char string[LENGTH * 2 + 1] = "";
    for (size_t i = 0; i < LENGTH; i++) {
        pages[i] = 1 + (uint32_t)random_below(&random_state, PAGES);
        sprintf(string + i * 2, i + 1 < LENGTH ? "%u," : "%u", pages[i]);
    }
    naive = (struct naive){.policy = policies[policy].naive,
                           .frames = frames,
                           .insert = policies[policy].insert,
                           .most = policies[policy].most};
    struct error error;
    struct trace trace;
    struct choice choice;
    struct stage stage;
    if (trace_from_string(&trace, string, &error) < 0 ||
        choice_parse(&choice, policies[policy].name, &error) < 0 ||
        stage_init(&stage, &trace, &choice, frames, "x", "x", &error) < 0)
        return false;
    bool right = true;
    for (size_t time = 0; time < LENGTH && right; time++) {
        struct truth truth = naive_truth(&naive, pages, time, loaded);
        right = check_step(&stage, &truth, policy);
    }
    stage_free(&stage);
    trace_free(&trace);
    return right;
}

int main(void)
{
    char label[128];
    for (size_t i = 0; i < sizeof policies / sizeof policies[0]; i++) {
        bool right = true;
        for (unsigned round = 0; round < ROUNDS && right; round++)
            right = check_string(i, 1 + round % 5);
        snprintf(label, sizeof label, "%s: every reason and every answer is true",
                 policies[i].name);
        ok(right, label);
    }
    return done_testing();
}
