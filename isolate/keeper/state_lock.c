/* The lock of a container: held by its keeper for as long as that lives.
 *
 * An open file description lock belongs to the descriptor and to its copies in forked
 * children, not to a process: it goes when the last of them is closed. So it stays
 * while the starter hands over to the keeper, and goes with kill -9 as with any end.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "isolate/keeper/state.h"
#include "labs/kit/cleanup.h"

static const struct timespec a_moment = {.tv_nsec = 2000000};

static struct flock whole_file(short type)
{
    return (struct flock){.l_type = type, .l_whence = SEEK_SET};
}

bool state_has_gone(const struct state *state)
{
    return access(state->path, F_OK) < 0 && errno == ENOENT;
}

static int open_lock(const struct state *state)
{
    return openat(state->folder, "lock", O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
}

/* Keepers lock to write, those who wait for their end to read: so the waiting are not
 * taken for a keeper. */
static bool keeper_holds(int fd)
{
    struct flock lock = whole_file(F_RDLCK);
    return fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

/* In a folder that is being removed no new file is made, or it could not be removed. */
static int open_to_lock(const struct state *state)
{
    enum { FLAGS = O_RDWR | O_NOFOLLOW | O_CLOEXEC };
    int fd = openat(state->folder, "lock", FLAGS);
    if (fd >= 0 || errno != ENOENT || state_has_gone(state))
        return fd;
    return openat(state->folder, "lock", FLAGS | O_CREAT, 0600);
}

int state_lock(struct state *state, struct error *error)
{
    cleanup_fd int fd = open_to_lock(state);
    struct flock lock = whole_file(F_WRLCK);
    if (fd < 0)
        return error_errno(error, STATUS_REQUEST, "%s/lock", state->path);
    while (fcntl(fd, F_OFD_SETLK, &lock) < 0) {
        if (errno != EAGAIN && errno != EACCES)
            return error_errno(error, STATUS_HOST, "cannot lock %s/lock", state->path);
        if (keeper_holds(fd))
            return 1;
        nanosleep(&a_moment, NULL);
    }
    state->lock = steal_fd(&fd);
    return 0;
}

bool state_is_alive(const struct state *state)
{
    cleanup_fd int fd = state->lock < 0 ? open_lock(state) : -1;
    return state->lock >= 0 || (fd >= 0 && keeper_holds(fd));
}

static long milliseconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Without a limit the kernel wakes us; with one, only looking again does. */
bool state_wait_end(const struct state *state, int milliseconds)
{
    if (milliseconds < 0) {
        cleanup_fd int fd = open_lock(state);
        struct flock lock = whole_file(F_RDLCK);
        return fd < 0 || fcntl(fd, F_OFD_SETLKW, &lock) == 0;
    }
    long end = milliseconds_now() + milliseconds;
    while (state_is_alive(state)) {
        if (milliseconds_now() >= end)
            return false;
        nanosleep(&a_moment, NULL);
    }
    return true;
}
