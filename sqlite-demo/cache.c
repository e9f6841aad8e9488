/* `sqlite-demo cache`: SQLite's page cache, run by the policies of vmsim. */
#include "sqlite-demo/cache.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/program.h"
#include "labs/kit/suggest.h"
#include "sqlite-demo/copy.h"
#include "sqlite-demo/file/database.h"
#include "sqlite-demo/play.h"
#include "sqlite-demo/scratch.h"

static struct {
    uint64_t frames, repeats, at;
    const char *policies, *workload, *export, *own;
    bool bare;
} options = {.frames = 100, .workload = "scan"};

const struct option_row cache_options[] = {
    {"frames", 0, OPTION_COUNT, &options.frames, "N", "pages that have room in the cache",
     NULL, 10, 1000000},
    {"policy", 0, OPTION_TEXT, &options.policies, "LIST",
     "names from 'vmsim policies', parted by commas; else fifo,lru,clock,mru", NULL, 0,
     0},
    {"workload", 0, OPTION_CHOICE, &options.workload, "NAME",
     "what is asked of the database of ours", "scan lookups skewed both", 0, 0},
    {"repeats", 0, OPTION_COUNT, &options.repeats, "N", "run it so many times", NULL, 1,
     1000},
    {"export", 0, OPTION_TEXT, &options.export, "FILE",
     "write the reference string, which 'vmsim run FILE' takes", NULL, 0, 0},
    {"own", 0, OPTION_TEXT, &options.own, "FILE.c",
     "a policy of your own, as 'vmsim run' takes it: run in the sandbox over the "
     "references that SQLite made",
     NULL, 0, 0},
    {"bare", 0, OPTION_FLAG, &options.bare, NULL,
     "run your own policy without isolation, with limits only", NULL, 0, 0},
    {"at", 0, OPTION_COUNT, &options.at, "N", "begin with step N", NULL, 1, 0},
    {0},
};

/* ---- policies ---- */

static const struct policy_type *policy_named(const char *name, size_t length,
                                              struct error *error)
{
    const char *names[CACHE_POLICIES] = {0};
    size_t count = 0;
    for (const struct policy_type *const *type = policy_types; *type; type++) {
        if (strlen((*type)->name) == length && !strncmp((*type)->name, name, length)) {
            if (!(*type)->needs_future && !(*type)->release)
                return *type;
            error_set(error, STATUS_REQUEST,
                      "--policy %s: it %s; export the reference string and ask vmsim: "
                      "--export t.txt, then vmsim run t.txt --policy %s",
                      (*type)->name,
                      (*type)->needs_future
                          ? "must know the future, which SQLite does not"
                          : "gives up frames by itself",
                      (*type)->name);
            return NULL;
        }
        if (count < CACHE_POLICIES)
            names[count++] = (*type)->name;
    }
    cleanup_free char *wrong = xasprintf("%.*s", (int)length, name);
    const char *near = suggest(wrong, names, count);
    error_set(error, STATUS_REQUEST, "--policy %s: there is no such policy%s%s%s", wrong,
              near ? " (did you mean '" : " (see 'vmsim policies')", near ? near : "",
              near ? "'?)" : "");
    return NULL;
}

static int choose_policies(struct cache_lab *lab, struct error *error)
{
    const char *at = options.policies ? options.policies
                     : options.own    ? "lru"
                                      : "fifo,lru,clock,mru";
    while (*at) {
        size_t length = strcspn(at, ",");
        const struct policy_type *type = policy_named(at, length, error);
        if (!type)
            return -1;
        if (lab->count + 1 >= CACHE_POLICIES)
            return error_set(error, STATUS_REQUEST, "--policy: too many policies");
        lab->results[lab->count++].policy = type;
        at += length + (at[length] == ',');
    }
    return 0;
}

/* Its references are those of the policy before it, so there always is one. */
static int add_own(struct cache_lab *lab, struct error *error)
{
    size_t length = strlen(options.own);
    if (length < 3 || strcmp(options.own + length - 2, ".c") != 0)
        return error_set(error, STATUS_REQUEST,
                         "--own %s: give the source, a file that ends in .c; it is "
                         "compiled and run in a sandbox",
                         options.own);
    lab->own = realpath(options.own, NULL);
    if (!lab->own || access(lab->own, R_OK) < 0)
        return error_errno(error, STATUS_REQUEST, "--own %s", options.own);
    if (strpbrk(lab->own, ",:"))
        return error_set(error, STATUS_REQUEST,
                         "--own %s: neither ',' nor ':' may be in its path", lab->own);
    lab->bare = options.bare;
    lab->count++;
    return 0;
}

