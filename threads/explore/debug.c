/* A debugger at the failing step. */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/process.h"
#include "threads/explore/request.h"

enum { WORDS = 32 };

/* The runtime reports a failure on the stack of the thread that fails, so what stands
 * above in a backtrace is the program's own. Faults and ticks are the explorer's. */
static const char *const commands[] = {
    "-q",
    "-ex",
    "handle SIGSEGV nostop noprint pass",
    "-ex",
    "handle SIGALRM nostop noprint pass",
    "-ex",
    "break run_fail",
    "-ex",
    "run",
    "-ex",
    "backtrace",
    "--args",
    NULL,
};

static void start(const struct explore_program *program, const char *request)
{
    cleanup_free char *path = program_path(program);
    const char *argv[WORDS] = {"gdb"};
    size_t count = 1;
    for (size_t i = 0; commands[i]; i++)
        argv[count++] = commands[i];
    argv[count++] = path;
    argv[count++] = request;
    for (size_t i = 0; program->arguments && program->arguments[i]; i++)
        if (count + 1 < WORDS)
            argv[count++] = program->arguments[i];
    execvp(argv[0], (char **)argv);
    _exit(127);
}

int explore_debug(const struct explore_program *program,
                  const struct explore_options *options, const char *schedule,
                  struct error *error)
{
    if (request_check_schedule(schedule, error) < 0)
        return -1;
    if (!process_installed("gdb"))
        return error_set(error, STATUS_HOST, "gdb is not installed here");
    cleanup_free char *request = request_text(program, options, "replay", schedule);
    pid_t child = fork();
    if (child < 0)
        return error_errno(error, STATUS_HOST, "gdb cannot be started");
    if (child == 0)
        start(program, request);
    waitpid(child, NULL, 0);
    return 0;
}
