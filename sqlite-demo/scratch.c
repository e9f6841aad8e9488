/* The folder, its guard, and the sweep of what others had to leave behind. */
#include "sqlite-demo/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"

static const char prefix[] = "ring3-sqlite-";

/* Between mkdtemp() and flock() a folder has no lock yet. */
enum { YOUNG_SECONDS = 10 };

/* Plain files only: nothing else is ever put there. */
static void remove_folder(const char *folder)
{
    DIR *listing = opendir(folder);
    if (!listing)
        return;
    for (struct dirent *entry; (entry = readdir(listing));)
        unlinkat(dirfd(listing), entry->d_name, 0);
    closedir(listing);
    rmdir(folder);
}

static int lock_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) < 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static void sweep_one(const char *folder)
{
    cleanup_fd int fd = lock_folder(folder);
    struct stat status;
    if (fd < 0 || fstat(fd, &status) < 0 || status.st_uid != geteuid() ||
        status.st_mtime + YOUNG_SECONDS > time(NULL))
        return;
    remove_folder(folder);
}

static void sweep(const char *parent)
{
    DIR *listing = opendir(parent);
    if (!listing)
        return;
    for (struct dirent *entry; (entry = readdir(listing));) {
        if (strncmp(entry->d_name, prefix, sizeof prefix - 1) != 0)
            continue;
        cleanup_free char *folder = xasprintf("%s/%s", parent, entry->d_name);
        sweep_one(folder);
    }
    closedir(listing);
}

/* The guard keeps no file of the program open: a reader of our output must not
 * wait for it. It keeps the lock as long as the folder is there. */
static _Noreturn void watch(int pipe_fd, int lock_fd, const char *folder)
{
    sigset_t all;
    char byte;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    setsid();
    prctl(PR_SET_NAME, "scratch-guard");
    for (int fd = 0, end = (int)sysconf(_SC_OPEN_MAX); fd < end && fd < 4096; fd++)
        if (fd != pipe_fd && fd != lock_fd)
            close(fd);
    while (read(pipe_fd, &byte, 1) < 0 && errno == EINTR)
        ;
    remove_folder(folder);
    _exit(0);
}

static int start_guard(struct scratch *scratch, struct error *error)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return error_errno(error, STATUS_HOST, "cannot make a pipe");
    scratch->guard = fork();
    if (scratch->guard == 0) {
        close(ends[1]);
        watch(ends[0], scratch->lock_fd, scratch->folder);
    }
    close(ends[0]);
    scratch->pipe_fd = ends[1];
    if (scratch->guard < 0)
        return error_errno(error, STATUS_HOST, "cannot start a process");
    return 0;
}

int scratch_open(struct scratch *scratch, struct error *error)
{
    const char *parent = getenv("TMPDIR");
    if (!parent || !*parent)
        parent = "/tmp";
    *scratch = (struct scratch){.lock_fd = -1, .pipe_fd = -1, .guard = -1};
    sweep(parent);
    scratch->folder = xasprintf("%s/%sXXXXXX", parent, prefix);
    if (!mkdtemp(scratch->folder)) {
        free(steal_pointer(&scratch->folder));
        return error_errno(error, STATUS_HOST,
                           "cannot make a folder in %s (set TMPDIR to one that can be "
                           "written)",
                           parent);
    }
    scratch->lock_fd = lock_folder(scratch->folder);
    if (scratch->lock_fd < 0)
        error_errno(error, STATUS_HOST, "cannot lock %s", scratch->folder);
    if (scratch->lock_fd < 0 || start_guard(scratch, error) < 0) {
        scratch_close(scratch);
        return -1;
    }
    return 0;
}

void scratch_close(struct scratch *scratch)
{
    if (!scratch->folder)
        return;
    if (scratch->pipe_fd >= 0)
        close(scratch->pipe_fd);
    while (scratch->guard > 0 && waitpid(scratch->guard, NULL, 0) < 0 && errno == EINTR)
        ;
    remove_folder(scratch->folder); /* the guard may have been killed */
    if (scratch->lock_fd >= 0)
        close(scratch->lock_fd);
    free(scratch->folder);
    *scratch = (struct scratch){.lock_fd = -1, .pipe_fd = -1, .guard = -1};
}

const char *scratch_hint(int sqlite_code)
{
    return (sqlite_code & 0xff) == SQLITE_FULL
               ? " (set TMPDIR to a folder with more room)"
               : "";
}
