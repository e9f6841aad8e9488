/* Asking a keeper. */
#include "isolate/keeper/client.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "isolate/keeper/names.h"
#include "labs/kit/cleanup.h"

static int not_running(const struct state *state, struct error *error)
{
    struct container_status status;
    const char *name = state_label(state);
    if (status_read(state, &status, error) < 0)
        return -1;
    if (status.phase == PHASE_DEAD)
        return error_set(error, STATUS_REQUEST,
                         "%s does not run: its keeper was killed (isolate gc tidies up)",
                         name);
    if (status.phase == PHASE_EXITED)
        return error_set(error, STATUS_REQUEST,
                         "%s does not run: it ended with status %d (isolate start %s)",
                         name, status.exit_status, name);
    return error_set(error, STATUS_HOST, "the keeper of %s does not answer", name);
}

int client_connect(const struct state *state, struct error *error)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/socket",
             state->folder);
    cleanup_fd int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return error_errno(error, STATUS_HOST, "no socket");
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
        return not_running(state, error);
    return steal_fd(&fd);
}

int client_ask(const struct state *state, enum wire_kind kind, int32_t value,
               struct error *error)
{
    cleanup_fd int fd = client_connect(state, error);
    cleanup_free struct packet *packet = xcalloc(1, sizeof *packet);
    if (fd < 0)
        return -1;
    if (wire_say(fd, kind, value, NULL) < 0 || wire_receive(fd, packet, true) != 1)
        return not_running(state, error);
    packet_close(packet);
    if (packet->head.kind == WIRE_DONE && packet->head.value == 0)
        return 0;
    return error_set(error, STATUS_REQUEST, "%s: %s", state_label(state), packet->body);
}

int client_wait(int socket, int milliseconds, int *status)
{
    struct pollfd end = {.fd = socket, .events = POLLIN};
    cleanup_free struct packet *packet = xcalloc(1, sizeof *packet);
    int ready;
    while ((ready = poll(&end, 1, milliseconds)) < 0 && errno == EINTR)
        ;
    if (ready == 0)
        return 0;
    if (ready < 0 || wire_receive(socket, packet, true) != 1)
        return -1;
    packet_close(packet);
    *status = packet->head.value;
    return packet->head.kind == WIRE_ENDED ? 1 : -1;
}
