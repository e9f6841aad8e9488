/* Other runtimes, each behind one function: the command line that starts a static
 * program in a scratch root. One file each, isolate/compare/NAME.c. NAME+ is the same
 * runtime with every documented option that makes it tighter.
 *
 * The attempts are the same as those of `isolate attack`, so are the rules that keep
 * them harmless; and as root each runtime is started in a mount namespace of its own.
 */
#ifndef RING3_ISOLATE_ADAPTER_H
#define RING3_ISOLATE_ADAPTER_H

#include "isolate/attack/cell.h"
#include "labs/kit/json.h"

struct adapter {
    const char *name;     /* the column */
    const char *program;  /* in PATH */
    const char *settings; /* how it is called, in words */
    bool needs_root, needs_profile;
    starter_function *start;
};

/* clang-format off */
#define ADAPTERS(row)  \
    row(bwrap)         \
    row(bwrap_strict)  \
    row(crun)          \
    row(crun_strict)   \
    row(runc)          \
    row(runc_strict)   \
    row(podman)        \
    row(podman_strict) \
    row(nsjail)        \
    row(unshare)       \
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
    const char *items[96];
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
int adapter_run_bundle(const char *program, const struct start *start, bool is_strict);

/* The seccomp profile that podman brings, made for no capability: as a program in a file
 * without a name, -1 when there is none; as the object `seccomp` of config.json. */
bool adapter_has_profile(void);
int adapter_profile_fd(void);
void adapter_profile_json(struct json *json);

#endif
