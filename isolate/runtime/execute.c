/* Becoming the command: where it is looked for, and what to say when it is not there. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "isolate/runtime/launch.h"
#include "isolate/runtime/process.h"

static const char *path_of(char *const *environment)
{
    for (size_t i = 0; environment && environment[i]; i++)
        if (!strncmp(environment[i], "PATH=", 5))
            return environment[i] + 5;
    return "/bin:/usr/bin";
}

/* ENOENT has two causes that look alike: there is no such file, or there is no
 * interpreter for it. */
static int explain(const struct process *process, int failure, struct error *error)
{
    const char *name = process->argv[0];
    bool has_slash = strchr(name, '/') != NULL;
    errno = failure;
    if (failure != ENOENT) {
        error_errno(error, STATUS_REQUEST, "cannot execute %s in the container", name);
        return LAUNCH_NOT_EXECUTABLE;
    }
    if (has_slash && access(name, F_OK) == 0) {
        error_set(error, STATUS_REQUEST,
                  "%s is in the container, but the loader or interpreter that it names "
                  "is not",
                  name);
        return LAUNCH_NOT_EXECUTABLE;
    }
    error_set(error, STATUS_REQUEST, "%s: not found in the container%s%s", name,
              has_slash ? "" : ", PATH=", has_slash ? "" : path_of(process->environment));
    return LAUNCH_NOT_FOUND;
}

/* Of the folders in PATH, `path` gets the next with the name; false: it was the last. */
static bool next_path(const char **folders, const char *name, char *path, size_t size)
{
    if (!*folders)
        return false;
    size_t length = strcspn(*folders, ":");
    snprintf(path, size, "%.*s%s%s", (int)length, *folders, length ? "/" : "", name);
    *folders = (*folders)[length] ? *folders + length + 1 : NULL;
    return true;
}

int process_find(const struct process *process, struct error *error)
{
    const char *name = process->argv[0], *folders = path_of(process->environment);
    char path[4096];
    int failure = ENOENT;
    if (strchr(name, '/'))
        return access(name, X_OK) == 0 ? 0 : explain(process, errno, error);
    while (next_path(&folders, name, path, sizeof path)) {
        if (access(path, X_OK) == 0)
            return 0;
        if (errno == EACCES)
            failure = EACCES;
    }
    return explain(process, failure, error);
}

int process_execute(const struct process *process, struct error *error)
{
    const char *name = process->argv[0], *folders = path_of(process->environment);
    char path[4096];
    int failure = ENOENT;
    if (strchr(name, '/')) {
        execve(name, process->argv, process->environment);
        return explain(process, errno, error);
    }
    while (*name && next_path(&folders, name, path, sizeof path)) {
        execve(path, process->argv, process->environment);
        if (errno != ENOENT && errno != ENOTDIR && failure == ENOENT)
            failure = errno;
    }
    return explain(process, failure, error);
}
