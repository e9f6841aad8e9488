/* Writing container.json: what was asked for, in the words of the options. */
#include "isolate/keeper/description.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "isolate/keeper/log.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"

static void put_words(struct json *json, const char *key, char *const *words)
{
    json_array(json, key);
    for (size_t i = 0; words && words[i]; i++)
        json_string(json, NULL, words[i]);
    json_close(json);
}

static void put_mounts(struct json *json, const struct wish *wish)
{
    static const char *const kinds[] = {"bind", "ro-bind", "tmpfs"};
    json_array(json, "mounts");
    for (size_t i = 0; i < wish->wish_count; i++) {
        const struct mount_wish *mount = &wish->wishes[i];
        json_object(json, NULL);
        json_string(json, "kind", kinds[mount->kind]);
        json_string(json, "source", mount->source);
        json_string(json, "target", mount->target);
        json_close(json);
    }
    json_close(json);
}

/* 0 is "not given", the largest number "none": null and -1 for people. */
static void put_limit(struct json *json, const char *key, uint64_t value)
{
    if (value == 0)
        json_null(json, key);
    else if (value == UINT64_MAX)
        json_integer(json, key, -1);
    else
        json_unsigned(json, key, value);
}

static void put_limits(struct json *json, const struct wish *wish)
{
    json_object(json, "limits");
    put_limit(json, "memory", wish->memory);
    put_limit(json, "processes", wish->processes);
    put_limit(json, "cpu_microseconds_per_100000", wish->cpu_microseconds);
    put_limit(json, "file_size", wish->file_size);
    put_limit(json, "address_space", wish->address_space);
    put_limit(json, "wall_microseconds", wish->wall_microseconds);
    put_limit(json, "output_bytes", wish->output_bytes);
    json_close(json);
}

static void put_wish(struct json *json, const struct wish *wish)
{
    static const char *const networks[] = {"none", "bridge", "host", "join"};
    cleanup_free char *folder = realpath(wish->folder, NULL);
    json_string(json, "folder", folder ? folder : wish->folder);
    put_words(json, "command", wish->argv);
    put_words(json, "environment", wish->environment);
    json_string(json, "hostname", wish->hostname);
    json_string(json, "workdir", wish->workdir ? wish->workdir : "/");
    json_string(json, "user", wish->user ? wish->user : "root");
    json_bool(json, "terminal", wish->terminal);
    json_bool(json, "interactive", wish->interactive);
    json_bool(json, "remove", wish->remove);
    json_bool(json, "read_only", wish->read_only);
    json_string(json, "network", networks[wish->network.kind]);
    json_unsigned(json, "stop_seconds", wish->stop_seconds);
    json_string(json, "stop_signal", wish->stop_signal ? wish->stop_signal : "TERM");
    put_mounts(json, wish);
    put_limits(json, wish);
}

int description_write(const struct state *state, const struct keeper_wish *wish,
                      struct error *error)
{
    cleanup_free char *path = xasprintf("%s/container.json", state->path);
    char cwd[PATH_MAX], created[32];
    struct atomic_file file;
    if (!getcwd(cwd, sizeof cwd))
        return error_errno(error, STATUS_REQUEST, "the working directory");
    if (atomic_file_open(&file, path, error) < 0)
        return -1;
    file.unsynced = true; /* no container outlasts a loss of power */
    log_format_time(log_now(), created);
    struct json json = json_begin(file.out);
    json_object(&json, NULL);
    json_string(&json, "id", state->id);
    json_string(&json, "created", created);
    json_string(&json, "cwd", cwd);
    put_words(&json, "arguments", wish->arguments);
    put_wish(&json, wish->wish);
    json_end(&json);
    return atomic_file_commit(&file, error);
}
