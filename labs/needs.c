/* What an exercise needs. Features of the host are tried, not guessed: whether a
 * program can be isolated here is found out by isolating one.
 */
#include "labs/needs.h"

#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/process.h"
#include "labs/kit/words.h"

enum { TRIAL_SECONDS = 10, TRIAL_OUTPUT = 4096 };

static int compiler_missing(struct error *error)
{
    const char *chosen = getenv("CC");
    const char *const names[] = {chosen && *chosen ? chosen : "cc", "cc", "gcc", "clang"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (process_installed(names[i]))
            return 0;
    return error_set(error, STATUS_HOST, "%s", english("needs.compiler"));
}

/* Runs `true` the way in which a learner's program is run. */
static int isolation_missing(struct error *error)
{
    const char *const argv[] = {"isolate", "run", "--read-only", "--tmpfs",
                                "/tmp",    "/",   "true",        NULL};
    const struct process process = {
        .argv = argv, .seconds = TRIAL_SECONDS, .output_limit = TRIAL_OUTPUT};
    struct process_result result = {0};
    struct error why;
    if (process_run(&process, &result, &why) < 0)
        return error_set(error, STATUS_HOST, english_as("needs.no-isolate", "%s"),
                         why.message);
    int status = result.exit_status;
    const char *line = result.errors + strspn(result.errors, "\n");
    if (status && *line)
        error_set(error, STATUS_HOST, english_as("needs.no-sandbox", "%.*s"),
                  (int)strcspn(line, "\n"), line);
    else if (status)
        error_set(error, STATUS_HOST, english_as("needs.no-reason", "%d"), status);
    process_result_free(&result);
    return status ? -1 : 0;
}

static int program_missing(const char *name, struct error *error)
{
    if (process_installed(name))
        return 0;
    return error_set(error, STATUS_HOST, english_as("needs.program", "%s"), name);
}

static const struct need {
    const char *name, *words;
    int (*missing)(struct error *);
} special_needs[] = {
    {"cc", "needs.a-compiler", compiler_missing},
    {"sandbox", "needs.a-sandbox", isolation_missing},
    {"containers", "needs.user-namespaces", isolation_missing},
    {0},
};

static const struct need *special(const char *name)
{
    for (const struct need *need = special_needs; need->name; need++)
        if (!strcmp(need->name, name))
            return need;
    return NULL;
}

const char *need_words(const char *name)
{
    const struct need *need = special(name);
    return need ? need->words : name;
}

bool needs_missing(const struct exercise *exercise, bool without_sandbox,
                   bool *wants_sandbox, struct error *error)
{
    *wants_sandbox = false;
    bool sandbox = false;
    for (size_t i = 0; i < exercise->needs.count; i++) {
        const char *name = exercise->needs.items[i];
        const struct need *need = special(name);
        if (!strcmp(name, "sandbox"))
            sandbox = !without_sandbox; /* tried last: only it can be done without */
        else if (need ? need->missing(error) : program_missing(name, error))
            return true;
    }
    *wants_sandbox = sandbox && isolation_missing(error) < 0;
    return *wants_sandbox;
}

void needs_use_our_programs(void)
{
    cleanup_free char *self = path_program("labs", NULL);
    const char *path = getenv("PATH");
    char *slash = self ? strrchr(self, '/') : NULL;
    if (!slash)
        return;
    *slash = '\0';
    size_t length = strlen(self);
    if (path && !strncmp(path, self, length) && (!path[length] || path[length] == ':'))
        return;
    cleanup_free char *longer = xasprintf("%s:%s", self, path ? path : "/usr/bin:/bin");
    setenv("PATH", longer, 1);
}
