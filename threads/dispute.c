/* The report for a dispute. */
#include "threads/dispute.h"

#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/process.h"
#include "threads/verdict_text.h"

enum { SOURCE_MAX = 1 << 20 };

/* The first line of `cc --version`. */
static char *compiler_version(const char *cc)
{
    const char *const argv[] = {cc ? cc : "gcc", "--version", NULL};
    const struct process process = {.argv = argv, .seconds = 10};
    struct process_result result;
    if (process_run(&process, &result, NULL) < 0)
        return xstrdup("unknown");
    char *line = xasprintf("%.*s", (int)strcspn(result.output, "\n"), result.output);
    process_result_free(&result);
    return line;
}

static void add_source(struct json *json, const char *name)
{
    cleanup_file FILE *file = fopen(name, "re");
    cleanup_free char *text = xcalloc(SOURCE_MAX, 1);
    size_t length = file ? fread(text, 1, SOURCE_MAX, file) : 0;
    json_object(json, NULL);
    json_string(json, "name", name);
    json_text(json, "text", text, length);
    json_close(json);
}

static void add_versions(struct json *json, const char *cc)
{
    struct utsname system;
    cleanup_free char *compiler = compiler_version(cc);
    json_string(json, "ring3", RING3_VERSION);
    json_string(json, "compiler", compiler);
    if (uname(&system) == 0) {
        json_string(json, "kernel", system.release);
        json_string(json, "machine", system.machine);
    }
}

int dispute_write(const char *path, const char *const *files, const char *cc,
                  const struct explore_verdict *verdict, struct error *error)
{
    cleanup_file FILE *file = fopen(path, "we");
    if (!file)
        return error_errno(error, STATUS_REQUEST, "%s", path);
    struct json json = json_begin(file);
    json_object(&json, NULL);
    add_versions(&json, cc);
    json_array(&json, "files");
    for (size_t i = 0; files[i]; i++)
        add_source(&json, files[i]);
    json_close(&json);
    verdict_fields(verdict, &json);
    json_end(&json);
    if (fflush(file) != 0)
        return error_errno(error, STATUS_REQUEST, "%s", path);
    return 0;
}
