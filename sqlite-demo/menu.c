/* The start screen: the scenarios, then the other screens of the lab. Enter starts
 * one, in a process of its own that takes the terminal over. Those that need a file
 * get a small one of ours, which is gone with the menu. */
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/menu.h"
#include "labs/kit/paths.h"
#include "labs/kit/program.h"
#include "labs/kit/screen.h"
#include "sqlite-demo/cursor.h"
#include "sqlite-demo/lesson.h"
#include "sqlite-demo/play.h"
#include "sqlite-demo/scratch.h"

/* A screen beside the scenarios. */
struct tool {
    const char *command; /* of sqlite-demo */
    const char *summary; /* on its row */
    const char *text;
    bool file;       /* its first argument is a database */
    const char *sql; /* its second; NULL: none */
};

static const char query[] = "SELECT title FROM film WHERE year > 1930";

static const struct tool tools[] = {
    {"play", "SQLite's own program for a statement, opcode by opcode",
     "Registers, and the cursor on its way through the b-tree. At the end SQLite "
     "itself must find the same rows in the same number of steps.",
     true, query},
    {"pages", "a database file, page by page and byte by byte",
     "Every page of the file: what it is for, its cells, and what each byte means.", true,
     NULL},
    {"cache", "SQLite's page cache, run by the policies of vmsim",
     "One workload under several policies of replacement: who reads the disk least?",
     false, NULL},
    {"locks", "connections side by side, and who waits for whom",
     "The ladder of locks. Others: reader-blocks-commit, upgrade-deadlock, "
     "immediate, wal, snapshot, locked; or a file with lines of your own.",
     false, NULL},
    {"crash", "a transfer of money, killed before every write",
     "What is left in the file after kill -9 or a power cut, for each journal mode.",
     false, NULL},
    {"traps", "nine mistakes with cursors, measured here",
     "Each mistake is run and measured on this machine, and then its remedy.", false,
     NULL},
    {"shell", "type SQL yourself",
     "A small shell over the cursor library; .help has more.", true, NULL},
};

enum { TOOLS = sizeof tools / sizeof tools[0] };

struct start {
    struct menu menu;
    struct scratch scratch;
    char *sample; /* a database in the scratch folder; NULL: not made yet */
    const struct terminal *terminal;
    char *program;
    struct error error; /* of the last start; an empty message: none */
};

enum { NAME_COLUMNS = 19, LESSON_COLUMNS = 72 };

static const struct scenario *scenario_at(size_t index)
{
    return index < scenario_count ? &scenarios[index] : NULL;
}

static const char *name_at(size_t index)
{
    return index < scenario_count ? scenarios[index].name
                                  : tools[index - scenario_count].command;
}

static void draw_row(void *self, size_t index, struct area row)
{
    (void)self;
    const struct scenario *scenario = scenario_at(index);
    area_text(row, 0, 0, STYLE_STRONG, name_at(index));
    area_text(row, 0, NAME_COLUMNS, STYLE_NORMAL,
              scenario ? scenario->summary : tools[index - scenario_count].summary);
    if (scenario && row.columns > 68) {
        char steps[32];
        snprintf(steps, sizeof steps, "%zu steps", scenario->line_count);
        area_right(row, 0, row.columns, STYLE_DIM, steps);
    }
}

static const char *search_text(void *self, size_t index)
{
    (void)self;
    return name_at(index);
}

static const char *title(void *self)
{
    (void)self;
    return "sqlite-demo · a cursor, a file and a second connection";
}

/* As one would type it; FILE stands for a file of the reader's. */
static char *command_of(size_t index)
{
    if (scenario_at(index))
        return xasprintf("sqlite-demo play %s", name_at(index));
    const struct tool *tool = &tools[index - scenario_count];
    cleanup_free char *sql = tool->sql ? shell_quoted(tool->sql) : NULL;
    return xasprintf("sqlite-demo %s%s%s%s", tool->command, tool->file ? " FILE" : "",
                     sql ? " " : "", sql ? sql : "");
}

