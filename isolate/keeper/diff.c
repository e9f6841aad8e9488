/* isolate diff: what a container changed in its root. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "isolate/keeper/changes.h"
#include "isolate/keeper/client.h"
#include "isolate/keeper/commands.h"
#include "isolate/keeper/description.h"
#include "isolate/keeper/names.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"

const struct option_row diff_options[] = {STATE_DIR_ROW, {0}};

enum { CHANGES_MAX = 64 << 20 };

static int no_layer(const struct state *state, struct error *error)
{
    return error_set(error, STATUS_REQUEST,
                     "%s has no layer of its own: its root is read-only",
                     state_label(state));
}

/* The keeper holds the upper folder of a container that runs. */
static int ask_keeper(const struct state *state, int *layer, struct error *error)
{
    cleanup_fd int socket = client_connect(state, error);
    cleanup_free struct packet *packet = xcalloc(1, sizeof *packet);
    if (socket < 0)
        return -1;
    if (wire_say(socket, WIRE_LAYER, 0, NULL) < 0 ||
        wire_receive(socket, packet, true) != 1)
        return error_set(error, STATUS_HOST, "the keeper of %s does not answer",
                         state_label(state));
    if (packet->fd_count != 1) {
        packet_close(packet);
        return no_layer(state, error);
    }
    *layer = packet->fds[0];
    return 0;
}

static int show_running(const struct state *state, struct error *error)
{
    int layer = -1;
    struct description description;
    if (ask_keeper(state, &layer, error) < 0)
        return -1;
    int result = description_read(state, &description, error);
    if (result == 0)
        changes_write(layer, description.folder, stdout);
    description_free(&description);
    close(layer);
    return result;
}

static int show(struct state *state, void *context, struct error *error)
{
    cleanup_free char *path = xasprintf("%s/changes", state->path), *text = NULL;
    size_t length;
    (void)context;
    if (state_is_alive(state))
        return show_running(state, error);
    if (access(path, F_OK) < 0 && errno == ENOENT)
        return no_layer(state, error);
    if (file_read(path, CHANGES_MAX, &text, &length, error) < 0)
        return -1;
    fwrite(text, 1, length, stdout);
    return 0;
}

int diff_command(int argc, char **argv)
{
    return each_container(argc, argv, false, show, NULL);
}
