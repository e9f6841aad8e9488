/* isolate doctor: one line, or one JSON object, per finding. See doctor.h.
 *
 * First what is tried, each feature by itself; then the restrictions that are known and
 * hold here. With --host only the latter, because nothing can be tried on a host that
 * is only a folder.
 */
#include "isolate/host/doctor.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "isolate/host/host.h"
#include "isolate/host/restriction.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/finding.h"
#include "labs/kit/json.h"
#include "labs/kit/plain_text.h"
#include "labs/kit/program.h"
#include "labs/kit/words.h"

static struct {
    const char *host;
} options;

const struct option_row doctor_options[] = {
    {"host", 0, OPTION_TEXT, &options.host, "DIR", "host.other", NULL, 0, 0},
    {0},
};

/* ---- output ---- */

static void print_json(const char *name, enum host_state state, const char *reason,
                       const char *fix, const char *works, const char *file)
{
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "feature", name);
    json_string(&json, "state", host_state_names[state]);
    json_string(&json, "reason", reason);
    json_string(&json, "fix", fix);
    json_string(&json, "works", works);
    if (file)
        json_string(&json, "file", file);
    json_end(&json);
}

static void print_lines(const char *name, enum host_state state, const char *reason,
                        const char *fix, const char *works, const char *file)
{
    const struct finding_line line = {(int)state, name, reason, fix, works};
    finding_print(stdout, &line, plain_columns());
    if (file)
        printf("\n%s\n", file);
}

static void print(const char *name, enum host_state state, const char *reason,
                  const char *fix, const char *works, const char *file)
{
    (common_options.json ? print_json : print_lines)(name, state, reason, fix, works,
                                                     file);
    fflush(stdout);
}

/* ---- what is tried ---- */

static bool failed[RESTRICTS_OTHERS + 1]; /* a feature of this kind */

static void note_failure(enum host_feature_id id, enum host_state state)
{
    if (id == HOST_USER_NAMESPACES || id == HOST_PIVOT_ROOT)
        failed[RESTRICTS_NAMESPACES] |= state != HOST_REAL;
    if (id == HOST_PROC)
        failed[RESTRICTS_PROC] |= state != HOST_REAL;
}

static void try_features(void)
{
    for (int id = 0; id < HOST_FEATURE_COUNT; id++) {
        struct host_feature feature;
        host_probe((enum host_feature_id)id, &feature);
        note_failure((enum host_feature_id)id, feature.state);
        print(feature.name, feature.state, feature.reason, feature.fix, feature.works,
              NULL);
    }
}

/* ---- what is known ---- */

/* "%s" in a file is where we are. */
static char *file_of(const struct restriction *r)
{
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    path[length < 0 ? 0 : length] = 0;
    const char *place = r->file ? strstr(r->file, "%s") : NULL;
    if (!place)
        return NULL;
    return xasprintf("%.*s%s%s", (int)(place - r->file), r->file,
                     *path ? path : "/usr/local/bin/isolate", place + 2);
}

static void print_restrictions(const struct host_view *view, bool tried)
{
    for (const struct restriction *r = restrictions; r->name; r++) {
        if (!r->holds(view) || (tried && r->only_after_failure && !failed[r->of]))
            continue;
        cleanup_free char *file = file_of(r);
        bool all = r->of == RESTRICTS_NAMESPACES;
        print(english(r->name),
              all && (!tried || failed[r->of]) ? HOST_MISSING : HOST_LIMITED,
              english(r->reason), english(r->fix), english(r->works), file);
    }
}

int doctor_command(int argc, char **argv)
{
    struct stat status;
    struct host_view view = {options.host};
    (void)argc, (void)argv;
    if (!options.host) {
        try_features();
        print_restrictions(&this_host, true);
        return STATUS_OK;
    }
    if (stat(options.host, &status) < 0 || !S_ISDIR(status.st_mode))
        die(STATUS_REQUEST, say_as("host.no-folder", "%s"), options.host);
    print_restrictions(&view, false);
    return STATUS_OK;
}
