/* The limits of the control group: memory, tasks, processor, disk; and a pause.
 *
 * After the group. Each step writes one file from outside, then something inside runs
 * into the limit, so that the kernel's counters move. To lift a limit is to write another
 * word: this undo is real. cgroups(7), the kernel's admin-guide/cgroup-v1 and -v2.
 */
#include <stdio.h>
#include <string.h>

#include "isolate/steps/steps.h"

/* ---- what they share ---- */

static int check_share(const struct setting *s, enum share_kind kind, struct error *error)
{
    if (*s->shares[kind].file)
        return 0;
    return error_set(error, STATUS_HOST,
                     "no control group with this controller can be made here%s%s "
                     "(isolate doctor says how to get one)",
                     *s->no_groups ? ": " : "", s->no_groups);
}

static struct operation write_share(const struct setting *s, enum share_kind kind,
                                    bool set)
{
    const struct share *share = &s->shares[kind];
    return (struct operation){.kind = OPERATION_WRITE,
                              .target = share->file,
                              .text = set ? share->set : share->lift,
                              .outside = true};
}

/* ---- memory ---- */

static int memory_check(const struct setting *s, struct error *error)
{
    return check_share(s, SHARE_MEMORY, error);
}

static size_t memory_rows(const struct setting *s, struct operation *row)
{
    size_t n = 0;
    row[n++] = write_share(s, SHARE_MEMORY, true);
    row[n] = write_share(s, SHARE_SWAP, true);
    row[n++].may_fail = true; /* kernels that do not count swap have no such file */
    row[n++] = (struct operation){.kind = OPERATION_WORK_MEMORY, .number = 48};
    return n;
}

/* v1 wants memory and swap together to be at least as much as memory: first swap. */
static size_t memory_undo(const struct setting *s, struct operation *row)
{
    row[0] = write_share(s, SHARE_SWAP, false);
    row[0].may_fail = true;
    row[1] = write_share(s, SHARE_MEMORY, false);
    return 2;
}

static void memory_answer(const struct record *record, const struct observation *host,
                          char *text)
{
    (void)host;
    answer_yes_no(record->rows[2].outcome.value == 0, text);
}

const struct step_type memory_step = {
    .name = "memory",
    .layer = LAYER_CGROUP,
    .title = "memory: 16 MiB for all of them together",
    .why = "What is above the limit is first reclaimed; when nothing can be, the kernel "
           "kills a process of the group, and of no other. A child has just touched 48 "
           "MiB: 137 is 128 + SIGKILL, and the counter of kills has moved.",
    .needs = "cgroupns",
    .check = memory_check,
    .rows = memory_rows,
    .facts = {FACT_MEMORY},
    .fact_count = 1,
    .live = true,
    .undo = memory_undo,
    .undo_why = "\"No limit\" is written to the same files.",
    .attacker = "Start as many processes as fit.",
    .stops = "memory-bomb",
    .attack = "fork-bomb",
    .question =
        "The group may have 16 MiB. A child in it touches 48 MiB. Does it come to "
        "its end by itself? (yes or no)",
    .explain = "The kernel kills a process of the group: SIGKILL, status 137.",
    .answer = memory_answer,
};

/* ---- tasks ---- */

static int pids_check(const struct setting *s, struct error *error)
{
    return check_share(s, SHARE_PIDS, error);
}

static size_t pids_rows(const struct setting *s, struct operation *row)
{
    row[0] = write_share(s, SHARE_PIDS, true);
    row[1] = (struct operation){.kind = OPERATION_WORK_FORKS, .number = 40};
    return 2;
}

static size_t pids_undo(const struct setting *s, struct operation *row)
{
    row[0] = write_share(s, SHARE_PIDS, false);
    return 1;
}

static void pids_answer(const struct record *record, const struct observation *host,
                        char *text)
{
    (void)host;
    snprintf(text, FACT_MAX, "%ld", record->rows[1].outcome.value);
}

const struct step_type pids_step = {
    .name = "pids",
    .layer = LAYER_CGROUP,
    .title = "pids: at most 12 tasks, so a fork bomb is a dud",
    .why = "Processes and threads are counted together. At the limit fork fails with "
           "EAGAIN; nobody is killed. Without it a loop of forks fills the table of the "
           "whole machine. Here 40 children were tried.",
    .needs = "cgroupns",
    .check = pids_check,
    .rows = pids_rows,
    .facts = {FACT_PIDS},
    .fact_count = 1,
    .live = true,
    .undo = pids_undo,
    .undo_why = "\"max\" is written to the same file.",
    .attacker = "Keep all processors busy.",
    .stops = "fork-bomb",
    .question = "pids.max is 12, and process 1 is in the group. How many children can it "
                "have at once?",
    .explain = "Process 1 is counted too.",
    .answer = pids_answer,
};

/* ---- processor ---- */

static int cpu_check(const struct setting *s, struct error *error)
{
    return check_share(s, SHARE_CPU, error);
}

