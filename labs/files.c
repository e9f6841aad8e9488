/* Trees of files. The trees here are small and ours, or the learner's own: there
 * is a limit of depth against loops, and symbolic links are copied, not followed.
 */
#include "labs/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/words.h"

enum { DEPTH_MAX = 32 };

#define SCRATCH_NAME "ring3-labs"

bool file_exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

bool folder_exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* An error of a file system: a full disk, a folder that may not be written. */
static int cannot(const char *key, const char *path, struct error *error)
{
    return error_errno(error, STATUS_REQUEST, say_as(key, "%s"), path);
}

static int copy_bytes(int in, int out)
{
    char buffer[1 << 16];
    for (;;) {
        ssize_t got = read(in, buffer, sizeof buffer);
        if (got <= 0)
            return (int)got;
        for (ssize_t done = 0; done < got;) {
            ssize_t put = write(out, buffer + done, (size_t)(got - done));
            if (put < 0)
                return -1;
            done += put;
        }
    }
}

static int copy_file(const char *from, const char *to, mode_t mode, struct error *error)
{
    cleanup_fd int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0)
        return cannot("files.cannot-read", from, error);
    unlink(to); /* it may be a link to somewhere else */
    cleanup_fd int out =
        open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode & 0777) | 0600);
    if (out < 0 || copy_bytes(in, out) < 0)
        return cannot("files.cannot-write", to, error);
    if (close(steal_fd(&out)) < 0)
        return cannot("files.cannot-write", to, error);
    return 0;
}

static int copy_link(const char *from, const char *to, struct error *error)
{
    char target[4096];
    ssize_t length = readlink(from, target, sizeof target - 1);
    if (length < 0)
        return cannot("files.cannot-read", from, error);
    target[length] = '\0';
    unlink(to);
    return symlink(target, to) < 0 ? cannot("files.cannot-write", to, error) : 0;
}

static int copy_folder(const char *from, const char *to, const char *except, int depth,
                       struct error *error);

static int copy_entry(const char *from, const char *to, const char *except, int depth,
                      struct error *error)
{
    struct stat status;
    if (lstat(from, &status) < 0)
        return cannot("files.cannot-read", from, error);
    if (S_ISREG(status.st_mode))
        return copy_file(from, to, status.st_mode, error);
    if (S_ISLNK(status.st_mode))
        return copy_link(from, to, error);
    if (S_ISDIR(status.st_mode))
        return copy_folder(from, to, except, depth + 1, error);
    return 0; /* a socket or a FIFO: nothing that is worth a copy */
}

static int copy_folder(const char *from, const char *to, const char *except, int depth,
                       struct error *error)
{
    if (depth > DEPTH_MAX)
        return error_set(error, STATUS_REQUEST, say_as("files.too-deep", "%s %d"), from,
                         DEPTH_MAX);
    if (mkdir(to, 0777) < 0 && errno != EEXIST)
        return cannot("files.cannot-make-folder", to, error);
    DIR *folder = opendir(from);
    if (!folder)
        return cannot("files.cannot-read", from, error);
    int result = 0;
    for (struct dirent *entry; result == 0 && (entry = readdir(folder));) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..") ||
            (except && !strcmp(entry->d_name, except)))
            continue;
        cleanup_free char *source = path_join(from, entry->d_name);
        cleanup_free char *target = path_join(to, entry->d_name);
        result = copy_entry(source, target, except, depth, error);
    }
    closedir(folder);
    return result;
}

int files_copy(const char *from, const char *to, const char *except, struct error *error)
{
    return copy_folder(from, to, except, 0, error);
}

/* When a process began, in ticks since boot: with its number, a name that is never
 * given twice. proc(5), field 22 of stat; the name in field 2 may hold anything. */
static unsigned long long start_of(int process)
{
    char path[32], line[1024];
    unsigned long long start = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", process);
    FILE *file = fopen(path, "re");
    if (!file)
        return 0;
    size_t length = fread(line, 1, sizeof line - 1, file);
    fclose(file);
    line[length] = 0;
    const char *after_name = strrchr(line, ')');
    if (after_name)
        sscanf(after_name + 1,
               " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d"
               " %*d %llu",
               &start);
    return start;
}

/* Scratch folders carry the process in their name, so that those of processes that
 * are gone (kill -9) can be told from those in use. */
bool files_scratch_is_stale(const char *name)
{
    int process = 0;
    unsigned long long start;
    return sscanf(name, SCRATCH_NAME ".%d.%llu.", &process, &start) == 2 && process > 0 &&
           start_of(process) != start;
}

static void remove_stale(const char *parent)
{
    DIR *folder = opendir(parent);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        struct stat status;
        if (!files_scratch_is_stale(entry->d_name))
            continue;
        cleanup_free char *path = path_join(parent, entry->d_name);
        if (lstat(path, &status) == 0 && status.st_uid == geteuid())
            files_remove(path);
    }
    if (folder)
        closedir(folder);
}

/* Ctrl-C within a check: the folder goes, then we do. Between fork and exec, and in
 * a handler, only what is async-signal-safe may be called; files_remove is not. */
static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
enum { NUMBERS = sizeof numbers / sizeof numbers[0] };
static char current[PATH_MAX];
static struct sigaction before[NUMBERS]; /* the screens restore the terminal there */

static void remove_and_die(int number)
{
    for (size_t i = 0; i < NUMBERS; i++)
        if (numbers[i] == number)
            sigaction(number, &before[i], NULL);
    if (current[0] && fork() == 0) {
        setsid(); /* a terminal that closes hangs up on its session */
        signal(SIGHUP, SIG_IGN);
        execl("/bin/rm", "rm", "-rf", current, NULL);
        _exit(1);
    }
    raise(number);
}

static void remove_when_interrupted(const char *path)
{
    snprintf(current, sizeof current, "%s", path);
    for (size_t i = 0; i < NUMBERS; i++) {
        struct sigaction now, ours = {.sa_handler = remove_and_die};
        sigaction(numbers[i], NULL, &now);
        if (now.sa_handler == remove_and_die || now.sa_handler == SIG_IGN)
            continue;
        before[i] = now;
        sigaction(numbers[i], &ours, NULL);
    }
}

char *files_scratch(struct error *error)
{
    const char *parent = getenv("TMPDIR");
    if (!parent || parent[0] != '/')
        parent = "/tmp";
    remove_stale(parent);
    cleanup_free char *path = xasprintf("%s/" SCRATCH_NAME ".%d.%llu.XXXXXX", parent,
                                        (int)getpid(), start_of(getpid()));
    sigset_t all, old; /* a signal in between would leave the folder */
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &old);
    bool made =
        mkdtemp(path) || (cannot("files.cannot-make-scratch", parent, error), false);
    if (made)
        remove_when_interrupted(path);
    sigprocmask(SIG_SETMASK, &old, NULL);
    if (!made)
        return NULL;
    return steal_pointer(&path);
}
