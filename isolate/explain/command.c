/* isolate explain [OPTIONS] [ERRNO] -- CMD… */
#include "isolate/explain/command.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "isolate/explain/decode.h"
#include "isolate/explain/report.h"
#include "isolate/runtime/run_options.h"
#include "labs/kit/program.h"

static const char *root = "/";

#define W(field) &run_words.field

const struct option_row explain_options[] = {
    {"root", 0, OPTION_TEXT, &root, "DIR", "its root (default: /, read-only)", NULL, 0,
     0},
    {"read-only", 0, OPTION_FLAG, W(read_only), NULL, "DIR cannot be written", NULL, 0,
     0},
    {"user", 'u', OPTION_TEXT, W(user), "USER[:GROUP]", "as in run", NULL, 0, 0},
    {"workdir", 'w', OPTION_TEXT, W(workdir), "DIR", "as in run", NULL, 0, 0},
    {"env", 'e', OPTION_LIST, W(environment), "NAME[=VALUE]", "as in run", NULL, 0, 0},
    {"volume", 'v', OPTION_LIST, W(volumes), "SRC:DST:ro",
     "as in run, but only to be read: the command is run several times", NULL, 0, 0},
    {"tmpfs", 0, OPTION_LIST, W(tmpfs), "DST", "as in run", NULL, 0, 0},
    {"cap-add", 0, OPTION_LIST, W(capabilities_add), "CAPABILITY", "as in run", NULL, 0,
     0},
    {"allow-userns", 0, OPTION_FLAG, W(allow_userns), NULL, "as in run", NULL, 0, 0},
    {"ulimit", 0, OPTION_LIST, W(limits), "NAME=SOFT[:HARD]", "as in run", NULL, 0, 0},
    {"time-limit", 0, OPTION_TEXT, W(time_limit), "SECONDS", "of each run (default: 10)",
     NULL, 0, 0},
    {0},
};

/* What is asked about: 0 is any errno. */
struct question {
    int error, signal;
    char **command;
};

/* "EPERM -- mount …", or only the command. */
static struct question read_question(int argc, char **argv)
{
    struct question q = {.command = argv};
    const char *word = argv[0];
    if (argc < 2 || strcmp(argv[1], "--") != 0) {
        if (argc >= 2 && decode_errno(word) > 0)
            die(STATUS_REQUEST, "put -- before the command: explain %s -- %s …", word,
                argv[1]);
        return q;
    }
    q.command = argv + 2;
    if (argc < 3)
        die(STATUS_REQUEST, "explain %s -- which command?", word);
    if (!strcasecmp(word, "SIGSYS"))
        q.signal = 1;
    else if ((q.error = decode_errno(word)) < 0)
        die(STATUS_REQUEST, "%s is no error of a system call (errno(3) lists them)",
            word);
    return q;
}

static void check_volumes(void)
{
    for (size_t i = 0; i < run_words.volumes.count; i++) {
        const char *end = strrchr(run_words.volumes.items[i], ':');
        if (!end || strcmp(end, ":ro") != 0)
            die(STATUS_REQUEST,
                "--volume %s: explain lends with :ro only, because it runs the command "
                "several times",
                run_words.volumes.items[i]);
    }
}

static void make_wish(struct wish *wish, char **command)
{
    struct error error;
    check_volumes();
    *wish = (struct wish){.folder = root, .argv = command};
    if (!strcmp(root, "/"))
        run_words.read_only = true;
    if (!run_words.time_limit)
        run_words.time_limit = "10";
    if (run_words_resolve(&run_words, wish, &error) < 0)
        die_error(&error);
}

/* Errors that layers give: what to look for when none was named. */
static bool is_refusal(const struct watched *call)
{
    static const int errors[] = {EPERM,  EACCES,       EROFS,       ENOSYS,
                                 EAGAIN, EAFNOSUPPORT, ENETUNREACH, EMFILE,
                                 ENOMEM, ENOSPC,       EDQUOT,      EOPNOTSUPP};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (call->error == errors[i])
            return true;
    return call->signal != 0;
}

static bool is_asked_for(const struct question *q, const struct watched *call)
{
    if (q->signal || q->error)
        return q->signal ? call->signal != 0 : call->error == q->error;
    return true;
}

/* The last call that a layer can have refused, else the last that failed. */
static const struct watched *last_of(const struct trace *trace)
{
    const struct watched *last = NULL;
    for (unsigned i = 0; i < trace->count; i++) {
        const struct watched *row = &trace->rows[i];
        bool is_better = !last || is_refusal(row) > is_refusal(last) ||
                         (is_refusal(row) == is_refusal(last) && row->last > last->last);
        if (is_better)
            last = row;
    }
    return last;
}

/* The calls in question, the latest first. */
static unsigned choose(const struct question *q, const struct trace *trace,
                       struct watched *suspects)
{
    unsigned count = 0;
    if (!q->error && !q->signal && trace->count > 0) {
        suspects[0] = *last_of(trace);
        return 1;
    }
    for (unsigned order = trace->failures; order > 0 && count < SUSPECTS_MAX; order--)
        for (unsigned i = 0; i < trace->count; i++)
            if (trace->rows[i].last == order && is_asked_for(q, &trace->rows[i]))
                suspects[count++] = trace->rows[i];
    return count;
}

static int judge(const struct wish *wish, const struct trace *first,
                 const struct watched *suspects, unsigned count)
{
    static struct experiment experiment;
    bool is_open = false;
    experiment = (struct experiment){
        .wish = wish, .first = first, .calls = suspects, .count = count};
    for (unsigned i = 0; i < count; i++) {
        struct verdict verdict;
        verdict_find(&experiment, i, &verdict);
        report_verdict(&suspects[i], &verdict,
                       experiment.run_count + experiment.replay_count + 1);
        is_open |= !verdict.is_decided;
    }
    return is_open ? STATUS_UNDECIDED : STATUS_OK;
}

int explain_command(int argc, char **argv)
{
    static struct trace trace;
    struct watched suspects[SUSPECTS_MAX];
    struct question question = read_question(argc, argv);
    struct wish wish;
    struct error error;
    make_wish(&wish, question.command);
    fflush(stdout);
    if (trace_failures(&wish, &trace, &error) < 0)
        die_error(&error);
    unsigned count = choose(&question, &trace, suspects);
    if (count > 0)
        return judge(&wish, &trace, suspects, count);
    warn("no system call failed%s%s (of %u that failed at all)",
         question.error || question.signal ? " with " : "",
         question.error || question.signal ? argv[0] : "", trace.failures);
    return STATUS_NO;
}
