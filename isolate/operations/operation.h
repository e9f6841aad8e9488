/* Typed operations: what a set-up is made of.
 *
 * A set-up is a table of these, built first and carried out later. The C call
 * and the shell command that a learner sees are made from the very row that was
 * executed, so that they cannot drift from what was done.
 */
#ifndef RING3_ISOLATE_OPERATION_H
#define RING3_ISOLATE_OPERATION_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "labs/kit/error.h"

/* clang-format off: a table */
/*  kind            fields that it reads */
#define OPERATION_KINDS(row)                                                             \
    /* ---- identity: operation.c, operation_identity.c ---- */                          \
    row(SETGROUPS)       /* none: gives up the supplementary groups */                   \
    row(SETGID)          /* number */                                                    \
    row(SETUID)          /* number */                                                    \
    row(DUMPABLE)        /* none */                                                      \
    row(MAP)             /* source: uid_map, gid_map or setgroups of the container's     \
                            process; text. From outside. */                              \
    row(NEWIDMAP)        /* source: newuidmap or newgidmap; text. From outside. */       \
    /* ---- namespaces, host name, mounts: operation.c ---- */                           \
    row(UNSHARE)         /* flags: CLONE_NEW… */                                         \
    row(UNSHARE_PID)     /* none: and forks; the parent stays behind and waits */        \
    row(WRITE)           /* target, text */                                              \
    row(HOSTNAME)        /* text */                                                      \
    row(MOUNT)           /* source, target, type, flags: MS_…, text: options */          \
    row(UMOUNT)          /* target; always lazily */                                     \
    row(OPEN_TREE)       /* source, slot */                                              \
    row(FSMOUNT)         /* source: type of file system, slot, flags: MOUNT_ATTR_…,      \
                            text: options or NULL */                                     \
    row(SETATTR)         /* slot, or target when slot is -1; flags: MOUNT_ATTR_… */      \
    row(ATTACH)          /* slot, target; flags: anything but 0, and no link at the end  \
                            of it is followed */                                         \
    row(ENTER)           /* slot, target, whose last link is not followed: attached, and \
                            the working directory */                                     \
    row(MKDIR)           /* target, number: mode */                                      \
    row(CREATE)          /* target: an empty file to mount on */                         \
    row(SYMLINK)         /* source: what it says, target */                              \
    row(LINKS)           /* source, target: folder, text: names between blanks */        \
    row(CHDIR)           /* target */                                                    \
    row(PIVOT_ROOT)      /* none: "." becomes the root, the old one lies upon it */      \
    row(LOOPBACK)        /* none: the interface lo goes up */                            \
    row(NETWORK)         /* none: the network namespace that another thread has been     \
                            making is entered, if there is one */                        \
    row(COMMAND)         /* text: a command line without quotes; its output is kept.     \
                            source: the program when it is not /bin/NAME */              \
    /* ---- processes: operation_process.c ---- */                                       \
    row(CLEAR_ENVIRONMENT) /* none */                                                    \
    row(SET_ENVIRONMENT) /* source: name, text: value */                                 \
    row(OPEN)            /* target: a folder, number: the descriptor it shall be */      \
    row(CLOSE)           /* number */                                                    \
    row(CLOSE_FROM)      /* number: this descriptor and all above it */                  \
    row(SETSID)          /* none */                                                      \
    row(ORPHAN)          /* none: a grandchild loses its parent, and ends */             \
    row(REAP)            /* none: one child that has ended */                            \
    row(SIGNAL_SELF)     /* number: a signal to process 1 */                             \
    row(TIME)            /* number: seconds that the clock since boot goes ahead */      \
    row(RLIMIT)          /* number: RLIMIT_…, flags: both limits */                      \
    /* ---- files: operation_files.c ---- */                                             \
    row(CHROOT)          /* target */                                                    \
    row(FCHDIR)          /* number: a descriptor */                                      \
    row(LOOK)            /* target: a folder; its names are kept as output */            \
    row(READ)            /* target: a file; its text is kept as output. text: waits      \
                            until this is in it; NULL */                                 \
    row(PUT)             /* target, text: a line; the file is made or emptied first */   \
    row(APPEND)          /* target, text: a line */                                      \
    row(UNLINK)          /* target */                                                    \
    row(RMDIR)           /* target */                                                    \
    row(ENTER_CGROUP)    /* target: a cgroup.procs. From outside. */                     \
    /* ---- powers: operation_powers.c ---- */                                           \
    row(BOUNDING)        /* none: every capability leaves the bounding set */            \
    row(AMBIENT)         /* none: the ambient set is emptied */                          \
    row(CAPSET)          /* none: permitted, effective, inheritable are emptied */       \
    row(NO_NEW_PRIVILEGES) /* none */                                                    \
    row(KEYRING)         /* none: a new session keyring without a name */                \
    row(ATTEMPT)         /* text: one of operation_attempt.c's calls, to be refused */   \
    /* ---- the network: operation_network.c ---- */                                     \
    row(LINK_UP)         /* target */                                                    \
    row(LINK_DOWN)       /* target */                                                    \
    row(LINK_DELETE)     /* target */                                                    \
    row(LINK_BRIDGE)     /* target, number: its address */                               \
    row(LINK_VETH)       /* target, source: its peer, in the network namespace of the    \
                            container's process; number: address. From outside. */       \
    row(LINK_MASTER)     /* target, source: the bridge */                                \
    row(LINK_ADDRESS)    /* target, number: address, flags: bits of the net */           \
    row(LINK_ROUTE)      /* number: the gateway */                                       \
    row(RULES)           /* text: for nft */                                             \
    row(PUBLISH)         /* number: port of the host; flags: port in there. Outside. */  \
    row(UNPUBLISH)       /* none. From outside. */                                       \
    row(SERVE)           /* number: a port, on which a child answers once */             \
    row(ASK)             /* number: a port of 127.0.0.1, or of the address in flags;     \
                            what it says is output */                                    \
    /* ---- use of what is limited: operation_work.c ---- */                             \
    row(WORK_MEMORY)     /* number: mebibytes that a child touches */                    \
    row(WORK_FORKS)      /* number: children at once that are tried */                   \
    row(WORK_CPU)        /* number: milliseconds of a busy loop, by the clock */         \
    /* ---- filters: operation_filters.c ---- */                                         \
    row(LANDLOCK)        /* none: / to read and execute; /tmp, /data, /dev to write */   \
    row(SMALL_FILTER)    /* none: five instructions that refuse keyctl */                \
    row(NOTIFY)          /* number: enum notify_answer, which the parent of a child that \
                            calls sethostname gives */                                   \
    row(FILTER)          /* none: the default profile of isolate run */
