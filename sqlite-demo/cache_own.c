/* A learner's policy over the references that SQLite made: `vmsim run` compiles it and
 * runs it in the sandbox. Nothing of it ever is in this process. */
#include <jansson.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/process.h"
#include "sqlite-demo/cache.h"

enum { SECONDS_MOST = 120 };

/* The first line of what vmsim said, without its name. */
static void copy_words(const char *errors, char *words, size_t size)
{
    static const char name[] = "vmsim: ";
    if (!strncmp(errors, name, sizeof name - 1))
        errors += sizeof name - 1;
    snprintf(words, size, "%.*s", (int)strcspn(errors, "\n"), errors);
}

static int read_counts(const char *line, struct cache_result *result, struct error *error)
{
    json_int_t faults, hits, evictions;
    json_t *json = json_loads(line, 0, NULL);
    int bad = json_unpack(json, "{s:I, s:I, s:I}", "faults", &faults, "hits", &hits,
                          "evictions", &evictions);
    json_decref(json);
    if (bad)
        return error_set(error, STATUS_HOST, "vmsim run gave no counts");
    result->counts = (struct frames_counts){.hits = (uint64_t)hits,
                                            .misses = (uint64_t)faults,
                                            .evictions = (uint64_t)evictions};
    result->ran = true;
    return 0;
}

static int judge(const struct process_result *ended, struct cache_result *result,
                 struct error *error)
{
    if (ended->exit_status == STATUS_OK)
        return read_counts(ended->output, result, error);
    copy_words(ended->errors, result->failed, sizeof result->failed);
    if (ended->timed_out)
        snprintf(result->failed, sizeof result->failed, "it was ended after %d seconds",
                 SECONDS_MOST);
    if (ended->exit_status == STATUS_NO || ended->timed_out)
        return 0;
    bool request = ended->exit_status == STATUS_REQUEST;
    return error_set(error, request ? STATUS_REQUEST : STATUS_HOST, "%s", result->failed);
}

int cache_run_own(const struct cache_lab *lab, struct cache_result *result,
                  struct error *error)
{
    char frames[16];
    struct process_result ended;
    cleanup_free char *vmsim = path_program("vmsim", error);
    cleanup_free char *references = xasprintf("%s-references", lab->path);
    if (!vmsim || cache_export(references, error) < 0)
        return -1;
    snprintf(frames, sizeof frames, "%u", lab->frames);
    const char *const argv[] = {vmsim,      "run",    references,
                                "--frames", frames,   "--policy",
                                lab->own,   "--json", lab->bare ? "--bare" : NULL,
                                NULL};
    const struct process process = {.argv = argv, .seconds = SECONDS_MOST};
    if (process_run(&process, &ended, error) < 0)
        return -1;
    int status = judge(&ended, result, error);
    process_result_free(&ended);
    return status;
}
