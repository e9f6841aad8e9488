/* Questions that a learner asks about the whole space: can a bug still be reached, and
 * what are all results? */
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "threads/explore/answer.h"
#include "threads/explore/names.h"
#include "threads/explore/request.h"
#include "threads/explore/runtime/ending.h"

int explore_reach(const struct explore_program *program,
                  const struct explore_options *options, const char *schedule,
                  struct explore_reach *reach, struct error *error)
{
    char word[REQUEST_WORD] = "";
    struct explore_verdict verdict = {0};
    *reach = (struct explore_reach){0};
    if (request_check_schedule(schedule, error) < 0)
        return -1;
    int outcome =
        request_verdict(program, options, "reach", schedule, &verdict, word, error);
    if (outcome == 0) {
        reach->reachable = !strcmp(word, "fails") && verdict.decision == EXPLORE_FAILS;
        reach->certain = reach->reachable || !strcmp(word, "safe");
        reach->kind = reach->reachable ? verdict.kind : KIND_NONE;
        reach->schedule =
            xstrdup(reach->reachable && verdict.schedule ? verdict.schedule : "");
    }
    explore_verdict_free(&verdict);
    return outcome;
}

void explore_reach_free(struct explore_reach *reach)
{
    free(reach->schedule);
    *reach = (struct explore_reach){0};
}

/* Outcomes */

static struct explore_outcome *add_outcome(struct explore_outcomes *outcomes,
                                           const struct answer_line *line)
{
    outcomes->items =
        xreallocarray(outcomes->items, outcomes->count + 1, sizeof *outcomes->items);
    struct explore_outcome *outcome = &outcomes->items[outcomes->count++];
    *outcome = (struct explore_outcome){
        .kind = answer_number(line, 0) == RUN_ENDLESS
                    ? KIND_LIMIT
                    : (enum explore_kind)answer_number(line, 1),
        .exit_status = (int)answer_number(line, 2),
        .schedules = (uint64_t)answer_number(line, 3),
    };
    return outcome;
}

static int compare_outcomes(const void *a, const void *b)
{
    const struct explore_outcome *one = a, *other = b;
    if (one->schedules != other->schedules)
        return one->schedules < other->schedules ? 1 : -1;
    if (one->kind != other->kind)
        return one->kind < other->kind ? -1 : 1;
    return strcmp(one->output ? one->output : "", other->output ? other->output : "");
}

static int take_outcomes(const struct explore_program *program, char *report,
                         struct explore_outcomes *outcomes, struct error *error)
{
    struct answer_line line;
    struct explore_outcome *last = NULL;
    while (answer_next(&report, &line)) {
        if (!strcmp(line.word, "bad")) {
            cleanup_free char *raw = answer_text(&line, 0);
            cleanup_free char *message = names_message(program->names, raw);
            return error_set(error, STATUS_UNDECIDED, "%s", message);
        } else if (!strcmp(line.word, "outcomes")) {
            outcomes->schedules = (uint64_t)answer_number(&line, 0);
            outcomes->exhaustive = answer_number(&line, 1);
            outcomes->processor_seconds =
                line.count > 2 ? strtod(line.field[2], NULL) : 0;
            outcomes->kibibytes = answer_number(&line, 3);
        } else if (!strcmp(line.word, "outcome")) {
            last = add_outcome(outcomes, &line);
        } else if (last && !strcmp(line.word, "output")) {
            last->output = answer_text(&line, 0);
        } else if (last && !strcmp(line.word, "schedule")) {
            last->schedule = answer_text(&line, 0);
        }
    }
    if (outcomes->count)
        qsort(outcomes->items, outcomes->count, sizeof *outcomes->items,
              compare_outcomes);
    return 0;
}

int explore_outcomes(const struct explore_program *program,
                     const struct explore_options *options,
                     struct explore_outcomes *outcomes, struct error *error)
{
    *outcomes = (struct explore_outcomes){0};
    cleanup_free char *report = request_report(program, options, "outcomes", "", error);
    return report ? take_outcomes(program, report, outcomes, error) : -1;
}

void explore_outcomes_free(struct explore_outcomes *outcomes)
{
    for (size_t i = 0; i < outcomes->count; i++) {
        free(outcomes->items[i].output);
        free(outcomes->items[i].schedule);
    }
    free(outcomes->items);
    *outcomes = (struct explore_outcomes){0};
}
