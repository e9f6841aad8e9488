/* All that ring3 ever writes lies in few places:
 *
 *     $XDG_STATE_HOME/ring3     progress
 *     $XDG_CONFIG_HOME/ring3    settings
 *     $TMPDIR/ring3-labs.*      scratch folders that a kill -9 left
 *     isolate's own state       containers, which only isolate may end
 *     the learner's folder      where `labs init` made it
 *
 * Only what belongs to this user is touched, and no symbolic link is followed.
 */
#include "labs/clean.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "labs/files.h"
#include "labs/json_line.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/process.h"
#include "labs/kit/words.h"
#include "labs/progress.h"
#include "labs/workspace.h"

enum { ISOLATE_SECONDS = 60, IN_USE_SECONDS = 3600 };

static void add(struct traces *traces, enum trace_kind kind, const char *name,
                const char *what)
{
    traces->items =
        xreallocarray(traces->items, traces->count + 1, sizeof *traces->items);
    traces->items[traces->count++] = (struct trace){kind, xstrdup(name), what};
}

/* $VARIABLE/ring3, or the same below the home. It is not created, only looked for. */
static void look_at_home(struct traces *traces, const char *variable, const char *below,
                         const char *what)
{
    const char *chosen = getenv(variable), *home = getenv("HOME");
    cleanup_free char *parent = chosen && *chosen == '/' ? xstrdup(chosen)
                                : home && *home          ? path_join(home, below)
                                                         : NULL;
    cleanup_free char *path = parent ? path_join(parent, "ring3") : NULL;
    if (path && folder_exists(path))
        add(traces, TRACE_FOLDER, path, what);
}

/* One that a living process may still use is left alone. */
static bool is_left_over(const char *parent, const char *name)
{
    static const char *const ours[] = {"ring3-labs.", "ring3-report.", "ring3-trial.",
                                       "ring3-sqlite-"};
    struct stat status;
    cleanup_free char *path = path_join(parent, name);
    if (lstat(path, &status) < 0 || !S_ISDIR(status.st_mode) ||
        status.st_uid != geteuid())
        return false;
    if (!strncmp(name, ours[0], strlen(ours[0])))
        return files_scratch_is_stale(name);
    for (size_t i = 1; i < sizeof ours / sizeof ours[0]; i++)
        if (!strncmp(name, ours[i], strlen(ours[i])))
            return time(NULL) - status.st_mtime > IN_USE_SECONDS;
    return false;
}

static void look_at_scratch(struct traces *traces)
{
    const char *parent = getenv("TMPDIR");
    if (!parent || parent[0] != '/')
        parent = "/tmp";
    DIR *folder = opendir(parent);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        cleanup_free char *path = path_join(parent, entry->d_name);
        if (is_left_over(parent, entry->d_name))
            add(traces, TRACE_FOLDER, path, say("clean.scratch"));
    }
    if (folder)
        closedir(folder);
}

static void look_at_containers(struct traces *traces)
{
    const char *const argv[] = {"isolate", "ps", "-a", "--json", NULL};
    const struct process process = {.argv = argv, .seconds = ISOLATE_SECONDS};
    struct process_result result = {0};
    struct error error;
    if (process_run(&process, &result, &error) < 0)
        return;
    for (char *line = result.output, *next; line && *line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        cleanup_free char *name = json_line_string(line, "name");
        if (name && *name)
            add(traces, TRACE_CONTAINER, name, say("clean.container"));
    }
    process_result_free(&result);
}

/* Without progress nobody remembers where it is: so this is looked at first. */
static void look_at_work(struct traces *traces)
{
    struct error error;
    struct progress *progress = progress_open(&error);
    cleanup_free char *folder = workspace_find(progress, &error);
    if (folder)
        add(traces, TRACE_WORK, folder, say("clean.work"));
    progress_close(progress);
}

void traces_find(struct traces *traces)
{
    *traces = (struct traces){0};
    look_at_containers(traces);
    look_at_work(traces);
    look_at_home(traces, "XDG_CONFIG_HOME", ".config", "clean.settings");
    look_at_scratch(traces);
    look_at_home(traces, "XDG_STATE_HOME", ".local/state", "clean.progress");
}

void traces_free(struct traces *traces)
{
    for (size_t i = 0; i < traces->count; i++)
        free(traces->items[i].name);
    free(traces->items);
    *traces = (struct traces){0};
}

static int remove_container(const char *name, struct error *error)
{
    const char *const argv[] = {"isolate", "rm", "--force", name, NULL};
    const struct process process = {.argv = argv, .seconds = ISOLATE_SECONDS};
    struct process_result result = {0};
    if (process_run(&process, &result, error) < 0)
        return -1;
    int status = result.exit_status;
    if (status)
        error_set(error, STATUS_HOST, say_as("clean.container-stays", "%s %.*s"), name,
                  (int)strcspn(result.errors, "\n"), result.errors);
    process_result_free(&result);
    return status ? -1 : 0;
}

int trace_remove(const struct trace *trace, struct error *error)
{
    struct stat status;
    if (trace->kind == TRACE_CONTAINER)
        return remove_container(trace->name, error);
    files_remove(trace->name);
    if (lstat(trace->name, &status) < 0)
        return 0;
    return error_set(error, STATUS_HOST, say_as("clean.not-whole", "%s"), trace->name);
}
