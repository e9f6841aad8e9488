/* What is known about containers that stay: a folder for each.
 *
 *     ROOT/                     0700, ours, written by nobody else
 *       containers/ID/          12 hexadecimal digits, drawn at random
 *         container.json        what was asked for and what came of it; written once
 *         status.json           what it is doing; replaced as a whole at each change
 *         cgroup                where its control groups are (cgroup_text)
 *         changes               what was written to its root, once it has ended
 *         log, log.1            what it wrote, a line each (see log.h)
 *         lock                  locked by the keeper for as long as it lives
 *         socket                where the keeper listens (see client.h)
 *       names/NAME -> ID        a link can be made once: so a name is taken once
 *
 * ROOT is --state-dir, else $ISOLATE_STATE, else /run/isolate (root) or isolate in
 * $XDG_RUNTIME_DIR, else $HOME/.local/state/isolate.
 *
 * Whether a container is alive is asked of the kernel: its keeper holds the lock (an open
 * file description lock, fcntl(2)), which goes when the keeper does, however that ends.
 * No process id is ever guessed at.
 *
 * Invariants, at each moment and after kill -9 at any point:
 * - A folder appears in containers/ under its id with its lock held, and leaves by being
 *   renamed: whoever lists sees all of it or nothing.
 * - A name leads to a folder that is there, unless its removal was interrupted; then
 *   the next who wants it, or gc, clears it away.
 */
#ifndef RING3_ISOLATE_STATE_H
#define RING3_ISOLATE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "labs/kit/error.h"

enum { STATE_ID_LENGTH = 12, STATE_NAME_MAX = 64 };

/* --state-dir of every command that looks at the state; NULL: not given. */
extern const char *state_option;

/* One container's folder, open. */
struct state {
    int folder; /* the folder itself; -1 when this is empty */
    int lock;   /* held for as long as it is open; -1: not ours */
    char id[STATE_ID_LENGTH + 1];
    char name[STATE_NAME_MAX + 1]; /* "" when it has none */
    char *path;                    /* absolute */
};

enum phase {
    PHASE_CREATING, /* the root is built, the command does not run yet */
    PHASE_RUNNING,
    PHASE_PAUSED,
    PHASE_EXITED,
    PHASE_DEAD, /* never written: it says that it runs, but its keeper is gone */
};
extern const char *const phase_words[]; /* "creating" … */

/* status.json. Times are nanoseconds since 1970, 0 for not yet. */
struct container_status {
    enum phase phase;
    pid_t keeper, pid; /* of this machine; `pid` is process 1 of the container */
    uint64_t keeper_started,
        pid_started;        /* field 22 of /proc/PID/stat: no later process */
    uint64_t pid_namespace; /* its inode: whose link in /proc/PID/ns is this, is inside */
    uint64_t created, started, ended;
    int exit_status; /* as a shell says it; 124 for the time limit */
    int signal;      /* that ended the command; 0: none */
    bool out_of_memory, time_over, output_over;
    uint64_t wall, cpu;      /* microseconds */
    uint64_t peak_memory;    /* bytes; 0: not known */
    uint64_t lost_log;       /* bytes that found no place on the disk */
    char message[ERROR_MAX]; /* why it could not go on, "" */
};

/* ---- the root ---- */

/* The root's path, to be freed; it is made if it is missing. Refuses a folder that is
 * not ours, or that others may write. NULL with the error. */
char *state_root(struct error *error);

/* "letters digits _ . -", beginning with a letter or digit. */
int state_check_name(const char *name, struct error *error);

/* ---- a container ---- */

/* A new folder with a new id, locked by us. `name` may be NULL. Exactly one of those who
 * ask for the same name at the same time gets it. */
int state_create(const char *name, struct state *state, struct error *error);

/* By name, id, or the beginning of an id that no other has. Not locked. */
int state_open(const char *word, struct state *state, struct error *error);

/* Takes the lock: 0 when it is ours now, 1 when a keeper holds it, -1 on failure. */
int state_lock(struct state *state, struct error *error);

/* Does a keeper hold the lock? */
bool state_is_alive(const struct state *state);

/* Was it removed meanwhile? */
bool state_has_gone(const struct state *state);

/* Waits until no keeper holds the lock, at most so long (-1: for ever). False: it still
 * does. */
bool state_wait_end(const struct state *state, int milliseconds);

/* Gives it another name, or one at all. */
int state_rename(struct state *state, const char *name, struct error *error);

/* Removes folder and name. The lock must be ours; the state is closed then. */
int state_remove(struct state *state, struct error *error);

/* Closes; what is on disk stays. */
void state_close(struct state *state);

/* ---- its files ---- */

int status_write(const struct state *state, const struct container_status *status,
                 struct error *error);
/* As it is written, but PHASE_DEAD when there should be a keeper and is none. A file
 * that is damaged is an error that names it and `isolate gc`. */
int status_read(const struct state *state, struct container_status *status,
                struct error *error);

/* ---- all of them ---- */

struct state_entry {
    char id[STATE_ID_LENGTH + 1];
    char name[STATE_NAME_MAX + 1]; /* "" when it has none */
};

/* Every container, sorted by id; *entries is freed by the caller. How many, or -1. */
long state_list(struct state_entry **entries, struct error *error);

/* Opens one of the list; fails when it has gone meanwhile. */
int state_open_entry(const struct state_entry *entry, struct state *state,
                     struct error *error);

/* Removes what interrupted creations, removals and renamings left: folders that never
 * got their id or have lost it, names that lead nowhere. Calls `found` with a sentence
 * for each. How many, or -1. */
long state_sweep(void (*found)(const char *what, void *context), void *context,
                 struct error *error);

#endif
