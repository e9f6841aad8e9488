/* isolate wait: until containers have ended; prints their statuses. */
#include <stdio.h>

#include "isolate/keeper/commands.h"
#include "isolate/keeper/names.h"

const struct option_row wait_options[] = {STATE_DIR_ROW, {0}};

/* The kernel wakes us when the keeper lets the lock go; its last word is written then. */
static int wait_for(struct state *state, void *context, struct error *error)
{
    struct container_status status;
    (void)context;
    state_wait_end(state, -1);
    if (status_read(state, &status, error) < 0)
        return -1;
    if (status.phase != PHASE_EXITED)
        return error_set(error, STATUS_HOST,
                         "nobody knows how %s ended: its keeper was killed, or it was "
                         "run with --rm",
                         state_label(state));
    printf("%d\n", status.exit_status);
    return 0;
}

int wait_command(int argc, char **argv)
{
    return each_container(argc, argv, false, wait_for, NULL);
}
