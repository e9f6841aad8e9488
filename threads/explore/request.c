/* From options to the words that the runtime reads (threads/explore/runtime/request.c).
 */
#include "threads/explore/request.h"

#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/sandbox.h"
#include "threads/explore/answer.h"

enum { DEFAULT_SECONDS = 10 };

/* As they were asked for. */
static double given_seconds(const struct explore_options *options)
{
    return options->seconds > 0 ? options->seconds : DEFAULT_SECONDS;
}

double request_seconds(const struct explore_options *options)
{
    return given_seconds(options) * sandbox_time_factor();
}

/* What is left of them. */
static double time_of(const struct explore_options *options)
{
    return options->seconds_left > 0 ? options->seconds_left : request_seconds(options);
}

int request_steps(const struct explore_options *options)
{
    return options->steps > 0 ? options->steps : STEPS_USUAL;
}

int request_check_schedule(const char *schedule, struct error *error)
{
    if (strspn(schedule, "0123456789:,wts") == strlen(schedule))
        return 0;
    return error_set(error, STATUS_REQUEST,
                     "the schedule \"%s\" is not like 0:12,1:3,2w1,0t", schedule);
}

char *request_text(const struct explore_program *program,
                   const struct explore_options *options, const char *task,
                   const char *schedule)
{
    return xasprintf(
        "task=%s seconds=%g given=%g steps=%d bound=%d seed=%llu spurious=%d races=%s "
        "memory=%s optimised=%d reduced=%d by-states=%d "
        "expect-concurrency=%d schedule=%s",
        task, time_of(options), given_seconds(options), request_steps(options),
        options->bound, (unsigned long long)options->seed, !options->no_spurious,
        options->ignore_races ? "ignore" : "fail", options->tso ? "tso" : "sc",
        program->optimised, options->reduced, options->by_states,
        options->expect_concurrency, schedule);
}

char *request_report(const struct explore_program *program,
                     const struct explore_options *options, const char *task,
                     const char *schedule, struct error *error)
{
    if (program->refused) {
        error_set(error, STATUS_UNDECIDED, "%s", program->refused);
        return NULL;
    }
    cleanup_free char *request = request_text(program, options, task, schedule);
    return launch(program, request, time_of(options) / sandbox_time_factor(), error);
}

int request_verdict(const struct explore_program *program,
                    const struct explore_options *options, const char *task,
                    const char *schedule, struct explore_verdict *verdict,
                    char word[REQUEST_WORD], struct error *error)
{
    cleanup_free char *report = request_report(program, options, task, schedule, error);
    return report ? answer_verdict(program, report, verdict, word, error) : -1;
}
