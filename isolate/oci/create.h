/* Making the container of a bundle: what `create` and `run` share.
 *
 *     create ──launch_create──▶ the container's process: namespaces, root, … then it
 *       │                       waits on ROOT/ID/start, a FIFO
 *       └── state.json says so, and create ends: no process stays behind
 *     start  ──a byte into the FIFO──▶ it executes its command
 */
#ifndef RING3_ISOLATE_OCI_CREATE_H
#define RING3_ISOLATE_OCI_CREATE_H

#include "isolate/oci/record.h"
#include "isolate/oci/resolve.h"
#include "isolate/oci/root.h"
#include "isolate/runtime/launch.h"

struct create_wish {
    const char *bundle, *config_name; /* NULL: ".", "config.json" */
    const char *pid_file, *console_socket;
    bool terminal_is_ours; /* without a socket `created.launched.terminal` gets it */
    struct resolve_options resolve;
};

/* All that is open while a container is made. */
struct created {
    struct record record;
    struct resolution resolution;
    struct root root;
    struct launched launched;
    char *bundle;
    char *home;  /* room for HOME in the environment; NULL: config.json has one */
    int gate;    /* the FIFO */
    int failure; /* a file in which the container's process says why it did not start */
};

/* On failure nothing is left of it. On success the container waits, and its record is
 * locked until created_close(). */
int create_container(const char *id, const struct create_wish *wish,
                     struct created *created, struct error *error);
void created_close(struct created *created);

/* Lets it execute its command; the record must be locked. *notify is a socket for
 * notify.h, or -1. */
int start_container(struct record *record, int *notify, struct error *error);

/* Kills what lives, removes the groups, runs the poststop hooks, removes the record,
 * which must be locked and is closed. */
int delete_container(struct record *record, struct error *error);

/* Puts the words in front by which clients know that a command was not there, or could
 * not be executed. `status` is of launch.h. */
void explain_launch(int status, struct error *error);

/* The text of PID in a file. */
int write_pid_file(const char *path, pid_t pid, struct error *error);

/* ---- the moments of a container's making: moments.c ---- */

struct moments create_moments(struct created *created);

#endif
