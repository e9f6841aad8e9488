/* HOME from the container's own /etc/passwd, which is read inside. */
#include "isolate/oci/home.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "labs/kit/cleanup.h"

enum { HOME_MAX = 4096 };

char *home_reserve(struct resolution *r, struct process *process)
{
    size_t count = 0;
    for (; process->environment[count]; count++)
        if (!strncmp(process->environment[count], "HOME=", 5))
            return NULL;
    char **longer = resolve_keep(r, (count + 2) * sizeof *longer);
    char *variable = resolve_keep(r, HOME_MAX);
    memcpy(longer, process->environment, count * sizeof *longer);
    longer[count] = strcpy(variable, "HOME=/");
    process->environment = longer;
    return variable;
}

/* "name:password:uid:gid:gecos:home:shell" */
static const char *field(char *line, int index)
{
    char *rest = line, *word = NULL;
    for (int i = 0; i <= index; i++)
        word = strsep(&rest, ":\n");
    return word ? word : "";
}

/* A FIFO or a device in its place would keep us waiting: only a file is read. */
static FILE *open_passwd(void)
{
    struct stat status;
    cleanup_fd int fd = open("/etc/passwd", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &status) < 0 || !S_ISREG(status.st_mode))
        return NULL;
    return fdopen(steal_fd(&fd), "r");
}

void home_fill(char *variable, unsigned uid)
{
    char line[HOME_MAX], copy[HOME_MAX];
    cleanup_file FILE *passwd = variable ? open_passwd() : NULL;
    while (passwd && fgets(line, sizeof line, passwd)) {
        char *end;
        const char *number = field(strcpy(copy, line), 2);
        if (strtoul(number, &end, 10) != uid || end == number || *end)
            continue;
        const char *home = field(line, 5);
        if (*home == '/')
            snprintf(variable, HOME_MAX, "HOME=%.4000s", home);
        return;
    }
}