/* ---- the database ---- */

static int count_pages(struct cache_lab *lab, struct error *error)
{
    struct database db;
    if (database_open(&db, lab->path, error) < 0)
        return -1;
    lab->pages = db.page_count;
    database_close(&db);
    return 0;
}

/* Wrong SQL is refused before anything is shown. */
static int check_sql(const struct cache_lab *lab, struct error *error)
{
    sqlite3 *db;
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_open_v2(lab->path, &db, SQLITE_OPEN_READWRITE, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(db, lab->sql, -1, &stmt, NULL);
    if (code != SQLITE_OK)
        error_set(error, STATUS_REQUEST, "SQLite says: %s", sqlite3_errmsg(db));
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return code == SQLITE_OK ? 0 : -1;
}

static void choose_workload(struct cache_lab *lab)
{
    const struct workload *workload = workloads;
    while (strcmp(workload->name, options.workload) != 0)
        workload++;
    lab->sql = workload->sql;
    lab->repeats = workload->repeats;
    lab->workload = workload->name;
}

static int prepare(struct cache_lab *lab, int argc, char **argv, struct error *error)
{
    int status;
    choose_workload(lab);
    if (argc) {
        lab->name = argv[0];
        lab->sql = argv[1];
        lab->workload = "your SQL";
        status = file_check(argv[0], NULL, error);
        if (status == 0)
            status = database_copy(argv[0], lab->path, error);
        database_confine();
    } else {
        lab->name = "a database of ours";
        status = cache_make(lab->path, error);
    }
    if (options.repeats)
        lab->repeats = (unsigned)options.repeats;
    if (status == 0 && argc)
        status = check_sql(lab, error);
    return status < 0 ? -1 : count_pages(lab, error);
}

/* ---- showing ---- */

static char *command_line(const struct cache_lab *lab, int argc)
{
    cleanup_free char *file = shell_quoted(argc ? lab->name : "");
    cleanup_free char *sql = shell_quoted(lab->sql);
    return xasprintf(
        "sqlite-demo cache %s%s%s%s%s --frames %u%s%s", argc ? file : "", argc ? " " : "",
        argc ? sql : "--workload ", argc ? "" : lab->workload, "", lab->frames,
        options.policies ? " --policy " : "", options.policies ? options.policies : "");
}

static int show_lab(struct cache_lab *lab, int argc, struct error *error)
{
    cleanup_free char *command = command_line(lab, argc);
    cleanup_free char *title =
        xasprintf("%s · %u frames for %u pages", lab->workload, lab->frames, lab->pages);
    const struct show show = {
        .title = title,
        .command = command,
        .model = lab,
        .count = cache_count,
        .reach = cache_reach,
        .step = cache_step,
        .draw = cache_draw,
        .describe = cache_describe,
        .json = cache_json,
    };
    const struct player_start start = {.at = options.at};
    int status = player_run(&show, &start, error);
    if (status == 0 && options.export)
        status = cache_export(options.export, error);
    for (size_t i = 0; status == 0 && i < lab->count; i++)
        if (lab->results[i].failed[0])
            status = STATUS_NO;
    return status;
}

static void lab_free(struct cache_lab *lab)
{
    free(lab->own);
    free(lab);
}

static int run(int argc, char **argv, struct error *error)
{
    struct scratch scratch = {0};
    struct cache_lab *lab = xcalloc(1, sizeof *lab);
    lab->frames = (uint32_t)options.frames;
    int status = choose_policies(lab, error);
    if (status == 0 && options.own)
        status = add_own(lab, error);
    if (status == 0)
        status = scratch_open(&scratch, error);
    if (status < 0) {
        lab_free(lab);
        return -1;
    }
    cleanup_free char *path = path_join(scratch.folder, "cache.db");
    lab->path = path;
    status = prepare(lab, argc, argv, error);
    if (status == 0)
        status = show_lab(lab, argc, error);
    frames_remove();
    scratch_close(&scratch);
    lab_free(lab);
    return status;
}

int cache_command(int argc, char **argv)
{
    struct error error;
    if (argc == 1)
        die(STATUS_REQUEST, "%s: which SQL? (sqlite-demo cache FILE SQL)", argv[0]);
    int status = run(argc, argv, &error);
    if (status < 0)
        die_error(&error);
    return status;
}
