/* A workload on SQLite with our frames, and what SQLite itself counts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "sqlite-demo/cache.h"
#include "sqlite-demo/scratch.h"

const struct workload workloads[] = {
    {"scan", "the whole table, three times: a loop that is larger than memory",
     "SELECT sum(length(pad)) FROM t NOT INDEXED", 3},
    {"lookups", "every row by an index that stands in another order than the table",
     "SELECT sum(length(pad)) FROM t INDEXED BY tb WHERE b >= 0", 3},
    {"skewed", "single rows, a few of them again and again",
     "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<4000) "
     "SELECT sum(length(pad)) FROM n CROSS JOIN t ON t.id = 1 + (i*7919 % 4000) * (i % "
     "5 = 0) + (i % 40) * 90 * (i % 5 <> 0)",
     1},
    {"both", "a scan between lookups: does it push out what is needed again?",
     "SELECT sum(length(pad)) FROM t WHERE id % 40 = 0 AND id < 900;"
     "SELECT sum(length(pad)) FROM t NOT INDEXED",
     4},
    {0},
};

static int run_sql(sqlite3 *db, const char *sql, struct error *error)
{
    char *message = NULL;
    int code = sqlite3_exec(db, sql, NULL, NULL, &message);
    if (code == SQLITE_OK)
        return 0;
    bool full = (code & 0xff) == SQLITE_FULL;
    error_set(error, full ? STATUS_HOST : STATUS_REQUEST, "SQLite says: %s%s",
              message ? message : sqlite3_errmsg(db), scratch_hint(code));
    sqlite3_free(message);
    return -1;
}

int cache_make(const char *path, struct error *error)
{
    sqlite3 *db;
    int status = 0;
    if (sqlite3_open(path, &db) != SQLITE_OK)
        status = error_set(error, STATUS_HOST, "%s", sqlite3_errmsg(db));
    if (status == 0)
        status = run_sql(
            db,
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;"
            "CREATE TABLE t(id INTEGER PRIMARY KEY, b INT, pad TEXT);"
            "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<4000) "
            "INSERT INTO t SELECT i, i*7919%4001, printf('%.550c','x') FROM n;"
            "CREATE INDEX tb ON t(b); COMMIT",
            error);
    sqlite3_close(db);
    return status;
}

static void read_status(sqlite3 *db, struct cache_result *result)
{
    int now = 0, most = 0;
    sqlite3_db_status(db, SQLITE_DBSTATUS_CACHE_HIT, &now, &most, 0);
    result->sqlite_hits = now;
    sqlite3_db_status(db, SQLITE_DBSTATUS_CACHE_MISS, &now, &most, 0);
    result->sqlite_misses = now;
}

/* One transaction around all: at the end of one SQLite may forget its pages. */
static int work(const struct cache_lab *lab, sqlite3 *db, struct error *error)
{
    char size[80];
    snprintf(size, sizeof size, "PRAGMA cache_size=%u; PRAGMA mmap_size=0; BEGIN",
             lab->frames);
    int status = run_sql(db, size, error);
    for (unsigned i = 0; status == 0 && i < lab->repeats; i++)
        status = run_sql(db, lab->sql, error);
    return status;
}

int cache_run(const struct cache_lab *lab, struct cache_result *result,
              struct error *error)
{
    struct frames_setup setup = {.policy = result->policy,
                                 .frames = lab->frames,
                                 .pages = lab->pages,
                                 .references = true};
    const struct policy_parameter *parameter = result->policy->parameters;
    for (int i = 0; parameter && parameter[i].name && i < POLICY_PARAMETERS_MAX; i++)
        setup.values[i] = parameter[i].standard;
    sqlite3 *db = NULL;
    if (frames_install(&setup, error) < 0)
        return -1;
    int status = 0;
    if (sqlite3_open_v2(lab->path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        status = error_set(error, STATUS_REQUEST, "%s", sqlite3_errmsg(db));
    if (status == 0)
        status = work(lab, db, error);
    read_status(db, result);
    result->counts = frames_count();
    result->ran = status == 0;
    if (frames_broken_rule()) {
        snprintf(result->failed, sizeof result->failed, "%s", frames_broken_rule());
        result->ran = false;
    }
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_close(db);
    return status;
}

int cache_export(const char *path, struct error *error)
{
    struct atomic_file file;
    size_t count;
    const uint32_t *references = frames_references(&count);
    if (atomic_file_open(&file, path, error) < 0)
        return -1;
    for (size_t i = 0; i < count; i++)
        fprintf(file.out, "%u\n", references[i]);
    return atomic_file_commit(&file, error);
}
