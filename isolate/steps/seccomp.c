/* seccomp: a filter before every system call. Three steps: one by hand, one that asks,
 * and the profile.
 *
 * Last of all layers, because the profile refuses what the others are made with: mount,
 * unshare, keyctl. seccomp(2), seccomp_unotify(2).
 */
#include <string.h>

#include "isolate/steps/steps.h"

/* ---- by hand ---- */

static size_t filter_rows(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] =
        (struct operation){.kind = OPERATION_ATTEMPT, .text = "keyctl", .may_fail = true};
    row[1] = (struct operation){.kind = OPERATION_SMALL_FILTER};
    row[2] =
        (struct operation){.kind = OPERATION_ATTEMPT, .text = "keyctl", .may_fail = true};
    return 3;
}

static void filter_answer(const struct record *record, const struct observation *host,
                          char *text)
{
    (void)host;
    answer_yes_no(record->rows[2].outcome.error == 0, text);
}

const struct step_type filter_step = {
    .name = "filter",
    .layer = LAYER_NONE,
    .title = "a filter of six instructions, by hand",
    .why = "Before each system call the kernel runs a small program over its number and "
           "its arguments: classic BPF, which loads a word, compares, jumps forward, "
           "returns a verdict. This one refuses keyctl; the call before it worked.",
    .needs = "no-new-privileges",
    .rows = filter_rows,
    .facts = {FACT_SECCOMP, FACT_KEYRING},
    .fact_count = 2,
    .undo_why = "A filter cannot be taken out, on purpose.",
    .attacker = "Make any call but this one.",
    .attack = "user-namespace io-uring",
    .question =
        "The filter returns ERRNO | EPERM for keyctl. Does the kernel look at its "
        "arguments first? (yes if the call still works, or no)",
    .explain = "The filter runs before the call: the kernel never gets to it.",
    .answer = filter_answer,
};

/* ---- a question ---- */

static size_t notify_rows(const struct setting *s, struct operation *row)
{
    row[0] = (struct operation){.kind = OPERATION_NOTIFY, .number = s->answer};
    return 1;
}

/* Nothing of it is left: the filter was the child's, and so is its name. */
static size_t notify_undo(const struct setting *s, struct operation *row)
{
    (void)s, (void)row;
    return 0;
}

static void notify_answer(const struct record *record, const struct observation *host,
                          char *text)
{
    (void)host;
    answer_yes_no(strstr(record->output, "the old one") == NULL, text);
}

const struct step_type notify_step = {
    .name = "notify",
    .layer = LAYER_NONE,
    .title = "a call as a question: user notification",
    .why = "A filter can also hold the call and ask a process outside. That one may "
           "refuse it, let it go on, or do it itself, and says what the caller gets. "
           "Engines use it to mount for a container, say. Here a child asks for another "
           "host name, and you are the one who is asked: d decides anew.",
    .needs = "no-new-privileges",
    .rows = notify_rows,
    .facts = {FACT_HOSTNAME, FACT_SECCOMP},
    .fact_count = 2,
    .undo = notify_undo,
    .undo_why = "Nothing to undo: the filter ended with the child.",
    .attacker = "Make any call that no filter holds.",
    .attack = "user-namespace io-uring",
    .question = "A child calls sethostname; you are asked, and answer 0 (done) without "
                "doing it. Is its name another now? (yes or no)",
    .explain = "Who answers decides what the caller is told. After \"go on\" the kernel "
               "looks at the call as always: this child has no capability any more.",
    .answer = notify_answer,
};

/* ---- the profile ---- */

static size_t seccomp_rows(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_FILTER};
    row[1] =
        (struct operation){.kind = OPERATION_ATTEMPT, .text = "userns", .may_fail = true};
    row[2] =
        (struct operation){.kind = OPERATION_ATTEMPT, .text = "bpf", .may_fail = true};
    return 3;
}

static void seccomp_answer(const struct record *record, const struct observation *host,
                           char *text)
{
    (void)host;
    answer_yes_no(record->rows[1].outcome.error == 0, text);
}

const struct step_type seccomp_step = {
    .name = "seccomp",
    .layer = LAYER_SECCOMP,
    .title = "seccomp: only the calls of the profile",
    .why =
        "An allow-list: what a program needs to compute, to use files and sockets. New "
        "namespaces, mounts, keys, bpf, io_uring and the gates for other machines are "
        "not on it. It comes last, because the steps before could not be made under "
        "it.",
    .needs = "no-new-privileges",
    .rows = seccomp_rows,
    .facts = {FACT_SECCOMP, FACT_NO_NEW_PRIVS},
    .fact_count = 2,
    .takes_away = true,
    .undo_why = "A filter cannot be taken out, on purpose.",
    .attacker = "Look for a bug in one of the calls that are left.",
    .stops = "user-namespace io-uring add-key bpf x32-gate",
    .question =
        "Any user may make a user namespace on this host. May this process still, "
        "under the profile? (yes or no)",
    .explain = "unshare and clone with CLONE_NEWUSER are refused by their arguments.",
    .answer = seccomp_answer,
};
