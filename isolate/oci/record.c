/* The folder of a container, below --root. */
#include "isolate/oci/record.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "isolate/cgroup/cgroup.h"
#include "isolate/oci/oci.h"
#include "isolate/runtime/identity.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"

const char *const oci_status_words[] = {
    [CONTAINER_CREATING] = "creating", [CONTAINER_CREATED] = "created",
    [CONTAINER_RUNNING] = "running",   [CONTAINER_PAUSED] = "paused",
    [CONTAINER_STOPPED] = "stopped",
};

/* ---- names ---- */

static int make_folders(char *path, struct error *error)
{
    for (char *slash = strchr(path + 1, '/');; slash = strchr(slash + 1, '/')) {
        if (slash)
            *slash = 0;
        int result = mkdir(path, 0700);
        if (result < 0 && errno != EEXIST)
            return error_errno(error, STATUS_REQUEST, "cannot make the folder %s", path);
        if (!slash)
            return 0;
        *slash = '/';
    }
}

/* --root, or what it is by default; to be freed. Root of a user namespace, as who a
 * user's podman calls us, is that user: /run is not his. */
static char *root_folder(void)
{
    const char *run = getenv("XDG_RUNTIME_DIR");
    bool has_own = run && *run && !identity_choose().range;
    if (oci_options.root)
        return xstrdup(oci_options.root);
    if (has_own)
        return xasprintf("%s/isolate-oci", run);
    return geteuid() == 0 ? xstrdup("/run/isolate-oci")
                          : xasprintf("/tmp/isolate-oci-%u", (unsigned)geteuid());
}

static int check_id(const char *id, struct error *error)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789_+-.@";
    if (*id && *id != '.' && strlen(id) < 256 && strspn(id, allowed) == strlen(id))
        return 0;
    return error_set(error, STATUS_REQUEST,
                     "'%s' is no container id: letters, digits and _ + - . @ make one",
                     id);
}

char *record_file(const struct record *record, const char *name)
{
    return xasprintf("%s/%s", record->path, name);
}

/* ---- make and open ---- */

/* What others could write to could be led elsewhere. */
static int check_owner(const char *root, struct error *error)
{
    struct stat status;
    if (stat(root, &status) < 0)
        return error_errno(error, STATUS_REQUEST, "%s", root);
    if (status.st_uid != geteuid() && status.st_uid != 0)
        return error_set(error, STATUS_REQUEST,
                         "%s belongs to user %u, not to us: choose another with --root",
                         root, (unsigned)status.st_uid);
    return 0;
}

