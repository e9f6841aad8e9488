/* What the kernel says of the system around a process. */
#include <arpa/inet.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "isolate/play/observe.h"
#include "isolate/play/see.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/error.h"

void see_hostname(int proc, const char *argument, char *out)
{
    (void)proc, (void)argument;
    if (gethostname(out, FACT_MAX) < 0)
        snprintf(out, FACT_MAX, "unknown");
}

/* "         0       1000          1\n" → "0 1000 1"; lines are joined by ", ". */
static void squeeze(const char *text, char *out, size_t size)
{
    size_t length = 0;
    bool pending = false;
    for (; *text && length + 3 < size; text++) {
        if (*text == '\n' && text[1] && length) {
            out[length++] = ',';
            pending = true;
        } else if (isspace((unsigned char)*text)) {
            pending = length > 0;
        } else {
            if (pending)
                out[length++] = ' ';
            pending = false;
            out[length++] = *text;
        }
    }
    out[length] = 0;
}

void see_proc_line(int proc, const char *path, char *out)
{
    char text[512];
    squeeze(see_file(proc, path, text, sizeof text), out, FACT_MAX);
    if (!*out)
        snprintf(out, FACT_MAX, "(empty)");
}

/* "user:[4026531837]" → "4026531837" */
void see_namespace(int proc, const char *kind, char *out)
{
    char path[32], link[64] = "";
    snprintf(path, sizeof path, "self/ns/%s", kind);
    ssize_t length = readlinkat(proc, path, link, sizeof link - 1);
    link[length < 0 ? 0 : length] = 0;
    const char *number = strchr(link, '[');
    snprintf(out, FACT_MAX, "%.*s", number ? (int)strcspn(number + 1, "]") : 4,
             number ? number + 1 : "none");
}

/* ---- folders and files ---- */

static int visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

void see_folder(const char *path, char *out)
{
    struct dirent **names;
    int count = scandir(path, &names, visible, alphasort);
    size_t length = 0;
    bool cut = false;
    if (count < 0) {
        snprintf(out, FACT_MAX, "%s",
                 errno == ENOENT ? "(no such folder)" : strerror(errno));
        return;
    }
    snprintf(out, FACT_MAX, "%s", count ? "" : "(empty)");
    for (int i = 0; i < count; i++) {
        /* Room for " …" and the end is kept. */
        bool fits = !cut && length + strlen(names[i]->d_name) + 6 < FACT_MAX;
        if (fits)
            length += (size_t)snprintf(out + length, FACT_MAX - length, "%s%s",
                                       length ? " " : "", names[i]->d_name);
        else if (!cut)
            snprintf(out + length, FACT_MAX - length, " …");
        cut = !fits;
        free(names[i]);
    }
    free(names);
}

void see_names(int proc, const char *path, char *out)
{
    (void)proc;
    see_folder(path, out);
}

/* Opened and closed, never written; a folder is asked about. */
void see_writable(int proc, const char *path, char *out)
{
    (void)proc;
    size_t length = strlen(path);
    int result;
    if (path[length - 1] == '/') {
        result = faccessat(AT_FDCWD, path, W_OK, AT_EACCESS);
    } else {
        cleanup_fd int fd = open(path, O_WRONLY | O_CLOEXEC);
        result = fd < 0 ? -1 : 0;
    }
    if (result == 0)
        snprintf(out, FACT_MAX, "writable");
    else if (errno == ENOENT)
        snprintf(out, FACT_MAX, "not there");
    else
        snprintf(out, FACT_MAX, "%s",
                 errno == EROFS                      ? "read-only"
                 : errno == EACCES || errno == EPERM ? "closed by its owner's mode"
                                                     : strerror(errno));
}

void see_read_only(int proc, const char *path, char *out)
{
    struct statvfs status;
    (void)proc;
    if (statvfs(path, &status) < 0)
        snprintf(out, FACT_MAX, "not there");
    else
        snprintf(out, FACT_MAX, "%s",
                 status.f_flag & ST_RDONLY ? "read-only" : "writable");
}

