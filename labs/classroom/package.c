#include "labs/classroom/package.h"

#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"

enum { FILE_MAX = 64 << 20, DEPTH_MAX = 24 };

struct package {
    struct archive *zip;
    struct atomic_file file;
    struct error *error;
};

static int failed(const struct package *package)
{
    return error_set(package->error, STATUS_REQUEST, "the package cannot be written: %s",
                     archive_error_string(package->zip));
}

/* No times and no owners: the same tree is the same package. */
static int add_bytes(struct package *package, const char *name, mode_t mode,
                     const char *bytes, size_t length)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, mode & 0111 ? 0755 : 0644);
    archive_entry_set_size(entry, (la_int64_t)length);
    archive_entry_set_mtime(entry, 0, 0);
    bool good = archive_write_header(package->zip, entry) == ARCHIVE_OK &&
                archive_write_data(package->zip, bytes, length) == (la_ssize_t)length;
    archive_entry_free(entry);
    return good ? 0 : failed(package);
}

static int add_file(struct package *package, const char *path, const char *name)
{
    cleanup_free char *bytes = NULL;
    size_t length;
    struct stat status;
    if (stat(path, &status) < 0)
        return error_errno(package->error, STATUS_REQUEST, "cannot read %s", path);
    if (file_read(path, FILE_MAX, &bytes, &length, package->error) < 0)
        return -1;
    return add_bytes(package, name, status.st_mode, bytes, length);
}

/* What is built and what git keeps stays at home. */
static int is_source(const struct dirent *entry)
{
    static const char *const left_out[] = {".", "..", ".git", "build", ".cache"};
    for (size_t i = 0; i < sizeof left_out / sizeof left_out[0]; i++)
        if (!strcmp(entry->d_name, left_out[i]))
            return 0;
    return entry->d_type == DT_REG || entry->d_type == DT_DIR;
}

static int add_tree(struct package *package, const char *folder, const char *name,
                    int depth)
{
    struct dirent **names = NULL;
    int count = depth ? scandir(folder, &names, is_source, alphasort) : 0;
    int outcome = 0;
    for (int i = 0; i < count; i++) {
        cleanup_free char *path = path_join(folder, names[i]->d_name);
        cleanup_free char *inner = path_join(name, names[i]->d_name);
        if (outcome == 0)
            outcome = names[i]->d_type == DT_DIR
                          ? add_tree(package, path, inner, depth - 1)
                          : add_file(package, path, inner);
        free(names[i]);
    }
    free(names);
    return outcome;
}

static int add_all(struct package *package, const char *source, const char *course)
{
    static const char *const scripts[] = {"setup.sh", "run_autograder"};
    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
        cleanup_free char *path =
            xasprintf("%s/docs/classroom/gradescope/%s", source, scripts[i]);
        if (add_file(package, path, scripts[i]) < 0)
            return error_wrap(package->error, "no source tree of ring3 in %s", source);
    }
    if (course && add_file(package, course, "course") < 0)
        return -1;
    return add_tree(package, source, "ring3", DEPTH_MAX);
}

int package_write(const char *source, const char *course, const char *path,
                  struct error *error)
{
    struct package package = {.zip = archive_write_new(), .error = error};
    if (!package.zip)
        die(STATUS_HOST, "no memory");
    archive_write_set_format_zip(package.zip);
    if (atomic_file_open(&package.file, path, error) < 0) {
        archive_write_free(package.zip);
        return -1;
    }
    int outcome = archive_write_open_FILE(package.zip, package.file.out) == ARCHIVE_OK
                      ? add_all(&package, source, course)
                      : failed(&package);
    if (outcome == 0 && archive_write_close(package.zip) != ARCHIVE_OK)
        outcome = failed(&package);
    archive_write_free(package.zip);
    if (outcome == 0)
        return atomic_file_commit(&package.file, error);
    atomic_file_abandon(&package.file);
    return -1;
}
