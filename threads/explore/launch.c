/* One request to the explored program: it runs in the sandbox, and answers on
 * stdout. It may write to a scratch folder, and not to its own file. */
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/sandbox.h"
#include "threads/explore/program.h"

enum { ARGUMENTS_MAX = 64, GRACE_SECONDS = 5 };

/* Most of it is reserved and never touched. */
#define ADDRESS_SPACE ((size_t)64 << 30)

static int judge(const struct sandbox *sandbox, enum sandbox_end end,
                 const struct process_result *result, struct error *error)
{
    size_t length = strlen(result->output);
    if (length >= 4 && !strcmp(result->output + length - 4, "end\n"))
        return 0;
    if (end == SANDBOX_EXITED)
        return error_set(error, STATUS_UNDECIDED,
                         "the program ended the exploration by itself (status %d): it "
                         "does something that cannot be controlled",
                         result->exit_status);
    cleanup_free char *words = sandbox_end_words(sandbox, end, result);
    return error_set(error, STATUS_UNDECIDED, "the program gave no answer: %s", words);
}

char *launch(const struct explore_program *program, const char *request, double seconds,
             struct error *error)
{
    cleanup_free char *scratch = path_join(program->folder, SCRATCH_NAME);
    cleanup_free char *path = program_path(program);
    const char *const lend[] = {program->folder, NULL};
    const struct sandbox sandbox = {
        .folder = scratch,
        .lend = lend,
        .seconds = seconds + GRACE_SECONDS,
        .address_space = ADDRESS_SPACE,
        .output_limit = 64U << 20,
        .bare = program->bare,
    };
    const char *argv[ARGUMENTS_MAX] = {path, request};
    for (size_t i = 0; program->arguments && program->arguments[i]; i++)
        if (i + 3 < ARGUMENTS_MAX)
            argv[i + 2] = program->arguments[i];
    struct process_result result;
    enum sandbox_end end;
    char *report = NULL;
    if (sandbox_run(&sandbox, argv, &end, &result, error) < 0)
        return NULL;
    if (judge(&sandbox, end, &result, error) == 0)
        report = steal_pointer(&result.output);
    process_result_free(&result);
    return report;
}
