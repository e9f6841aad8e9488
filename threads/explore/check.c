/* Checking: hunt, then prove, then confirm, each in a process of its own. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "labs/kit/cleanup.h"
#include "threads/explore/answer.h"
#include "threads/explore/program.h"

enum { DEFAULT_SECONDS = 10 };

static double seconds_of(const struct explore_options *options)
{
    return options->seconds > 0 ? options->seconds : DEFAULT_SECONDS;
}

static char *request_text(const struct explore_program *program,
                          const struct explore_options *options, const char *task,
                          const char *schedule)
{
    return xasprintf("task=%s seconds=%g bound=%d seed=%llu spurious=%d races=%s "
                     "memory=%s optimised=%d expect-concurrency=%d schedule=%s",
                     task, seconds_of(options), options->bound,
                     (unsigned long long)options->seed, !options->no_spurious,
                     options->ignore_races ? "ignore" : "fail",
                     options->tso ? "tso" : "sc", program->optimised,
                     options->expect_concurrency, schedule);
}

/* Runs a task and reads its answer over what the verdict held before. */
static int ask(const struct explore_program *program,
               const struct explore_options *options, const char *task,
               const char *schedule, struct explore_verdict *verdict, char word[16],
               struct error *error)
{
    cleanup_free char *request = request_text(program, options, task, schedule);
    cleanup_free char *report = launch(program, request, seconds_of(options), error);
    return report ? answer_verdict(program, report, verdict, word, error) : -1;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void say(struct explore_verdict *verdict, char *message)
{
    free(verdict->message);
    verdict->message = message;
}

/* The failing schedule once more, in a process that has run nothing else. */
static int confirm(const struct explore_program *program,
                   const struct explore_options *options, struct explore_verdict *verdict,
                   struct error *error)
{
    char word[16] = "";
    enum explore_kind kind = verdict->kind;
    uint64_t schedules = verdict->schedules;
    int bound = verdict->complete_bound;
    cleanup_free char *schedule = xstrdup(verdict->schedule);
    if (ask(program, options, "replay", schedule, verdict, word, error) < 0)
        return -1;
    verdict->schedules = schedules;
    verdict->complete_bound = bound;
    if (verdict->decision != EXPLORE_FAILS || verdict->kind != kind) {
        verdict->decision = EXPLORE_UNKNOWN;
        verdict->kind = KIND_LIMIT;
        say(verdict, xasprintf("a failure (%s) did not happen again in a fresh process: "
                               "the program depends on something that is not controlled",
                               explore_kind_name(kind)));
    }
    return 0;
}

/* What was covered, when nothing was found. */
static void settle(struct explore_verdict *verdict, const char *word)
{
    bool safe = !strcmp(word, "safe");
    verdict->exhaustive = safe;
    verdict->decision = safe ? EXPLORE_SAFE : EXPLORE_UNKNOWN;
    verdict->kind = safe ? KIND_NONE : verdict->weak ? KIND_WEAK_ORDER : KIND_LIMIT;
    verdict->preemptions = 0;
    free(verdict->schedule);
    verdict->schedule = xstrdup("");
    if (verdict->weak)
        return;
    if (safe)
        say(verdict, xasprintf("every interleaving was tried, up to equivalence: %llu "
                               "schedules",
                               (unsigned long long)verdict->schedules));
    else if (!strcmp(word, "endless"))
        say(verdict, xstrdup("some schedules do not end within the limit of steps; no "
                             "failure was found in the others"));
    else if (verdict->complete_bound >= 0)
        say(verdict,
            xasprintf("no failure in %llu schedules; every schedule with at "
                      "most %d preemptions was tried",
                      (unsigned long long)verdict->schedules, verdict->complete_bound));
    else
        say(verdict, xasprintf("no failure in %llu schedules, which are not all",
                               (unsigned long long)verdict->schedules));
}

static bool decided(const struct explore_verdict *verdict, const char *word)
{
    return verdict->kind == KIND_REFUSED || !strcmp(word, "fails");
}

int explore_check(const struct explore_program *program,
                  const struct explore_options *options, struct explore_verdict *verdict,
                  struct error *error)
{
    static const char *const tasks[] = {"hunt", "prove"};
    double started = now();
    char word[16] = "";
    *verdict = (struct explore_verdict){.complete_bound = -1};
    for (size_t i = 0; i < 2 && !decided(verdict, word); i++)
        if (ask(program, options, tasks[i], "", verdict, word, error) < 0)
            return -1;
    if (verdict->kind == KIND_REFUSED)
        verdict->decision = EXPLORE_UNKNOWN;
    else if (!strcmp(word, "fails")) {
        if (confirm(program, options, verdict, error) < 0)
            return -1;
    } else
        settle(verdict, word);
    verdict->seconds = now() - started;
    return 0;
}

int explore_replay(const struct explore_program *program,
                   const struct explore_options *options, const char *schedule,
                   struct explore_verdict *verdict, struct error *error)
{
    char word[16] = "";
    double started = now();
    *verdict = (struct explore_verdict){.complete_bound = -1};
    if (strspn(schedule, "0123456789:,wts") != strlen(schedule))
        return error_set(error, STATUS_REQUEST,
                         "the schedule \"%s\" is not like 0:12,1:3,2w1,0t", schedule);
    int outcome = ask(program, options, "replay", schedule, verdict, word, error);
    verdict->seconds = now() - started;
    return outcome;
}