/* Files that tell about the whole machine. A masked one is empty. */
void see_masked(int proc, const char *argument, char *out)
{
    static const char *const telling[] = {"/proc/kallsyms", "/proc/interrupts",
                                          "/proc/config.gz", "/sys/kernel/uevent_seqnum"};
    size_t length = 0;
    (void)proc, (void)argument;
    *out = 0;
    for (size_t i = 0; i < sizeof telling / sizeof telling[0]; i++) {
        char byte;
        cleanup_fd int fd = open(telling[i], O_RDONLY | O_CLOEXEC);
        if (fd >= 0 && read(fd, &byte, 1) == 1)
            length += (size_t)snprintf(out + length, FACT_MAX - length, "%s%s",
                                       length ? " " : "", strrchr(telling[i], '/') + 1);
    }
    if (!length)
        snprintf(out, FACT_MAX, "none of the masked files");
}

/* ---- shared objects ---- */

static unsigned count_lines(int proc, const char *path)
{
    char text[8192];
    unsigned lines = 0;
    for (const char *c = see_file(proc, path, text, sizeof text); *c; c++)
        lines += *c == '\n';
    return lines ? lines - 1 : 0; /* the first is a heading */
}

void see_ipc(int proc, const char *argument, char *out)
{
    (void)argument;
    snprintf(out, FACT_MAX, "%u shm, %u sem, %u msg", count_lines(proc, "sysvipc/shm"),
             count_lines(proc, "sysvipc/sem"), count_lines(proc, "sysvipc/msg"));
}

/* ---- the network ---- */

static size_t see_link(int socket, const char *name, char *out, size_t length)
{
    struct ifreq flags = {0}, address = {0};
    char text[INET_ADDRSTRLEN] = "";
    snprintf(flags.ifr_name, IFNAMSIZ, "%.15s", name);
    snprintf(address.ifr_name, IFNAMSIZ, "%.15s", name);
    ioctl(socket, SIOCGIFFLAGS, &flags);
    if (ioctl(socket, SIOCGIFADDR, &address) == 0) {
        struct sockaddr_in ip;
        memcpy(&ip, &address.ifr_addr, sizeof ip);
        inet_ntop(AF_INET, &ip.sin_addr, text, sizeof text);
    }
    if (length + 48 > FACT_MAX)
        return length;
    return length + (size_t)snprintf(out + length, FACT_MAX - length, "%s%s %s%s%s",
                                     length ? ", " : "", name,
                                     flags.ifr_flags & IFF_UP ? "up" : "down",
                                     *text ? " " : "", text);
}

void see_links(int proc, const char *argument, char *out)
{
    size_t length = 0;
    (void)proc, (void)argument;
    cleanup_fd int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct if_nameindex *links = if_nameindex();
    snprintf(out, FACT_MAX, "unknown");
    for (const struct if_nameindex *link = links; link && link->if_name; link++)
        length = see_link(fd, link->if_name, out, length);
    if_freenameindex(links);
}

/* self/net/route: the second word is the destination, the third the gateway. */
void see_route(int proc, const char *argument, char *out)
{
    char text[4096], name[32];
    unsigned destination, gateway;
    (void)argument;
    snprintf(out, FACT_MAX, "none");
    const char *line = see_file(proc, "self/net/route", text, sizeof text);
    while ((line = strchr(line, '\n')) && *++line)
        if (sscanf(line, "%31s %x %x", name, &destination, &gateway) == 3 &&
            !destination) {
            char address[INET_ADDRSTRLEN];
            inet_ntop(AF_INET, &gateway, address, sizeof address);
            snprintf(out, FACT_MAX, "via %s, %s", address, name);
            return;
        }
}

/* The path in the memory hierarchy when there is one, else of v2. */
void see_cgroup(int proc, const char *argument, char *out)
{
    char text[4096];
    (void)argument;
    see_file(proc, "self/cgroup", text, sizeof text);
    const char *line = strstr(text, ":memory:");
    if (!line)
        line = strstr(text, "0::");
    const char *path = line ? strchr(line, '/') : NULL;
    snprintf(out, FACT_MAX, "%.*s", path ? (int)strcspn(path, "\n") : 4,
             path ? path : "none");
}
