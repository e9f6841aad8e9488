/* The parts of config.json, put together. */
#include "isolate/oci/resolve.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "isolate/oci/field.h"
#include "labs/kit/cleanup.h"

void *resolve_keep(struct resolution *r, size_t size)
{
    return config_keep(&r->memory, size);
}

char *resolve_print(struct resolution *r, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    char *text = resolve_keep(r, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    va_end(arguments);
    return text;
}

int resolve_refuse(struct resolution *r, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return error_set(r->error, STATUS_REQUEST, "%s: %s",
                     r->file ? r->file : "config.json", text);
}

/* Of what the specification wants to be there, the tables know what is so always. */
static int check_needed(struct resolution *r)
{
    const struct config *c = r->config;
    if (!c->root)
        return resolve_refuse(r, "root: the field is missing");
    if (!c->process)
        return resolve_refuse(r, "process: the field is missing");
    if (!c->process->args.count)
        return resolve_refuse(r, "process.args: a command is needed");
    if (c->linux_ && c->linux_->intel_rdt)
        return resolve_refuse(r, "linux.intelRdt: is not supported by isolate-oci");
    return 0;
}

static int find_root(struct resolution *r)
{
    struct stat status;
    const char *path = r->config->root->path;
    cleanup_free char *full =
        *path == '/' ? xstrdup(path) : xasprintf("%s/%s", r->bundle, path);
    r->root = realpath(full, NULL);
    if (!r->root || stat(r->root, &status) < 0)
        return error_errno(r->error, STATUS_REQUEST, "config.json: root.path: %s", full);
    if (!S_ISDIR(status.st_mode))
        return resolve_refuse(r, "root.path: %s is no folder", full);
    return 0;
}

/* Without a `linux` there is no namespace either. */
static const struct config_linux nothing;

int config_resolve(const struct config *config, const char *bundle, const char *id,
                   const struct resolve_options *options, struct resolution *r,
                   struct error *error)
{
    *r =
        (struct resolution){.config = config, .bundle = bundle, .id = id, .error = error};
    const struct config_linux *l = config->linux_ ? config->linux_ : &nothing;
    if (check_needed(r) < 0 || find_root(r) < 0 || resolve_namespaces(r) < 0 ||
        resolve_process(r, config->process, options, &r->container.process) < 0 ||
        resolve_plan(r, options) < 0 || resolve_cgroup(r, l->cgroups_path) < 0)
        return -1;
    if (l->resources && resolve_resources(r, l->resources) < 0)
        return -1;
    if (l->seccomp && resolve_seccomp(r, l->seccomp) < 0)
        return -1;
    r->container.stays = true;
    r->container.says_gaps = l->resources;
    return 0;
}

void resolve_free(struct resolution *r)
{
    plan_free(&r->container.plan);
    filter_free(&r->filter);
    config_release(&r->memory);
    free(r->root);
    *r = (struct resolution){0};
}
