/* `sqlite-demo crash`: a transaction killed before every operation. */
#include "sqlite-demo/crash.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/program.h"
#include "sqlite-demo/play.h"
#include "sqlite-demo/scratch.h"

static struct {
    const char *journal, *sync, *fault;
    uint64_t at, every;
} options = {.every = 1};

const struct option_row crash_options[] = {
    {"journal", 0, OPTION_CHOICE, &options.journal, "MODE",
     "only this setting: PRAGMA journal_mode", "delete truncate persist memory wal off",
     0, 0},
    {"sync", 0, OPTION_CHOICE, &options.sync, "LEVEL", "PRAGMA synchronous, else full",
     "off normal full extra", 0, 0},
    {"fault", 0, OPTION_CHOICE, &options.fault, "FAULT",
     "kill: the process dies; power: all unsynced writes are lost; half: each by chance",
     "kill power half", 0, 0},
    {"every", 0, OPTION_COUNT, &options.every, "N",
     "kill before every Nth operation only, to be done sooner", NULL, 1, 1000},
    {"at", 0, OPTION_COUNT, &options.at, "N", "begin with step N", NULL, 1, 0},
    {0},
};

/* Killed, the journal decides; without power, the syncs do. */
static const struct setting standard[] = {
    {"delete", "full", FAULT_KILL, 1}, {"delete", "off", FAULT_KILL, 1},
    {"wal", "full", FAULT_KILL, 1},    {"off", "full", FAULT_KILL, 1},
    {"memory", "full", FAULT_KILL, 1}, {"delete", "full", FAULT_HALF, 1},
    {"delete", "off", FAULT_HALF, 1},  {"truncate", "full", FAULT_HALF, 1},
    {"wal", "full", FAULT_HALF, 1},    {"wal", "normal", FAULT_HALF, 1},
    {"wal", "off", FAULT_HALF, 1},
};

static void choose_settings(struct crash_lab *lab)
{
    if (!options.journal && !options.sync && !options.fault) {
        memcpy(lab->settings, standard, sizeof standard);
        lab->count = sizeof standard / sizeof *standard;
        for (size_t i = 0; i < lab->count; i++)
            lab->settings[i].every = (uint32_t)options.every;
        return;
    }
    const char *fault = options.fault ? options.fault : "kill";
    lab->settings[0] = (struct setting){
        .journal = options.journal ? options.journal : "delete",
        .sync = options.sync ? options.sync : "full",
        .every = (uint32_t)options.every,
        .fault = !strcmp(fault, "kill")    ? FAULT_KILL
                 : !strcmp(fault, "power") ? FAULT_POWER
                                           : FAULT_HALF,
    };
    lab->count = 1;
}

int crash_lab_open(struct crash_lab *lab, const char *folder, struct error *error)
{
    *lab = (struct crash_lab){.folder = folder};
    choose_settings(lab);
    lab->sweeps = mmap(NULL, SETTINGS_MAX * sizeof *lab->sweeps, PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (lab->sweeps == MAP_FAILED)
        return error_errno(error, STATUS_HOST, "cannot share memory");
    return 0;
}

void crash_lab_close(struct crash_lab *lab)
{
    for (size_t i = 0; i < lab->count; i++)
        if (lab->workers[i] > 0) {
            kill(lab->workers[i], SIGKILL);
            waitpid(lab->workers[i], NULL, 0);
        }
    munmap(lab->sweeps, SETTINGS_MAX * sizeof *lab->sweeps);
}

static char *command_line(void)
{
    return xasprintf(
        "sqlite-demo crash%s%s%s%s%s%s", options.journal ? " --journal " : "",
        options.journal ? options.journal : "", options.sync ? " --sync " : "",
        options.sync ? options.sync : "", options.fault ? " --fault " : "",
        options.fault ? options.fault : "");
}

static int show_lab(struct crash_lab *lab, struct error *error)
{
    cleanup_free char *command = command_line();
    const struct show show = {
        .title = "crash · 200 accounts, one transfer, killed before every operation",
        .command = command,
        .model = lab,
        .count = crash_count,
        .reach = crash_reach,
        .live = crash_live,
        .step = crash_step,
        .draw = crash_draw,
        .rows = crash_rows,
        .describe = crash_describe,
        .json = crash_json,
    };
    const struct player_start start = {.at = options.at};
    lab->patient = !program_has_screen();
    return player_run(&show, &start, error);
}

int crash_command(int argc, char **argv)
{
    struct scratch scratch;
    struct crash_lab lab;
    struct error error;
    (void)argc, (void)argv;
    if (scratch_open(&scratch, &error) < 0)
        die_error(&error);
    int status = crash_lab_open(&lab, scratch.folder, &error);
    if (status == 0) {
        status = show_lab(&lab, &error);
        crash_lab_close(&lab);
    }
    scratch_close(&scratch);
    if (status < 0)
        die_error(&error);
    return status;
}
