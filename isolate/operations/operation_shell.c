/* Operations as lines for a POSIX shell with util-linux or busybox. Made from the
 * row that is executed; tests/isolate/shell_equivalents.sh types them. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>

#include "isolate/kernel.h"
#include "isolate/operations/operation.h"
#include "isolate/operations/operation_flags.h"
#include "isolate/operations/operation_type.h"

static const char *shell_flags(const struct flag_name *names, unsigned long flags,
                               const char *separator, char *buffer, size_t size)
{
    *buffer = 0;
    for (; names->c; names++)
        if ((flags & names->flag) && names->shell)
            flags_append(buffer, size, separator, names->shell);
    return buffer;
}

static void shell_setgroups(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "# the next line does it: --clear-groups");
}

static void shell_setgid(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "exec setpriv --clear-groups --regid %u sh", o->number);
}

static void shell_setuid(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "exec setpriv --reuid %u sh", o->number);
}

static void shell_dumpable(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "# the exec of the line before has done it");
}

static void shell_unshare(const struct operation *o, char *out, size_t size)
{
    char options[160];
    snprintf(out, size, "exec unshare %s sh",
             shell_flags(flags_namespaces, o->flags, " ", options, sizeof options));
}

static void shell_unshare_pid(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "exec unshare --pid --fork sh");
}

static void shell_write(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "echo '%s' > %s", o->text, o->target);
}

static void shell_hostname(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "hostname %s", o->text);
}

static void shell_mount(const struct operation *o, char *out, size_t size)
{
    char options[200], type[64] = "", all[280];
    if (o->flags & MS_PRIVATE) {
        snprintf(out, size, "mount --make-%sprivate %s", o->flags & MS_REC ? "r" : "",
                 o->target);
        return;
    }
    shell_flags(flags_mount, o->flags, ",", options, sizeof options);
    if ((o->flags & MS_BIND) && (o->flags & MS_REC))
        snprintf(options, sizeof options, "rbind");
    if (o->text)
        flags_append(options, sizeof options, ",", o->text);
    if (o->type)
        snprintf(type, sizeof type, "-t %s ", o->type);
    snprintf(all, sizeof all, *options ? "-o %s " : "%s", options);
    snprintf(out, size, "mount %s%s%s%s%s", type, all, o->source ? o->source : "",
             o->source ? " " : "", o->target);
}

static void shell_umount(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "umount -l %s", o->target);
}

static void shell_open_tree(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "# half of a bind mount: see move_mount");
}

static void shell_fsmount(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "# half of a mount: see move_mount");
}

static void shell_setattr(const struct operation *o, char *out, size_t size)
{
    char options[80];
    if (o->slot >= 0 && !o->flags) {
        snprintf(out, size, "# not needed: the shell mounts it when all is private");
        return;
    }
    shell_flags(flags_attributes, o->flags, ",", options, sizeof options);
    snprintf(out, size, "mount -o remount,bind,%s %s", options,
             o->target ? o->target : o->source);
}

static void shell_attach(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "mount --rbind %s %s", o->source, o->target);
}

static void shell_enter(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "mount -t tmpfs tmpfs %s; cd %s", o->target, o->target);
}

static void shell_mkdir(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "mkdir -m %o %s", o->number, o->target);
}

static void shell_create(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "touch %s", o->target);
}

static void shell_symlink(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "ln -s %s %s", o->source, o->target);
}

static void shell_links(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "for name in %s; do ln -s %s %s/$name; done", o->text, o->source,
             o->target);
}

static void shell_chdir(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "cd %s", o->target);
}

static void shell_pivot_root(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "pivot_root . .");
}

static void shell_loopback(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "ip link set lo up");
}

static void shell_network(const struct operation *o, char *out, size_t size)
{
    (void)o;
    snprintf(out, size, "exec unshare --net sh");
}

static void shell_command(const struct operation *o, char *out, size_t size)
{
    snprintf(out, size, "%s%s%s", o->source ? o->source : "", o->source ? " " : "",
             o->text);
}

typedef void writer(const struct operation *o, char *out, size_t size);

static writer *const writers[OPERATION_COUNT] = {
    [OPERATION_SETGROUPS] = shell_setgroups, [OPERATION_SETGID] = shell_setgid,
    [OPERATION_SETUID] = shell_setuid,       [OPERATION_DUMPABLE] = shell_dumpable,
    [OPERATION_UNSHARE] = shell_unshare,     [OPERATION_UNSHARE_PID] = shell_unshare_pid,
    [OPERATION_WRITE] = shell_write,         [OPERATION_HOSTNAME] = shell_hostname,
    [OPERATION_MOUNT] = shell_mount,         [OPERATION_UMOUNT] = shell_umount,
    [OPERATION_OPEN_TREE] = shell_open_tree, [OPERATION_FSMOUNT] = shell_fsmount,
    [OPERATION_SETATTR] = shell_setattr,     [OPERATION_ATTACH] = shell_attach,
    [OPERATION_MKDIR] = shell_mkdir,         [OPERATION_CREATE] = shell_create,
    [OPERATION_SYMLINK] = shell_symlink,     [OPERATION_LINKS] = shell_links,
    [OPERATION_CHDIR] = shell_chdir,         [OPERATION_PIVOT_ROOT] = shell_pivot_root,
    [OPERATION_LOOPBACK] = shell_loopback,   [OPERATION_COMMAND] = shell_command,
    [OPERATION_ENTER] = shell_enter,         [OPERATION_NETWORK] = shell_network,
};

const char *operation_shell(const struct operation *operation, char *buffer, size_t size)
{
    const struct operation_type *type = operation_type(operation->kind);
    writer *write = type ? type->shell : writers[operation->kind];
    write(operation, buffer, size);
    return buffer;
}
