/* The folder and its keeper: see the header. */
#include "threads/explore/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"

enum { WALK_DESCRIPTORS = 8, FIRST_FD = 3 };

static int remove_one(const char *path, const struct stat *status, int type,
                      struct FTW *place)
{
    (void)status, (void)type, (void)place;
    return remove(path);
}

/* It ignores what is typed at the terminal, and holds nothing of ours open. */
static _Noreturn void keep(const char *path, int end_of_pipe)
{
    char nothing;
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    setsid();
    dup2(end_of_pipe, STDIN_FILENO);
    close_range(STDIN_FILENO + 1, ~0U, 0);
    while (read(STDIN_FILENO, &nothing, 1) > 0)
        ;
    nftw(path, remove_one, WALK_DESCRIPTORS, FTW_DEPTH | FTW_PHYS);
    _exit(0);
}

static int start_keeper(struct folder *folder, struct error *error)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return error_errno(error, STATUS_HOST, "no pipe can be made");
    folder->keeper = fork();
    if (folder->keeper == 0)
        keep(folder->path, ends[0]);
    close(ends[0]);
    folder->pipe = ends[1];
    if (folder->keeper < 0) {
        close(ends[1]);
        return error_errno(error, STATUS_HOST, "no process can be made");
    }
    return 0;
}

int folder_make(struct folder *folder, const char *prefix, struct error *error)
{
    const char *temporary = getenv("TMPDIR");
    cleanup_free char *path =
        xasprintf("%s/%s.XXXXXX", temporary && *temporary ? temporary : "/tmp", prefix);
    if (!mkdtemp(path))
        return error_errno(error, STATUS_HOST, "%s cannot be made", path);
    folder->path = realpath(path, NULL);
    if (folder->path && start_keeper(folder, error) == 0)
        return 0;
    rmdir(path);
    free(folder->path);
    folder->path = NULL;
    return -1;
}

void folder_remove(struct folder *folder)
{
    if (!folder->path)
        return;
    close(folder->pipe);
    while (waitpid(folder->keeper, NULL, 0) < 0 && errno == EINTR)
        ;
    free(folder->path);
    *folder = (struct folder){0};
}
