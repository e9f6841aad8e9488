/* config.json for runtimes of the Open Container Initiative: what `runc spec` writes,
 * with a user namespace, without capabilities.
 *
 * https://github.com/opencontainers/runtime-spec
 */
#include <stdio.h>
#include <unistd.h>

#include "isolate/compare/adapter.h"
#include "isolate/runtime/identity.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"

static void string_array(struct json *json, const char *key, const char *const *items)
{
    json_array(json, key);
    for (; *items; items++)
        json_string(json, NULL, *items);
    json_close(json);
}

static void mount_row(struct json *json, const char *target, const char *type,
                      const char *source, const char *const *options)
{
    json_object(json, NULL);
    json_string(json, "destination", target);
    json_string(json, "type", type);
    json_string(json, "source", source);
    string_array(json, "options", options);
    json_close(json);
}

static void write_mounts(struct json *json, const struct place *place)
{
    json_array(json, "mounts");
    mount_row(json, "/proc", "proc", "proc", (const char *const[]){NULL});
    mount_row(json, "/dev", "tmpfs", "tmpfs",
              (const char *const[]){"nosuid", "mode=755", "size=65536k", NULL});
    mount_row(json, "/dev/pts", "devpts", "devpts",
              (const char *const[]){"nosuid", "noexec", "newinstance", "ptmxmode=0666",
                                    "mode=0620", NULL});
    mount_row(json, "/dev/shm", "tmpfs", "shm",
              (const char *const[]){"nosuid", "noexec", "nodev", "mode=1777",
                                    "size=65536k", NULL});
    mount_row(json, "/sys", "none", "/sys",
              (const char *const[]){"rbind", "nosuid", "noexec", "nodev", "ro", NULL});
    mount_row(json, "/tmp", "tmpfs", "tmpfs",
              (const char *const[]){"nosuid", "nodev", NULL});
    mount_row(json, "/lent", "none", place->lent,
              (const char *const[]){"bind", "nosuid", "nodev", NULL});
    json_close(json);
}

static void write_limits(struct json *json, bool is_strict)
{
    static const struct {
        const char *type;
        int value;
        bool is_strict;
    } limits[] = {{"RLIMIT_NOFILE", 1024, false},
                  {"RLIMIT_CORE", 0, true},
                  {"RLIMIT_NPROC", 1024, true},
                  {"RLIMIT_MSGQUEUE", 0, true},
                  {"RLIMIT_MEMLOCK", 0, true}};
    json_array(json, "rlimits");
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        if (limits[i].is_strict && !is_strict)
            continue;
        json_object(json, NULL);
        json_string(json, "type", limits[i].type);
        json_integer(json, "hard", limits[i].value);
        json_integer(json, "soft", limits[i].value);
        json_close(json);
    }
    json_close(json);
}

static void write_process(struct json *json, const struct start *start, bool is_strict)
{
    const struct attack_asks *asks = &start->attack->asks;
    json_object(json, "process");
    json_bool(json, "terminal", false);
    json_object(json, "user");
    json_integer(json, "uid", asks->user);
    json_integer(json, "gid", asks->user);
    json_close(json);
    string_array(json, "args", (const char *const *)start->argv);
    string_array(json, "env", (const char *const[]){"PATH=/bin", "TERM=dumb", NULL});
    json_string(json, "cwd", asks->workdir ? asks->workdir : "/");
    write_limits(json, is_strict);
    json_bool(json, "noNewPrivileges", true);
    json_close(json);
}

static void write_map(struct json *json, const char *key, unsigned id)
{
    bool root = geteuid() == 0;
    json_array(json, key);
    json_object(json, NULL);
    json_integer(json, "containerID", 0);
    json_integer(json, "hostID", root ? IDENTITY_BASE : id);
    json_integer(json, "size", root ? IDENTITY_COUNT : 1);
    json_close(json);
    json_close(json);
}

static void write_resources(struct json *json, const struct attack_asks *asks)
{
    json_object(json, "resources");
    if (asks->memory) {
        json_object(json, "memory");
        json_unsigned(json, "limit", asks->memory);
        json_close(json);
    }
    if (asks->processes) {
        json_object(json, "pids");
        json_integer(json, "limit", asks->processes);
        json_close(json);
    }
    json_close(json);
}

static void write_namespaces(struct json *json)
{
    static const char *const kinds[] = {"pid",   "network", "ipc",  "uts",
                                        "mount", "cgroup",  "user", NULL};
    json_array(json, "namespaces");
    for (size_t i = 0; kinds[i]; i++) {
        json_object(json, NULL);
        json_string(json, "type", kinds[i]);
        json_close(json);
    }
    json_close(json);
}

/* What "spec" covers, and after it what only the strict form does. */
static void write_covers(struct json *json, bool is_strict)
{
    static const char *const masked[] = {"/proc/acpi",
                                         "/proc/asound",
                                         "/proc/kcore",
                                         "/proc/keys",
                                         "/proc/latency_stats",
                                         "/proc/timer_list",
                                         "/proc/timer_stats",
                                         "/proc/sched_debug",
                                         "/sys/firmware",
                                         "/proc/scsi",
                                         NULL};
    static const char *const more[] = {"/proc/kallsyms", "/proc/interrupts",
                                       "/proc/config.gz", "/sys/devices/virtual/powercap",
                                       NULL};
    json_array(json, "maskedPaths");
    for (size_t i = 0; masked[i]; i++)
        json_string(json, NULL, masked[i]);
    for (size_t i = 0; is_strict && more[i]; i++)
        json_string(json, NULL, more[i]);
    json_close(json);
    string_array(json, "readonlyPaths",
                 (const char *const[]){"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys",
                                       "/proc/sysrq-trigger", NULL});
}

static void write_linux(struct json *json, const struct start *start, bool is_strict)
{
    json_object(json, "linux");
    write_map(json, "uidMappings", geteuid());
    write_map(json, "gidMappings", getegid());
    write_namespaces(json);
    if (geteuid() == 0)
        write_resources(json, &start->attack->asks);
    if (is_strict)
        adapter_profile_json(json);
    write_covers(json, is_strict);
    json_close(json);
}

static int write_config(const struct start *start, const char *path, bool is_strict)
{
    cleanup_file FILE *file = fopen(path, "wxe");
    if (!file)
        return -1;
    struct json json = json_begin(file);
    json_object(&json, NULL);
    json_string(&json, "ociVersion", "1.0.0");
    write_process(&json, start, is_strict);
    json_object(&json, "root");
    json_string(&json, "path", start->place->root);
    json_bool(&json, "readonly", is_strict);
    json_close(&json);
    json_string(&json, "hostname", "box");
    write_mounts(&json, start->place);
    write_linux(&json, start, is_strict);
    json_end(&json);
    return fflush(file);
}

int adapter_run_bundle(const char *program, const struct start *start, bool is_strict)
{
    char path[256], name[64];
    snprintf(path, sizeof path, "%s/config.json", start->place->host);
    snprintf(name, sizeof name, "isolate-compare-%d", (int)getpid());
    if (write_config(start, path, is_strict) < 0) {
        fprintf(stderr, "%s: %m\n", path);
        return 125;
    }
    return adapter_execute((const char *const[]){program, "run", "--bundle",
                                                 start->place->host, name, NULL});
}
