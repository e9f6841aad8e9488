/* keeper_run: makes the state, lets go of a keeper, and waits for its word. */
#include "isolate/keeper/keeper.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/keeper/attach.h"
#include "isolate/keeper/description.h"
#include "isolate/keeper/kept.h"

static struct state *used;
static bool used_attached;

void keeper_use(struct state *state, bool attached)
{
    used = state;
    used_attached = attached;
}

bool keeper_wanted(const char *name, bool detach)
{
    return used || detach || name;
}

bool keeper_stays(bool detach)
{
    return used ? used_attached : !detach;
}

/* Two forks: the keeper is nobody's child, and gets no terminal any more. */
static int let_go(struct kept *kept, int caller, int ours, struct error *error)
{
    pid_t child = fork();
    if (child == 0) {
        close(ours);
        setsid();
        pid_t keeper = fork();
        if (keeper == 0)
            keeper_main(kept, caller);
        _exit(keeper < 0 ? 1 : 0);
    }
    int status = 0;
    if (child < 0)
        return error_errno(error, STATUS_HOST, "cannot start the keeper");
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return status ? error_set(error, STATUS_HOST, "cannot start the keeper") : 0;
}

/* 0 once the command runs; else the status with the error. */
static int wait_for_word(int socket, struct error *error)
{
    struct packet *packet = xcalloc(1, sizeof *packet);
    int status = LAUNCH_FAILED;
    if (wire_receive(socket, packet, true) == 1 && packet->head.kind == WIRE_DONE) {
        status = packet->head.value;
        if (status)
            error_set(error, STATUS_HOST, "%s", packet->body);
    } else {
        error_set(error, STATUS_HOST,
                  "the keeper of the container was killed (isolate gc tidies up)");
    }
    free(packet);
    return status;
}

static int start(struct kept *kept, struct error *error)
{
    const struct keeper_wish *wish = kept->wish;
    int ends[2], status = LAUNCH_FAILED;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
        return error_errno(error, STATUS_HOST, "no socket"), LAUNCH_FAILED;
    int started = let_go(kept, ends[1], ends[0], error);
    close(ends[1]);
    if (started == 0)
        status = wait_for_word(ends[0], error);
    if (status == 0 && kept->detach)
        puts(used && used->name[0] ? used->name : kept->state->id);
    else if (status == 0)
        status = attach_stay(ends[0], kept->state, wish->wish->terminal,
                             wish->wish->interactive, wish->detach_keys, error);
    close(ends[0]);
    return status;
}

int keeper_run(const struct keeper_wish *wish, const struct container *container,
               struct error *error)
{
    struct state made, *state = used;
    struct kept *kept = NULL;
    int status = LAUNCH_FAILED;
    if (!state) {
        state = &made;
        if (state_create(wish->wish->name, state, error) < 0)
            return status;
    }
    kept = xcalloc(1, sizeof *kept);
    kept->wish = wish;
    kept->container = *container;
    kept->state = state;
    kept->folder = realpath(wish->wish->folder, NULL);
    kept->again = used != NULL;
    kept->detach = !keeper_stays(wish->wish->detach);
    if (!used && description_write(state, wish, error) < 0) {
        struct error second;
        state_remove(state, &second);
    } else {
        error->message[0] = 0;
        status = start(kept, error);
    }
    free(kept->folder);
    free(kept);
    state_close(state);
    return status;
}
