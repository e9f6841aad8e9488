/* Commands that do the same to each container that is named. */
#include <stdio.h>

#include "isolate/keeper/commands.h"

const struct option_row state_only_options[] = {STATE_DIR_ROW, {0}};

int each_container(int argc, char **argv, bool echo,
                   int (*act)(struct state *state, void *context, struct error *error),
                   void *context)
{
    int result = STATUS_OK;
    for (int i = 0; i < argc; i++) {
        struct error error = {0};
        struct state state;
        if (state_open(argv[i], &state, &error) < 0 || act(&state, context, &error) < 0) {
            warn("%s", error.message);
            result = error.status ? (int)error.status : STATUS_REQUEST;
        } else if (echo) {
            puts(argv[i]);
        }
        state_close(&state);
    }
    return result;
}
