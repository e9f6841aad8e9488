/* Looking through /proc for the processes of a container. */
#include "isolate/keeper/inside.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"

struct seen {
    struct inside process;
    bool inside;
};

static ssize_t read_file(pid_t pid, const char *name, char *text, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
    cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, size - 1);
    text[length > 0 ? length : 0] = 0;
    return length;
}

static bool shares_namespace(pid_t pid, uint64_t inode)
{
    char path[64], link[64];
    snprintf(path, sizeof path, "/proc/%d/ns/pid", pid);
    ssize_t length = readlink(path, link, sizeof link - 1);
    if (length <= 0 || !inode)
        return false;
    link[length] = 0;
    char *number = strchr(link, '[');
    return number && strtoull(number + 1, NULL, 10) == inode;
}

static const char *field(const char *status, const char *name)
{
    const char *found = strstr(status, name);
    return found ? found + strlen(name) + strspn(found + strlen(name), "\t ") : "";
}

/* /proc/PID/status, proc(5); its NSpid ends with the innermost number. */
static void read_status(struct inside *process)
{
    char text[4096];
    read_file(process->pid, "status", text, sizeof text);
    sscanf(field(text, "Name:"), "%31[^\n]", process->name);
    process->state = field(text, "\nState:")[0];
    process->parent = atoi(field(text, "\nPPid:"));
    process->uid = (unsigned)strtoul(field(text, "\nUid:"), NULL, 10);
    process->threads = (unsigned)strtoul(field(text, "\nThreads:"), NULL, 10);
    process->resident = strtoull(field(text, "\nVmRSS:"), NULL, 10) * 1024;
    char *end = NULL;
    for (const char *number = field(text, "\nNSpid:"); isdigit((unsigned char)*number);
         number = end + strspn(end, "\t "))
        process->inner = (pid_t)strtol(number, &end, 10);
}

/* Fields 14 and 15 of /proc/PID/stat. */
static void read_times(struct inside *process)
{
    char text[1024];
    unsigned long long user = 0, system = 0;
    read_file(process->pid, "stat", text, sizeof text);
    const char *rest = strrchr(text, ')');
    if (rest)
        sscanf(rest, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu", &user,
               &system);
    process->cpu = (user + system) * 1000000u / (unsigned long)sysconf(_SC_CLK_TCK);
}

static size_t read_all(struct seen **all, const struct container_status *status)
{
    size_t count = 0, room = 0;
    DIR *proc = opendir("/proc");
    for (struct dirent *entry; proc && (entry = readdir(proc));) {
        if (!isdigit((unsigned char)entry->d_name[0]))
            continue;
        if (count == room) {
            room = room ? 2 * room : 256;
            *all = xreallocarray(*all, room, sizeof **all);
        }
        struct seen *one = &(*all)[count++];
        *one = (struct seen){.process.pid = atoi(entry->d_name)};
        read_status(&one->process);
        one->inside = one->process.pid == status->pid ||
                      shares_namespace(one->process.pid, status->pid_namespace);
    }
    if (proc)
        closedir(proc);
    return count;
}

/* Children of those inside, and theirs, until nobody new is found. */
static void add_descendants(struct seen *all, size_t count)
{
    bool again = true;
    while (again) {
        again = false;
        for (size_t i = 0; i < count; i++)
            for (size_t k = 0; k < count && !all[i].inside; k++)
                if (all[k].inside && all[k].process.pid == all[i].process.parent)
                    again = all[i].inside = true;
    }
}

long inside_list(const struct container_status *status, struct inside **found)
{
    cleanup_free struct seen *all = NULL;
    size_t count = read_all(&all, status), inside = 0;
    add_descendants(all, count);
    *found = xcalloc(count + 1, sizeof **found);
    for (size_t i = 0; i < count; i++) {
        if (!all[i].inside || !all[i].process.state)
            continue;
        read_times(&all[i].process);
        (*found)[inside++] = all[i].process;
    }
    return (long)inside;
}

void inside_command(const struct inside *process, char *text, size_t size)
{
    ssize_t length = read_file(process->pid, "cmdline", text, size);
    while (length > 0 && !text[length - 1])
        length--;
    for (ssize_t i = 0; i < length; i++)
        if (!text[i])
            text[i] = ' ';
    if (length <= 0)
        snprintf(text, size, "[%s]", process->name);
}
