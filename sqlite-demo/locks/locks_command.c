/* `sqlite-demo locks [SCENARIO|FILE|-]`: a scripted session, or the learner's: lines such
 * as "a: BEGIN IMMEDIATE". */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/player.h"
#include "labs/kit/suggest.h"
#include "sqlite-demo/locks/locks.h"
#include "sqlite-demo/scratch.h"

static struct {
    uint64_t at;
} options;

const struct option_row locks_options[] = {
    {"at", 0, OPTION_COUNT, &options.at, "N", "begin with step N", NULL, 1, 1000},
    {0},
};

enum { SESSION_LIMIT = 1 << 20 };

static const struct lock_scenario *find(const char *name)
{
    for (size_t i = 0; i < lock_scenario_count; i++)
        if (!strcmp(lock_scenarios[i].name, name))
            return &lock_scenarios[i];
    return NULL;
}

/* One line of the learner's session into *call; points into `line`. */
static int parse_line(char *line, struct lock_call *call, const char *file, size_t number,
                      struct error *error)
{
    char *sql = line + 2, *end;
    if (line[0] < 'a' || line[0] >= 'a' + LOCK_PARTIES || line[1] != ':')
        return error_set(error, STATUS_REQUEST,
                         "%s:%zu: a line is a connection (a, b or c), a colon and SQL: "
                         "\"a: BEGIN IMMEDIATE\", or \"a: .fetch\"",
                         file, number);
    sql += strspn(sql, " \t");
    end = sql + strlen(sql);
    while (end > sql && strchr(" \t\r;", end[-1]))
        *--end = '\0';
    *call = (struct lock_call){.who = line[0] - 'a', .sql = sql};
    return 0;
}

static size_t parse(char *text, struct lock_call *calls, const char *file,
                    struct error *error)
{
    size_t count = 0, number = 0;
    char *line;
    while ((line = strsep(&text, "\n"))) {
        number++;
        line += strspn(line, " \t");
        if (!*line || *line == '#')
            continue;
        if (count == LOCK_CALLS) {
            error_set(error, STATUS_REQUEST, "%s:%zu: a session has at most %d calls",
                      file, number, LOCK_CALLS);
            return 0;
        }
        if (parse_line(line, &calls[count++], file, number, error))
            return 0;
    }
    if (!count)
        error_set(error, STATUS_REQUEST, "%s: there is no call in it", file);
    return count;
}

static int show(struct lock_session *session, const char *title, const char *command,
                struct error *error)
{
    struct scratch scratch;
    int status = scratch_open(&scratch, error);
    if (status < 0)
        return -1;
    cleanup_free char *path = path_join(scratch.folder, "bank.db");
    char own_command[LOCK_COMMAND];
    snprintf(own_command, sizeof own_command, "%s", command);
    session->path = path;
    session->command = own_command;
    const struct show shown = {
        .title = title,
        .command = own_command,
        .model = session,
        .count = locks_count,
        .step = locks_step,
        .reach = locks_reach,
        .draw = locks_draw,
        .describe = locks_describe,
        .json = locks_json,
        .state_rows = 14,
        .keys = lock_hand_keys,
        .prompt = lock_hand_prompt,
        .typed = lock_hand_typed,
    };
    status = lock_session_open(session, error);
    if (status == 0)
        status = player_run(&shown, &(struct player_start){.at = options.at}, error);
    lock_session_close(session);
    scratch_close(&scratch);
    return status;
}

static int show_scenario(const struct lock_scenario *scenario, struct error *error)
{
    static struct lock_call calls[LOCK_CALLS];
    struct lock_session session = {
        .calls = calls,
        .count = scenario->count,
        .hand.on = scenario->by_hand,
    };
    memcpy(calls, scenario->calls, scenario->count * sizeof *calls);
    cleanup_free char *title = xasprintf("%s · %s", scenario->name, scenario->summary);
    cleanup_free char *command = xasprintf("sqlite-demo locks %s", scenario->name);
    return show(&session, title, command, error);
}

static int show_file(const char *file, struct error *error)
{
    static struct lock_call calls[LOCK_CALLS];
    struct lock_session session = {.calls = calls, .own = true};
    cleanup_free char *text = NULL;
    cleanup_free char *command = xasprintf("sqlite-demo locks %s", file);
    size_t length;
    if (file_read(strcmp(file, "-") ? file : "/dev/stdin", SESSION_LIMIT, &text, &length,
                  error) < 0)
        return -1;
    session.count = parse(text, calls, file, error);
    if (!session.count)
        return -1;
    return show(&session, "your session", command, error);
}

static void unknown(const char *name)
{
    const char *names[16], *near;
    size_t count = lock_scenario_count < 16 ? lock_scenario_count : 16;
    for (size_t i = 0; i < count; i++)
        names[i] = lock_scenarios[i].name;
    near = suggest(name, names, count);
    die(STATUS_REQUEST,
        "there is no scenario and no file '%s' (%s%s%sthere are ladder, "
        "reader-blocks-commit, upgrade-deadlock, immediate, wal, snapshot, locked, hand)",
        name, near ? "did you mean '" : "", near ? near : "", near ? "'? " : "");
}

int locks_command(int argc, char **argv)
{
    struct error error;
    const char *name = argc > 0 ? argv[0] : lock_scenarios[0].name;
    const struct lock_scenario *scenario = find(name);
    int status;
    if (!scenario && strcmp(name, "-") && !strchr(name, '/') && access(name, F_OK))
        unknown(name);
    status = scenario ? show_scenario(scenario, &error) : show_file(name, &error);
    if (status < 0)
        die_error(&error);
    return status;
}
