/* Looking at a file before it is opened. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sqlite-demo/play.h"

int file_check(const char *file, const char *hint, struct error *error)
{
    struct stat status;
    if (stat(file, &status) < 0)
        return error_set(error, STATUS_REQUEST, "%s: %s%s", file, strerror(errno),
                         errno == ENOENT && hint ? hint : "");
    if (S_ISDIR(status.st_mode))
        return error_set(error, STATUS_REQUEST, "%s: is a folder, not a database file",
                         file);
    if (!S_ISREG(status.st_mode))
        return error_set(error, STATUS_REQUEST, "%s: is not a regular file", file);
    if (access(file, R_OK) < 0)
        return error_errno(error, STATUS_REQUEST, "%s", file);
    return 0;
}

bool file_is_empty(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && status.st_size == 0;
}

char *shell_quoted(const char *text)
{
    char *quoted = xcalloc(4 * strlen(text) + 3, 1), *out = quoted;
    *out++ = '\'';
    for (; *text; text++) {
        if (*text == '\'')
            out = stpcpy(out, "'\\''");
        else
            *out++ = *text;
    }
    *out = '\'';
    return quoted;
}
