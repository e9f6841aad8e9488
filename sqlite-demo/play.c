/* `sqlite-demo play`: a scenario of ours, or a file and SQL of the learner. */
#include "sqlite-demo/play.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/paths.h"
#include "labs/kit/player.h"
#include "labs/kit/program.h"
#include "labs/kit/suggest.h"
#include "sqlite-demo/copy.h"
#include "sqlite-demo/query.h"
#include "sqlite-demo/scratch.h"
#include "sqlite-demo/view.h"

static struct {
    uint64_t at;
    bool write, cursor;
} options;

const struct option_row play_options[] = {
    {"at", 0, OPTION_COUNT, &options.at, "N", "begin with step N", NULL, 1, 1000000},
    {"cursor", 0, OPTION_FLAG, &options.cursor, NULL,
     "with FILE SQL: show the calls of the cursor, not the program inside", NULL, 0, 0},
    {"write", 0, OPTION_FLAG, &options.write, NULL,
     "the same, on FILE itself and not on a copy; FILE is made if missing", NULL, 0, 0},
    {0},
};

static int show_lesson(struct lesson *lesson, const char *title, const char *command,
                       const char *file, bool lazily, struct error *error)
{
    struct view view = {.lesson = lesson, .file = file};
    const struct show show = {
        .title = title,
        .command = command,
        .model = &view,
        .count = view_count,
        .step = view_step,
        .reach = lazily ? view_reach : NULL,
        .draw = view_draw,
        .describe = view_describe,
        .json = view_json,
    };
    const struct player_start start = {.at = options.at};
    int status = player_run(&show, &start, error);
    view_free(&view);
    return status;
}

static int play_scenario(const struct scenario *scenario)
{
    struct error error;
    struct scratch scratch;
    struct lesson lesson;

    if (scratch_open(&scratch, &error) < 0)
        die_error(&error);
    cleanup_free char *path = path_join(scratch.folder, "film.db");
    cleanup_free char *command = xasprintf("sqlite-demo play %s", scenario->name);
    cleanup_free char *title = xasprintf("%s · %s", scenario->name, scenario->summary);
    lesson_init(&lesson, path, scenario->watch, scenario->parties);
    lesson.lines = scenario->lines;
    lesson.line_count = scenario->line_count;
    int status = show_lesson(&lesson, title, command, "film.db", true, &error);
    lesson_free(&lesson);
    scratch_close(&scratch);
    if (status < 0)
        die_error(&error);
    return status;
}

/* ---- a file and SQL ---- */

static int check_file(const char *file, struct error *error)
{
    struct stat status;
    if (options.write && stat(file, &status) < 0 && errno == ENOENT)
        return 0;
    return file_check(file, " (with --write it is made)", error);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static int run_query(const char *path, const char *file, const char *sql,
                     struct error *error)
{
    struct query query;
    struct lesson lesson;
    cleanup_free char *quoted_file = shell_quoted(file);
    cleanup_free char *quoted_sql = shell_quoted(sql);
    /* Without --write: who types it to see a step again must not change the file. */
    cleanup_free char *command =
        xasprintf("sqlite-demo play --cursor %s %s", quoted_file, quoted_sql);
    cleanup_free char *title = xasprintf("%s%s · %s", base_name(file),
                                         options.write ? " itself" : ", a copy", sql);

    query_init(&query, path, sql);
    lesson_init(&lesson, path, query.watch, 1);
    int status = query_run(&query, &lesson, sql, file, !options.write, error);
    if (status == 0)
        status = show_lesson(&lesson, title, command, base_name(file), false, error);
    lesson_free(&lesson);
    query_free(&query);
    return status;
}

static int play_copy(const char *file, const char *sql, struct error *error)
{
    struct scratch scratch;
    int status = scratch_open(&scratch, error);
    if (status < 0)
        return -1;
    cleanup_free char *path = path_join(scratch.folder, "copy.db");
    status = database_copy(file, path, error);
    database_confine();
    if (status == 0)
        status = run_query(path, file, sql, error);
    scratch_close(&scratch);
    return status;
}

/* A file that was made for SQL that then failed must not stay behind, empty. */
static int play_file_itself(const char *file, const char *sql, struct error *error)
{
    struct stat before, after;
    bool existed = stat(file, &before) == 0;
    int status = run_query(file, file, sql, error);
    if (status < 0 && !existed && stat(file, &after) == 0 && after.st_size == 0)
        unlink(file);
    return status;
}

/* "-": the SQL comes from standard input, megabytes of it if need be. */
static char *read_sql(const char *sql)
{
    enum { SQL_LIMIT = 64 << 20 };
    struct error error;
    char *text;
    size_t length;
    if (strcmp(sql, "-") != 0)
        return xstrdup(sql);
    if (file_read("/dev/stdin", SQL_LIMIT, &text, &length, &error) < 0)
        die_error(&error);
    if (strlen(text) != length)
        die(STATUS_REQUEST, "the SQL holds a NUL byte at position %zu: SQL is text",
            strlen(text) + 1);
    return text;
}

static int play_query(const char *file, const char *argument)
{
    struct error error;
    cleanup_free char *sql = read_sql(argument);
    int status = check_file(file, &error);
    if (status == 0 && options.write)
        status = play_file_itself(file, sql, &error);
    else if (status == 0 && options.cursor)
        status = play_copy(file, sql, &error);
    else if (status == 0)
        status = stepper_play(file, sql, options.at, &error);
    if (status < 0)
        die_error(&error);
    return status;
}

/* ---- commands ---- */

static _Noreturn void unknown_scenario(const char *name)
{
    const char *names[32];
    for (size_t i = 0; i < scenario_count; i++)
        names[i] = scenarios[i].name;
    const char *near = suggest(name, names, scenario_count);
    if (near)
        die(STATUS_REQUEST, "unknown scenario '%s' (did you mean '%s'?)", name, near);
    if (access(name, F_OK) == 0)
        die(STATUS_REQUEST, "%s: which SQL? (sqlite-demo play FILE SQL)", name);
    die(STATUS_REQUEST, "unknown scenario '%s' (try 'sqlite-demo scenarios')", name);
}

int play_command(int argc, char **argv)
{
    if (argc == 2)
        return play_query(argv[0], argv[1]);
    if (options.write || options.cursor)
        die(STATUS_REQUEST, "--%s goes with a file: sqlite-demo play --%s FILE SQL",
            options.write ? "write" : "cursor", options.write ? "write" : "cursor");
    const struct scenario *scenario = argc ? scenario_find(argv[0]) : &scenarios[0];
    if (!scenario)
        unknown_scenario(argv[0]);
    return play_scenario(scenario);
}

static void scenario_json(const struct scenario *scenario)
{
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "name", scenario->name);
    json_string(&json, "summary", scenario->summary);
    json_string(&json, "lesson", scenario->lesson);
    json_unsigned(&json, "steps", scenario->line_count);
    json_end(&json);
}

int scenarios_command(int argc, char **argv)
{
    (void)argc, (void)argv;
    for (size_t i = 0; i < scenario_count; i++) {
        if (common_options.json)
            scenario_json(&scenarios[i]);
        else
            printf("%-18s %2zu steps  %s\n", scenarios[i].name, scenarios[i].line_count,
                   scenarios[i].summary);
    }
    return STATUS_OK;
}
