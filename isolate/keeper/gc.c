/* isolate gc: finds what a crash left, removes it, and says so.
 *
 * What belongs to a living container is known by locks that the kernel keeps, so nothing
 * is taken away from under anybody, and gc may run at any time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/cgroup/cgroup.h"
#include "isolate/keeper/commands.h"
#include "isolate/keeper/names.h"
#include "isolate/network/network.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/plain_text.h"

const struct option_row gc_options[] = {STATE_DIR_ROW, {0}};

static long found_count;
static int result;

static void tell(const char *what, void *context)
{
    (void)context;
    found_count++;
    plain_put(stdout, what, strlen(what));
    putchar('\n');
}

static void complain(const struct error *error)
{
    warn("%s", error->message);
    result = STATUS_NO;
}

/* ---- states without a keeper ---- */

/* Why it can go; NULL when it is whole, or alive. */
static const char *reason(const struct state *state)
{
    struct container_status status;
    struct error error;
    if (status_read(state, &status, &error) < 0)
        return "its status was damaged";
    return status.phase == PHASE_DEAD ? "its keeper was killed" : NULL;
}

static void clear_state(const struct state_entry *entry)
{
    struct state state;
    struct error error;
    if (state_open_entry(entry, &state, &error) < 0)
        return; /* gone meanwhile */
    const char *why = reason(&state);
    int locked = why ? state_lock(&state, &error) : 1;
    if (locked < 0)
        complain(&error);
    if (locked == 0) {
        cleanup_free char *what =
            xasprintf("removed the state of %s: %s", state_label(&state), why);
        if (state_remove(&state, &error) < 0)
            complain(&error);
        else
            tell(what, NULL);
    }
    state_close(&state);
}

static void clear_states(void)
{
    struct error error;
    cleanup_free struct state_entry *entries = NULL;
    long count = state_list(&entries, &error);
    if (count < 0)
        complain(&error);
    for (long i = 0; i < count; i++)
        clear_state(&entries[i]);
    if (state_sweep(tell, NULL, &error) < 0)
        complain(&error);
}

/* ---- control groups ---- */

struct names {
    char **items;
    size_t count;
};

/* "isolate-" and the 12 digits of an id: what others call so is not ours. */
static bool is_ours(const char *name)
{
    const char *id = name + strlen("isolate-");
    return strlen(id) == STATE_ID_LENGTH && strspn(id, "0123456789abcdef") == strlen(id);
}

static void remember(const char *name, void *context)
{
    struct names *names = context;
    if (!is_ours(name))
        return;
    names->items = xreallocarray(names->items, names->count + 1, sizeof *names->items);
    names->items[names->count++] = xstrdup(name);
}

/* What another user's containers left is theirs, or root's, to remove. */
static bool is_mine(const struct cgroup *group)
{
    struct stat status;
    return geteuid() == 0 ||
           (group->folder_count && stat(group->folders[0].path, &status) == 0 &&
            status.st_uid == geteuid());
}

static void clear_group(const char *name)
{
    struct cgroup group;
    struct error error;
    const struct cgroup_wish wish = {.name = name};
    if (cgroup_open(&wish, &group, &error) < 0)
        return;
    if (!is_mine(&group) || !cgroup_is_abandoned(&group)) {
        cgroup_close(&group);
        return;
    }
    cleanup_free char *what = xasprintf("removed the control group %s", name);
    if (cgroup_remove(&group, &error) < 0)
        complain(&error);
    else
        tell(what, NULL);
}

static void clear_groups(void)
{
    struct names names = {0};
    struct error error;
    if (cgroup_each_name("isolate-", remember, &names, &error) < 0)
        complain(&error);
    for (size_t i = 0; i < names.count; i++) {
        clear_group(names.items[i]);
        free(names.items[i]);
    }
    free(names.items);
}

/* ---- */

int gc_command(int argc, char **argv)
{
    struct error error;
    (void)argc;
    (void)argv;
    clear_states();
    clear_groups();
    if (network_gc(true, tell, NULL, &error) < 0)
        complain(&error);
    if (!found_count && !result)
        puts("nothing was left");
    return result;
}
