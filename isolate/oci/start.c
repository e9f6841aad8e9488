/* Letting a created container go, and what follows. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>

#include "isolate/oci/create.h"
#include "isolate/oci/hooks.h"
#include "isolate/oci/notify.h"
#include "isolate/oci/state_json.h"
#include "labs/kit/cleanup.h"

/* A byte into the FIFO. The process closes it by executing its command, or by ending:
 * with the last reader gone the writer sees an error. */
static int open_gate_for(const struct record *record, struct error *error)
{
    cleanup_fd int gate =
        openat(record->folder, "start", O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    struct pollfd closed = {.fd = gate, .events = 0};
    if (gate < 0 || write(gate, "", 1) != 1)
        return error_errno(error, STATUS_HOST, "container %s does not wait", record->id);
    while (!(closed.revents & (POLLERR | POLLHUP)))
        if (poll(&closed, 1, -1) < 0 && errno != EINTR)
            return error_errno(error, STATUS_HOST, "cannot wait for %s", record->id);
    return 0;
}

/* It is on its way out: whoever asks after us shall see it stopped. */
static void wait_end(const struct record *record)
{
    enum { PATIENCE_MILLISECONDS = 5000 };
    cleanup_fd int pidfd = record_pidfd(record);
    struct pollfd end = {.fd = pidfd, .events = POLLIN};
    if (pidfd >= 0)
        poll(&end, 1, PATIENCE_MILLISECONDS);
}

/* What the process wrote down when it could not go on. */
static int read_failure(const struct record *record, struct error *error)
{
    char text[ERROR_MAX];
    cleanup_fd int fd = openat(record->folder, "failure", O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
    if (length <= 0)
        return 0;
    text[length] = 0;
    wait_end(record);
    return error_set(error, STATUS_REQUEST, "%s", text);
}

int start_container(struct record *record, int *notify, struct error *error)
{
    *notify = -1;
    enum oci_status status = record_status(record);
    if (status != CONTAINER_CREATED)
        return error_set(error, STATUS_REQUEST,
                         "cannot start container %s: it is %s, not created", record->id,
                         oci_status_words[status]);
    cleanup_fd int listener = -1;
    if (notify_listen(record, &listener, error) < 0 || open_gate_for(record, error) < 0)
        return -1;
    unlinkat(record->folder, "start", 0);
    if (read_failure(record, error) < 0)
        return -1;
    *notify = steal_fd(&listener);
    if (record->config.hooks && record->config.hooks->poststart.count) {
        cleanup_free char *state = state_json_text(record, CONTAINER_RUNNING);
        hooks_run_all(&record->config.hooks->poststart, "poststart", state,
                      record->bundle);
    }
    return 0;
}
