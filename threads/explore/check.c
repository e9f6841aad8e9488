/* Checking: hunt, then prove, then confirm, each in a process of its own. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "labs/kit/cleanup.h"
#include "threads/explore/request.h"

/* Of the seconds that are left, when there are many threads. */
#define SHARE_TO_PROVE_MANY 0.3

/* A phase that comes when the time is over still has a moment: it may be done at once. */
#define LEAST_SECONDS 0.1

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* All phases together have the seconds that were given. */
static double seconds_left(const struct explore_options *options, double started)
{
    double left = request_seconds(options) - (now() - started);
    return left > LEAST_SECONDS ? left : LEAST_SECONDS;
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
    char word[REQUEST_WORD] = "";
    enum explore_kind kind = verdict->kind;
    uint64_t schedules = verdict->schedules;
    int bound = verdict->complete_bound;
    cleanup_free char *schedule = xstrdup(verdict->schedule);
    if (request_verdict(program, options, "replay", schedule, verdict, word, error) < 0)
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

/* Safe, but for the region that was marked. */
static bool settle_region(struct explore_verdict *verdict, const char *word)
{
    bool apart = !strcmp(word, "apart");
    if (!apart && strcmp(word, "unmarked") != 0)
        return false;
    verdict->decision = apart ? EXPLORE_FAILS : EXPLORE_UNKNOWN;
    verdict->kind = apart ? KIND_NO_CONCURRENCY : KIND_LIMIT;
    verdict->exhaustive = apart;
    say(verdict, xstrdup(apart ? "in none of all interleavings are two threads between "
                                 "concurrent_begin() and concurrent_end()"
                               : "nothing goes wrong, but concurrency was asked for, and "
                                 "the program never calls concurrent_begin()"));
    return true;
}

/* How far the search came. */
static void say_reach(struct explore_verdict *verdict, const char *word, int steps)
{
    cleanup_free char *bound =
        verdict->complete_bound < 0
            ? xstrdup("not even every schedule without a preemption was tried")
            : xasprintf("complete to preemption bound %d: every schedule "
                        "with at most so "
                        "many preemptions was tried",
                        verdict->complete_bound);
    cleanup_free char *of_them =
        strcmp(word, "endless") != 0
            ? xstrdup(", which are not all")
            : xasprintf(
                  ", of which some do not end within the limit of %d steps (--steps)",
                  steps);
    say(verdict, xasprintf("no failure in %llu schedules%s; %s",
                           (unsigned long long)verdict->schedules, of_them, bound));
}

/* What was covered, when nothing was found. */
static void settle(struct explore_verdict *verdict, const char *word, int steps)
{
    bool safe = !strcmp(word, "safe");
    verdict->exhaustive = safe;
    verdict->decision = safe ? EXPLORE_SAFE : EXPLORE_UNKNOWN;
    verdict->kind = safe ? KIND_NONE : verdict->weak ? KIND_WEAK_ORDER : KIND_LIMIT;
    verdict->preemptions = 0;
    free(verdict->schedule);
    verdict->schedule = xstrdup("");
    if (verdict->weak || settle_region(verdict, word))
        return;
    if (safe)
        say(verdict, xasprintf("every interleaving was tried, up to equivalence: %llu "
                               "schedule%s",
                               (unsigned long long)verdict->schedules,
                               verdict->schedules == 1 ? "" : "s"));
    else
        say_reach(verdict, word, steps);
}

static bool decided(const struct explore_verdict *verdict, const char *word)
{
    return verdict->kind == KIND_REFUSED || !strcmp(word, "fails");
}

/* With many threads: the quick pass once more, with all the time that is left. What the
 * proof said stays when nothing is found. */
static int persist(const struct explore_program *program, struct explore_options options,
                   struct explore_verdict *verdict, char word[REQUEST_WORD],
                   struct error *error)
{
    char last[REQUEST_WORD] = "";
    uint64_t schedules = verdict->schedules;
    int bound = verdict->complete_bound;
    options.seed++;
    if (request_verdict(program, &options, "persist", "", verdict, last, error) < 0)
        return -1;
    if (decided(verdict, last))
        memcpy(word, last, sizeof last);
    else
        verdict->schedules += schedules;
    verdict->complete_bound = bound;
    return 0;
}

static int search(const struct explore_program *program,
                  const struct explore_options *options, struct explore_verdict *verdict,
                  char word[REQUEST_WORD], struct error *error)
{
    struct explore_options limited = *options;
    double started = now();
    if (options->by_states)
        return request_verdict(program, options, "prove", "", verdict, word, error);
    if (request_verdict(program, options, "hunt", "", verdict, word, error) < 0)
        return -1;
    if (decided(verdict, word))
        return 0;
    bool many = !strcmp(word, "many");
    limited.seconds_left =
        seconds_left(options, started) * (many ? SHARE_TO_PROVE_MANY : 1);
    verdict->quick_schedules = verdict->schedules;
    if (request_verdict(program, &limited, "prove", "", verdict, word, error) < 0)
        return -1;
    bool open = !strcmp(word, "unknown") || !strcmp(word, "endless");
    limited.seconds_left = seconds_left(options, started);
    return many && open ? persist(program, limited, verdict, word, error) : 0;
}

int explore_check(const struct explore_program *program,
                  const struct explore_options *options, struct explore_verdict *verdict,
                  struct error *error)
{
    double started = now();
    char word[REQUEST_WORD] = "";
    *verdict = (struct explore_verdict){.complete_bound = -1};
    if (program->refused) {
        verdict->decision = EXPLORE_UNKNOWN;
        verdict->kind = KIND_REFUSED;
        say(verdict, xstrdup(program->refused));
        return 0;
    }
    if (search(program, options, verdict, word, error) < 0)
        return -1;
    if (verdict->kind == KIND_REFUSED)
        verdict->decision = EXPLORE_UNKNOWN;
    else if (!strcmp(word, "fails")) {
        if (confirm(program, options, verdict, error) < 0)
            return -1;
    } else
        settle(verdict, word, request_steps(options));
    verdict->seconds = now() - started;
    return 0;
}

int explore_replay(const struct explore_program *program,
                   const struct explore_options *options, const char *schedule,
                   struct explore_verdict *verdict, struct error *error)
{
    char word[REQUEST_WORD] = "";
    double started = now();
    *verdict = (struct explore_verdict){.complete_bound = -1};
    if (request_check_schedule(schedule, error) < 0)
        return -1;
    int outcome =
        request_verdict(program, options, "replay", schedule, verdict, word, error);
    verdict->seconds = now() - started;
    return outcome;
}