static int open_folder(struct record *record, const char *id)
{
    cleanup_free char *root = root_folder();
    *record = (struct record){.id = xstrdup(id)};
    record->path = xasprintf("%s/%s", root, id);
    record->folder = open(record->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    return record->folder < 0 ? -1 : 0;
}

int record_create(const char *id, struct record *record, struct error *error)
{
    cleanup_free char *root = root_folder();
    *record = (struct record){.folder = -1};
    if (check_id(id, error) < 0 || make_folders(root, error) < 0 ||
        check_owner(root, error) < 0)
        return -1;
    cleanup_free char *path = xasprintf("%s/%s", root, id);
    if (mkdir(path, 0700) < 0)
        return errno == EEXIST
                   ? error_set(error, STATUS_REQUEST,
                               "container with id %s exists already (delete it first)",
                               id)
                   : error_errno(error, STATUS_REQUEST, "cannot make %s", path);
    if (open_folder(record, id) < 0 || flock(record->folder, LOCK_EX) < 0) {
        error_errno(error, STATUS_HOST, "cannot open %s", path);
        record_close(record);
        return -1;
    }
    record->locked = true;
    return 0;
}

int record_open(const char *id, struct record *record, struct error *error)
{
    *record = (struct record){.folder = -1};
    if (check_id(id, error) < 0)
        return -1;
    if (open_folder(record, id) < 0) {
        if (errno == ENOENT)
            error_set(error, STATUS_REQUEST, "container %s does not exist", id);
        else
            error_errno(error, STATUS_REQUEST, "cannot open %s", record->path);
        record_close(record);
        return -1;
    }
    if (record_read(record, error) < 0) {
        record_close(record);
        return -1;
    }
    return 0;
}

int record_lock(struct record *record, struct error *error)
{
    struct stat status;
    while (flock(record->folder, LOCK_EX) < 0)
        if (errno != EINTR)
            return error_errno(error, STATUS_HOST, "cannot lock %s", record->path);
    record->locked = true;
    if (fstat(record->folder, &status) < 0 || status.st_nlink == 0)
        return error_set(error, STATUS_REQUEST, "container %s does not exist",
                         record->id);
    return record_read(record, error);
}

void record_unlock(struct record *record)
{
    record->locked = false;
    flock(record->folder, LOCK_UN);
}

int record_keep_config(const struct record *record, const char *from, struct error *error)
{
    cleanup_free char *text = NULL, *to = record_file(record, "config.json");
    size_t length;
    if (file_read(from, CONFIG_BYTES_MAX, &text, &length, error) < 0)
        return -1;
    return file_write_atomic(to, text, length, error);
}

int record_read_config(struct record *record, struct error *error)
{
    cleanup_free char *path = record_file(record, "config.json");
    config_free(&record->config);
    return config_read(path, &record->config, error);
}

void record_close(struct record *record)
{
    if (record->folder >= 0)
        close(record->folder);
    config_free(&record->config);
    config_free(&record->file);
    free(record->id);
    free(record->path);
    *record = (struct record){.folder = -1};
}

/* ---- the process ---- */

/* Field 22 of /proc/PID/stat; the name, field 2, may hold anything, also ")". */
uint64_t process_start_time(pid_t pid)
{
    char path[64], text[1024];
    unsigned long long ticks = 0;
    char state = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (length <= 0)
        return 0;
    text[length] = 0;
    const char *rest = strrchr(text, ')');
    if (!rest ||
        sscanf(rest,
               ") %c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s "
               "%*s %*s %llu",
               &state, &ticks) != 2)
        return 0;
    return state == 'Z' || state == 'X' ? 0 : ticks;
}

static bool is_alive(const struct record *record)
{
    return record->pid > 0 &&
           process_start_time((pid_t)record->pid) == record->pid_started;
}

int record_pidfd(const struct record *record)
{
    if (record->pid <= 0)
        return -1;
    cleanup_fd int fd = (int)syscall(SYS_pidfd_open, (pid_t)record->pid, 0);
    /* Asked after it was opened: from here on it is this process and no other. */
    return fd >= 0 && is_alive(record) ? steal_fd(&fd) : -1;
}

/* Does a process still hold the FIFO, to be told to go on? */
static bool waits_for_start(const struct record *record)
{
    cleanup_fd int fd =
        openat(record->folder, "start", O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    return fd >= 0;
}

/* Is somebody creating it just now? Not while the lock is ours. */
static bool is_locked(const struct record *record)
{
    if (record->locked)
        return false;
    cleanup_fd int fd = open(record->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) < 0;
}

static bool is_paused(const struct record *record)
{
    struct cgroup group;
    if (!record->cgroup || cgroup_open_text(record->cgroup, &group, NULL) < 0)
        return false;
    bool frozen = cgroup_is_frozen(&group);
    cgroup_close(&group);
    return frozen;
}

enum oci_status record_status(const struct record *record)
{
    if (!record->ready)
        return is_locked(record) ? CONTAINER_CREATING : CONTAINER_STOPPED;
    if (!is_alive(record))
        return CONTAINER_STOPPED;
    if (waits_for_start(record))
        return CONTAINER_CREATED;
    return is_paused(record) ? CONTAINER_PAUSED : CONTAINER_RUNNING;
}

/* ---- all of them ---- */

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char **record_list(size_t *count, struct error *error)
{
    cleanup_free char *root = root_folder();
    char **ids = xcalloc(1, sizeof *ids);
    *count = 0;
    DIR *folder = opendir(root);
    if (!folder && errno == ENOENT)
        return ids;
    if (!folder) {
        error_errno(error, STATUS_REQUEST, "cannot read %s", root);
        free(ids);
        return NULL;
    }
    for (const struct dirent *entry; (entry = readdir(folder));) {
        if (check_id(entry->d_name, NULL) < 0)
            continue;
        ids = xreallocarray(ids, *count + 2, sizeof *ids);
        ids[(*count)++] = xstrdup(entry->d_name);
        ids[*count] = NULL;
    }
    closedir(folder);
    qsort(ids, *count, sizeof *ids, by_name);
    return ids;
}
