#include "sqlite-demo/crash_sweep.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"

enum { ACCOUNTS = 200, BALANCE = 1000, MOVED = 100, FAILED_SETUP = 3 };

struct bank {
    char *path;
    char *content; /* of the file before the transaction */
    size_t size;
    struct sweep *sweep;
    const struct setting *setting;
};

const char *fault_name(enum fault_model fault)
{
    static const char *const names[] = {"kill -9", "power, all", "power, half"};
    return names[fault];
}

void change_words(const struct change *change, char *text, size_t size)
{
    static const char *const kinds[] = {"write", "truncate", "sync", "delete"};
    const char *file = change->file == 'd'   ? "the database"
                       : change->file == 'j' ? "the journal"
                       : change->file == 'w' ? "the log"
                                             : "a temporary file";
    if (change->kind == CHANGE_WRITE)
        snprintf(text, size, "a write of %lld bytes to %s at byte %lld",
                 (long long)change->size, file, (long long)change->offset);
    else
        snprintf(text, size, "a %s of %s", kinds[change->kind], file);
}

/* ---- the file ---- */

static int fail(struct bank *bank, const char *what)
{
    bank->sweep->failed = true;
    snprintf(bank->sweep->why, sizeof bank->sweep->why, "%s", what);
    return -1;
}

static int make_bank(struct bank *bank)
{
    sqlite3 *db;
    struct error error;
    int code = sqlite3_open(bank->path, &db);
    if (code == SQLITE_OK)
        code = sqlite3_exec(
            db,
            "PRAGMA synchronous=OFF; CREATE TABLE account(id INTEGER PRIMARY KEY, "
            "balance INT, note TEXT);"
            "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<200) "
            "INSERT INTO account SELECT i, 1000, printf('%.600c', '.') FROM n;",
            NULL, NULL, NULL);
    if (code != SQLITE_OK)
        fail(bank, sqlite3_errmsg(db));
    sqlite3_close(db);
    if (code != SQLITE_OK)
        return -1;
    if (file_read(bank->path, 64 << 20, &bank->content, &bank->size, &error) < 0)
        return fail(bank, error.message);
    return 0;
}

/* The file as it was, and nothing beside it. */
static int restore(struct bank *bank)
{
    static const char *const beside[] = {"-journal", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        cleanup_free char *name = xasprintf("%s%s", bank->path, beside[i]);
        unlink(name);
    }
    cleanup_file FILE *file = fopen(bank->path, "w");
    if (!file || fwrite(bank->content, 1, bank->size, file) != bank->size ||
        fflush(file) != 0)
        return fail(bank, "the file cannot be restored: is the disk full?");
    return 0;
}

/* ---- the victim ---- */

static const char transfer[] =
    "BEGIN;"
    "UPDATE account SET balance = balance - 100, note = printf('%.600c', '-') "
    "WHERE id % 2 = 0;"
    "UPDATE account SET balance = balance + 100, note = printf('%.600c', '+') "
    "WHERE id % 2 = 1;"
    "COMMIT; PRAGMA wal_checkpoint(TRUNCATE);";

/* Also if `parent` died before this was said. */
static void die_with(pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(0);
}

/* A small cache, so that pages are written before the COMMIT as well. */
static _Noreturn void be_victim(const struct bank *bank, uint32_t point)
{
    sqlite3 *db;
    char setting[160];
    crash_vfs_register(bank->setting->fault, point);
    snprintf(setting, sizeof setting,
             "PRAGMA journal_mode=%s; PRAGMA synchronous=%s; PRAGMA cache_size=5",
             bank->setting->journal, bank->setting->sync);
    if (sqlite3_open(bank->path, &db) != SQLITE_OK ||
        sqlite3_exec(db, setting, NULL, NULL, NULL) != SQLITE_OK)
        _exit(FAILED_SETUP);
    crash_arm(point, &bank->sweep->change);
    int code = sqlite3_exec(db, transfer, NULL, NULL, NULL);
    uint64_t operations = crash_disarm();
    if (point == 0)
        bank->sweep->points = (uint32_t)operations;
    _exit(code == SQLITE_OK ? 0 : FAILED_SETUP);
}

/* True if it was killed, as it should; point 0 is never killed. */
static int run_victim(struct bank *bank, uint32_t point)
{
    int status;
    pid_t self = getpid(), child = fork();
    if (child == 0) {
        die_with(self);
        be_victim(bank, point);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0)
        return fail(bank, "no process can be started");
    bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    if (killed == (point != 0) && (killed || WEXITSTATUS(status) == 0))
        return 0;
    return fail(bank, "the transfer did not end as it should");
}