/* clang-format on */

enum operation_kind {
#define OPERATION_ENUM(name) OPERATION_##name,
    OPERATION_KINDS(OPERATION_ENUM)
#undef OPERATION_ENUM
        OPERATION_COUNT
};

struct operation {
    enum operation_kind kind;
    const char *source, *target, *type, *text; /* live as long as the table */
    unsigned long flags;
    unsigned number;
    int slot;
    bool recursive; /* SETATTR */
    bool may_fail;  /* its failure is recorded and the next one is tried */
    bool if_there;  /* the same, but only when the target does not exist */
    bool outside;   /* not for the container's process: for the one that started it */
};

/* What a held call may be answered. */
enum notify_answer {
    ANSWER_PRETEND, /* 0, and nothing is done */
    ANSWER_REFUSE,  /* EPERM */
    ANSWER_ALLOW,   /* the kernel shall do it */
    ANSWER_COUNT
};
#define NOTIFY_ANSWER_WORDS "pretend refuse allow"
/* NULL is the first of them. */
unsigned notify_answer_named(const char *word);

/* What the kernel answered. */
struct outcome {
    long value; /* the call's result */
    int error;  /* errno, 0 when it succeeded */
    double microseconds;
};

enum { SLOTS_MAX = 256, OUTPUT_MAX = 3000 };

/* What operations share while they run: open mounts, and where output goes. */
struct workplace {
    int slots[SLOTS_MAX]; /* mounts that are attached nowhere yet; -1: none */
    char *output;         /* OUTPUT_MAX bytes for COMMAND, LOOK and READ; may be NULL */
    int channel;          /* a descriptor that CLOSE_FROM passes over; -1: none */
    pid_t process;        /* outside: the container's process, by its number here */
    struct network_maker *network; /* may be NULL */
};

void workplace_init(struct workplace *workplace);
void workplace_close(struct workplace *workplace);

/* Carries one row out. Returns 0, or -1 with errno as in the outcome. */
int operation_run(const struct operation *operation, struct workplace *workplace,
                  struct outcome *outcome);

/* Carries a table out, up to the first row that fails; the error names its call. */
int operations_run(const struct operation *rows, size_t count,
                   struct workplace *workplace, struct error *error);

/* mount("proc", "/proc", "proc", MS_NOSUID, NULL) */
const char *operation_call(const struct operation *operation, char *buffer, size_t size);

/* mount -t proc -o nosuid proc /proc. Lines that begin with "exec" replace the
 * shell by one inside the new namespace, and what follows is typed there; a line
 * that begins with "#" says why no command is needed. */
const char *operation_shell(const struct operation *operation, char *buffer, size_t size);

/* "= 0" or "= -1 EPERM (Operation not permitted)"; of a command, which does not
 * return when it was executed, "exit status 0". */
const char *outcome_text(const struct operation *operation, const struct outcome *outcome,
                         char *buffer, size_t size);

#endif
