/* Facts, each read by one small function from the kernel's own words. This table says
 * which; those that come together, of mounts and processes, are read here. */
#include "isolate/play/observe.h"

#include <ctype.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "isolate/play/see.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/error.h"

#define FACT_NAME(fact, name, label)  name,
#define FACT_LABEL(fact, name, label) label,
const char *const fact_names[FACT_COUNT] = {FACTS(FACT_NAME)};
const char *const fact_labels[FACT_COUNT] = {FACTS(FACT_LABEL)};

static const struct {
    enum fact fact;
    void (*see)(int proc, const char *argument, char *out);
    const char *argument;
} seers[] = {
    {FACT_NS_USER, see_namespace, "user"},
    {FACT_NS_UTS, see_namespace, "uts"},
    {FACT_NS_MNT, see_namespace, "mnt"},
    {FACT_NS_PID, see_namespace, "pid"},
    {FACT_NS_NET, see_namespace, "net"},
    {FACT_NS_IPC, see_namespace, "ipc"},
    {FACT_NS_CGROUP, see_namespace, "cgroup"},
    {FACT_NS_TIME, see_namespace, "time"},
    {FACT_ENVIRONMENT, see_environment, NULL},
    {FACT_DESCRIPTORS, see_descriptors, NULL},
    {FACT_SESSION, see_session, NULL},
    {FACT_ID, see_id, NULL},
    {FACT_UID_MAP, see_proc_line, "self/uid_map"},
    {FACT_GID_MAP, see_proc_line, "self/gid_map"},
    {FACT_SETGROUPS, see_proc_line, "self/setgroups"},
    {FACT_CAPS, see_capabilities, "CapEff"},
    {FACT_CAPS_PERMITTED, see_capabilities, "CapPrm"},
    {FACT_CAPS_INHERITABLE, see_capabilities, "CapInh"},
    {FACT_CAPS_BOUNDING, see_capabilities, "CapBnd"},
    {FACT_CAPS_AMBIENT, see_capabilities, "CapAmb"},
    {FACT_NO_NEW_PRIVS, see_status_line, "NoNewPrivs"},
    {FACT_SECCOMP, see_seccomp, NULL},
    {FACT_KEYRING, see_keyring, NULL},
    {FACT_HOSTNAME, see_hostname, NULL},
    {FACT_LS, see_names, "/"},
    {FACT_ROOT_WRITE, see_writable, "/"},
    {FACT_DEV, see_names, "/dev"},
    {FACT_SYS, see_names, "/sys"},
    {FACT_PROC_SYS, see_read_only, "/proc/sys"},
    {FACT_MASKED, see_masked, NULL},
    {FACT_ETC, see_names, "/etc"},
    {FACT_VOLUME, see_names, "/data"},
    {FACT_PID, see_pid, NULL},
    {FACT_IPC, see_ipc, NULL},
    {FACT_LINKS, see_links, NULL},
    {FACT_ROUTE, see_route, NULL},
    {FACT_CGROUP, see_cgroup, NULL},
    {FACT_UPTIME, see_uptime, NULL},
    {FACT_RLIMITS, see_rlimits, NULL},
};

/* Lines look like "27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw": the fifth
 * word is the mount point, before the dash stands the propagation, and after it come
 * type and source. The last "/" is the one on top. */
static void see_mounts(const char *mountinfo, struct observation *o)
{
    unsigned count = 0;
    snprintf(o->facts[FACT_ROOT], FACT_MAX, "unknown");
    for (const char *line = mountinfo; *line; line += strcspn(line, "\n") + 1) {
        char point[256], type[64], source[128];
        const char *dash = strstr(line, " - ");
        count++;
        if (sscanf(line, "%*s %*s %*s %*s %255s", point) == 1 && !strcmp(point, "/") &&
            dash && sscanf(dash, " - %63s %127s", type, source) == 2) {
            const char *shared = strstr(line, " shared:");
            const char *slave = strstr(line, " master:");
            snprintf(o->facts[FACT_ROOT], FACT_MAX, "%.40s %.70s", type, source);
            snprintf(o->facts[FACT_PROPAGATION], FACT_MAX, "%s",
                     shared && shared < dash ? "shared"
                     : slave && slave < dash ? "slaves of the host's"
                                             : "private");
        }
        if (!line[strcspn(line, "\n")])
            break;
    }
    snprintf(o->facts[FACT_MOUNTS], FACT_MAX, "%u", count);
}

/* Long tables are read in full for their count, and kept cut. */
static void see_mountinfo(int proc, struct observation *o)
{
    enum { LONGEST = 1 << 18 };
    cleanup_free char *whole = xcalloc(1, LONGEST);
    see_file(proc, "self/mountinfo", whole, LONGEST);
    see_mounts(whole, o);
    snprintf(o->mountinfo, sizeof o->mountinfo, "%s", whole);
}

/* "1 (name) S 0 …": the name may have blanks and brackets in it. */
static bool see_stat(int processes, const char *pid, char *name, size_t size)
{
    char path[300], stat[128];
    snprintf(path, sizeof path, "%s/stat", pid);
    const char *begin = strchr(see_file(processes, path, stat, sizeof stat), '(');
    const char *end = strrchr(stat, ')');
    bool whole = begin && end;
    snprintf(name, size, "%.*s", whole ? (int)(end - begin - 1) : 1,
             whole ? begin + 1 : "?");
    return whole && end[1] && end[2] == 'Z';
}

/* The path /proc, not our descriptor: what a program there would see. */
static void see_processes(struct observation *o)
{
    unsigned count = 0, zombies = 0;
    size_t length = 0;
    const struct dirent *entry;
    DIR *folder = opendir("/proc");
    *o->processes = 0;
    while (folder && (entry = readdir(folder))) {
        char name[64];
        if (!isdigit((unsigned char)entry->d_name[0]))
            continue;
        count++;
        zombies += see_stat(dirfd(folder), entry->d_name, name, sizeof name);
        if (length + 80 < PROCESSES_MAX)
            length += (size_t)snprintf(o->processes + length, PROCESSES_MAX - length,
                                       "%s %s\n", entry->d_name, name);
    }
    if (folder)
        closedir(folder);
    snprintf(o->facts[FACT_PS], FACT_MAX, folder && count ? "%u" : "no /proc", count);
    snprintf(o->facts[FACT_ZOMBIES], FACT_MAX, folder && count ? "%u" : "no /proc",
             zombies);
}

void observe(int proc, struct observation *o)
{
    for (size_t i = 0; i < sizeof seers / sizeof seers[0]; i++)
        seers[i].see(proc, seers[i].argument, o->facts[seers[i].fact]);
    see_mountinfo(proc, o);
    see_processes(o);
}
