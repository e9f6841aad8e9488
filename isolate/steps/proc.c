/* A /proc of its own.
 *
 * After pivot_root, since it must lie in the new root, and after the PID namespace,
 * whose processes it shall show. The new one is mounted beside the old one, which is
 * taken away afterwards: the kernel lets a user namespace mount a /proc only where a full
 * one can be seen already (mount_too_revealing in fs/namespace.c). proc(5).
 */
#include <sys/mount.h>

#include "isolate/host/host.h"
#include "isolate/steps/steps.h"

static int check(const struct setting *s, struct error *error)
{
    return check_root(s, error) < 0 ? -1 : host_require(HOST_PROC, error);
}

static size_t rows(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_MOUNT,
                                .source = "proc",
                                .target = "/mnt",
                                .type = "proc",
                                .flags = MS_NOSUID | MS_NODEV | MS_NOEXEC};
    row[1] = (struct operation){.kind = OPERATION_UMOUNT, .target = "/proc"};
    row[2] = (struct operation){
        .kind = OPERATION_MOUNT, .source = "/mnt", .target = "/proc", .flags = MS_MOVE};
    return 3;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    (void)host;
    answer_fact(&record->after, FACT_PS, text);
}

const struct step_type proc_step = {
    .name = "proc",
    .layer = LAYER_PROC,
    .title = "a /proc of its own",
    .why = "ps reads /proc, and /proc shows the PID namespace of whoever mounted it. The "
           "new one shows one process; then the host's is taken away. In this order, "
           "because the kernel mounts a new /proc only for those who see one.",
    .needs = "pid files",
    .privileged = true,
    .check = check,
    .rows = rows,
    .facts = {FACT_PS, FACT_MOUNTS},
    .fact_count = 2,
    .takes_away = true,
    .undo_why = "The host's /proc cannot be brought back: there is no path to it.",
    .attacker = "Read the kernel's own files in /proc, and open the host's devices.",
    .stops = "see-host-process",
    .attack = "kernel-configuration host-terminals",
    .question = "How many processes does the new /proc show?",
    .explain = "Process 1, which holds the container for us, is alone in its namespace.",
    .answer = answer,
};
