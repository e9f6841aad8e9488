/* Landlock: paths are given up a second time.
 *
 * After no_new_privs, without which the kernel takes it only from a privileged process;
 * after all mounts. It needs no namespace and no root: any program can do it to itself.
 * landlock(7).
 */
#include "isolate/runtime/landlock.h"

#include "isolate/steps/steps.h"

static int check(const struct setting *s, struct error *error)
{
    const char *why = "";
    if (check_root(s, error) < 0)
        return -1;
    if (landlock_abi(&why) > 0)
        return 0;
    return error_set(
        error, STATUS_HOST,
        "this kernel has no Landlock (%s); Linux 5.13 has it, when lsm= names "
        "it at boot",
        why);
}

static size_t rows(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_LANDLOCK};
    row[1] = (struct operation){.kind = OPERATION_PUT,
                                .target = "/etc/new",
                                .text = "not here",
                                .may_fail = true};
    return 2;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    (void)host;
    answer_yes_no(record->rows[1].outcome.error == 0, text);
}

const struct step_type landlock_step = {
    .name = "landlock",
    .layer = LAYER_LANDLOCK,
    .title = "Landlock: paths are given up a second time",
    .why = "The process lists what it will still do with which paths; the kernel refuses "
           "the rest, to it and to all its children. It needs no privilege. If a mount "
           "was forgotten above, this is a second lock on the same door.",
    .needs = "no-new-privileges",
    .check = check,
    .rows = rows,
    .facts = {FACT_NO_NEW_PRIVS, FACT_ROOT_WRITE},
    .fact_count = 2,
    .undo_why = "What was given up cannot be had back, on purpose.",
    .attacker = "Make new user namespaces, and try bugs in rare calls.",
    .stops = "reopen-input shared-network-socket",
    .attack = "user-namespace io-uring",
    .question = "Landlock allows to read below /, and to write below /tmp and /data. Can "
                "a file be made in /etc? (yes or no)",
    .explain = "Nothing allows it: EACCES, although the overlay on /etc is writable.",
    .answer = answer,
};
