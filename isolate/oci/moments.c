/* What happens at the fixed moments of a container's making: its root is built, and the
 * hooks of config.json are run. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "isolate/oci/create.h"
#include "isolate/oci/home.h"
#include "isolate/oci/hooks.h"
#include "isolate/oci/scheduling.h"
#include "isolate/oci/state_json.h"
#include "labs/kit/cleanup.h"

static const struct config_hooks no_hooks;

static const struct config_hooks *hooks_of(const struct created *c)
{
    return c->record.config.hooks ? c->record.config.hooks : &no_hooks;
}

static int run_hooks(const struct created *c, const struct config_hook_list *hooks,
                     const char *name, enum oci_status status, const char *folder,
                     struct error *error)
{
    if (!hooks->count)
        return 0;
    cleanup_free char *state = state_json_text(&c->record, status);
    return hooks_run(hooks, name, state, folder, error);
}

/* Outside. From here on the process is noted down, so that `delete --force` finds it
 * whatever happens to us. */
static int created(void *context, pid_t pid, struct error *error)
{
    struct created *c = context;
    c->record.pid = pid;
    c->record.pid_started = process_start_time(pid);
    if (record_write(&c->record, error) < 0 || root_map_ids(&c->root, pid, error) < 0)
        return -1;
    const struct config_hooks *hooks = hooks_of(c);
    /* It was specified for the time between create and start, and is told so. */
    if (run_hooks(c, &hooks->prestart, "prestart", CONTAINER_CREATED, c->bundle, error) <
        0)
        return -1;
    return run_hooks(c, &hooks->create_runtime, "createRuntime", CONTAINER_CREATING,
                     c->bundle, error);
}

/* Our process id as the host sees it: the host's /proc is still in sight. */
static void learn_pid(struct created *c)
{
    char link[32];
    ssize_t length = readlink("/proc/self", link, sizeof link - 1);
    if (length <= 0)
        return;
    link[length] = 0;
    c->record.pid = strtol(link, NULL, 10);
}

static int before_pivot(void *context, struct error *error)
{
    struct created *c = context;
    /* A lock lives as long as anybody has it open: it is the starter's alone. */
    close(c->record.folder);
    c->record.folder = -1;
    if (root_build(&c->root, error) < 0)
        return -1;
    learn_pid(c);
    if (run_hooks(c, &hooks_of(c)->create_container, "createContainer",
                  CONTAINER_CREATING, NULL, error) < 0)
        return -1;
    return c->resolution.detached ? root_end_detached(&c->root, error) : 0;
}

/* In the container, let go by `start`. */
static int before_execute(void *context, struct error *error)
{
    struct created *c = context;
    struct process *process = &c->resolution.container.process;
    if (process->listener > 0)
        process->listener_text = state_json_for_listener(&c->record);
    home_fill(c->home, process->uid);
    if (scheduling_apply(c->record.config.process, error) < 0)
        return -1;
    return run_hooks(c, &hooks_of(c)->start_container, "startContainer",
                     CONTAINER_CREATED, NULL, error);
}

struct moments create_moments(struct created *c)
{
    return (struct moments){c, created, before_pivot, before_execute};
}
