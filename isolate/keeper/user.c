/* USER[:GROUP], looked up in the container's own /etc/passwd and /etc/group.
 *
 * These files are the container's to write: only what is a regular file is read, and a
 * line that is no entry is passed over. No NSS: it would load libraries of the root. */
#include "isolate/keeper/user.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"

static FILE *open_regular(const char *path)
{
    struct stat status;
    cleanup_fd int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &status) < 0 || !S_ISREG(status.st_mode))
        return NULL;
    FILE *file = fdopen(fd, "r");
    if (file)
        steal_fd(&fd);
    return file;
}

static bool parse_number(const char *text, unsigned *number)
{
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    *number = (unsigned)value;
    return isdigit((unsigned char)text[0]) && !*end && !errno && value < UINT32_MAX;
}

/* By name, or by number, which need not be in the file. */
static int find_user(const char *name, struct process *process, struct error *error)
{
    unsigned number;
    bool is_number = parse_number(name, &number), found = false;
    cleanup_file FILE *file = open_regular("/etc/passwd");
    struct passwd room = {0}, *entry;
    char text[4096];
    while (file && !found && fgetpwent_r(file, &room, text, sizeof text, &entry) == 0) {
        found = is_number ? entry->pw_uid == number : !strcmp(entry->pw_name, name);
        if (found) {
            process->uid = entry->pw_uid;
            process->gid = entry->pw_gid;
        }
    }
    if (!found && is_number)
        process->uid = number;
    if (!found && !is_number)
        return error_set(error, STATUS_REQUEST,
                         "no user %s in the container's /etc/passwd (a number needs no "
                         "entry)",
                         name);
    return 0;
}

static int find_group(const char *name, struct process *process, struct error *error)
{
    cleanup_file FILE *file = open_regular("/etc/group");
    struct group room, *entry;
    char text[4096];
    if (parse_number(name, &process->gid))
        return 0;
    while (file && fgetgrent_r(file, &room, text, sizeof text, &entry) == 0)
        if (!strcmp(entry->gr_name, name)) {
            process->gid = entry->gr_gid;
            return 0;
        }
    return error_set(error, STATUS_REQUEST, "no group %s in the container's /etc/group",
                     name);
}

int user_find(const char *text, struct process *process, struct error *error)
{
    cleanup_free char *user = xstrdup(text);
    char *colon = strchr(user, ':');
    if (colon)
        *colon = 0;
    process->groups = NULL;
    process->group_count = 0;
    if (find_user(user, process, error) < 0)
        return -1;
    return colon ? find_group(colon + 1, process, error) : 0;
}
