/* Calls in words, by a table of what their arguments are. */
#include "isolate/explain/decode.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "isolate/seccomp/calls.h"

/* A letter per argument: s path, t another string, d number with a sign, x hexadecimal, o
 * octal, p pointer, f folder (a descriptor, or AT_FDCWD), e socket family, n namespace
 * flags, O flags of open. Of a call that is not here, small arguments are numbers. */
/* clang-format off */
static const struct shape {
    const char *call, *arguments;
} shapes[] = {
    {"open", "sOo"}, {"openat", "fsOo"}, {"openat2", "fspd"}, {"creat", "so"},
    {"execve", "spp"}, {"access", "so"}, {"faccessat", "fso"}, {"faccessat2", "fsox"},
    {"stat", "sp"}, {"lstat", "sp"}, {"newfstatat", "fspx"}, {"statx", "fsxxp"},
    {"readlink", "spd"}, {"readlinkat", "fspd"}, {"chdir", "s"}, {"chroot", "s"},
    {"mkdir", "so"}, {"mkdirat", "fso"}, {"rmdir", "s"}, {"unlink", "s"},
    {"unlinkat", "fsx"}, {"rename", "ss"}, {"renameat", "fsfs"}, {"renameat2", "fsfsx"},
    {"link", "ss"}, {"linkat", "fsfsx"}, {"symlink", "ts"}, {"symlinkat", "tfs"},
    {"chmod", "so"}, {"fchmod", "do"}, {"fchmodat", "fso"}, {"fchmodat2", "fsox"},
    {"chown", "sdd"}, {"lchown", "sdd"}, {"fchown", "ddd"}, {"fchownat", "fsddx"},
    {"mknod", "sox"}, {"mknodat", "fsox"}, {"truncate", "sd"}, {"utimensat", "fspx"},
    {"statfs", "sp"}, {"mount", "tstxp"}, {"umount2", "sx"}, {"pivot_root", "ss"},
    {"fsopen", "tx"}, {"open_tree", "fsx"}, {"move_mount", "fsfsx"},
    {"mount_setattr", "fsxpd"}, {"unshare", "n"}, {"setns", "dn"}, {"clone", "nppp"},
    {"clone3", "pd"}, {"socket", "exd"}, {"socketpair", "exdp"}, {"connect", "dpd"},
    {"bind", "dpd"}, {"sendto", "dpdxpd"}, {"sethostname", "sd"}, {"setdomainname", "sd"},
    {"ioctl", "dxp"}, {"personality", "x"}, {"ptrace", "ddpp"}, {"kill", "dd"},
    {"setuid", "d"}, {"setgid", "d"}, {"setgroups", "dp"}, {"setresuid", "ddd"},
    {"setresgid", "ddd"}, {"setreuid", "dd"}, {"setregid", "dd"}, {"capset", "pp"},
    {"prctl", "dxxxx"}, {"bpf", "dpd"}, {"perf_event_open", "pdddx"},
    {"io_uring_setup", "dp"}, {"keyctl", "dxxxx"}, {"add_key", "ttpdd"},
    {"request_key", "tttd"}, {"reboot", "xxxp"}, {"settimeofday", "pp"},
    {"clock_settime", "dp"}, {"adjtimex", "p"}, {"clock_adjtime", "dp"},
    {"syslog", "dpd"},
    {"acct", "s"}, {"swapon", "sx"}, {"swapoff", "s"}, {"init_module", "pdt"},
    {"finit_module", "dtx"}, {"delete_module", "tx"}, {"open_by_handle_at", "dpO"},
    {"name_to_handle_at", "fsppx"}, {"setpriority", "ddd"}, {"setrlimit", "dp"},
    {"prlimit64", "ddpp"}, {"sched_setscheduler", "ddp"}, {"userfaultfd", "x"},
    {"setxattr", "sspdx"}, {"lsetxattr", "sspdx"}, {"getxattr", "sspd"},
    {"lgetxattr", "sspd"}, {"inotify_add_watch", "dsx"}, {"memfd_create", "tx"},
    {"mmap", "pdxxdd"}, {"read", "dpd"}, {"write", "dpd"}, {"dup2", "dd"},
    {"mlock", "pd"},
    {"fanotify_init", "xx"}, {"quotactl", "xsdp"}, {"process_vm_readv", "dpdpdd"},
    {"kexec_load", "ddpx"},
};
/* clang-format on */

