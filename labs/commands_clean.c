/* The command clean: shows all that ring3 has written here, asks, and removes it. */
#include <stdio.h>

#include "labs/clean.h"
#include "labs/commands.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/plain_text.h"
#include "labs/kit/program.h"
#include "labs/kit/words.h"
#include "labs/needs.h"
#include "labs/question.h"

static bool yes, work_too;

const struct option_row clean_options[] = {
    {"yes", 'y', OPTION_FLAG, &yes, NULL, "labs.yes", NULL, 0, 0},
    {"work", 0, OPTION_FLAG, &work_too, NULL, "labs.clean-work", NULL, 0, 0},
    {0},
};

static bool stays(const struct trace *trace)
{
    return trace->kind == TRACE_WORK && !work_too;
}

/* Returns how many will be removed. */
static size_t show(const struct traces *traces)
{
    size_t going = 0;
    for (size_t i = 0; i < traces->count; i++) {
        const struct trace *trace = &traces->items[i];
        cleanup_free char *left =
            xasprintf("%-7s ", say(stays(trace) ? "clean.stays" : "clean.remove"));
        cleanup_free char *text = xasprintf("%s: %s%s", trace->name, say(trace->what),
                                            stays(trace) ? say("clean.work-too") : "");
        plain_wrap(stdout, left, text, plain_columns());
        going += !stays(trace);
    }
    fflush(stdout);
    return going;
}

int command_clean(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct traces traces;
    struct error error;
    int status = STATUS_OK;
    needs_use_our_programs();
    traces_find(&traces);
    size_t going = show(&traces);
    if (!going) {
        puts(say("clean.nothing"));
    } else if (!yes && !question_yes(say_as("clean.ask", "%zu"), going)) {
        die(STATUS_REQUEST, "%s", say("clean.unchanged"));
    } else {
        for (size_t i = 0; i < traces.count; i++)
            if (!stays(&traces.items[i]) && trace_remove(&traces.items[i], &error) < 0) {
                warn("%s", error.message);
                status = STATUS_HOST;
            }
        puts(status == STATUS_OK ? say("clean.removed") : say("clean.rest-removed"));
    }
    traces_free(&traces);
    return status;
}
