/* Landlock, by its three system calls: the C library has no names for them, and the
 * kernel's header may be older than the kernel. */
#include "isolate/runtime/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"

enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446 };
enum { ASK_VERSION = 1, PATH_BENEATH = 1 };

/* LANDLOCK_ACCESS_FS_… */
enum {
    FS_EXECUTE = 1 << 0,
    FS_WRITE_FILE = 1 << 1,
    FS_READ_FILE = 1 << 2,
    FS_READ_DIR = 1 << 3,
    FS_MAKE = 0x1ff0,   /* REMOVE_DIR, REMOVE_FILE, MAKE_CHAR to MAKE_SYM */
    FS_REFER = 1 << 13, /* link and rename between folders */
    FS_TRUNCATE = 1 << 14,
    FS_IOCTL_DEV = 1 << 15,
    FS_OF_FILES = FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE | FS_IOCTL_DEV,
};

struct ruleset { /* struct landlock_ruleset_attr; grew with the versions */
    uint64_t files, network, scopes;
};

struct beneath { /* struct landlock_path_beneath_attr */
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

int landlock_abi(const char **why)
{
    long version = syscall(CREATE_RULESET, NULL, 0, ASK_VERSION);
    const char *reason = NULL;
    if (version < 0)
        reason =
            errno == EOPNOTSUPP ? "Landlock is in this kernel but switched off: boot "
                                  "with lsm=landlock,… (see landlock(7))"
            : errno == ENOSYS ? "this kernel has no Landlock (CONFIG_SECURITY_LANDLOCK, "
                                "Linux 5.13)"
                              : "a filter around us refuses Landlock";
    if (why)
        *why = reason;
    return version < 0 ? 0 : (int)version;
}

uint64_t landlock_handled(int abi)
{
    /* What each version added: landlock(7). */
    static const uint64_t added[] = {0, 0x1fff, FS_REFER, FS_TRUNCATE, 0, FS_IOCTL_DEV};
    uint64_t handled = 0;
    for (int version = 1; version <= abi && version <= 5; version++)
        handled |= added[version];
    return handled;
}

static uint64_t bits_of(unsigned rights)
{
    static const uint64_t bits[] = {FS_READ_FILE | FS_READ_DIR,
                                    FS_WRITE_FILE | FS_TRUNCATE, FS_EXECUTE,
                                    FS_MAKE | FS_REFER, FS_IOCTL_DEV};
    uint64_t all = 0;
    for (unsigned i = 0; i < sizeof bits / sizeof *bits; i++)
        if (rights >> i & 1)
            all |= bits[i];
    return all;
}

/* What is lent to be read must not be opened anew to be written: /proc/self/fd/0 would do
 * so. A folder would be a way in to all below it. */
static unsigned rights_as_opened(int descriptor, const struct stat *status)
{
    static const unsigned rights[] = {[O_RDONLY] = LANDLOCK_READ,
                                      [O_WRONLY] = LANDLOCK_WRITE,
                                      [O_RDWR] = LANDLOCK_READ | LANDLOCK_WRITE};
    int flags = fcntl(descriptor, F_GETFL);
    unsigned mode = (unsigned)flags & O_ACCMODE;
    if (flags < 0 || mode > O_RDWR || S_ISDIR(status->st_mode))
        return 0;
    return rights[mode];
}

/* A row for a file may only hold what can be done to files. */
static uint64_t bits_for(const struct landlock_row *row, int file)
{
    struct stat status;
    if (fstat(file, &status) < 0)
        return 0;
    unsigned rights =
        row->rights & LANDLOCK_AS_OPENED ? rights_as_opened(file, &status) : row->rights;
    return bits_of(rights) & (S_ISDIR(status.st_mode) ? ~UINT64_C(0) : FS_OF_FILES);
}

static int allow(int ruleset, const struct landlock_row *row, int file, uint64_t handled,
                 struct error *error)
{
    struct beneath beneath = {bits_for(row, file) & handled, file};
    /* EBADFD: a pipe or a socket, which Landlock does not watch */
    if (!beneath.allowed || syscall(ADD_RULE, ruleset, PATH_BENEATH, &beneath, 0) == 0 ||
        (row->may_be_absent && errno == EBADFD))
        return 0;
    if (row->path)
        return error_errno(error, STATUS_HOST, "landlock: cannot allow %s", row->path);
    return error_errno(error, STATUS_HOST, "landlock: cannot allow descriptor %d", file);
}

static int add_row(int ruleset, const struct landlock_row *row, uint64_t handled,
                   struct error *error)
{
    if (!row->path)
        return allow(ruleset, row, row->descriptor, handled, error);
    cleanup_fd int path = open(row->path, O_PATH | O_CLOEXEC);
    if (path < 0 && row->may_be_absent && (errno == ENOENT || errno == ENOTDIR))
        return 0;
    if (path < 0)
        return error_errno(error, STATUS_REQUEST, "landlock: %s", row->path);
    return allow(ruleset, row, path, handled, error);
}

static int make_ruleset(int abi, unsigned scopes)
{
    struct ruleset set = {.files = landlock_handled(abi)};
    size_t size = sizeof set.files;
    if (abi >= 6) {
        /* The kernel's bits are the other way round: abstract sockets are the first. */
        set.scopes = (scopes & LANDLOCK_ABSTRACT_SOCKETS ? 1u : 0u) |
                     (scopes & LANDLOCK_SIGNALS ? 2u : 0u);
        size = sizeof set;
    }
    return (int)syscall(CREATE_RULESET, &set, size, 0);
}

int landlock_apply(const struct landlock_wish *wish, struct error *error)
{
    int abi = landlock_abi(NULL);
    if (abi == 0)
        return 0;
    cleanup_fd int ruleset = make_ruleset(abi, wish->scopes);
    if (ruleset < 0)
        return error_errno(error, STATUS_HOST, "landlock: cannot make a set of rules");
    for (size_t i = 0; i < wish->count; i++)
        if (add_row(ruleset, &wish->rows[i], landlock_handled(abi), error) < 0)
            return -1;
    if (syscall(RESTRICT_SELF, ruleset, 0) < 0)
        return error_errno(error, STATUS_HOST, "landlock: cannot restrict this process");
    return abi;
}
