/* What the keeper holds: none of its starter's descriptors, the ends of the command's
 * pipes or terminal, and the socket on which it listens. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "isolate/keeper/changes.h"
#include "isolate/keeper/kept.h"
#include "isolate/keeper/process_start.h"
#include "isolate/kernel.h"
#include "isolate/runtime/join.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"

/* Of the starter's, only these stay; 0 to 2 are replaced later. */
void keeper_hold_only(int a, int b, int c)
{
    for (int fd = 3, end = (a > b ? (a > c ? a : c) : (b > c ? b : c)) + 1; fd < end;
         fd++)
        if (fd != a && fd != b && fd != c)
            close(fd);
    int most = a > b ? (a > c ? a : c) : (b > c ? b : c);
    kernel_close_range((unsigned)most + 1, ~0u, 0);
}

static int put_null(int fd)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    int result = null < 0 ? -1 : dup2(null, fd);
    if (null > 2)
        close(null);
    return result < 0 ? -1 : 0;
}

/* The container's user must be able to open /dev/stdout, which is this pipe. */
static unsigned outside(const struct id_maps *maps, unsigned inside)
{
    for (size_t i = 0; i < maps->count; i++)
        if (inside - maps->rows[i].inside < maps->rows[i].count)
            return maps->rows[i].outside + (inside - maps->rows[i].inside);
    return inside;
}

/* A pipe: one end becomes `fd`, which the container inherits; the other is returned. */
static int put_pipe(const struct kept *kept, int fd)
{
    const struct container *c = &kept->container;
    int ends[2], far = fd == STDIN_FILENO ? 0 : 1;
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -1;
    /* Where that is not allowed, /dev/stdout cannot be opened by name: no more. */
    if (fchown(ends[far], outside(&c->uids, c->process.uid),
               outside(&c->gids, c->process.gid)) < 0)
        errno = 0;
    int result = dup2(ends[far], fd);
    close(ends[far]);
    if (result < 0 || fcntl(ends[!far], F_SETFL, O_NONBLOCK) < 0)
        return -1;
    return ends[!far];
}

int keeper_make_streams(struct kept *kept, struct error *error)
{
    const struct wish *wish = kept->wish->wish;
    bool pipes = !wish->terminal;
    for (int fd = 0; fd < 3; fd++)
        if (put_null(fd) < 0)
            return error_errno(error, STATUS_HOST, "/dev/null");
    if (pipes && wish->interactive)
        kept->input = put_pipe(kept, STDIN_FILENO);
    if (pipes)
        kept->output[LOG_OUT] = put_pipe(kept, STDOUT_FILENO);
    if (pipes)
        kept->output[LOG_ERR] = put_pipe(kept, STDERR_FILENO);
    if (pipes && (kept->output[LOG_OUT] < 0 || kept->output[LOG_ERR] < 0 ||
                  (wish->interactive && kept->input < 0)))
        return error_errno(error, STATUS_HOST, "no pipe for the command");
    return 0;
}

/* The container has its ends now. */
void keeper_leave_streams(struct kept *kept)
{
    for (int fd = 0; fd < 3; fd++)
        put_null(fd);
    if (kept->launched.terminal < 0)
        return;
    fcntl(kept->launched.terminal, F_SETFL, O_NONBLOCK);
    kept->output[LOG_OUT] = kept->launched.terminal;
    kept->input = fcntl(kept->launched.terminal, F_DUPFD_CLOEXEC, 3);
}

int keeper_open_listener(struct kept *kept, struct error *error)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    unlinkat(kept->state->folder, "socket", 0);
    snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/socket",
             kept->state->folder);
    kept->listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (kept->listener < 0 ||
        bind(kept->listener, (struct sockaddr *)&address, sizeof address) < 0 ||
        listen(kept->listener, CLIENTS_MAX) < 0)
        return error_errno(error, STATUS_HOST, "cannot listen on %s/socket",
                           kept->state->path);
    return 0;
}
