/* Operations from outside on the container's process: its id maps, its groups. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/operations/operation_type.h"
#include "labs/kit/cleanup.h"

/* ---- /proc/PID/uid_map and its sisters ---- */

static long run_map(const struct operation *o, struct workplace *w)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)w->process, o->source);
    cleanup_fd int fd = open(path, O_WRONLY | O_CLOEXEC);
    return fd < 0 ? -1 : write(fd, o->text, strlen(o->text));
}

static void call_map(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "write(open(\"/proc/PID/%s\", O_WRONLY), \"%s\", %zu)", o->source,
             o->text, strlen(o->text));
}

static void shell_map(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "echo '%s' > /proc/$PID/%s", o->text, o->source);
}

const struct operation_type operation_map = {run_map, call_map, shell_map};

/* ---- newuidmap, newgidmap: set-user-id programs that write the map for us ---- */

static _Noreturn void become_newidmap(const struct operation *o, pid_t process)
{
    char number[16];
    cleanup_free char *words = xstrdup(o->text);
    char *argv[20] = {(char *)(uintptr_t)o->source, number}, *rest = words;
    snprintf(number, sizeof number, "%d", (int)process);
    for (size_t i = 2; i < 19 && (argv[i] = strsep(&rest, " ")); i++)
        ;
    execvp(o->source, argv);
    _exit(127);
}

/* Its exit status, or -1: EPERM when it refused, ENOENT when there is none. */
static long run_newidmap(const struct operation *o, struct workplace *w)
{
    int status;
    pid_t child = fork();
    if (child == 0)
        become_newidmap(o, w->process);
    if (child < 0 || waitpid(child, &status, 0) < 0)
        return -1;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return 0;
    errno = WIFEXITED(status) && WEXITSTATUS(status) == 127 ? ENOENT : EPERM;
    return -1;
}

static void call_newidmap(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "execve(\"%s\", {\"%s\", PID, %s})", o->source, o->source,
             o->text);
}

static void shell_newidmap(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "%s $PID %s", o->source, o->text);
}

const struct operation_type operation_newidmap = {run_newidmap, call_newidmap,
                                                  shell_newidmap};

/* ---- control groups ---- */

static long run_enter_cgroup(const struct operation *o, struct workplace *w)
{
    char number[16];
    snprintf(number, sizeof number, "%d", (int)w->process);
    cleanup_fd int fd = open(o->target, O_WRONLY | O_CLOEXEC);
    return fd < 0 ? -1 : write(fd, number, strlen(number));
}

static void call_enter_cgroup(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "write(open(\"%s\", O_WRONLY), \"PID\", …)", o->target);
}

static void shell_enter_cgroup(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "echo $PID > %s", o->target);
}

const struct operation_type operation_enter_cgroup = {run_enter_cgroup, call_enter_cgroup,
                                                      shell_enter_cgroup};
