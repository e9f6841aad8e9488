/* podman's own seccomp profile, for runtimes that take a filter but bring none. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "isolate/compare/adapter.h"
#include "isolate/oci/seccomp_file.h"
#include "isolate/seccomp/calls.h"
#include "isolate/seccomp/evaluate.h"

static const char *const places[] = {"/etc/containers/seccomp.json",
                                     "/usr/share/containers/seccomp.json", NULL};

static const char *place(void)
{
    const char *const *path = places;
    while (*path && access(*path, R_OK) != 0)
        path++;
    return *path;
}

bool adapter_has_profile(void)
{
    return place();
}

static int compile(struct filter *filter)
{
    struct error error;
    return place() ? seccomp_file_filter(place(), 0, filter, &error) : -1;
}

int adapter_profile_fd(void)
{
    struct filter filter;
    int fd = memfd_create("profile", 0);
    if (fd < 0 || compile(&filter) < 0)
        return -1;
    size_t size = filter.program.len * sizeof *filter.program.filter;
    bool done = write(fd, filter.program.filter, size) == (ssize_t)size &&
                lseek(fd, 0, SEEK_SET) == 0;
    filter_free(&filter);
    return done ? fd : -1;
}

/* ---- as rows of config.json ---- */

static bool allows(const struct filter *filter, int number, uint64_t argument)
{
    struct seccomp_data data = {.nr = number, .arch = calls_native()};
    for (int i = 0; i < 6; i++)
        data.args[i] = argument;
    return filter_evaluate(&filter->program, &data, NULL) == SECCOMP_RET_ALLOW;
}

static void put_argument(struct json *json, unsigned index, uint64_t value,
                         uint64_t value_two, const char *op)
{
    json_object(json, NULL);
    json_unsigned(json, "index", index);
    json_unsigned(json, "value", value);
    json_unsigned(json, "valueTwo", value_two);
    json_string(json, "op", op);
    json_close(json);
}

struct condition {
    unsigned index;
    uint64_t value, value_two;
    const char *op; /* NULL: none */
};

/* What podman's profile allows only with some arguments. */
static const struct {
    const char *name;
    struct condition conditions[2];
} rows[] = {
    {"personality", {{0, 0, 0, "SCMP_CMP_EQ"}}},
    {"personality", {{0, 8, 0, "SCMP_CMP_EQ"}}},
    {"personality", {{0, 0x20000, 0, "SCMP_CMP_EQ"}}},
    {"personality", {{0, 0x20008, 0, "SCMP_CMP_EQ"}}},
    {"personality", {{0, 0xffffffff, 0, "SCMP_CMP_EQ"}}},
    {"socket", {{0, 16, 0, "SCMP_CMP_NE"}}},
    {"socket", {{0, 16, 0, "SCMP_CMP_EQ"}, {2, 9, 0, "SCMP_CMP_LT"}}},
    {"socket", {{0, 16, 0, "SCMP_CMP_EQ"}, {2, 9, 0, "SCMP_CMP_GT"}}},
};
enum { ROWS = sizeof rows / sizeof rows[0] };

static bool has_row(const char *name)
{
    for (size_t i = 0; i < ROWS; i++)
        if (!strcmp(rows[i].name, name))
            return true;
    return false;
}

static void put_row(struct json *json, size_t row)
{
    json_object(json, NULL);
    json_array(json, "names");
    json_string(json, NULL, rows[row].name);
    json_close(json);
    json_string(json, "action", "SCMP_ACT_ALLOW");
    json_array(json, "args");
    for (const struct condition *c = rows[row].conditions;
         c < rows[row].conditions + 2 && c->op; c++)
        put_argument(json, c->index, c->value, c->value_two, c->op);
    json_close(json);
    json_close(json);
}

/* Allowed whatever they are given. */
static void put_names(struct json *json, const struct filter *filter)
{
    char name[CALL_NAME_MAX];
    json_object(json, NULL);
    json_array(json, "names");
    for (int number = 0; number < CALL_NUMBER_END; number++)
        if (call_can_be_ruled(calls_native(), number) && allows(filter, number, 0) &&
            allows(filter, number, ~UINT64_C(0)) &&
            !has_row(call_name(calls_native(), number, name)))
            json_string(json, NULL, name);
    json_close(json);
    json_string(json, "action", "SCMP_ACT_ALLOW");
    json_close(json);
}

void adapter_profile_json(struct json *json)
{
    struct filter filter;
    if (compile(&filter) < 0)
        return;
    json_object(json, "seccomp");
    json_string(json, "defaultAction", "SCMP_ACT_ERRNO");
    json_array(json, "architectures");
    json_string(json, NULL,
                calls_native() == calls_architecture("x86_64") ? "SCMP_ARCH_X86_64"
                                                               : "SCMP_ARCH_AARCH64");
    json_close(json);
    json_array(json, "syscalls");
    put_names(json, &filter);
    for (size_t i = 0; i < ROWS; i++)
        put_row(json, i);
    json_close(json);
    json_close(json);
    filter_free(&filter);
}
