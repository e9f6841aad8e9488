/* Other runtimes, each behind one function: the command line that starts a static
 * program in a scratch root. One file each, isolate/compare/NAME.c.
 *
 * The attempts are the same as those of `isolate attack`, so are the rules that keep
 * them harmless; and as root each runtime is started in a mount namespace of its own.
 */
#ifndef RING3_ISOLATE_ADAPTER_H
#define RING3_ISOLATE_ADAPTER_H

#include "isolate/attack/cell.h"

struct adapter {
    const char *name;     /* the column */
    const char *program;  /* in PATH */
    const char *settings; /* how it is called, in words */
    bool needs_root;
    starter_function *start;
};

/* clang-format off */
#define ADAPTERS(row) \
    row(bwrap)        \
    row(crun)         \
    row(runc)         \
    row(podman)       \
    row(nsjail)       \
    row(unshare)      \
    row(chroot)
/* clang-format on */

enum adapter_id {
#define ADAPTER_ENUM(name) ADAPTER_##name,
    ADAPTERS(ADAPTER_ENUM)
#undef ADAPTER_ENUM
        ADAPTER_COUNT
};
extern const struct adapter *const adapters[ADAPTER_COUNT];

/* Why it cannot be asked here; NULL when it can. */
const char *adapter_missing(const struct adapter *adapter);

/* ---- for adapters ---- */

/* A command line, word by word. */
struct words {
    const char *items[80];
    size_t count;
};
void words_add(struct words *words, const char *const *more); /* NULL-ended */
/* Runs the words, and behind them the attempt's own, to the end; their status. */
int words_execute(struct words *words, const struct start *start);

/* crun and podman refuse hosts where control groups of both versions are mounted. In
 * our own mount namespace the second can be unmounted. */
void adapter_hide_unified(void);

/* Runs a command line to its end; its status, 125 when it cannot be executed. */
int adapter_execute(const char *const *argv);

/* Runs `program run --bundle …` with a config.json for this attempt. */
int adapter_run_bundle(const char *program, const struct start *start);

#endif
