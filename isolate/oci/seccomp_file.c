/* Docker's profiles for system calls, made into those of config.json: the rows that do
 * not count here are taken out, and the rest is resolve_seccomp()'s. */
#include "isolate/oci/seccomp_file.h"

#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "isolate/oci/field.h"
#include "isolate/oci/resolve.h"
#include "isolate/runtime/capabilities.h"

#if defined(__x86_64__)
static const char machine[] = "amd64", architecture[] = "SCMP_ARCH_X86_64";
#elif defined(__aarch64__)
static const char machine[] = "arm64", architecture[] = "SCMP_ARCH_AARCH64";
#else
static const char machine[] = "", architecture[] = "";
#endif

/* ---- the file ---- */

struct condition {
    struct config_texts capabilities, machines;
    const char *kernel;
};

struct call {
    struct config_seccomp_call call;
    const char *name; /* of profiles before `names` */
    struct condition includes, excludes;
};

struct map {
    const char *architecture;
    struct config_texts others;
};

struct file {
    struct config_seccomp seccomp; /* but for its calls */
    struct {
        struct call *items;
        size_t count;
    } calls;
    struct {
        struct map *items;
        size_t count;
    } maps;
};

static const struct field argument_fields[] = {
    NEEDED(UNSIGNED, "index", struct config_seccomp_arg, index),
    NEEDED(UNSIGNED, "value", struct config_seccomp_arg, value),
    FIELD(UNSIGNED, "valueTwo", struct config_seccomp_arg, value_two),
    NEEDED(TEXT, "op", struct config_seccomp_arg, op),
    {0},
};

static const struct field condition_fields[] = {
    FIELD(TEXTS, "caps", struct condition, capabilities),
    FIELD(TEXTS, "arches", struct condition, machines),
    FIELD(TEXT, "minKernel", struct condition, kernel),
    {0},
};

static const struct field call_fields[] = {
    FIELD(TEXTS, "names", struct call, call.names),
    FIELD(TEXT, "name", struct call, name),
    NEEDED(TEXT, "action", struct call, call.action),
    FIELD(OPTIONAL_UNSIGNED, "errnoRet", struct call, call.errno_return),
    NESTED(LIST, "args", struct call, call.args, argument_fields,
           struct config_seccomp_arg),
    NESTED(OBJECT, "includes", struct call, includes, condition_fields, struct condition),
    NESTED(OBJECT, "excludes", struct call, excludes, condition_fields, struct condition),
    {0},
};

static const struct field map_fields[] = {
    NEEDED(TEXT, "architecture", struct map, architecture),
    FIELD(TEXTS, "subArchitectures", struct map, others),
    {0},
};

static const struct field file_fields[] = {
    NEEDED(TEXT, "defaultAction", struct file, seccomp.default_action),
    FIELD(OPTIONAL_UNSIGNED, "defaultErrnoRet", struct file, seccomp.default_errno),
    FIELD(TEXTS, "architectures", struct file, seccomp.architectures),
    FIELD(TEXTS, "flags", struct file, seccomp.flags),
    NESTED(LIST, "archMap", struct file, maps, map_fields, struct map),
    NESTED(LIST, "syscalls", struct file, calls, call_fields, struct call),
    {0},
};

/* ---- which rows count ---- */

static bool has_word(const struct config_texts *words, const char *word)
{
    for (size_t i = 0; i < words->count; i++)
        if (!strcmp(words->items[i], word))
            return true;
    return false;
}

static size_t count_held(const struct config_texts *names, uint64_t capabilities)
{
    uint64_t bits = resolve_capabilities(names, UINT64_MAX) & capabilities;
    return (size_t)__builtin_popcountll(bits);
}

/* "4.8": no row of such a profile has more. */
static bool is_old_kernel(const char *wanted)
{
    unsigned have[2] = {0}, want[2] = {0};
    struct utsname system;
    if (!wanted || uname(&system) < 0 ||
        sscanf(system.release, "%u.%u", &have[0], &have[1]) != 2 ||
        sscanf(wanted, "%u.%u", &want[0], &want[1]) != 2)
        return false;
    return have[0] < want[0] || (have[0] == want[0] && have[1] < want[1]);
}

/* All of `includes` must hold, and none of `excludes`. */
static bool counts(const struct call *call, uint64_t capabilities)
{
    const struct condition *in = &call->includes, *out = &call->excludes;
    if (in->machines.count && !has_word(&in->machines, machine))
        return false;
    if (count_held(&in->capabilities, capabilities) < in->capabilities.count)
        return false;
    if (is_old_kernel(in->kernel) || has_word(&out->machines, machine))
        return false;
    return count_held(&out->capabilities, capabilities) == 0 &&
           (!out->kernel || is_old_kernel(out->kernel));
}

static void take_calls(struct resolution *r, struct file *file, uint64_t capabilities)
{
    struct config_seccomp_calls *to = &file->seccomp.calls;
    to->items = resolve_keep(r, (file->calls.count + 1) * sizeof *to->items);
    for (size_t i = 0; i < file->calls.count; i++) {
        struct call *call = &file->calls.items[i];
        if (!counts(call, capabilities))
            continue;
        if (!call->call.names.count && call->name)
            call->call.names = (struct config_texts){&call->name, 1};
        to->items[to->count++] = call->call;
    }
}

/* Ours, and those that archMap adds to it. */
static void take_architectures(struct resolution *r, struct file *file)
{
    for (size_t i = 0; i < file->maps.count; i++) {
        const struct map *map = &file->maps.items[i];
        if (strcmp(map->architecture, architecture) != 0)
            continue;
        const char **all = resolve_keep(r, (map->others.count + 2) * sizeof *all);
        all[0] = map->architecture;
        for (size_t j = 0; j < map->others.count; j++)
            all[j + 1] = map->others.items[j];
        file->seccomp.architectures = (struct config_texts){all, map->others.count + 1};
    }
}

int seccomp_file_filter(const char *path, uint64_t capabilities, struct filter *filter,
                        struct error *error)
{
    struct config memory = {0};
    struct file file = {0};
    struct resolution r = {.file = path, .error = error};
    int result = fields_read_file(path, file_fields, &file, &memory, error);
    if (result == 0) {
        take_calls(&r, &file, capabilities);
        take_architectures(&r, &file);
        result = resolve_seccomp(&r, &file.seccomp);
    }
    if (result == 0) {
        *filter = r.filter;
        r.filter = (struct filter){0};
        filter->program.filter = filter->memory ? filter->memory : filter->program.filter;
    }
    resolve_free(&r);
    config_free(&memory);
    return result;
}
