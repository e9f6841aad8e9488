/* What `isolate run` was asked for, in the words that users of docker know; and the
 * defaults that make it a container. isolate-oci does not use it. */
#ifndef RING3_ISOLATE_WISH_H
#define RING3_ISOLATE_WISH_H

#include <stdbool.h>
#include <stdint.h>

#include "isolate/network/network.h"
#include "isolate/runtime/container.h"
#include "isolate/runtime/identity.h"
#include "labs/kit/options.h"

enum mount_kind { MOUNT_BIND, MOUNT_RO_BIND, MOUNT_TMPFS };

struct mount_wish {
    enum mount_kind kind;
    const char *source; /* NULL for a tmpfs */
    const char *target; /* absolute, in the container */
    uint64_t size;      /* of a tmpfs, bytes; 0: 512 MiB */
    unsigned mode;      /* of a tmpfs; 0: 1777 */
    bool read_only;     /* a tmpfs that cannot be written */
    bool no_exec;
};

enum { WISHES_MAX = 64 };

struct wish {
    const char *folder; /* becomes the root */
    char *const *argv, *const *environment;

    /* -- its life: for the keeper -- */
    const char *name; /* NULL: none was asked for */
    bool remove;      /* --rm: the state goes with the container */
    bool detach, interactive;
    uint64_t stop_seconds; /* between the stop signal and KILL */
    const char *stop_signal;

    /* -- who and where -- */
    const char *hostname;
    const char *workdir;   /* NULL: / */
    const char *user;      /* "UID[:GID]" or names of DIR's /etc/passwd; NULL: root */
    bool command_is_first; /* process 1 is the command itself, not an init of ours */
    bool terminal;
    bool lent_ids; /* those of /etc/subuid as well, for a user; root has a range anyway */

    /* -- the root -- */
    bool read_only;
    uint64_t root_size; /* of the writable layer, bytes; 0: 64 MiB */
    struct mount_wish wishes[WISHES_MAX];
    size_t wish_count;
    uint64_t shm_size; /* 0: 64 MiB */
    const struct option_list *devices;

    /* -- powers -- */
    struct network_wish network; /* zeroed: none */
    uint64_t capabilities;       /* that are kept, of our default 0 */
    const char *seccomp; /* NULL: ours; "unconfined"; a file (oci/seccomp_file.h) */
    bool new_privileges; /* set-user-id programs work */
    bool allow_userns;

    /* -- limits; 0: the default, UINT64_MAX: none -- */
    uint64_t memory, memory_swap, processes; /* all processes together */
    uint64_t cpu_microseconds;               /* of each 100000; 0: all */
    uint64_t address_space, file_size;       /* per process: setrlimit */
    const struct rlimit_row *ulimits;        /* come after the default ones */
    size_t ulimit_count;
    uint64_t wall_microseconds; /* 0: none */
    uint64_t output_bytes;      /* 0: none */
    bool report;                /* counters of the ending are asked for */
    const char *report_file;    /* an absolute path; for the keeper */

    unsigned without; /* LAYER_BITs */
};

/* Looks at DIR and at the sources, and fills `container`, to be freed by
 * container_free also on failure; it points into the wish. Nothing on the host is
 * changed. */
int wish_resolve(const struct wish *wish, struct container *container,
                 struct error *error);

/* The table of rows for a wish. */
int plan_make(const struct wish *wish, const struct identity *identity, struct plan *plan,
              struct error *error);

/* Mounts as they are typed; `text` is cut and pointed into. "SRC:DST", or "DST" for a
 * tmpfs; then docker's --volume, --tmpfs and --mount. */
int mount_wish_parse(enum mount_kind kind, char *text, struct mount_wish *wish,
                     struct error *error);
int mount_words_volume(char *text, struct mount_wish *wish, struct error *error);
int mount_words_tmpfs(char *text, struct mount_wish *wish, struct error *error);
int mount_words_mount(char *text, struct mount_wish *wish, struct error *error);

#endif