static size_t cpu_rows(const struct setting *s, struct operation *row)
{
    row[0] = write_share(s, SHARE_CPU, true);
    row[1] = (struct operation){.kind = OPERATION_WORK_CPU, .number = 300};
    return 2;
}

static size_t cpu_undo(const struct setting *s, struct operation *row)
{
    row[0] = write_share(s, SHARE_CPU, false);
    return 1;
}

static void cpu_answer(const struct record *record, const struct observation *host,
                       char *text)
{
    (void)host;
    answer_yes_no(record->rows[1].outcome.value >= 250, text);
}

const struct step_type cpu_step = {
    .name = "cpu",
    .layer = LAYER_CGROUP,
    .title = "cpu: a fifth of one processor",
    .why = "In each period of 100 ms the group may run for 20 ms; then all of it stands "
           "still until the next period. A loop was busy for 300 ms by the clock: the "
           "result says how many of them it ran.",
    .needs = "cgroupns",
    .check = cpu_check,
    .rows = cpu_rows,
    .facts = {FACT_CPU},
    .fact_count = 1,
    .live = true,
    .undo = cpu_undo,
    .undo_why = "\"No limit\" is written to the same file.",
    .attacker = "Keep a disk busy, if it has one.",
    .question = "The group may run 20 ms in each 100 ms. Does a loop of 300 ms by the "
                "clock get more than 250 ms of processor time? (yes or no)",
    .explain = "It gets about 20 ms in each of the periods.",
    .answer = cpu_answer,
};

/* ---- disk ---- */

static int io_check(const struct setting *s, struct error *error)
{
    if (*s->disk)
        return check_share(s, SHARE_IO, error);
    return error_set(error, STATUS_HOST,
                     "the host's / is on no disk that could be limited");
}

static size_t io_rows(const struct setting *s, struct operation *row)
{
    row[0] = write_share(s, SHARE_IO, true);
    row[1] = (struct operation){
        .kind = OPERATION_READ, .target = s->shares[SHARE_IO].file, .outside = true};
    return 2;
}

static size_t io_undo(const struct setting *s, struct operation *row)
{
    row[0] = write_share(s, SHARE_IO, false);
    return 1;
}

static void io_answer(const struct record *record, const struct observation *host,
                      char *text)
{
    (void)record, (void)host;
    answer_yes_no(false, text);
}

const struct step_type io_step = {
    .name = "io",
    .layer = LAYER_CGROUP,
    .title = "io: one MiB a second to the disk",
    .why = "A limit is for one disk, named by its two numbers. What is written to a file "
           "goes to memory first: v2 knows whose it is when it goes to the disk later, "
           "v1 limits only direct writes. Our root is in memory, so nothing is slowed.",
    .needs = "cgroupns",
    .check = io_check,
    .rows = io_rows,
    .facts = {FACT_IO},
    .fact_count = 1,
    .live = true,
    .undo = io_undo,
    .undo_why = "\"No limit\" is written to the same file.",
    .attacker = "Slow others down by what no controller counts.",
    .stops = "disk-priority",
    .question = "Does the limit slow down what is written to the tmpfs on /tmp? (yes or "
                "no)",
    .explain = "A tmpfs is in memory: no disk is written to.",
    .answer = io_answer,
};

/* ---- pause ---- */

static int freeze_check(const struct setting *s, struct error *error)
{
    return check_share(s, SHARE_FREEZE, error);
}

static size_t freeze_rows(const struct setting *s, struct operation *row)
{
    row[0] = write_share(s, SHARE_FREEZE, true);
    row[1] = (struct operation){.kind = OPERATION_READ,
                                .target = s->shares[SHARE_FREEZE].state,
                                .text = s->shares[SHARE_FREEZE].frozen,
                                .outside = true};
    row[2] = write_share(s, SHARE_FREEZE, false);
    return 3;
}

static size_t freeze_undo(const struct setting *s, struct operation *row)
{
    (void)s, (void)row;
    return 0;
}

static void freeze_answer(const struct record *record, const struct observation *host,
                          char *text)
{
    (void)record, (void)host;
    answer_yes_no(false, text);
}

const struct step_type freeze_step = {
    .name = "freeze",
    .layer = LAYER_CGROUP,
    .title = "freeze: all of it stands still, and goes on",
    .why = "The freezer stops every process of the group at once, in a way that they "
           "neither notice nor can refuse: this is what pause does. The state was read "
           "while it stood still; then it was thawed.",
    .needs = "cgroupns",
    .check = freeze_check,
    .rows = freeze_rows,
    .facts = {FACT_PIDS},
    .fact_count = 1,
    .live = true,
    .undo = freeze_undo,
    .undo_why = "Nothing to undo: it was thawed.",
    .attacker = "Measure by its clock that it was stopped.",
    .question = "Can a process of a frozen group end itself meanwhile? (yes or no)",
    .explain = "It does not run: nothing happens until it is thawed, or killed (v2).",
    .answer = freeze_answer,
};
