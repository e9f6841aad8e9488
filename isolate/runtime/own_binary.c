/* Our own program file, and a copy of it that nobody can write to. */
#include "isolate/runtime/own_binary.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/runtime/command_line.h"
#include "labs/kit/cleanup.h"

#ifndef MFD_EXEC
#define MFD_EXEC 0x0010U /* Linux 6.3 */
#endif

enum { SEALS = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE };

bool own_binary_is_mine(uid_t owner, const void *unused)
{
    (void)unused;
    return owner == geteuid();
}

/* What is no memfd has no seals: EINVAL. */
static bool is_sealed(int fd)
{
    int seals = fcntl(fd, F_GET_SEALS);
    return seals >= 0 && (seals & SEALS) == SEALS;
}

static int new_memory(void)
{
    int fd = memfd_create("isolate", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
    if (fd < 0 && errno == EINVAL)
        fd = memfd_create("isolate", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    return fd;
}

static int copy(int from, off_t size)
{
    cleanup_fd int to = new_memory();
    off_t at = 0;
    while (to >= 0 && at < size)
        if (sendfile(to, from, &at, (size_t)(size - at)) <= 0)
            return -1;
    if (to < 0 || fcntl(to, F_ADD_SEALS, SEALS) < 0)
        return -1;
    return steal_fd(&to);
}

int own_binary_protect(bool (*owner_is_inside)(uid_t owner, const void *context),
                       const void *context, struct error *error)
{
    struct stat status;
    cleanup_fd int own = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    if (own < 0 || fstat(own, &status) < 0)
        return error_errno(error, STATUS_HOST, "/proc/self/exe");
    if (!owner_is_inside(status.st_uid, context) || is_sealed(own))
        return 0;
    cleanup_fd int sealed = copy(own, status.st_size);
    cleanup_free char **words = command_line();
    if (sealed >= 0 && words)
        fexecve(sealed, words, environ);
    return error_errno(error, STATUS_HOST,
                       "cannot run from a sealed copy of this program, which a container "
                       "could not overwrite (install it as root, or set vm.memfd_noexec "
                       "to 0)");
}
