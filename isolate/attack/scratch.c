/* Folders for attempts, and the guard that removes them. */
#include "isolate/attack/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "isolate/attack/inside.h"
#include "isolate/kernel.h"
#include "isolate/runtime/identity.h"
#include "labs/kit/cleanup.h"

enum { MARKER_SECONDS = 60 };

static const char *const folders[] = {"root",     "root/dev", "root/proc", "root/sys",
                                      "root/etc", "root/tmp", "root/lent", "root/run",
                                      "lent",     "host",     NULL};

static int remove_entry(const char *path, const struct stat *status, int kind,
                        struct FTW *where)
{
    bool is_folder = kind == FTW_DP || kind == FTW_DNR; /* overlayfs' work/work is 0000 */
    (void)status, (void)where;
    return (is_folder ? rmdir(path) : unlink(path)) < 0 && errno != ENOENT ? -1 : 0;
}

/* Never into another file system: what is mounted there is not ours. */
static void remove_tree(const char *folder)
{
    nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

/* ---- the guard ---- */

static _Noreturn void guard_main(const char *folder, int lifeline)
{
    char nothing;
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    prctl(PR_SET_NAME, "attack-guard");
    dup2(lifeline, STDIN_FILENO);
    kernel_close_range(1, ~0u, 0);
    while (read(STDIN_FILENO, &nothing, 1) < 0 && errno == EINTR)
        ;
    remove_tree(folder);
    _exit(0);
}

static int guard_start(struct scratch *scratch, struct error *error)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return error_errno(error, STATUS_HOST, "cannot make a pipe");
    scratch->guard = fork();
    if (scratch->guard == 0) {
        close(ends[1]);
        guard_main(scratch->folder, ends[0]);
    }
    close(ends[0]);
    scratch->lifeline = ends[1];
    if (scratch->guard < 0)
        return error_errno(error, STATUS_HOST, "cannot start a process");
    return 0;
}

int scratch_open(struct scratch *scratch, struct error *error)
{
    const char *base = getenv("TMPDIR");
    snprintf(scratch->folder, sizeof scratch->folder, "%.80s/isolate-attack.XXXXXX",
             base && *base ? base : "/tmp");
    if (!mkdtemp(scratch->folder))
        return error_errno(error, STATUS_HOST, "%s", scratch->folder);
    /* Containers that root starts are nobody: they must be able to get there, but
     * need not see what else is there. */
    chmod(scratch->folder, 0711);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    return guard_start(scratch, error);
}

/* What attempts have left dead is ours to bury: process 1 of a machine need not (in many
 * containers it does not). Who still lives is given a moment. */
static void bury_orphans(void)
{
    enum { MOMENTS = 100 };
    for (int i = 0; i < MOMENTS; i++) {
        pid_t ended;
        while ((ended = waitpid(-1, NULL, WNOHANG)) > 0)
            ;
        if (ended < 0)
            return;
        nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
    }
}

void scratch_close(struct scratch *scratch)
{
    if (scratch->guard <= 0)
        return;
    close(scratch->lifeline);
    while (waitpid(scratch->guard, NULL, 0) < 0 && errno == EINTR)
        ;
    scratch->guard = 0;
    bury_orphans();
}

/* ---- the folders of one attempt ---- */

static int copy_program(const char *target, struct error *error)
{
    struct stat status;
    cleanup_fd int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    cleanup_fd int to = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
    if (from < 0 || to < 0 || fstat(from, &status) < 0)
        return error_errno(error, STATUS_HOST, "cannot copy isolate to %s", target);
    for (off_t done = 0; done < status.st_size;)
        if (sendfile(to, from, &done, (size_t)(status.st_size - done)) <= 0)
            return error_errno(error, STATUS_HOST, "cannot copy isolate to %s", target);
    return 0;
}

/* What root lends to be written must not be root's own. */
static int give(const char *path, struct error *error)
{
    if (geteuid() == 0 && chown(path, IDENTITY_BASE, IDENTITY_BASE) < 0)
        return error_errno(error, STATUS_HOST, "%s", path);
    return 0;
}

/* The program is copied once, and linked into the root of each attempt. */
static int place_program(const struct scratch *scratch, const char *target,
                         struct error *error)
{
    char copy[192];
    snprintf(copy, sizeof copy, "%s/program", scratch->folder);
    if (access(copy, F_OK) < 0 &&
        (copy_program(copy, error) < 0 || give(copy, error) < 0))
        return -1;
    if (link(copy, target) < 0)
        return error_errno(error, STATUS_HOST, "%s", target);
    return 0;
}

static int write_marker(const char *path, const char *token, struct error *error)
{
    cleanup_file FILE *file = fopen(path, "wxe");
    if (!file ||
        fprintf(file, "%s %lld\n", token, (long long)time(NULL) + MARKER_SECONDS) < 0)
        return error_errno(error, STATUS_HOST, "%s", path);
    return 0;
}

static int make_folders(const struct scratch *scratch, struct error *error)
{
    for (size_t i = 0; folders[i]; i++) {
        char path[192];
        snprintf(path, sizeof path, "%s/place/%s", scratch->folder, folders[i]);
        if (mkdir(path, 0755) < 0)
            return error_errno(error, STATUS_HOST, "%s", path);
        if (give(path, error) < 0)
            return -1;
    }
    return 0;
}

int place_make(const struct scratch *scratch, const char *token, struct place *place,
               struct error *error)
{
    char whole[160];
    snprintf(whole, sizeof whole, "%s/place", scratch->folder);
    snprintf(place->root, sizeof place->root, "%s/root", whole);
    snprintf(place->lent, sizeof place->lent, "%s/lent", whole);
    snprintf(place->host, sizeof place->host, "%s/host", whole);
    snprintf(place->marker, sizeof place->marker, "%s/" INSIDE_MARKER, place->root);
    snprintf(place->program, sizeof place->program, "%s/" INSIDE_NAME, place->root);
    if (mkdir(whole, 0755) < 0)
        return error_errno(error, STATUS_HOST, "%s", whole);
    if (make_folders(scratch, error) < 0 ||
        place_program(scratch, place->program, error) < 0)
        return -1;
    chmod(place->lent, 0777); /* for whoever the container's root is out here */
    return write_marker(place->marker, token, error);
}

void place_remove(const struct scratch *scratch)
{
    char whole[160];
    snprintf(whole, sizeof whole, "%s/place", scratch->folder);
    remove_tree(whole);
}

void token_make(char token[33])
{
    unsigned char bytes[16];
    if (getentropy(bytes, sizeof bytes) < 0)
        die(STATUS_HOST, "no random numbers: %s", strerror(errno));
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(token + 2 * i, 3, "%02x", bytes[i]);
}
