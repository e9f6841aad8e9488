/* The folder is removed by a process of its own, which waits for the end of this one:
 * it sees the pipe close, be it after Ctrl-C or kill -9.
 */
#include "vmsim/own_folder.h"

#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"

static int remove_one(const char *path, const struct stat *status, int type,
                      struct FTW *place)
{
    (void)status, (void)type, (void)place;
    return remove(path);
}

/* In a session of its own, so that a Ctrl-C is not for it. */
static _Noreturn void keep(const char *path, int pipe)
{
    char byte;
    setsid();
    signal(SIGHUP, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    for (int fd = 0; fd < 3; fd++)
        close(fd); /* nobody shall wait for this process to close them */
    while (read(pipe, &byte, 1) > 0)
        continue;
    nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    _exit(0);
}

int own_folder_make(struct own_folder *folder, struct error *error)
{
    const char *temporary = getenv("TMPDIR");
    cleanup_free char *path =
        xasprintf("%s/ring3-policy.XXXXXX", temporary && *temporary ? temporary : "/tmp");
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return error_errno(error, STATUS_HOST, "no pipe can be made");
    if (!mkdtemp(path)) {
        close(ends[0]);
        close(ends[1]);
        return error_errno(error, STATUS_HOST, "%s cannot be made", path);
    }
    folder->keeper = fork();
    if (folder->keeper == 0) {
        close(ends[1]);
        keep(path, ends[0]);
    }
    close(ends[0]);
    folder->alive = ends[1];
    folder->path = steal_pointer(&path);
    return 0;
}

void own_folder_remove(struct own_folder *folder)
{
    if (!folder->path)
        return;
    close(folder->alive);
    if (folder->keeper > 0)
        waitpid(folder->keeper, NULL, 0);
    else
        nftw(folder->path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(folder->path);
    *folder = (struct own_folder){0};
}
