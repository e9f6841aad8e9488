/* Operations on files and folders: looking, writing, and changing the root. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/operations/operation_type.h"
#include "labs/kit/cleanup.h"

/* ---- the root and the working directory ---- */

static long run_chroot(const struct operation *o, struct workplace *w)
{
    (void)w;
    return chroot(o->target);
}

static void call_chroot(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "chroot(\"%s\")", o->target);
}

static void shell_chroot(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "exec chroot %s sh", o->target);
}

const struct operation_type operation_chroot = {run_chroot, call_chroot, shell_chroot};

static long run_fchdir(const struct operation *o, struct workplace *w)
{
    (void)w;
    return fchdir((int)o->number);
}

static void call_fchdir(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "fchdir(%u)", o->number);
}

static void shell_fchdir(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "cd -P /proc/self/fd/%u", o->number);
}

const struct operation_type operation_fchdir = {run_fchdir, call_fchdir, shell_fchdir};

/* ---- looking ---- */

static int visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* The number of names. A device of overlay's that stands for "deleted" says so. */
static long run_look(const struct operation *o, struct workplace *w)
{
    struct dirent **names;
    int count = scandir(o->target, &names, visible, alphasort);
    if (count < 0)
        return -1;
    workplace_say(w, "$ ls %s\n", o->target);
    for (int i = 0; i < count; i++) {
        char path[4096];
        struct stat status;
        snprintf(path, sizeof path, "%s/%s", o->target, names[i]->d_name);
        bool whiteout =
            lstat(path, &status) == 0 && S_ISCHR(status.st_mode) && status.st_rdev == 0;
        workplace_say(w, "%s%s%s", i ? " " : "", names[i]->d_name,
                      whiteout ? " (device 0:0: a whiteout)" : "");
        free(names[i]);
    }
    workplace_say(w, "\n");
    free(names);
    return count;
}

static void call_look(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "readdir(opendir(\"%s\"))", o->target);
}

static void shell_look(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "ls %s", o->target);
}

const struct operation_type operation_look = {run_look, call_look, shell_look};

static ssize_t read_whole(const char *path, char *text, size_t size)
{
    cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, text, size - 1);
    text[got > 0 ? got : 0] = 0;
    return got;
}

/* What was asked is kept too when it is refused. What the kernel does later is waited
 * for, up to a second. */
static long run_read(const struct operation *o, struct workplace *w)
{
    enum { TRIES = 500 };
    char text[512];
    ssize_t got = read_whole(o->target, text, sizeof text);
    for (int i = 0; i < TRIES && got >= 0 && o->text && !strstr(text, o->text); i++) {
        usleep(2000);
        got = read_whole(o->target, text, sizeof text);
    }
    int failure = errno;
    if (got < 0) {
        workplace_say(w, "$ cat %s\n%s\n", o->target, strerror(failure));
        errno = failure;
        return -1;
    }
    workplace_say(w, "$ cat %s\n%s%s", o->target, text,
                  got && text[got - 1] == '\n' ? "" : "\n");
    return got;
}

static void call_read(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "read(open(\"%s\", O_RDONLY), …)", o->target);
}

static void shell_read(const struct operation *o, char *out, size_t size)
{
    if (o->text)
        snprintf(out, size, "until grep '%s' %s; do :; done", o->text, o->target);
    else
        snprintf(out, size, "cat %s", o->target);
}

const struct operation_type operation_read = {run_read, call_read, shell_read};

/* ---- writing ---- */

static long write_line(const struct operation *o, int flags)
{
    cleanup_fd int fd = open(o->target, O_WRONLY | O_CLOEXEC | flags, 0644);
    cleanup_free char *line = xasprintf("%s\n", o->text);
    return fd < 0 ? -1 : write(fd, line, strlen(line));
}

static long run_put(const struct operation *o, struct workplace *w)
{
    (void)w;
    return write_line(o, O_CREAT | O_TRUNC);
}

static void call_put(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size,
             "write(open(\"%s\", O_WRONLY | O_CREAT | O_TRUNC), \"%s\\n\", %zu)",
             o->target, o->text, strlen(o->text) + 1);
}

static void shell_put(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "echo '%s' > %s", o->text, o->target);
}

const struct operation_type operation_put = {run_put, call_put, shell_put};

static long run_append(const struct operation *o, struct workplace *w)
{
    (void)w;
    return write_line(o, O_APPEND);
}

static void call_append(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "write(open(\"%s\", O_WRONLY | O_APPEND), \"%s\\n\", %zu)",
             o->target, o->text, strlen(o->text) + 1);
}

static void shell_append(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "echo '%s' >> %s", o->text, o->target);
}

const struct operation_type operation_append = {run_append, call_append, shell_append};

static long run_unlink(const struct operation *o, struct workplace *w)
{
    (void)w;
    return unlink(o->target);
}

static void call_unlink(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "unlink(\"%s\")", o->target);
}

static void shell_unlink(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "rm -f %s", o->target);
}

const struct operation_type operation_unlink = {run_unlink, call_unlink, shell_unlink};

static long run_rmdir(const struct operation *o, struct workplace *w)
{
    (void)w;
    return rmdir(o->target);
}

static void call_rmdir(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "rmdir(\"%s\")", o->target);
}

static void shell_rmdir(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "rmdir %s", o->target);
}

const struct operation_type operation_rmdir = {run_rmdir, call_rmdir, shell_rmdir};
