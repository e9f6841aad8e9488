/* What a process gives up before it becomes the command, in the one order that works.
 *
 * Each part stands where it stands because of another:
 *   - the working directory is entered, limits are raised and groups set while there
 *     still is the capability for it;
 *   - the bounding set goes before the ids, which take CAP_SETPCAP with them;
 *   - changed ids reset what is to happen when the parent dies;
 *   - descriptors are marked to be closed before any filter: profiles that are older than
 *     close_range(2) refuse it. Whatever is opened later is closed by exec of itself;
 *   - no_new_privs comes before Landlock and the filter, which ask for it; without it a
 *     filter takes CAP_SYS_ADMIN, and goes before the capabilities;
 *   - the filter is last of all: it could refuse each of the others.
 *
 * System calls and no memory: this runs between vfork and exec.
 */
#include "isolate/runtime/process.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "isolate/kernel.h"
#include "isolate/layer.h"
#include "isolate/runtime/console.h"

enum { ALWAYS = -1 };

typedef int part(const struct process *process, struct error *error);

/* A session keyring is inherited, with the keys that the user has in it. A kernel
 * without keyrings, or a filter that forbids them, lends none either. */
static int leave_keyring(const struct process *process, struct error *error)
{
    enum { JOIN_SESSION_KEYRING = 1 };
    if (!process->new_keyring || syscall(SYS_keyctl, JOIN_SESSION_KEYRING, NULL) >= 0 ||
        errno == ENOSYS || errno == EPERM || errno == EOPNOTSUPP || errno == EACCES)
        return 0;
    return error_errno(error, STATUS_HOST, "keyctl(KEYCTL_JOIN_SESSION_KEYRING)");
}

static int set_personality(const struct process *process, struct error *error)
{
    if (process->has_personality && personality(process->personality) < 0)
        return error_errno(error, STATUS_HOST, "personality(%#lx)", process->personality);
    return 0;
}

/* By number, because C libraries differ in the type of the first argument. */
static int set_limits(const struct process *process, struct error *error)
{
    struct {
        uint64_t soft, hard;
    } now, limits;
    for (size_t i = 0; i < process->rlimit_count; i++) {
        const struct rlimit_row *row = &process->rlimits[i];
        limits.soft = row->soft;
        limits.hard = row->hard;
        if (row->at_most && syscall(SYS_prlimit64, 0, row->resource, NULL, &now) == 0) {
            if (limits.hard > now.hard)
                limits.hard = now.hard;
            if (limits.soft > limits.hard)
                limits.soft = limits.hard;
        }
        if (syscall(SYS_prlimit64, 0, row->resource, &limits, NULL) < 0)
            return error_errno(error, STATUS_HOST, "setrlimit(%d, %llu)", row->resource,
                               (unsigned long long)row->hard);
    }
    return 0;
}

/* mkdir -p, with the owner that the command will be; 0, or what it failed with. */
static int make_folders(const struct process *process)
{
    char path[4096];
    size_t length = strlen(process->workdir);
    if (length >= sizeof path)
        return ENAMETOOLONG;
    memcpy(path, process->workdir, length + 1);
    for (char *slash = strchr(path + 1, '/');; slash = strchr(slash + 1, '/')) {
        if (slash)
            *slash = 0;
        int made = mkdir(path, 0755);
        if (made < 0 && errno != EEXIST)
            return errno;
        if (made == 0 && lchown(path, process->uid, process->gid) < 0)
            return errno;
        if (!slash)
            return 0;
        *slash = '/';
    }
}

static int enter_folder(const struct process *process, struct error *error)
{
    const char *workdir = process->workdir;
    if (!workdir || chdir(workdir) == 0)
        return 0;
    if (errno == ENOENT && process->make_workdir) {
        int failure = make_folders(process);
        if (failure)
            return error_set(error, STATUS_REQUEST,
                             "chdir(\"%s\") in the container: it is not there and cannot "
                             "be made (%s); name one that is there, or let the root be "
                             "written to",
                             workdir, strerror(failure));
        if (chdir(workdir) == 0)
            return 0;
    }
    return error_errno(error, STATUS_REQUEST, "chdir(\"%s\") in the container", workdir);
}

