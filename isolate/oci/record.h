/* What is known about a container between two commands: a folder below --root.
 *
 *     ROOT/ID/             made by create (mkdir fails when the id is in use), locked by
 *                          flock(2) while a command changes something
 *       config.json        the bundle's, as it was at create: later changes mean nothing
 *       state.json         process id, cgroups …; replaced as a whole at each change
 *       start              a FIFO; the container's process holds it open until it
 *                          executes its command, so "created" is asked of the kernel
 *       notify/notify      a socket: notify.h
 *       failure            why the process could not go on after start, in its own words
 *       .ring3-tmp.*       what a command that was killed was about to write
 *
 * No process stays behind to keep this. Whether the container's process is alive is
 * asked by its id together with its start time, which no other process has.
 */
#ifndef RING3_ISOLATE_OCI_RECORD_H
#define RING3_ISOLATE_OCI_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "isolate/oci/config.h"

enum oci_status {
    CONTAINER_CREATING,
    CONTAINER_CREATED,
    CONTAINER_RUNNING,
    CONTAINER_PAUSED,
    CONTAINER_STOPPED,
};
extern const char *const oci_status_words[];

struct record {
    int folder;  /* -1: empty */
    bool locked; /* by us, since record_create or record_lock */
    char *id, *path;
    /* state.json */
    int64_t pid; /* 0: none yet */
    uint64_t pid_started;
    bool ready;              /* create has come to its end */
    const char *bundle;      /* absolute */
    const char *created;     /* RFC 3339 */
    const char *cgroup;      /* what cgroup_text() says; NULL: none */
    const char *cgroup_path; /* where it was asked for; as struct cgroup_wish has it */
    const char *owner;       /* the user who made it */
    struct config config;    /* of config.json; owns the texts above too, once read */
    struct config file;      /* memory of state.json */
};

/* A new folder for this id, locked. Fails when the id is in use, or is no id: letters,
 * digits, "_ + - . @", as in crun and runc. */
int record_create(const char *id, struct record *record, struct error *error);

/* Opens and reads. A container whose create was killed has no state.json: then only id
 * and folder are there, and its status is stopped. */
int record_open(const char *id, struct record *record, struct error *error);

/* Waits for the lock and reads again. -1 when it was deleted meanwhile. */
int record_lock(struct record *record, struct error *error);

/* Lets others at it; the record stays open. */
void record_unlock(struct record *record);

/* Writes state.json; reads it again. */
int record_write(const struct record *record, struct error *error);
int record_read(struct record *record, struct error *error);

/* config.json of the folder: copied there, and read from there. */
int record_keep_config(const struct record *record, const char *from,
                       struct error *error);
int record_read_config(struct record *record, struct error *error);

enum oci_status record_status(const struct record *record);

/* Removes the folder, also what a command that was killed has left in it; the record is
 * closed. */
int record_remove(struct record *record, struct error *error);
void record_close(struct record *record);

/* The path of a file in the folder, to be freed. */
char *record_file(const struct record *record, const char *name);

/* A pidfd of the container's process; -1 when it has ended. */
int record_pidfd(const struct record *record);

/* The ids below --root, NULL-terminated, in one block to be freed. */
char **record_list(size_t *count, struct error *error);

/* Start time of a process, in ticks since boot; 0 when there is none. A zombie has
 * none. */
uint64_t process_start_time(pid_t pid);

#endif
