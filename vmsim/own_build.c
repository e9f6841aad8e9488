/* Compiling a learner's policy, in the sandbox, with the driver. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/sandbox.h"
#include "vmsim/own_policy.h"

enum { COMPILE_SECONDS = 30, SOURCE_MAX = 1 << 20 };

/* What the driver and the policies of this house include. */
static const char *const headers[] = {
    "policy.h",
    "memory.h",
    "policies/all.h",
    "policies/list.h",
    "policies/heap.h",
    "policies/directory.h",
    "policies/frequency.h",
    "own/protocol.h",
    "own/driver.c",
};

static int copy_file(const char *from, const char *to, struct error *error)
{
    cleanup_file FILE *in = fopen(from, "re");
    if (!in)
        return error_errno(error, STATUS_REQUEST, "cannot read %s", from);
    cleanup_file FILE *out = fopen(to, "we");
    char buffer[8192];
    size_t got, all = 0;
    if (!out)
        return error_errno(error, STATUS_HOST, "cannot write %s", to);
    while ((got = fread(buffer, 1, sizeof buffer, in)) > 0) {
        all += got;
        if (fwrite(buffer, 1, got, out) != got)
            return error_errno(error, STATUS_HOST, "cannot write %s", to);
    }
    if (ferror(in))
        return error_errno(error, STATUS_REQUEST, "cannot read %s", from);
    if (all == 0 || all > SOURCE_MAX)
        return error_set(error, STATUS_REQUEST, "%s is %s", from,
                         all ? "too large for a policy" : "empty");
    return 0;
}

static int copy_headers(const char *folder, struct error *error)
{
    cleanup_free char *ours = path_data("vmsim", error);
    cleanup_free char *policies = xasprintf("%s/include/vmsim/policies", folder);
    cleanup_free char *driver = xasprintf("%s/include/vmsim/own", folder);
    if (!ours || path_make_folders(policies, error) < 0 ||
        path_make_folders(driver, error) < 0)
        return -1;
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        cleanup_free char *from = path_join(ours, headers[i]);
        cleanup_free char *to = xasprintf("%s/include/vmsim/%s", folder, headers[i]);
        if (copy_file(from, to, error) < 0)
            return -1;
    }
    return 0;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* The first complaint of the compiler, in the words of a learner where there are
 * better ones. */
static int explain(const struct own_policy *own, const char *text, struct error *error)
{
    if (strstr(text, "undefined reference to `policy'") ||
        strstr(text, "undefined symbol: policy"))
        return error_set(error, STATUS_NO,
                         "%s does not define its policy; it ends with: const struct "
                         "policy_type policy = {.bytes = …};",
                         own->name);
    const char *at = strstr(text, "error: "), *start = at;
    if (!at)
        return error_set(error, STATUS_NO, "%s does not compile: %.*s", own->name,
                         (int)strcspn(text, "\n"), text);
    while (start > text && start[-1] != '\n')
        start--;
    return error_set(error, STATUS_NO, "%s does not compile: %.*s", own->name,
                     (int)strcspn(start, "\n"), start);
}

static int compile(const struct own_policy *own, const char *source, struct error *error)
{
    const struct sandbox sandbox = {
        .folder = own->folder.path,
        .seconds = COMPILE_SECONDS,
        .address_space = (size_t)4 << 30,
        .file_size = 64U << 20,
        .bare = own->bare,
    };
    const char *compiler = process_installed("cc")      ? "cc"
                           : process_installed("gcc")   ? "gcc"
                           : process_installed("clang") ? "clang"
                                                        : NULL;
    if (!compiler)
        return error_set(
            error, STATUS_HOST,
            "there is no C compiler here to compile %s: install gcc or clang", own->name);
    const char *const argv[] = {
        compiler,    "-std=gnu17", "-O2", "-g",   "-Wall",
        "-Iinclude", "-o",         "run", source, "include/vmsim/own/driver.c",
        "-lm",       NULL};
    struct process_result result;
    enum sandbox_end end;
    if (sandbox_run(&sandbox, argv, &end, &result, error) < 0)
        return -1;
    int outcome = 0;
    if (end != SANDBOX_EXITED) {
        cleanup_free char *words = sandbox_end_words(&sandbox, end, &result);
        outcome = error_set(error, STATUS_NO, "%s: %s does not get done: %s", own->name,
                            compiler, words);
    } else if (result.exit_status != 0) {
        outcome = explain(own, result.errors, error);
    }
    process_result_free(&result);
    return outcome;
}

int own_policy_build(struct own_policy *own, const struct choice *choice, bool bare,
                     struct error *error)
{
    const char *path = choice->path;
    *own = (struct own_policy){.choice = choice, .name = path, .bare = bare};
    if (access(path, R_OK) < 0)
        return error_errno(error, STATUS_REQUEST, "cannot read the policy %s", path);
    if (!bare && sandbox_missing(error) < 0)
        return error_wrap(error,
                          "%s is not run without isolation unless you agree, with "
                          "--bare",
                          path);
    cleanup_free char *source = xasprintf("./%s", base_name(path));
    if (own_folder_make(&own->folder, error) < 0)
        return -1;
    cleanup_free char *copy = path_join(own->folder.path, source);
    if (copy_headers(own->folder.path, error) < 0 || copy_file(path, copy, error) < 0)
        return -1;
    return compile(own, source, error);
}

void own_policy_free(struct own_policy *own)
{
    own_folder_remove(&own->folder);
}
