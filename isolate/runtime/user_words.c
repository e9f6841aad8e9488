/* Users and groups by name, from the files of the root that becomes the container's.
 * Those files are a stranger's: they are read as data, bounded, and never through the
 * host. */
#include "isolate/runtime/user_words.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include "isolate/kernel.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/options.h"

enum { LINE_MAX_LENGTH = 1024, LINES_MAX = 100000 };

static FILE *open_below(const char *folder, const char *path)
{
    struct kernel_open how = {.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK,
                              .resolve = 0x10 /* IN_ROOT */};
    struct stat status;
    cleanup_fd int root = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    cleanup_fd int fd = kernel_openat2(root, path, &how);
    if (fd < 0 || fstat(fd, &status) < 0 || !S_ISREG(status.st_mode))
        return NULL;
    return fdopen(steal_fd(&fd), "re");
}

/* The field, counted from 0, of a line "a:b:c". */
static const char *field(const char *line, int index)
{
    while (line && index--)
        line = (line = strchr(line, ':')) ? line + 1 : NULL;
    return line;
}

static bool begins(const char *line, const char *word)
{
    size_t length = strlen(word);
    return line && !strncmp(line, word, length) &&
           (line[length] == ':' || line[length] == '\n' || !line[length]);
}

/* The line whose field is `word`. */
static bool find_line(const char *folder, const char *path, int index, const char *word,
                      char line[LINE_MAX_LENGTH])
{
    cleanup_file FILE *file = open_below(folder, path);
    for (int i = 0; file && i < LINES_MAX && fgets(line, LINE_MAX_LENGTH, file); i++)
        if (begins(field(line, index), word))
            return true;
    return false;
}

static unsigned number_in(const char *line, int index)
{
    const char *text = field(line, index);
    return text ? (unsigned)strtoul(text, NULL, 10) : 0;
}

/* A number, or the field 2 of the line that has the name. `line` is "" when there is
 * none. */
static int resolve(const char *word, const char *folder, const char *path,
                   const char *what, unsigned *id, char *line, struct error *error)
{
    uint64_t number;
    *line = 0;
    if (isdigit((unsigned char)*word)) {
        if (option_number(what, word, 0, UINT32_MAX - 1, &number, error) < 0)
            return -1;
        *id = (unsigned)number;
        if (!find_line(folder, path, 2, word, line))
            *line = 0;
        return 0;
    }
    if (!*word || !find_line(folder, path, 0, word, line))
        return error_set(error, STATUS_REQUEST,
                         "%s '%s' is not in the %s of the container (a number needs no "
                         "entry)",
                         what, word, path);
    *id = number_in(line, 2);
    return 0;
}

int user_words_resolve(const char *text, const char *folder, unsigned *uid, unsigned *gid,
                       struct error *error)
{
    char line[LINE_MAX_LENGTH];
    cleanup_free char *user = xstrdup(text);
    char *group = strchr(user, ':');
    if (group)
        *group++ = 0;
    if (resolve(user, folder, "/etc/passwd", "user", uid, line, error) < 0)
        return -1;
    *gid = *line ? number_in(line, 3) : 0;
    return group ? resolve(group, folder, "/etc/group", "group", gid, line, error) : 0;
}
