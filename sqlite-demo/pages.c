/* `sqlite-demo pages FILE`: the map of the file, a page, a row, a change. */
#include "sqlite-demo/pages.h"

#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/program.h"
#include "sqlite-demo/copy.h"
#include "sqlite-demo/play.h"
#include "sqlite-demo/scratch.h"

static struct {
    uint64_t page, at;
    const char *table, *rowid, *watch;
} options;

const struct option_row pages_options[] = {
    {"page", 0, OPTION_COUNT, &options.page, "N", "begin with page N", NULL, 1, 0},
    {"at", 0, OPTION_COUNT, &options.at, "N", "begin with step N", NULL, 1, 0},
    {"table", 0, OPTION_TEXT, &options.table, "NAME",
     "with --rowid: the page on which this row of the table lives", NULL, 0, 0},
    {"rowid", 0, OPTION_TEXT, &options.rowid, "N", "the rowid to look for", NULL, 0, 0},
    {"watch", 0, OPTION_TEXT, &options.watch, "SQL",
     "run SQL on the copy and show the pages that it changed", NULL, 0, 0},
    {0},
};

/* ---- which page does a row live on? ---- */

static int find_row(struct pages *pages, struct error *error)
{
    struct btree_cursor cursor = {0};
    char *end;
    long long rowid = strtoll(options.rowid, &end, 10);
    const struct schema_entry *entry =
        schema_by_name(&pages->atlas.schema, options.table);
    if (!*options.rowid || *end)
        return error_set(error, STATUS_REQUEST, "--rowid %s: is no whole number",
                         options.rowid);
    if (!entry || !entry->root || strcmp(entry->type, "table") != 0)
        return error_set(error, STATUS_REQUEST, "--table %s: there is no such table",
                         options.table);
    btree_init(&cursor, &pages->db, entry->root);
    int found = btree_seek_rowid(&cursor, rowid);
    if (found == 1 && cursor.cell.rowid == rowid) {
        options.page = cursor.path[cursor.depth - 1].page->number;
        pages->cell = cursor.path[cursor.depth - 1].index;
    }
    bool there = found == 1 && cursor.cell.rowid == rowid;
    btree_free(&cursor);
    if (found < 0)
        return fault_error(&pages->db, error);
    return there ? 0
                 : error_set(error, STATUS_NO, "table %s has no row %lld", options.table,
                             rowid);
}

/* ---- watching a statement ---- */

static int run_sql(const char *path, const char *sql, struct error *error)
{
    sqlite3 *db;
    char *message = NULL;
    int code = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, sql, NULL, NULL, &message);
    if (code != SQLITE_OK)
        error_set(error, STATUS_REQUEST, "SQLite says: %s",
                  message ? message : sqlite3_errmsg(db));
    sqlite3_free(message);
    sqlite3_close(db);
    return code == SQLITE_OK ? 0 : -1;
}

static void find_changed(struct pages *pages)
{
    pages->changed = xcalloc((size_t)pages->db.stored + 1, sizeof *pages->changed);
    for (uint32_t number = 1; number <= pages->db.stored; number++)
        if (bytes_changed(pages, number))
            pages->changed[pages->changed_count++] = number;
}

/* ---- opening ---- */

static int open_pages(struct pages *pages, const char *path, const char *before,
                      struct error *error)
{
    if (options.watch) {
        if (database_open(&pages->before, before, error) < 0 ||
            run_sql(path, options.watch, error) < 0)
            return -1;
        pages->watched = options.watch;
    }
    if (database_open(&pages->db, path, error) < 0)
        return -1;
    atlas_make(&pages->db, &pages->atlas);
    if (options.watch)
        find_changed(pages);
    if (sqlite3_open_v2(path, &pages->sqlite, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
        sqlite3_exec(pages->sqlite, "SELECT 1 FROM dbstat LIMIT 1", NULL, NULL, NULL)) {
        sqlite3_close(pages->sqlite);
        pages->sqlite = NULL;
    }
    return options.table && options.rowid ? find_row(pages, error) : 0;
}

static void close_pages(struct pages *pages)
{
    sqlite3_close(pages->sqlite);
    atlas_free(&pages->atlas);
    database_close(&pages->db);
    database_close(&pages->before);
    free(pages->changed);
}

static int show_pages(struct pages *pages, struct error *error)
{
    cleanup_free char *file = shell_quoted(pages->file);
    cleanup_free char *sql = shell_quoted(options.watch ? options.watch : "");
    cleanup_free char *command =
        xasprintf("sqlite-demo pages %s%s%s", file, options.watch ? " --watch " : "",
                  options.watch ? sql : "");
    const char *slash = strrchr(pages->file, '/');
    cleanup_free char *title =
        xasprintf("%s · %u pages", slash ? slash + 1 : pages->file, pages->db.page_count);
    const struct show show = {
        .title = title,
        .command = command,
        .model = pages,
        .count = pages_count,
        .step = pages_step,
        .draw = pages_draw,
        .describe = pages_describe,
        .json = pages_json,
        .keys = pages_keys,
        .state_rows = 14,
    };
    if (options.page > pages->atlas.count)
        return error_set(error, STATUS_REQUEST, "--page %llu: the file has %u pages",
                         (unsigned long long)options.page, pages->atlas.count);
    const struct player_start start = {
        .at = options.page && !options.watch ? options.page + 1 : options.at};
    int status = player_run(&show, &start, error);
    return status == STATUS_OK && pages->atlas.fault_count ? STATUS_NO : status;
}

static int check_options(struct error *error)
{
    if (!options.table != !options.rowid)
        return error_set(error, STATUS_REQUEST,
                         "--table and --rowid go together: --table film --rowid 777");
    return 0;
}

static int run(const char *file, struct error *error)
{
    struct scratch scratch;
    struct pages *pages = xcalloc(1, sizeof *pages);
    *pages = (struct pages){
        .file = file, .db = {.fd = -1, .wal.fd = -1}, .before = {.fd = -1, .wal.fd = -1}};
    if (check_options(error) < 0 || file_check(file, NULL, error) < 0 ||
        database_open(&pages->db, file, error) < 0 || scratch_open(&scratch, error) < 0) {
        free(pages);
        return -1;
    }
    database_close(&pages->db);
    cleanup_free char *path = path_join(scratch.folder, "copy.db");
    cleanup_free char *before = path_join(scratch.folder, "before.db");
    int status = database_snapshot(file, path, error);
    if (status == 0 && options.watch)
        status = database_snapshot(file, before, error);
    database_confine();
    if (status == 0)
        status = open_pages(pages, path, before, error);
    if (status == 0)
        status = show_pages(pages, error);
    close_pages(pages);
    free(pages);
    scratch_close(&scratch);
    return status;
}

int pages_command(int argc, char **argv)
{
    struct error error;
    (void)argc;
    int status = run(argv[0], &error);
    if (status < 0)
        die_error(&error);
    return status;
}
