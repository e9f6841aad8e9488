/* isolate run: its words become a wish, a container, and an exit status. */
#include "isolate/runtime/run.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "isolate/keeper/keeper.h"
#include "isolate/runtime/command_line.h"
#include "isolate/runtime/console.h"
#include "isolate/runtime/launch.h"
#include "isolate/runtime/own_binary.h"
#include "isolate/runtime/report.h"
#include "isolate/runtime/run_options.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/program.h"

/* 125 whatever it is, so that it is not taken for a status of the command. */
static int refuse(struct error *error)
{
    warn("%s", error->message);
    return LAUNCH_FAILED;
}

static int run_in_foreground(const struct container *container)
{
    struct error error = {0}, failure;
    struct ending ending;
    launch_leave_terminal();
    int status = launch_run(container, &ending, &error);
    if (error.message[0])
        warn("%s", error.message);
    if (run_words.report &&
        report_write(run_words.report, &ending, error.message, &failure) < 0)
        return refuse(&failure);
    return status;
}

/* The keeper will be in another folder. */
static char *absolute(const char *path)
{
    char folder[PATH_MAX];
    if (!path || *path == '/' || !getcwd(folder, sizeof folder))
        return path ? xstrdup(path) : NULL;
    return xasprintf("%s/%s", folder, path);
}

/* With a name or in the background, somebody stays with it: the keeper. */
static int run_kept(struct wish *wish, const struct container *container, char **words)
{
    struct error error = {0};
    cleanup_free char *report = absolute(run_words.report);
    wish->report_file = report;
    const struct keeper_wish kept = {
        .wish = wish,
        .arguments = command_line_after(words, "run"),
        .detach_keys = run_words.detach_keys,
        .log_limit = run_words.log_limit,
    };
    int status = keeper_run(&kept, container, &error);
    if (error.message[0])
        warn("%s", error.message);
    return status;
}

/* A terminal begins with the size of ours. */
static void take_size(struct process *process)
{
    struct winsize size;
    if (!process->terminal || !console_size(STDIN_FILENO, &size))
        return;
    process->rows = size.ws_row;
    process->columns = size.ws_col;
}

/* Words that do not go together. */
static int check_words(const struct run_words *words, struct error *error)
{
    if (words->terminal && words->interactive && keeper_stays(words->detach))
        return console_need_input(error);
    return 0;
}

int run_command(int argc, char **argv)
{
    struct error error = {0};
    static struct wish wish;           /* 25 KB, of which a run touches little */
    static struct container container; /* its end is ours: the kernel frees it sooner */
    (void)argc;
    wish.folder = argv[0];
    wish.argv = argv + 1;
    int status = LAUNCH_FAILED;
    bool is_kept = keeper_wanted(run_words.name, run_words.detach);
    char **words = is_kept ? command_line() : NULL; /* before they are cut */
    if (geteuid() != 0 && own_binary_protect(own_binary_is_mine, NULL, &error) < 0)
        return refuse(&error);
    if (check_words(&run_words, &error) < 0 ||
        run_words_resolve(&run_words, &wish, &error) < 0 ||
        wish_resolve(&wish, &container, &error) < 0) {
        refuse(&error);
    } else {
        take_size(&container.process);
        status =
            is_kept ? run_kept(&wish, &container, words) : run_in_foreground(&container);
    }
    free(words);
    return status;
}
