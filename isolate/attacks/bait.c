/* Bait that several attacks lay. */
#include "isolate/attacks/bait.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/attacks/processor.h"
#include "isolate/kernel.h"
#include "isolate/runtime/identity.h"
#include "labs/kit/cleanup.h"

/* It holds none of the pipes of the runner, which waits for their end. */
static _Noreturn void sleep_for_ever(pid_t starter, int keep)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != starter) /* it was gone before we asked to go with it */
        _exit(0);
    prctl(PR_SET_NAME, "attack-bait");
    if (keep > 0)
        kernel_close_range(0, (unsigned)keep - 1, 0);
    kernel_close_range((unsigned)keep + 1, ~0u, 0);
    for (;;)
        pause();
}

pid_t bait_process(const struct trap *trap, char **secret, int *fd, struct error *error)
{
    static char memory[64];
    int file = memfd_create("secret", MFD_CLOEXEC);
    snprintf(memory, sizeof memory, "%s", trap->token);
    if (file < 0 || write(file, memory, 32) != 32)
        return error_errno(error, STATUS_HOST, "memfd_create");
    pid_t starter = getpid(), child = fork();
    if (child == 0)
        sleep_for_ever(starter, file);
    close(file);
    if (secret)
        *secret = memory;
    if (fd)
        *fd = file;
    return child < 0 ? error_errno(error, STATUS_HOST, "fork") : child;
}

int bait_file(struct trap *trap, const char *folder, const char *name,
              struct error *error)
{
    snprintf(trap->bait, sizeof trap->bait, "%s/%s", folder, name);
    cleanup_file FILE *file = fopen(trap->bait, "wxe");
    if (!file || fchmod(fileno(file), 0644) < 0 || fputs(trap->token, file) < 0)
        return error_errno(error, STATUS_HOST, "%s", trap->bait);
    return bait_give(trap->bait, error);
}

int bait_give(const char *path, struct error *error)
{
    if (geteuid() == 0 && chown(path, IDENTITY_BASE, IDENTITY_BASE) < 0)
        return error_errno(error, STATUS_HOST, "%s", path);
    return 0;
}

int bait_tiny_program(const char *path, struct error *error)
{
    size_t size;
    const void *program = processor_tiny_program(&size);
    if (!program)
        return error_set(error, STATUS_HOST,
                         "there is no tiny program for this processor");
    cleanup_fd int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
    if (fd < 0 || write(fd, program, size) != (ssize_t)size)
        return error_errno(error, STATUS_HOST, "%s", path);
    return bait_give(path, error);
}

bool attempt_finds(const struct attempt *attempt, const char *path)
{
    char seen[64] = "";
    cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
    return fd >= 0 && read(fd, seen, sizeof seen - 1) > 0 &&
           !strncmp(seen, attempt->token, 32);
}
