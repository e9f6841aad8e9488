/* System calls and constants that this C library may not know yet.
 *
 * glibc has the new mount calls since 2.36; the kernel since 5.2 to 5.12. Here
 * they are called by number, so that one source builds everywhere. Numbers above
 * 423 are the same on every architecture.
 */
#ifndef RING3_ISOLATE_KERNEL_H
#define RING3_ISOLATE_KERNEL_H

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum {
    KERNEL_OPEN_TREE = 428,
    KERNEL_MOVE_MOUNT = 429,
    KERNEL_FSOPEN = 430,
    KERNEL_FSCONFIG = 431,
    KERNEL_FSMOUNT = 432,
    KERNEL_PIDFD_OPEN = 434,
    KERNEL_CLONE3 = 435,
    KERNEL_CLOSE_RANGE = 436,
    KERNEL_OPENAT2 = 437,
    KERNEL_MOUNT_SETATTR = 442,
};

/* linux/mount.h */
#define TREE_CLONE         0x01u        /* OPEN_TREE_CLONE */
#define TREE_RECURSIVE     0x8000u      /* AT_RECURSIVE */
#define MOVE_EMPTY_SOURCE  0x04u        /* MOVE_MOUNT_F_EMPTY_PATH */
#define MOVE_FOLLOW_TARGET 0x10u        /* MOVE_MOUNT_T_SYMLINKS: within the new root */
#define ATTRIBUTE_RDONLY   0x00000001ul /* MOUNT_ATTR_… */
#define ATTRIBUTE_NOSUID   0x00000002ul
#define ATTRIBUTE_NODEV    0x00000004ul
#define ATTRIBUTE_NOEXEC   0x00000008ul
#define ATTRIBUTE_IDMAP    0x00100000ul

struct kernel_mount_attributes { /* struct mount_attr */
    uint64_t set, clear, propagation, userns_fd;
};

struct kernel_open { /* struct open_how */
    uint64_t flags, mode, resolve;
};

#ifndef CLONE_NEWCGROUP
#define CLONE_NEWCGROUP 0x02000000
#endif
#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x00000080
#endif
#define KERNEL_INTO_CGROUP 0x200000000ull /* CLONE_INTO_CGROUP */

struct kernel_clone { /* struct clone_args */
    uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls,
        set_tid, set_tid_size, cgroup;
};

static inline int kernel_open_tree(int folder, const char *path, unsigned flags)
{
    return (int)syscall(KERNEL_OPEN_TREE, folder, path, flags);
}

static inline int kernel_attach(int tree, const char *target)
{
    return (int)syscall(KERNEL_MOVE_MOUNT, tree, "", AT_FDCWD, target,
                        MOVE_EMPTY_SOURCE | MOVE_FOLLOW_TARGET);
}

/* The same, but where the last part of the path is a link, it fails. */
static inline int kernel_attach_here(int tree, const char *target)
{
    return (int)syscall(KERNEL_MOVE_MOUNT, tree, "", AT_FDCWD, target, MOVE_EMPTY_SOURCE);
}

static inline int kernel_mount_setattr(int folder, const char *path, unsigned flags,
                                       struct kernel_mount_attributes *attributes)
{
    return (int)syscall(KERNEL_MOUNT_SETATTR, folder, path, flags, attributes,
                        sizeof *attributes);
}

/* "mode=0755,size=64k", one call for each. */
static inline int kernel_configure(int context, const char *options)
{
    char text[256], *rest = text, *key;
    if (strlen(options) >= sizeof text) {
        errno = E2BIG;
        return -1;
    }
    strcpy(text, options);
    while ((key = strsep(&rest, ","))) {
        char *value = strchr(key, '=');
        if (value)
            *value++ = 0;
        if (syscall(KERNEL_FSCONFIG, context, value ? 1 /* FSCONFIG_SET_STRING */ : 0,
                    key, value, 0) < 0)
            return -1;
    }
    return 0;
}

/* A new mount of a file system, attached nowhere yet. No options: NULL. */
static inline int kernel_new_mount(const char *type, unsigned long attributes,
                                   const char *options)
{
    int context = (int)syscall(KERNEL_FSOPEN, type, 1 /* FSOPEN_CLOEXEC */), mount = -1;
    if (context < 0)
        return -1;
    if ((!options || kernel_configure(context, options) == 0) &&
        syscall(KERNEL_FSCONFIG, context, 6 /* FSCONFIG_CMD_CREATE */, NULL, NULL, 0) >=
            0)
        mount =
            (int)syscall(KERNEL_FSMOUNT, context, 1 /* FSMOUNT_CLOEXEC */, attributes);
    int error = errno;
    close(context);
    errno = error;
    return mount;
}

/* fork() with new namespaces, the child in the cgroup of a descriptor (0: in ours). */
static inline pid_t kernel_clone3(uint64_t flags, int exit_signal, int cgroup)
{
    struct kernel_clone arguments = {.flags = flags,
                                     .exit_signal = (uint64_t)exit_signal};
    if (cgroup > 0) {
        arguments.flags |= KERNEL_INTO_CGROUP;
        arguments.cgroup = (uint64_t)cgroup;
    }
    return (pid_t)syscall(KERNEL_CLONE3, &arguments, sizeof arguments);
}

static inline int kernel_pidfd_open(pid_t pid)
{
    return (int)syscall(KERNEL_PIDFD_OPEN, pid, 0);
}

/* The same by clone(2), because filters such as Docker's hide clone3. It knows neither
 * time namespaces nor cgroups. */
static inline pid_t kernel_clone(unsigned long flags)
{
#if defined(__s390__)
    return (pid_t)syscall(SYS_clone, NULL, flags, NULL, NULL, 0);
#else
    return (pid_t)syscall(SYS_clone, flags, NULL, NULL, NULL, 0);
#endif
}

static inline int kernel_close_range(unsigned first, unsigned last, unsigned flags)
{
    return (int)syscall(KERNEL_CLOSE_RANGE, first, last, flags);
}

static inline int kernel_openat2(int folder, const char *path, struct kernel_open *how)
{
    return (int)syscall(KERNEL_OPENAT2, folder, path, how, sizeof *how);
}

static inline int kernel_pivot_root(const char *new_root, const char *put_old)
{
    return (int)syscall(SYS_pivot_root, new_root, put_old);
}

#endif