/* ---- looking afterwards: as the next program that opens the file ---- */

struct look {
    int64_t sum;
    int rows, old, new;
    bool ok; /* integrity_check */
    bool malformed;
};

static int count_account(void *context, int columns, char **values, char **names)
{
    struct look *look = context;
    (void)columns, (void)names;
    int id = values[0] ? atoi(values[0]) : 0, balance = values[1] ? atoi(values[1]) : 0;
    look->rows++;
    look->sum += balance;
    look->old += balance == BALANCE;
    look->new += balance == BALANCE + (id % 2 ? MOVED : -MOVED);
    return 0;
}

static int see_check(void *context, int columns, char **values, char **names)
{
    (void)columns, (void)names;
    ((struct look *)context)->ok = values[0] && !strcmp(values[0], "ok");
    return 0;
}

static void look_at(const char *path, struct look *look)
{
    sqlite3 *db;
    *look = (struct look){0};
    int code = sqlite3_open(path, &db);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, "PRAGMA synchronous=OFF; SELECT id, balance FROM account",
                            count_account, look, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, "PRAGMA integrity_check(1)", see_check, look, NULL);
    look->malformed = code != SQLITE_OK || !look->ok;
    sqlite3_close(db);
}

static char judge(const struct look *look)
{
    if (look->rows == ACCOUNTS && look->old == ACCOUNTS && !look->malformed)
        return FOUND_OLD;
    if (look->rows == ACCOUNTS && look->new == ACCOUNTS && !look->malformed)
        return FOUND_NEW;
    return look->malformed ? FOUND_MALFORMED : FOUND_TORN;
}

static void record(struct sweep *sweep, uint32_t done, uint32_t point,
                   const struct look *look)
{
    char letter = judge(look);
    sweep->old += letter == FOUND_OLD;
    sweep->new += letter == FOUND_NEW;
    sweep->torn += letter == FOUND_TORN;
    sweep->malformed += letter == FOUND_MALFORMED;
    sweep->torn_but_ok += letter == FOUND_TORN && look->ok;
    if (letter == FOUND_TORN && !sweep->first_torn) {
        sweep->first_torn = point;
        sweep->first_torn_sum = look->sum;
        sweep->first_change = sweep->change;
    }
    sweep->letters[done - 1] = letter;
    __atomic_store_n(&sweep->done, done, __ATOMIC_RELEASE);
}

/* ---- the sweep ---- */

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void sweep_points(struct bank *bank)
{
    struct sweep *sweep = bank->sweep;
    struct look look;
    if (restore(bank) < 0 || run_victim(bank, 0) < 0)
        return;
    if (sweep->points > POINTS_MAX) {
        fail(bank, "the transfer takes too many operations");
        return;
    }
    uint32_t every = bank->setting->every ? bank->setting->every : 1;
    sweep->points = (sweep->points + every - 1) / every;
    for (uint32_t i = 0; i < sweep->points && !sweep->failed; i++) {
        if (restore(bank) < 0 || run_victim(bank, 1 + i * every) < 0)
            return;
        look_at(bank->path, &look);
        record(sweep, i + 1, 1 + i * every, &look);
    }
}

void sweep_run(const struct setting *setting, const char *folder, struct sweep *sweep)
{
    struct bank bank = {.setting = setting, .sweep = sweep};
    double began = now();
    bank.path = xasprintf("%s/bank.db", folder);
    crash_vfs_register(setting->fault, 0); /* so that nothing waits for the disk */
    unlink(bank.path);
    if (make_bank(&bank) == 0)
        sweep_points(&bank);
    sweep->seconds = now() - began;
    unlink(bank.path);
    free(bank.path);
    free(bank.content);
    __atomic_store_n(&sweep->over, true, __ATOMIC_RELEASE);
}

pid_t sweep_start(const struct setting *setting, const char *folder, struct sweep *sweep,
                  struct error *error)
{
    fflush(NULL);
    pid_t self = getpid(), worker = fork();
    if (worker < 0)
        return error_errno(error, STATUS_HOST, "cannot start a process");
    if (worker > 0)
        return worker;
    die_with(self);
    sweep_run(setting, folder, sweep);
    _exit(0);
}
