/* An attack: one way out of a container, tried for real.
 *
 * Each file isolate/attacks/NAME.c has one, in the same order: the text (what it tries,
 * where it comes from, how it is stopped and by which layers), then up to three
 * functions:
 *
 *   prepare   outside, in the process that is about to start the container: lays the
 *             bait. What it opens or sets is inherited, as from a careless starter.
 *   attempt   inside, as the container's command: tries, and says what it saw.
 *   judge     outside, when the container has ended: for what is only seen out here.
 *
 * Rules for attempts, because they also run with layers left out, as root, on a machine
 * that is in use:
 *   - what belongs to the whole machine is opened and closed, never read at length,
 *     never written, never set;
 *   - a call that would change the machine is made with arguments that the kernel
 *     refuses only after it has looked at the caller's rights (EINVAL instead of EPERM);
 *   - everything that grows has an upper bound that the machine can bear;
 *   - other processes are touched only if prepare() made them;
 *   - files are made in the attempt's own folder (attempt_own): without any layer /tmp is
 *     the host's.
 */
#ifndef RING3_ISOLATE_ATTACK_H
#define RING3_ISOLATE_ATTACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "isolate/layer.h"
#include "labs/kit/error.h"

enum attack_group {
    GROUP_INHERITED, /* what the starter leaves lying about */
    GROUP_PROCESSES,
    GROUP_MOUNTS,
    GROUP_FILES,
    GROUP_DEVICES,
    GROUP_KERNEL_FILES,
    GROUP_CALLS,
    GROUP_NETWORK,
    GROUP_SHARES,
    GROUP_MACHINE,
    GROUP_COUNT
};
extern const char *const attack_groups[GROUP_COUNT]; /* their titles */

/* What one attempt saw. */
struct finding {
    bool open;          /* it worked */
    char evidence[256]; /* the call and the kernel's answer, one line */
};

/* Outside: what prepare() and judge() work with. */
struct trap {
    char token[33];          /* a secret, new for each attempt */
    const char *host_folder; /* a folder of the host that is not the container's */
    const char *root;        /* the folder that becomes its root */
    const char *lent;        /* a folder that is lent to it, writable, as /lent */
    char bait[160];          /* what the attempt is told: a number, a path */
};

/* What the container is asked for beyond its defaults; 0 and NULL: nothing. */
struct attack_asks {
    const char *workdir;
    unsigned user;      /* the id inside that the attempt runs as */
    uint64_t memory;    /* bytes for all of it together */
    unsigned processes; /* for all of it together */
    bool terminal;      /* its input is a terminal, which its starter's session owns */
    bool script;        /* the command is /script, which prepare() wrote */
    /* What people grant for a reason. The layers that are left must do without. */
    uint64_t capabilities; /* --cap-add */
    bool all_calls;        /* --security-opt seccomp=unconfined */
    bool host_network;     /* --network host */
};

/* Inside: what attempt() works with. */
struct attempt {
    const char *token, *bait;
    const char *folder; /* for files of its own; goes when the attempt has ended */
    struct finding finding;
};

struct attack {
    const char *name;  /* kebab-case, as the file */
    const char *title; /* at most 45 columns */
    enum attack_group group;
    const char *tries;   /* two or three short sentences */
    const char *source;  /* CVE, manual page, paper, commit */
    const char *stopped; /* how: a sentence or two */
    /* Each of these stops it, or helps to: with all of them left out it must succeed. */
    unsigned layers;
    /* Why it may succeed nevertheless; NULL: it must not. */
    const char *allowed;
    /* Why it cannot be seen to succeed on some hosts; NULL: what the attempt saw. */
    const char *absent;
    struct attack_asks asks;
    bool needs_image; /* it uses the container's own files: without one it proves nothing
                       */
    bool may_refuse; /* a runtime that refuses to start this container stops it as well */
    int (*prepare)(struct trap *trap, struct error *error);
    void (*attempt)(struct attempt *attempt);
    void (*judge)(const struct trap *trap, struct finding *finding);
};

#define STOPS(layer) LAYER_BIT(LAYER_##layer)

/* "FOLDER/NAME", the folder being the attempt's own; at most PATH_MAX with its end. */
const char *attempt_own(const struct attempt *attempt, const char *name, char *path);

/* ---- what attempts say; the last one said counts ---- */

void attempt_open(struct attempt *attempt, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void attempt_blocked(struct attempt *attempt, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* "mknod: Operation not permitted" */
void attempt_refused(struct attempt *attempt, const char *call);

/* Result of a call: below 0 it is refused, with the word for errno; else it is open.
 * True if it is open. */
bool attempt_call(struct attempt *attempt, long result, const char *call);
/* For calls with arguments that nobody may use: `wanted` is the errno that says that the
 * kernel would have done it. */
void attempt_errno(struct attempt *attempt, long result, int wanted, const char *call);
/* For calls where it counts that the kernel does them at all: whatever it answers, but
 * for EPERM, EACCES and ENOSYS. Closes what it got when `is_fd`. */
void attempt_reach(struct attempt *attempt, long result, bool is_fd, const char *call);
/* Opens, closes, and says which: never writes. True if it could be opened. */
bool attempt_path(struct attempt *attempt, const char *path, int flags);

#endif
