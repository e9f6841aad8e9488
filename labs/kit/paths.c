/* Where things are: settings, progress, exercises, the sibling programs.
 *
 * What comes with ring3 is found from where this executable lies, so that a build
 * tree can be moved and an installation can stand under any prefix:
 *
 *     ROOT/build/VARIANT/bin/vmsim      built: data lies in ROOT
 *     ROOT/build/VARIANT/tests/…        a test: the same, programs in ../bin
 *     PREFIX/bin/vmsim                  installed: data lies in PREFIX/share/ring3
 *
 * Settings and progress follow the XDG Base Directory Specification: a variable
 * that is empty or holds a relative path counts as unset.
 */
#include "labs/kit/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/words.h"

char *path_join(const char *folder, const char *name)
{
    size_t length = strlen(folder);
    bool has_slash = length > 0 && folder[length - 1] == '/';
    return xasprintf("%s%s%s", folder, has_slash ? "" : "/", name);
}

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* A folder that is there may answer EROFS or EACCES before EEXIST. */
static bool make_folder(const char *path)
{
    if (mkdir(path, 0777) == 0)
        return true;
    int reason = errno;
    bool there = is_folder(path);
    errno = reason == EEXIST ? ENOTDIR : reason;
    return there;
}

static int cannot_make(const char *path, struct error *error)
{
    const char *advice = errno == ENOTDIR  ? "files.in-the-way"
                         : errno == ENOSPC ? "files.free-space"
                                           : "files.may-write";
    return error_set(error, STATUS_REQUEST, say_as("files.no-folder", "%s %s %s"), path,
                     strerror(errno), say(advice));
}

int path_make_folders(const char *path, struct error *error)
{
    cleanup_free char *part = xstrdup(path);
    for (char *end = part + 1; *part; end++) {
        if (*end != '/' && *end != '\0')
            continue;
        char kept = *end;
        *end = '\0';
        if (!make_folder(part))
            return cannot_make(part, error);
        *end = kept;
        if (kept == '\0')
            return 0;
    }
    return error_set(error, STATUS_REQUEST, "%s", say("files.no-name"));
}

/* A base folder of the user, to be freed: the variable's, or the one below HOME. */
static char *base_folder(const char *variable, const char *below_home,
                         struct error *error)
{
    const char *base = getenv(variable);
    if (base && base[0] == '/')
        return xstrdup(base);
    const char *home = getenv("HOME");
    if (home && home[0] == '/')
        return path_join(home, below_home);
    error_set(error, STATUS_REQUEST, say_as("files.no-home", "%s"), variable);
    return NULL;
}

static char *own_folder(const char *variable, const char *below_home, struct error *error)
{
    cleanup_free char *base = base_folder(variable, below_home, error);
    if (!base)
        return NULL;
    cleanup_free char *folder = path_join(base, "ring3");
    if (path_make_folders(folder, error) < 0) {
        error_wrap(error, say_as("files.set-variable", "%s"), variable);
        return NULL;
    }
    if (faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) < 0) {
        error_set(error, STATUS_REQUEST, say_as("files.cannot-write-in", "%s %s %s"),
                  folder, strerror(errno), variable);
        return NULL;
    }
    return steal_pointer(&folder);
}

char *path_config(struct error *error)
{
    return own_folder("XDG_CONFIG_HOME", ".config", error);
}

char *path_state(struct error *error)
{
    return own_folder("XDG_STATE_HOME", ".local/state", error);
}

/* The folder of this executable, to be freed. */
static char *own_bin(struct error *error)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0) {
        error_errno(error, STATUS_HOST,
                    "cannot find out where this program lies: /proc/self/exe");
        return NULL;
    }
    path[length] = '\0';
    char *slash = strrchr(path, '/');
    *(slash ? slash : path) = '\0';
    return xstrdup(path);
}

/* In a build tree: the folder of the variant (ROOT/build/release), to be freed, and
 * how long ROOT is. NULL in an installation. */
static char *own_variant(const char *bin, int *root_length)
{
    static const char build[] = "/build/";
    const char *found = NULL;
    for (const char *next = bin; (next = strstr(next, build)); next++)
        found = next;
    if (!found)
        return NULL;
    *root_length = (int)(found - bin);
    const char *variant = found + strlen(build);
    return xasprintf("%.*s", (int)(variant - bin + (ptrdiff_t)strcspn(variant, "/")),
                     bin);
}

/* Where the source tree keeps what `make install` puts into share/ring3. */
static const char *in_source_tree(const char *folder)
{
    if (!strcmp(folder, "vmsim")) /* what a policy includes: it lies at the top */
        return ".";
    return strcmp(folder, "notes") == 0 ? "docs" : "labs";
}

/* Keeps the path if it is a folder; frees it otherwise. */
static char *if_folder(char *path)
{
    if (is_folder(path))
        return path;
    free(path);
    return NULL;
}

char *path_data(const char *folder, struct error *error)
{
    const char *data = getenv("RING3_DATA");
    char *found = data && *data ? if_folder(path_join(data, folder)) : NULL;
    if (found)
        return found;
    cleanup_free char *bin = own_bin(error);
    if (!bin)
        return NULL;
    found = if_folder(xasprintf("%s/../share/ring3/%s", bin, folder));
    if (found)
        return found;
    int root_length;
    cleanup_free char *variant = own_variant(bin, &root_length);
    if (variant)
        found = if_folder(
            xasprintf("%.*s/%s/%s", root_length, bin, in_source_tree(folder), folder));
    if (!found)
        error_set(error, STATUS_HOST, say_as("files.no-data", "%s %s"), folder, bin);
    return found;
}

char *path_program(const char *name, struct error *error)
{
    cleanup_free char *bin = own_bin(error);
    if (!bin)
        return NULL;
    cleanup_free char *beside = path_join(bin, name);
    if (access(beside, X_OK) == 0 && !is_folder(beside))
        return steal_pointer(&beside);
    int root_length;
    cleanup_free char *variant = own_variant(bin, &root_length);
    cleanup_free char *built = variant ? xasprintf("%s/bin/%s", variant, name) : NULL;
    if (built && access(built, X_OK) == 0 && !is_folder(built))
        return steal_pointer(&built);
    error_set(error, STATUS_HOST, say_as("files.no-program", "%s %s"), name, bin);
    return NULL;
}
