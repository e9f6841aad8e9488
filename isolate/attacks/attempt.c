/* What attempts say: helpers for the files of this folder. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "isolate/attacks/attack.h"

const char *attempt_own(const struct attempt *attempt, const char *name, char *path)
{
    snprintf(path, PATH_MAX, "%s/%s", attempt->folder, name);
    return path;
}

static void __attribute__((format(printf, 3, 0)))
say(struct attempt *attempt, bool open, const char *format, va_list words)
{
    attempt->finding.open = open;
    vsnprintf(attempt->finding.evidence, sizeof attempt->finding.evidence, format, words);
}

void attempt_open(struct attempt *attempt, const char *format, ...)
{
    va_list words;
    va_start(words, format);
    say(attempt, true, format, words);
    va_end(words);
}

void attempt_blocked(struct attempt *attempt, const char *format, ...)
{
    va_list words;
    va_start(words, format);
    say(attempt, false, format, words);
    va_end(words);
}

void attempt_refused(struct attempt *attempt, const char *call)
{
    attempt_blocked(attempt, "%s: %s", call, strerror(errno));
}

bool attempt_call(struct attempt *attempt, long result, const char *call)
{
    if (result < 0)
        attempt_refused(attempt, call);
    else
        attempt_open(attempt, "%s = %ld", call, result);
    return result >= 0;
}

void attempt_errno(struct attempt *attempt, long result, int wanted, const char *call)
{
    if (result >= 0 || errno == wanted)
        attempt_open(attempt, "%s: the right is there (%s)", call,
                     result < 0 ? strerror(errno) : "done");
    else
        attempt_refused(attempt, call);
}

void attempt_reach(struct attempt *attempt, long result, bool is_fd, const char *call)
{
    bool refused = errno == EPERM || errno == EACCES || errno == ENOSYS;
    if (result >= 0)
        attempt_open(attempt, "%s: the kernel does it", call);
    else if (refused)
        attempt_refused(attempt, call);
    else
        attempt_open(attempt, "%s: the kernel looks at it (%s)", call, strerror(errno));
    if (is_fd && result >= 0)
        close((int)result);
}

bool attempt_path(struct attempt *attempt, const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0) {
        attempt_refused(attempt, path);
        return false;
    }
    close(fd);
    bool writes = (flags & O_ACCMODE) != O_RDONLY;
    attempt_open(attempt, "%s can be opened to %s", path, writes ? "write" : "read");
    return true;
}
