/* From the bytes of config.json to struct config. jansson knows JSON (and says line
 * and column); the tables know the specification. */
#include "isolate/oci/config.h"

#include <ctype.h>
#include <jansson.h>
#include <string.h>

#include "isolate/oci/field.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"

static const struct field root_fields[] = {
    NEEDED(TEXT, "path", struct config_root, path),
    FIELD(BOOL, "readonly", struct config_root, readonly),
    {0},
};

static const struct field hook_fields[] = {
    NEEDED(PATH, "path", struct config_hook, path),
    FIELD(TEXTS, "args", struct config_hook, args),
    FIELD(TEXTS, "env", struct config_hook, env),
    FIELD(OPTIONAL_INTEGER, "timeout", struct config_hook, timeout),
    {0},
};

#define HOOKS(name, member)                                                              \
    NESTED(LIST, name, struct config_hooks, member, hook_fields, struct config_hook)

static const struct field hooks_fields[] = {
    HOOKS("prestart", prestart),
    HOOKS("createRuntime", create_runtime),
    HOOKS("createContainer", create_container),
    HOOKS("startContainer", start_container),
    HOOKS("poststart", poststart),
    HOOKS("poststop", poststop),
    {0},
};

const struct field config_fields[] = {
    NEEDED(TEXT, "ociVersion", struct config, version),
    NESTED(POINTER, "process", struct config, process, process_fields,
           struct config_process),
    NESTED(POINTER, "root", struct config, root, root_fields, struct config_root),
    FIELD(TEXT, "hostname", struct config, hostname),
    FIELD(TEXT, "domainname", struct config, domainname),
    NESTED(LIST, "mounts", struct config, mounts, mount_fields, struct config_mount),
    NESTED(POINTER, "hooks", struct config, hooks, hooks_fields, struct config_hooks),
    FIELD(PAIRS, "annotations", struct config, annotations),
    NESTED(POINTER, "linux", struct config, linux_, linux_fields, struct config_linux),
    {0},
};

/* ---- before jansson sees it ---- */

/* A copy of the text in which whole numbers of 19 digits and more stand in quotes, as
 * jansson's largest is 2^63 - 1 and RLIM_INFINITY is 2^64 - 1. */
struct scan {
    const char *at, *end;
    char *out;
    int depth;
};

static void copy_string(struct scan *s)
{
    do {
        if (*s->at == '\\' && s->at + 1 < s->end)
            *s->out++ = *s->at++;
        *s->out++ = *s->at++;
    } while (s->at < s->end && *s->at != '"');
    if (s->at < s->end)
        *s->out++ = *s->at++;
}

static void copy_number(struct scan *s)
{
    enum { LONGEST_INT64 = 18 };
    const char *from = s->at;
    while (s->at < s->end && isdigit((unsigned char)*s->at))
        s->at++;
    size_t length = (size_t)(s->at - from);
    bool whole = s->at == s->end || !strchr(".eE", *s->at);
    bool negative = s->out[-1] == '-' || s->out[-1] == '.';
    bool large = length > LONGEST_INT64 && whole && !negative;
    if (large)
        *s->out++ = '"';
    memcpy(s->out, from, length);
    s->out += length;
    if (large)
        *s->out++ = '"';
}

/* 0, or -1 when it is nested too deeply. */
static int scan(struct scan *s)
{
    while (s->at < s->end) {
        char c = *s->at;
        s->depth += (c == '{' || c == '[') - (c == '}' || c == ']');
        if (s->depth > CONFIG_DEPTH_MAX)
            return -1;
        if (c == '"')
            copy_string(s);
        else if (isdigit((unsigned char)c))
            copy_number(s);
        else
            *s->out++ = *s->at++;
    }
    return 0;
}

static json_t *load(const char *text, size_t length, const char *name,
                    struct error *error)
{
    /* Quotes are two bytes more for nineteen; a byte before it all, to look back at. */
    cleanup_free char *copy = xcalloc(length + length / 8 + 16, 1);
    struct scan s = {text, text + length, copy + 1, 0};
    json_error_t reason;
    if (scan(&s) < 0) {
        error_set(error, STATUS_REQUEST, "%s: nested deeper than %d levels", name,
                  CONFIG_DEPTH_MAX);
        return NULL;
    }
    json_t *document =
        json_loadb(copy + 1, (size_t)(s.out - copy - 1), JSON_REJECT_DUPLICATES, &reason);
    if (!document)
        error_set(error, STATUS_REQUEST, "%s: line %d, column %d: %s", name, reason.line,
                  reason.column, reason.text);
    return document;
}

static int parse(const char *text, size_t length, const char *name,
                 const struct field *fields, void *target, struct config *config,
                 struct error *error)
{
    struct reader reader = {&config->blocks, name, error};
    config->document = load(text, length, name, error);
    if (!config->document)
        return -1;
    return fields_read(&reader, fields, config->document, NULL, target);
}

int fields_read_file(const char *path, const struct field *fields, void *target,
                     struct config *config, struct error *error)
{
    cleanup_free char *text = NULL;
    size_t length;
    if (file_read(path, CONFIG_BYTES_MAX, &text, &length, error) < 0)
        return -1;
    return parse(text, length, path, fields, target, config, error);
}

/* ---- the whole ---- */

/* "1.0.2-dev" is understood, "2.0.0" not: semantic versions. */
static int check_version(const struct config *config, const char *name,
                         struct error *error)
{
    if (!strncmp(config->version, "1.", 2))
        return 0;
    return error_set(error, STATUS_REQUEST,
                     "%s: ociVersion: %s is not supported; 1.0 to 1.2 are", name,
                     config->version);
}

static int fail(struct config *config)
{
    config_free(config);
    return -1;
}

int config_parse(const char *text, size_t length, const char *name, struct config *config,
                 struct error *error)
{
    *config = (struct config){0};
    if (parse(text, length, name, config_fields, config, config, error) < 0 ||
        check_version(config, name, error) < 0)
        return fail(config);
    return 0;
}

int config_read(const char *path, struct config *config, struct error *error)
{
    *config = (struct config){0};
    if (fields_read_file(path, config_fields, config, config, error) < 0 ||
        check_version(config, path, error) < 0)
        return fail(config);
    return 0;
}

int config_read_process(const char *path, struct config *config, struct error *error)
{
    *config = (struct config){0};
    config->process = config_keep(&config->blocks, sizeof *config->process);
    if (fields_read_file(path, process_fields, config->process, config, error) < 0)
        return fail(config);
    return 0;
}

int config_read_resources(const char *path, struct config *config,
                          struct config_resources **resources, struct error *error)
{
    *config = (struct config){0};
    *resources = config_keep(&config->blocks, sizeof **resources);
    const char *file = strcmp(path, "-") == 0 ? "/dev/stdin" : path;
    if (fields_read_file(file, resources_fields, *resources, config, error) < 0)
        return fail(config);
    return 0;
}

void config_free(struct config *config)
{
    json_decref(config->document);
    config_release(&config->blocks);
    *config = (struct config){0};
}