struct writer {
    char *text;
    size_t at;
};

static void put(struct writer *w, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void put(struct writer *w, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (w->at < CALL_TEXT_MAX)
        w->at +=
            (size_t)vsnprintf(w->text + w->at, CALL_TEXT_MAX - w->at, format, arguments);
    va_end(arguments);
}

/* Up to the end of the page, then the next: a string may end just before memory that is
 * not there. */
static bool read_string(pid_t pid, uint64_t address, char *text, size_t size)
{
    size_t had = 0;
    while (had < size) {
        size_t part = 4096 - (address + had) % 4096;
        part = part < size - had ? part : size - had;
        struct iovec here = {text + had, part},
                     there = {(void *)(uintptr_t)(address + had), part};
        ssize_t got = process_vm_readv(pid, &here, 1, &there, 1, 0);
        if (got <= 0)
            return false;
        if (memchr(text + had, 0, (size_t)got))
            return true;
        had += (size_t)got;
    }
    text[size - 1] = 0;
    return true;
}

static void put_string(struct writer *w, pid_t pid, uint64_t address)
{
    char text[80];
    if (!address || !read_string(pid, address, text, sizeof text)) {
        put(w, address ? "?" : "NULL");
        return;
    }
    for (char *at = text; *at; at++)
        if (iscntrl((unsigned char)*at) || *at == '"')
            *at = '?';
    put(w, "\"%s\"", text);
}

struct flag {
    uint64_t bits;
    const char *name;
};

static const struct flag namespaces[] = {
    {0x00020000, "CLONE_NEWNS"},   {0x02000000, "CLONE_NEWCGROUP"},
    {0x04000000, "CLONE_NEWUTS"},  {0x08000000, "CLONE_NEWIPC"},
    {0x10000000, "CLONE_NEWUSER"}, {0x20000000, "CLONE_NEWPID"},
    {0x40000000, "CLONE_NEWNET"},  {0, NULL}};

static const struct flag opening[] = {
    {O_CREAT, "O_CREAT"},         {O_EXCL, "O_EXCL"},
    {O_TRUNC, "O_TRUNC"},         {O_APPEND, "O_APPEND"},
    {O_DIRECTORY, "O_DIRECTORY"}, {O_NOFOLLOW, "O_NOFOLLOW"},
    {O_CLOEXEC, "O_CLOEXEC"},     {O_NOCTTY, "O_NOCTTY"},
    {O_NONBLOCK, "O_NONBLOCK"},   {0, NULL}};

static void put_flags(struct writer *w, uint64_t value, const struct flag *flags,
                      bool has_begun)
{
    for (; flags->name; flags++)
        if (value & flags->bits) {
            put(w, "%s%s", has_begun ? "|" : "", flags->name);
            value &= ~flags->bits;
            has_begun = true;
        }
    if (value || !has_begun)
        put(w, "%s%#llx", has_begun ? "|" : "", (unsigned long long)value);
}

static void put_opening(struct writer *w, uint64_t value)
{
    static const char *const modes[] = {"O_RDONLY", "O_WRONLY", "O_RDWR", "3"};
    enum { LARGE_FILE = 0100000 }; /* set by 32-bit habit, and says nothing */
    put(w, "%s", modes[value & O_ACCMODE]);
    value &= ~(uint64_t)(O_ACCMODE | LARGE_FILE);
    if (value)
        put_flags(w, value, opening, true);
}

static void put_family(struct writer *w, uint64_t value)
{
    static const struct flag families[] = {
        {1, "AF_UNIX"},    {2, "AF_INET"}, {10, "AF_INET6"}, {16, "AF_NETLINK"},
        {17, "AF_PACKET"}, {38, "AF_ALG"}, {40, "AF_VSOCK"}, {31, "AF_BLUETOOTH"},
        {29, "AF_CAN"},    {0, NULL}};
    for (const struct flag *f = families; f->name; f++)
        if (f->bits == (uint32_t)value) {
            put(w, "%s", f->name);
            return;
        }
    put(w, "%d", (int)value);
}

/* An int whose upper half was left over, or a long. */
static long long number_of(uint64_t value)
{
    return value >> 31 == 1 ? (int)value : (long long)value;
}

static void put_argument(struct writer *w, pid_t pid, char kind, uint64_t value)
{
    if (kind == 's' || kind == 't')
        put_string(w, pid, value);
    else if (kind == 'f' && (int)value == AT_FDCWD)
        put(w, "AT_FDCWD");
    else if (kind == 'f' || kind == 'd')
        put(w, "%lld", number_of(value));
    else if (kind == 'o')
        put(w, "%#o", (unsigned)value);
    else if (kind == 'p')
        put(w, value ? "…" : "NULL");
    else if (kind == 'n')
        put_flags(w, value, namespaces, false);
    else if (kind == 'O')
        put_opening(w, value);
    else if (kind == 'e')
        put_family(w, value);
    else
        put(w, "%#llx", (unsigned long long)value);
}

static const char *shape_of(const char *name, const uint64_t *arguments, char *otherwise)
{
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (!strcmp(shapes[i].call, name))
            return shapes[i].arguments;
    size_t used = 6;
    while (used > 0 && !arguments[used - 1])
        used--;
    for (size_t i = 0; i < used; i++)
        otherwise[i] = arguments[i] < 0x10000 ? 'd' : 'p';
    otherwise[used] = 0;
    return otherwise;
}

/* Where a descriptor, or what is relative to it, leads to in the process's own root. */
static bool follow(pid_t pid, int descriptor, char *path, size_t size)
{
    char link[64];
    if (descriptor == AT_FDCWD)
        snprintf(link, sizeof link, "/proc/%d/cwd", pid);
    else
        snprintf(link, sizeof link, "/proc/%d/fd/%d", pid, descriptor);
    ssize_t length = readlink(link, path, size - 1);
    path[length > 0 ? length : 0] = 0;
    return *path == '/';
}

/* The path of the first name; of a call without one that of its descriptor. */
static void find_path(pid_t pid, const char *kinds, struct watched *call)
{
    char name[CALL_TEXT_MAX] = "", folder[CALL_TEXT_MAX] = "";
    const char *first = strchr(kinds, 's');
    int descriptor = AT_FDCWD;
    call->path[0] = 0;
    if (first && first > kinds && first[-1] == 'f')
        descriptor = (int)call->arguments[first - kinds - 1];
    else if (!first && *kinds == 'd')
        descriptor = (int)call->arguments[0];
    else if (!first)
        return;
    if (first && !read_string(pid, call->arguments[first - kinds], name, sizeof name))
        return;
    if (*name != '/' && !follow(pid, descriptor, folder, sizeof folder))
        return;
    bool needs_slash = *name && *folder && folder[strlen(folder) - 1] != '/';
    int length = snprintf(call->path, sizeof call->path, "%s%s%s", folder,
                          needs_slash ? "/" : "", name);
    if (length >= (int)sizeof call->path)
        call->path[0] = 0;
}

void decode_call(pid_t pid, struct watched *call)
{
    char name[CALL_NAME_MAX], otherwise[7];
    struct writer writer = {call->text, 0};
    call_name(call->architecture, call->number, name);
    const char *kinds = shape_of(name, call->arguments, otherwise);
    put(&writer, "%s(", name);
    for (size_t i = 0; kinds[i]; i++) {
        /* The mode of open counts only when it makes a file. */
        if (kinds[i] == 'o' && i > 0 && kinds[i - 1] == 'O' &&
            !(call->arguments[i - 1] & O_CREAT))
            break;
        put(&writer, i > 0 ? ", " : "");
        put_argument(&writer, pid, kinds[i], call->arguments[i]);
    }
    put(&writer, ")");
    find_path(pid, kinds, call);
}

int decode_errno(const char *word)
{
    char *end;
    long number = strtol(word, &end, 10);
    if (end != word && !*end && number > 0 && number < 4096)
        return (int)number;
    for (int i = 1; i < 134; i++) {
        const char *name = strerrorname_np(i);
        if (name && !strcasecmp(name, word))
            return i;
    }
    return -1;
}
