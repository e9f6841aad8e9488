/* Masked and read-only paths of /proc.
 *
 * After /proc is there and /dev has a null to lay over files. Some files of /proc belong
 * to the whole machine: /proc/sys has its switches, kallsyms its addresses, keys its
 * keys. Root with capabilities over its own namespace cannot use most of them, but
 * their owner is asked, not a capability: a second lock is due. The list is that of the
 * OCI runtimes.
 */
#include <sys/mount.h>

#include "isolate/kernel.h"
#include "isolate/steps/steps.h"

static const char *const masked[] = {"/proc/kcore", "/proc/keys", "/proc/kallsyms",
                                     "/proc/interrupts", "/proc/config.gz"};
static const char *const read_only[] = {"/proc/sys", "/proc/irq", "/proc/sysrq-trigger"};
enum {
    MASKED = sizeof masked / sizeof masked[0],
    READ_ONLY = sizeof read_only / sizeof read_only[0],
};

static size_t rows(const struct setting *s, struct operation *row)
{
    size_t n = 0;
    (void)s;
    for (size_t i = 0; i < MASKED; i++)
        row[n++] = (struct operation){.kind = OPERATION_MOUNT,
                                      .source = "/dev/null",
                                      .target = masked[i],
                                      .flags = MS_BIND,
                                      .may_fail = true};
    for (size_t i = 0; i < READ_ONLY; i++) {
        row[n++] = (struct operation){.kind = OPERATION_MOUNT,
                                      .source = read_only[i],
                                      .target = read_only[i],
                                      .flags = MS_BIND,
                                      .may_fail = true};
        row[n++] = (struct operation){.kind = OPERATION_SETATTR,
                                      .target = read_only[i],
                                      .slot = -1,
                                      .flags = ATTRIBUTE_RDONLY,
                                      .may_fail = true};
    }
    return n;
}

static size_t undo(const struct setting *s, struct operation *row)
{
    size_t n = 0;
    (void)s;
    for (size_t i = READ_ONLY; i-- > 0;)
        row[n++] = (struct operation){
            .kind = OPERATION_UMOUNT, .target = read_only[i], .may_fail = true};
    for (size_t i = MASKED; i-- > 0;)
        row[n++] = (struct operation){
            .kind = OPERATION_UMOUNT, .target = masked[i], .may_fail = true};
    return n;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    (void)host;
    answer_fact(&record->after, FACT_PROC_SYS, text);
}

const struct step_type masks_step = {
    .name = "masks",
    .layer = LAYER_PROC,
    .title = "masked and read-only paths of /proc",
    .why = "Some files of /proc are about the whole machine: its switches (/proc/sys), "
           "its keys, the addresses of its kernel. /dev/null is laid over some, others "
           "are made read-only. A file that this kernel does not have fails with "
           "ENOENT, and that is fine.",
    .needs = "proc",
    .privileged = true,
    .rows = rows,
    .facts = {FACT_PROC_SYS, FACT_MASKED, FACT_MOUNTS},
    .fact_count = 3,
    .takes_away = true,
    .undo = undo,
    .undo_why = "Each of these mounts is unmounted again.",
    .attacker = "Fill the root with files; ask the host's message queues.",
    .stops = "kernel-configuration list-of-keys",
    .attack = "fill-disk",
    .question = "What becomes of the mount at /proc/sys: writable or read-only?",
    .explain = "A read-only bind mount lies over /proc/sys: EROFS, even for root.",
    .answer = answer,
};