/* A working directory such as /proc/self/fd/7 may lie outside of the root, where the
 * starter has a folder open (CVE-2024-21626). The kernel then puts "(unreachable)" in
 * front of its path; or gives none, when the folder was removed: ".." of it still leads
 * on. */
static int stay_inside(const struct process *process, struct error *error)
{
    char path[4096];
    if (syscall(SYS_getcwd, path, sizeof path) > 0 && path[0] == '/')
        return 0;
    return error_set(error, STATUS_REQUEST,
                     "the working directory %s is not in the container",
                     process->workdir);
}

/* A folder of the host as a standard stream is a way out: openat(0, "../..", …). */
static int take_no_folder(const struct process *process, struct error *error)
{
    static const char *const names[] = {"input", "output", "error output"};
    struct stat status;
    (void)process;
    for (int fd = 0; fd < 3; fd++)
        if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode))
            return error_set(error, STATUS_REQUEST,
                             "standard %s is a folder of the host: through it, all files "
                             "of the host could be reached",
                             names[fd]);
    return 0;
}

static int set_mask(const struct process *process, struct error *error)
{
    (void)error;
    umask(process->umask);
    return 0;
}

/* It takes a capability to give the bounding set up. Without it, no program that the
 * command executes can get any of them back. */
static bool is_narrow; /* process_narrow was called, in this process or before its fork */

int process_narrow(const struct process *process, struct error *error)
{
    is_narrow = true;
    uint64_t kept = process->capabilities.bounding;
    for (unsigned long c = 0; c < 64; c++) {
        if (kept & CAPABILITY_BIT(c))
            continue;
        if (prctl(PR_CAPBSET_DROP, c, 0, 0, 0) == 0)
            continue;
        if (errno == EINVAL) /* past the last that this kernel knows */
            return 0;
        if (prctl(PR_CAPBSET_READ, c, 0, 0, 0) == 0)
            continue;
        return error_errno(error, STATUS_HOST, "prctl(PR_CAPBSET_DROP, %lu)", c);
    }
    return 0;
}

static int narrow_bounding(const struct process *process, struct error *error)
{
    return is_narrow ? 0 : process_narrow(process, error);
}

/* setgroups is refused in a namespace of one's own single id: there are no others to be
 * had then, and none that could be kept from outside. */
static int set_groups(const struct process *process, struct error *error)
{
    if (process->keep_groups ||
        syscall(SYS_setgroups, process->group_count, process->groups) >= 0 ||
        (!process->group_count && errno == EPERM))
        return 0;
    return error_errno(error, STATUS_HOST, "setgroups(%zu)", process->group_count);
}

static int set_ids(const struct process *process, struct error *error)
{
    const struct capability_sets *sets = &process->capabilities;
    if ((sets->permitted | sets->effective | sets->ambient | sets->inheritable) &&
        process->uid)
        prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0);
    if (syscall(SYS_setresgid, process->gid, process->gid, process->gid) < 0)
        return error_errno(error, STATUS_REQUEST,
                           "group %u is not one of this container's", process->gid);
    if (syscall(SYS_setresuid, process->uid, process->uid, process->uid) < 0)
        return error_errno(error, STATUS_REQUEST,
                           "user %u is not one of this container's", process->uid);
    return 0;
}

