/* The files of a container's folder. state.json is written with the kit and read with the
 * same tables as config.json. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "isolate/oci/field.h"
#include "isolate/oci/record.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"

static const struct field record_fields[] = {
    FIELD(INTEGER, "pid", struct record, pid),
    FIELD(UNSIGNED, "pidStarted", struct record, pid_started),
    FIELD(BOOL, "ready", struct record, ready),
    FIELD(TEXT, "bundle", struct record, bundle),
    FIELD(TEXT, "created", struct record, created),
    FIELD(TEXT, "cgroup", struct record, cgroup),
    FIELD(TEXT, "cgroupPath", struct record, cgroup_path),
    FIELD(TEXT, "owner", struct record, owner),
    {0},
};

int record_read(struct record *record, struct error *error)
{
    cleanup_free char *path = record_file(record, "state.json");
    config_free(&record->file);
    if (access(path, F_OK) < 0 && errno == ENOENT)
        return 0;
    return fields_read_file(path, record_fields, record, &record->file, error);
}

int record_write(const struct record *record, struct error *error)
{
    cleanup_free char *path = record_file(record, "state.json"), *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    if (!out)
        return error_errno(error, STATUS_HOST, "cannot write %s", path);
    struct json json = json_begin(out);
    json_object(&json, NULL);
    json_string(&json, "id", record->id);
    json_integer(&json, "pid", record->pid);
    json_unsigned(&json, "pidStarted", record->pid_started);
    json_bool(&json, "ready", record->ready);
    json_string(&json, "bundle", record->bundle);
    json_string(&json, "created", record->created);
    json_string(&json, "cgroup", record->cgroup);
    json_string(&json, "cgroupPath", record->cgroup_path);
    json_string(&json, "owner", record->owner);
    json_end(&json);
    fclose(out);
    return file_write_atomic(path, text, length, error);
}

/* ---- the end ---- */

/* Only what isolate-oci makes: --root may be a folder that others use too. */
static bool is_ours(const char *name)
{
    static const char *const names[] = {"state.json", "start", "failure", "config.json",
                                        "notify"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(name, names[i]))
            return true;
    return atomic_file_is_temporary(name);
}

static int remove_file(const struct record *record, const char *name, struct error *error)
{
    if (!strcmp(name, "notify")) {
        unlinkat(record->folder, "notify/notify", 0);
        if (unlinkat(record->folder, name, AT_REMOVEDIR) == 0)
            return 0;
    } else if (unlinkat(record->folder, name, 0) == 0) {
        return 0;
    }
    if (errno == ENOENT)
        return 0;
    return error_errno(error, STATUS_HOST, "cannot remove %s/%s", record->path, name);
}

/* state.json goes first: without it a container counts as stopped, and delete can be
 * called again. */
static int remove_files(const struct record *record, struct error *error)
{
    if (remove_file(record, "state.json", error) < 0)
        return -1;
    DIR *folder = opendir(record->path);
    int result = folder ? 0 : error_errno(error, STATUS_HOST, "%s", record->path);
    for (const struct dirent *entry; result == 0 && folder && (entry = readdir(folder));)
        if (is_ours(entry->d_name))
            result = remove_file(record, entry->d_name, error);
    if (folder)
        closedir(folder);
    return result;
}

int record_remove(struct record *record, struct error *error)
{
    if (remove_files(record, error) < 0)
        return -1;
    if (rmdir(record->path) < 0)
        return error_errno(error, STATUS_HOST, "cannot remove %s", record->path);
    record_close(record);
    return 0;
}
