/* The layers of a container, by the words that people type: --until, --without, and
 * what an attack says it was stopped by. One name means the same everywhere. */
#ifndef RING3_ISOLATE_LAYER_H
#define RING3_ISOLATE_LAYER_H

/* clang-format off */
/*      name               word                  what it takes away */
#define LAYERS(row) \
    row(ENVIRONMENT,       "environment",        "the host's variables") \
    row(DESCRIPTORS,       "descriptors",        "files that the starter had open") \
    row(SESSION,           "session",            "the terminal of the starter") \
    row(USER,              "user",               "the host's user ids") \
    row(PID,               "pid",                "the host's processes") \
    row(MOUNT,             "mount",              "the host's mounts") \
    row(PIVOT,             "pivot",              "the host's root directory") \
    row(PROC,              "proc",               "the kernel's files in /proc") \
    row(DEV,               "dev",                "the host's devices") \
    row(SYS,               "sys",                "the kernel's files in /sys") \
    row(ROOT,              "root",               "writing to the root's own files") \
    row(UTS,               "uts",                "the host's name") \
    row(IPC,               "ipc",                "shared memory and queues of the host") \
    row(NET,               "net",                "the host's network") \
    row(CGROUP_NAMESPACE,  "cgroupns",           "the host's control groups") \
    row(CGROUP,            "cgroup",             "more than its share of the machine") \
    row(TIME,              "time",               "the host's clocks since boot") \
    row(CAPABILITIES,      "capabilities",       "the powers of root") \
    row(NO_NEW_PRIVILEGES, "no-new-privileges",  "set-user-id programs") \
    row(LANDLOCK,          "landlock",           "paths, a second time") \
    row(RLIMITS,           "rlimits",            "unlimited use by one process") \
    row(KEYRING,           "keyring",            "the starter's keys") \
    row(SECCOMP,           "seccomp",            "most system calls")
/* clang-format on */

enum layer {
#define LAYER_ENUM(name, word, takes) LAYER_##name,
    LAYERS(LAYER_ENUM)
#undef LAYER_ENUM
        LAYER_COUNT
};

/* A set of layers. */
#define LAYER_BIT(layer) (1u << (layer))

extern const char *const layer_words[LAYER_COUNT], *const layer_takes[LAYER_COUNT];

/* The layer of a word; -1 when there is none. */
int layer_find(const char *word);

#endif