static int set_capabilities(const struct process *process, struct error *error)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    const struct capability_sets *sets = &process->capabilities;
    for (unsigned half = 0; half < 2; half++)
        data[half] = (struct __user_cap_data_struct){
            .effective = (uint32_t)(sets->effective >> (32 * half)),
            .permitted = (uint32_t)(sets->permitted >> (32 * half)),
            .inheritable = (uint32_t)(sets->inheritable >> (32 * half))};
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    if (syscall(SYS_capset, &header, data) < 0)
        return error_errno(error, STATUS_HOST, "capset(%#llx): not all of these are ours",
                           (unsigned long long)sets->permitted);
    for (unsigned long c = 0; c < 64 && sets->ambient >> c; c++)
        if ((sets->ambient & CAPABILITY_BIT(c)) &&
            prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, c, 0, 0) < 0)
            return error_errno(error, STATUS_HOST, "prctl(PR_CAP_AMBIENT_RAISE, %lu)", c);
    return 0;
}

static int set_no_new_privileges(const struct process *process, struct error *error)
{
    if (process->no_new_privileges && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return error_errno(error, STATUS_HOST, "prctl(PR_SET_NO_NEW_PRIVS)");
    return 0;
}

static int restrict_paths(const struct process *process, struct error *error)
{
    return process->landlock && landlock_apply(process->landlock, error) < 0 ? -1 : 0;
}

static int leave_session(const struct process *process, struct error *error)
{
    (void)error;
    if (process->new_session)
        setsid(); /* fails for who leads one already */
    return 0;
}

static int die_with_parent(const struct process *process, struct error *error)
{
    (void)error;
    if (process->dies_with_parent)
        prctl(PR_SET_PDEATHSIG, SIGKILL);
    return 0;
}

/* Whatever we inherited or opened must not arrive inside (CVE-2024-21626). */
static int close_descriptors(const struct process *process, struct error *error)
{
    enum { ON_EXEC = 4 /* CLOSE_RANGE_CLOEXEC */ };
    if (!process->close_descriptors ||
        kernel_close_range(3 + process->keep_descriptors, ~0u, ON_EXEC) == 0)
        return 0;
    return error_errno(error, STATUS_HOST, "close_range");
}

/* With a listener, sendmsg(2) is the last call that it does not see. */
static int load(const struct process *process, struct error *error)
{
    unsigned flags = process->filter_flags;
    if (!process->filter)
        return 0;
    if (process->listener)
        flags |= SECCOMP_FILTER_FLAG_NEW_LISTENER;
    int listener =
        (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, process->filter);
    if (listener < 0)
        return error_errno(error, STATUS_HOST, "seccomp(SECCOMP_SET_MODE_FILTER)");
    if (!process->listener)
        return 0;
    return console_send(process->listener, listener, process->listener_text, error);
}

static int load_filter_early(const struct process *process, struct error *error)
{
    return process->no_new_privileges ? 0 : load(process, error);
}

static int load_filter(const struct process *process, struct error *error)
{
    return process->no_new_privileges ? load(process, error) : 0;
}

static const struct {
    part *apply;
    int layer; /* that this is, or ALWAYS */
} parts[] = {
    {leave_keyring, LAYER_KEYRING},
    {set_personality, ALWAYS},
    {set_limits, LAYER_RLIMITS},
    {set_mask, ALWAYS},
    {enter_folder, ALWAYS},
    {stay_inside, LAYER_DESCRIPTORS},
    {take_no_folder, LAYER_DESCRIPTORS},
    {close_descriptors, LAYER_DESCRIPTORS},
    {load_filter_early, LAYER_SECCOMP},
    {narrow_bounding, LAYER_CAPABILITIES},
    {set_groups, LAYER_USER},
    {set_ids, ALWAYS},
    {set_capabilities, LAYER_CAPABILITIES},
    {die_with_parent, ALWAYS},
    {leave_session, LAYER_SESSION},
    {set_no_new_privileges, LAYER_NO_NEW_PRIVILEGES},
    {restrict_paths, LAYER_LANDLOCK},
    {load_filter, LAYER_SECCOMP},
};

int process_apply(const struct process *process, unsigned without, struct error *error)
{
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i].layer == ALWAYS || !(without & LAYER_BIT(parts[i].layer)))
            if (parts[i].apply(process, error) < 0)
                return -1;
    return 0;
}
