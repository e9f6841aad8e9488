/* What a process is started with: which file a name means, and the environment. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/process.h"

static bool names_same(const char *entry, const char *variable)
{
    size_t length = strcspn(variable, "=");
    return !strncmp(entry, variable, length) && (entry[length] == '=' || !entry[length]);
}

static bool is_replaced(const char *entry, const char *const *variables)
{
    for (; variables && *variables; variables++)
        if (names_same(entry, *variables))
            return true;
    return false;
}

char **process_environment(const char *const *variables)
{
    size_t room = 1, count = 0;
    for (char **entry = environ; entry && *entry; entry++)
        room++;
    for (size_t i = 0; variables && variables[i]; i++)
        room++;
    char **environment = xcalloc(room, sizeof *environment);
    for (char **entry = environ; entry && *entry; entry++)
        if (!is_replaced(*entry, variables))
            environment[count++] = *entry;
    for (size_t i = 0; variables && variables[i]; i++)
        if (strchr(variables[i], '='))
            environment[count++] = (char *)variables[i];
    return environment;
}

static bool is_program(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

bool process_installed(const char *name)
{
    if (!*name || strchr(name, '/'))
        return *name && is_program(name);
    const char *path = getenv("PATH");
    for (const char *folder = path ? path : "/bin:/usr/bin"; folder;) {
        size_t length = strcspn(folder, ":");
        cleanup_free char *file =
            length ? xasprintf("%.*s/%s", (int)length, folder, name) : xstrdup(name);
        if (is_program(file))
            return true;
        folder = folder[length] ? folder + length + 1 : NULL;
    }
    return false;
}