static void draw(void *self, struct area area)
{
    struct start *start = self;
    int rows = (int)start->menu.count;
    size_t selected = start->menu.selected;
    const struct scenario *scenario = scenario_at(selected);
    const struct tool *tool = scenario ? NULL : &tools[selected - scenario_count];
    cleanup_free char *command = command_of(selected);

    if (rows > area.rows)
        rows = area.rows;
    menu_draw(&start->menu, area_part(area, 1, 0, rows, area.columns));
    struct area below =
        area_part(area, rows + 1, 3, area.rows - rows - 1,
                  area.columns - 4 < LESSON_COLUMNS ? area.columns - 4 : LESSON_COLUMNS);
    int row = area_wrap(below, 1, STYLE_NORMAL, tool ? tool->text : scenario->lesson);
    area_print(below, row + 1, 0, STYLE_DIM, "$ %s", command);
    if (start->error.message[0])
        area_wrap(below, row + 3, STYLE_BAD, start->error.message);
    else if (tool && tool->file)
        area_wrap(below, row + 3, STYLE_DIM,
                  "Enter shows it with a small file of ours, film.db.");
}

/* ---- starting one ---- */

static int fill_sample(const char *path, struct error *error)
{
    struct db_conn *conn = NULL;
    struct db_cur *cur = NULL;
    struct db_err err;
    int bad = db_connect(path, NULL, &conn, &err) || db_cursor(conn, &cur, &err) ||
              db_executescript(
                  cur,
                  "CREATE TABLE film(id INTEGER PRIMARY KEY, title TEXT, year INTEGER);"
                  "INSERT INTO film(title, year) VALUES ('Metropolis', 1927),"
                  "('M', 1931), ('Modern Times', 1936), ('Casablanca', 1942),"
                  "('The Third Man', 1949), ('Rashomon', 1950);"
                  "CREATE INDEX film_year ON film(year)",
                  &err);
    db_cursor_free(cur);
    db_conn_free(conn);
    return bad ? error_set(error, STATUS_HOST, "%s", err.message) : 0;
}

static int make_sample(struct start *start)
{
    if (start->sample)
        return 0;
    if (scratch_open(&start->scratch, &start->error) < 0)
        return -1;
    char *path = path_join(start->scratch.folder, "film.db");
    if (fill_sample(path, &start->error) == 0) {
        start->sample = path;
        return 0;
    }
    free(path);
    scratch_close(&start->scratch);
    return -1;
}

static int run_selected(struct start *start)
{
    const char *argv[5] = {start->program, "play"};
    size_t index = start->menu.selected;
    const struct tool *tool = scenario_at(index) ? NULL : &tools[index - scenario_count];
    if (!tool) {
        argv[2] = name_at(index);
    } else {
        argv[1] = tool->command;
        if (tool->file && make_sample(start) < 0)
            return -1;
        argv[2] = tool->file ? start->sample : NULL;
        argv[3] = tool->sql;
    }
    return terminal_run(start->terminal, argv, &start->error);
}

static enum reaction play_selected(void *self)
{
    struct start *start = self;
    start->error.message[0] = '\0';
    int status = run_selected(start);
    if (status > 0)
        error_set(&start->error, STATUS_HOST, "%s ended with status %d",
                  name_at(start->menu.selected), status);
    return REACT_DRAW;
}

static struct menu *menu_of(void *self)
{
    return &((struct start *)self)->menu;
}

static const struct key_row start_keys[] = {
    {K_ENTER, {K_RIGHT}, "play", "start the selected one", play_selected, NULL},
    {0},
};

static const struct screen_type start_screen = {
    .name = "sqlite-demo",
    .title = title,
    .draw = draw,
    .keys = start_keys,
    .menu = menu_of,
};

/* Without a screen: the same rows, each as the command that starts it. */
static int list(void)
{
    for (size_t i = 0; i < scenario_count + TOOLS; i++) {
        cleanup_free char *command = command_of(i);
        printf("%s\n    %s\n", command,
               scenario_at(i) ? scenario_at(i)->summary
                              : tools[i - scenario_count].summary);
    }
    return STATUS_OK;
}

int menu_command(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error;
    if (!program_has_screen())
        return list();
    cleanup_free char *program = path_program("sqlite-demo", &error);
    struct start start = {
        .menu = {.count = scenario_count + TOOLS,
                 .draw_row = draw_row,
                 .text = search_text},
        .program = program,
    };
    if (!program)
        die_error(&error);
    start.terminal = terminal_open(&error);
    if (!start.terminal)
        die_error(&error);
    theme_choose(common_options.theme, common_options.no_color);
    int status = screen_run(start.terminal, &start_screen, &start, &error);
    terminal_close();
    scratch_close(&start.scratch);
    free(start.sample);
    if (status < 0)
        die_error(&error);
    return STATUS_OK;
}
