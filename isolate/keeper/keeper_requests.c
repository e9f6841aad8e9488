/* What clients ask of the keeper. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/keeper/kept.h"

enum { FREEZE_SECONDS = 10 };

static void answer(struct client *client, int failed, const struct error *error)
{
    const char *text = failed ? error->message : "";
    clients_send(client, WIRE_DONE, failed ? LAUNCH_FAILED : 0, text, strlen(text));
}

static void resize(struct kept *kept, const struct wire_head *head)
{
    struct winsize size = {.ws_row = head->rows, .ws_col = head->columns};
    if (kept->launched.terminal >= 0 && kept->input >= 0 && size.ws_row)
        ioctl(kept->input, TIOCSWINSZ, &size);
}

static int set_paused(struct kept *kept, bool paused, struct error *error)
{
    enum phase phase = paused ? PHASE_PAUSED : PHASE_RUNNING;
    if (kept->status.phase == phase)
        return error_set(error, STATUS_REQUEST, "it is %s already", phase_words[phase]);
    if (kept->group.folder_count == 0)
        return error_set(error, STATUS_HOST,
                         "there is no control group here to freeze it with: pause needs "
                         "root, or a delegated subtree of cgroup v2 (isolate doctor)");
    int result = paused ? cgroup_freeze(&kept->group, FREEZE_SECONDS, error)
                        : cgroup_thaw(&kept->group, error);
    if (result < 0) {
        struct error second;
        if (paused)
            cgroup_thaw(&kept->group, &second);
        return -1;
    }
    kept->status.phase = phase;
    return status_write(kept->state, &kept->status, error);
}

/* KILL ends all of it, whatever process 1 thinks of signals; in a frozen v1 group even
 * KILL waits until it is thawed. */
static int send_signal(struct kept *kept, int number, struct error *error)
{
    if (number == SIGKILL) {
        launch_kill(&kept->launched);
        if (kept->status.phase == PHASE_PAUSED)
            cgroup_thaw(&kept->group, error);
        return 0;
    }
    if (syscall(SYS_pidfd_send_signal, kept->launched.pidfd, number, NULL, 0) < 0 &&
        errno != ESRCH)
        return error_errno(error, STATUS_HOST, "cannot send signal %d", number);
    return 0;
}

static void type(struct kept *kept, const struct packet *packet)
{
    if (kept->input < 0 || packet->length > INPUT_MAX)
        return;
    memcpy(kept->typed, packet->body, packet->length);
    kept->typed_length = packet->length;
    kept->typed_done = 0;
}

static void attach(struct kept *kept, struct client *client, const struct wire_head *head)
{
    client->attached = true;
    client->types = head->flags & WIRE_HAS_INPUT;
    resize(kept, head);
    clients_send(client, WIRE_DONE, 0, "", 0);
}

static void execute(struct kept *kept, struct client *client, struct packet *packet)
{
    struct error error;
    if (kept->status.phase == PHASE_PAUSED) {
        error_set(&error, STATUS_REQUEST, "it is paused (isolate unpause lets it go on)");
        answer(client, -1, &error);
    } else {
        keeper_exec(kept, client->socket, packet);
        clients_drop(client);
    }
}

static void give_layer(struct kept *kept, struct client *client)
{
    static const struct wire_head done = {.kind = WIRE_DONE};
    int layer = kept->launched.layer;
    wire_send(client->socket, &done, NULL, 0, &layer, layer >= 0, false);
}

static void obey(struct kept *kept, struct client *client, struct packet *packet)
{
    struct error error = {0};
    const struct wire_head *head = &packet->head;
    switch ((enum wire_kind)head->kind) {
    case WIRE_ATTACH:
        attach(kept, client, head);
        break;
    case WIRE_EXEC:
        execute(kept, client, packet);
        break;
    case WIRE_WAIT:
        client->waiting = true;
        break;
    case WIRE_SIGNAL:
        answer(client, send_signal(kept, head->value, &error), &error);
        break;
    case WIRE_PAUSE:
    case WIRE_RESUME:
        answer(client, set_paused(kept, head->kind == WIRE_PAUSE, &error), &error);
        break;
    case WIRE_LAYER:
        give_layer(kept, client);
        break;
    case WIRE_INPUT:
        type(kept, packet);
        break;
    case WIRE_INPUT_END:
        kept->close_input = kept->launched.terminal < 0;
        break;
    case WIRE_RESIZE:
        resize(kept, head);
        break;
    default: /* what only the keeper says */
        clients_drop(client);
    }
}

void clients_listen(struct kept *kept, struct client *client)
{
    static struct packet packet; /* one thread, and too large for a stack */
    int got = wire_receive(client->socket, &packet, false);
    if (got == 1) {
        obey(kept, client, &packet);
        packet_close(&packet);
    } else if (got == 0 || errno != EAGAIN) {
        clients_drop(client);
    }
}
