/* Operations as C calls, as a learner would type them, and what the kernel
 * answered. Made from the row that is executed. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>

#include "isolate/kernel.h"
#include "isolate/operations/operation.h"
#include "isolate/operations/operation_flags.h"
#include "isolate/operations/operation_type.h"

static const char *c_flags(const struct flag_name *names, unsigned long flags,
                           char *buffer, size_t size)
{
    *buffer = 0;
    for (; names->c; names++)
        if (flags & names->flag)
            flags_append(buffer, size, " | ", names->c);
    if (!*buffer)
        flags_append(buffer, size, "", "0");
    return buffer;
}

static const char *quoted(const char *text, char *buffer, size_t size)
{
    if (text)
        snprintf(buffer, size, "\"%s\"", text);
    else
        snprintf(buffer, size, "NULL");
    return buffer;
}

static void call_setgroups(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "setgroups(0, NULL)");
}

static void call_setgid(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "setresgid(%u, %u, %u)", o->number, o->number, o->number);
}

static void call_setuid(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "setresuid(%u, %u, %u)", o->number, o->number, o->number);
}

static void call_dumpable(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "prctl(PR_SET_DUMPABLE, 1)");
}

static void call_unshare(const struct operation *o, char *out, size_t size)
{
    char flags[160];
    snprintf(out, size, "unshare(%s)",
             c_flags(flags_namespaces, o->flags, flags, sizeof flags));
}

static void call_unshare_pid(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "unshare(CLONE_NEWPID); fork()");
}

static void call_write(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "write(open(\"%s\", O_WRONLY), \"%s\", %zu)", o->target, o->text,
             strlen(o->text));
}

static void call_hostname(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "sethostname(\"%s\", %zu)", o->text, strlen(o->text));
}

static void call_mount(const struct operation *o, char *out, size_t size)
{
    char source[256], type[64], flags[160], options[128];
    snprintf(out, size, "mount(%s, \"%s\", %s, %s, %s)",
             quoted(o->source, source, sizeof source), o->target,
             quoted(o->type, type, sizeof type),
             c_flags(flags_mount, o->flags, flags, sizeof flags),
             quoted(o->text, options, sizeof options));
}

static void call_umount(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "umount2(\"%s\", MNT_DETACH)", o->target);
}

static void call_open_tree(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "open_tree(AT_FDCWD, \"%s\", OPEN_TREE_CLONE | AT_RECURSIVE)",
             o->source);
}

static void call_fsmount(const struct operation *o, char *out, size_t size)
{
    char flags[160];
    c_flags(flags_attributes, o->flags, flags, sizeof flags);
    if (o->text)
        snprintf(out, size, "fsmount(fsconfig(fsopen(\"%s\", 0), \"%s\"), 0, %s)",
                 o->source, o->text, flags);
    else
        snprintf(out, size, "fsmount(fsopen(\"%s\", 0), 0, %s)", o->source, flags);
}

static void call_setattr(const struct operation *o, char *out, size_t size)
{
    char flags[128], target[256];
    if (o->slot >= 0)
        snprintf(target, sizeof target, "tree, \"\", AT_EMPTY_PATH%s",
                 o->recursive ? " | AT_RECURSIVE" : "");
    else
        snprintf(target, sizeof target, "AT_FDCWD, \"%s\", %s", o->target,
                 o->recursive ? "AT_RECURSIVE" : "0");
    if (o->slot >= 0 && !o->flags)
        snprintf(out, size, "mount_setattr(%s, {.propagation = MS_PRIVATE})", target);
    else
        snprintf(out, size, "mount_setattr(%s, {.attr_set = %s%s})", target,
                 c_flags(flags_attributes, o->flags, flags, sizeof flags),
                 o->slot >= 0 ? ", .propagation = MS_PRIVATE" : "");
}

static void call_attach(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size,
             "move_mount(tree, \"\", AT_FDCWD, \"%s\", MOVE_MOUNT_F_EMPTY_PATH%s)",
             o->target, o->flags ? "" : " | MOVE_MOUNT_T_SYMLINKS");
}

static void call_enter(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size,
             "fchdir(tree); move_mount(tree, \"\", AT_FDCWD, \"%s\", "
             "MOVE_MOUNT_F_EMPTY_PATH)",
             o->target);
}

static void call_mkdir(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "mkdir(\"%s\", %#o)", o->target, o->number);
}

static void call_create(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "mknod(\"%s\", S_IFREG | 0644, 0)", o->target);
}

static void call_symlink(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "symlink(\"%s\", \"%s\")", o->source, o->target);
}

static void call_links(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "symlink(\"%s\", \"%s/NAME\") for each NAME of: %s", o->source,
             o->target, o->text);
}

static void call_chdir(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "chdir(\"%s\")", o->target);
}

static void call_pivot_root(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "pivot_root(\".\", \".\")");
}

static void call_loopback(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size,
             "ioctl(socket(AF_INET, SOCK_DGRAM, 0), SIOCSIFFLAGS, "
             "{\"lo\", IFF_UP | IFF_RUNNING})");
}

static void call_network(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "unshare(CLONE_NEWNET) in a thread; setns(of it, CLONE_NEWNET)");
}

static void call_command(const struct operation *o, char *out, size_t size)
{
    if (o->source)
        snprintf(out, size, "execve(\"%s\", {\"%.*s\", …}, …)", o->source,
                 (int)strcspn(o->text, " "), o->text);
    else
        snprintf(out, size, "execve(\"/bin/%.*s\", …)", (int)strcspn(o->text, " "),
                 o->text);
}

typedef void writer(const struct operation *o, char *out, size_t size);

static writer *const writers[OPERATION_COUNT] = {
    [OPERATION_SETGROUPS] = call_setgroups, [OPERATION_SETGID] = call_setgid,
    [OPERATION_SETUID] = call_setuid,       [OPERATION_DUMPABLE] = call_dumpable,
    [OPERATION_UNSHARE] = call_unshare,     [OPERATION_UNSHARE_PID] = call_unshare_pid,
    [OPERATION_WRITE] = call_write,         [OPERATION_HOSTNAME] = call_hostname,
    [OPERATION_MOUNT] = call_mount,         [OPERATION_UMOUNT] = call_umount,
    [OPERATION_OPEN_TREE] = call_open_tree, [OPERATION_FSMOUNT] = call_fsmount,
    [OPERATION_SETATTR] = call_setattr,     [OPERATION_ATTACH] = call_attach,
    [OPERATION_MKDIR] = call_mkdir,         [OPERATION_CREATE] = call_create,
    [OPERATION_SYMLINK] = call_symlink,     [OPERATION_LINKS] = call_links,
    [OPERATION_CHDIR] = call_chdir,         [OPERATION_PIVOT_ROOT] = call_pivot_root,
    [OPERATION_LOOPBACK] = call_loopback,   [OPERATION_COMMAND] = call_command,
    [OPERATION_ENTER] = call_enter,         [OPERATION_NETWORK] = call_network,
};

const char *operation_call(const struct operation *operation, char *buffer, size_t size)
{
    const struct operation_type *type = operation_type(operation->kind);
    writer *write = type ? type->call : writers[operation->kind];
    write(operation, buffer, size);
    return buffer;
}

static const char *errno_name(int number)
{
#ifdef __GLIBC__
    const char *name = strerrorname_np(number);
    return name ? name : "?";
#else
    (void)number;
    return "errno";
#endif
}

const char *outcome_text(const struct operation *operation, const struct outcome *outcome,
                         char *buffer, size_t size)
{
    if (outcome->error)
        snprintf(buffer, size, "= -1 %s (%s)", errno_name(outcome->error),
                 strerror(outcome->error));
    else if (operation->kind == OPERATION_COMMAND)
        snprintf(buffer, size, "exit status %ld", outcome->value);
    else
        snprintf(buffer, size, "= %ld", outcome->value);
    return buffer;
}
