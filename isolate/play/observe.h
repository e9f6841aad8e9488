/* What a process can see of the system: read from the kernel, as short texts.
 *
 * One row per fact; the screen, the lines and the JSON are made from this table.
 */
#ifndef RING3_ISOLATE_OBSERVE_H
#define RING3_ISOLATE_OBSERVE_H

/* clang-format off: a table */
/*  fact              JSON name        for people (at most 18 columns) */
#define FACTS(row)                                                                       \
    row(NS_USER, "ns_user", "user namespace") row(                                       \
        NS_UTS, "ns_uts", "UTS namespace") row(NS_MNT, "ns_mnt", "mount namespace")      \
        row(NS_PID, "ns_pid", "PID namespace") row(                                      \
            NS_NET, "ns_net",                                                            \
            "network namespace") row(NS_IPC, "ns_ipc",                                   \
                                     "IPC namespace") row(NS_CGROUP, "ns_cgroup",        \
                                                          "cgroup namespace")            \
            row(NS_TIME, "ns_time", "time namespace") row(                               \
                ENVIRONMENT, "environment",                                              \
                "environment") row(DESCRIPTORS, "descriptors",                           \
                                   "descriptors") row(SESSION, "session", "session")     \
                row(ID, "id", "uid:gid") row(UID_MAP, "uid_map", "uid_map") row(         \
                    GID_MAP, "gid_map", "gid_map") row(SETGROUPS, "setgroups",           \
                                                       "setgroups") row(CAPS, "caps",    \
                                                                        "CapEff")        \
                    row(CAPS_PERMITTED, "caps_permitted", "CapPrm") row(                 \
                        CAPS_INHERITABLE, "caps_inheritable",                            \
                        "CapInh") row(CAPS_BOUNDING, "caps_bounding",                    \
                                      "CapBnd") row(CAPS_AMBIENT, "caps_ambient",        \
                                                    "CapAmb") row(NO_NEW_PRIVS,          \
                                                                  "no_new_privs",        \
                                                                  "NoNewPrivs")          \
                        row(SECCOMP, "seccomp", "Seccomp") row(                          \
                            KEYRING, "keyring",                                          \
                            "session keyring") row(HOSTNAME, "hostname",                 \
                                                   "hostname") row(ROOT, "root", "/ is") \
                            row(PROPAGATION, "propagation", "mounts on / are") row(      \
                                MOUNTS, "mounts", "mounts in sight") row(LS, "ls",       \
                                                                         "ls /")         \
                                row(ROOT_WRITE, "root_write", "writing to /") row(       \
                                    DEV, "dev",                                          \
                                    "ls /dev") row(SYS, "sys",                           \
                                                   "ls /sys") row(PROC_SYS, "proc_sys",  \
                                                                  "/proc/sys is")        \
                                    row(MASKED, "masked", "can be read") row(            \
                                        ETC, "etc",                                      \
                                        "ls /etc") row(VOLUME, "volume",                 \
                                                       "ls /data") row(PID, "pid",       \
                                                                       "own pid")        \
                                        row(PS, "ps", "processes in /proc") row(         \
                                            ZOMBIES, "zombies", "zombies")               \
                                            row(IPC, "ipc", "System V objects") row(     \
                                                LINKS, "links",                          \
                                                "network") row(ROUTE, "route",           \
                                                               "default route")          \
                                                row(CGROUP, "cgroup", "cgroup") row(     \
                                                    MEMORY, "memory", "memory of group") \
                                                    row(PIDS, "pids", "tasks of group")  \
                                                        row(CPU, "cpu", "cpu of group")  \
                                                            row(IO, "io", "io of group") \
                                                                row(UPTIME, "uptime",    \
                                                                    "up since")          \
                                                                    row(RLIMITS,         \
                                                                        "rlimits",       \
                                                                        "rlimits")
/* clang-format on */

enum fact {
#define FACT_ENUM(fact, ...) FACT_##fact,
    FACTS(FACT_ENUM)
#undef FACT_ENUM
        FACT_COUNT
};

extern const char *const fact_names[FACT_COUNT], *const fact_labels[FACT_COUNT];

enum { FACT_MAX = 120, MOUNTINFO_MAX = 6000, PROCESSES_MAX = 1500 };

struct observation {
    char facts[FACT_COUNT][FACT_MAX];
    char mountinfo[MOUNTINFO_MAX]; /* /proc/self/mountinfo, cut if longer */
    char processes[PROCESSES_MAX]; /* "1 sh", a line each, from the path /proc */
};

/* Looks around from the calling process. `proc` is a file descriptor of a /proc
 * that was open from the beginning: it works even where the path has none. */
void observe(int proc, struct observation *observation);

#endif
