/* isolate ps: the containers that there are. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "isolate/keeper/ago.h"
#include "isolate/keeper/commands.h"
#include "isolate/keeper/description.h"
#include "isolate/keeper/log.h"
#include "isolate/keeper/status_json.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/plain_text.h"
#include "labs/kit/program.h"

static bool all, quiet;

const struct option_row ps_options[] = {
    {"all", 'a', OPTION_FLAG, &all, NULL, "those that have ended, too", NULL, 0, 0},
    {"quiet", 'q', OPTION_FLAG, &quiet, NULL, "only the ids", NULL, 0, 0},
    STATE_DIR_ROW,
    {0},
};

/* One container, as much as could be read of it. */
struct row {
    struct state_entry entry;
    struct container_status status;
    struct description description;
    struct error error; /* why that was not all; "" */
};

static bool read_row(const struct state_entry *entry, struct row *row)
{
    struct state state;
    struct error gone;
    *row = (struct row){.entry = *entry};
    if (state_open_entry(entry, &state, &gone) < 0)
        return false;
    if (status_read(&state, &row->status, &row->error) < 0)
        row->status = (struct container_status){.phase = PHASE_DEAD};
    else
        row->error.message[0] = 0;
    /* Of one that is being made, there may be none yet. */
    struct error *error = row->status.phase == PHASE_CREATING ? &gone : &row->error;
    struct error before = row->error;
    if (description_read(&state, &row->description, error) == 0)
        row->error = before;
    state_close(&state);
    return true;
}

static bool is_wanted(const struct row *row)
{
    return all || row->status.phase < PHASE_EXITED;
}

static int newest_first(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    return (x->status.created < y->status.created) -
           (x->status.created > y->status.created);
}

static void say_status(const struct container_status *status, char *text, size_t size)
{
    char ago[16] = "";
    uint64_t now = log_now();
    if (status->phase == PHASE_EXITED) {
        say_duration(now - status->ended, ago);
        snprintf(text, size, "exited (%d) %s ago", status->exit_status, ago);
    } else if (status->started && status->phase != PHASE_DEAD) {
        say_duration(now - status->started, ago);
        snprintf(text, size, "%s %s", phase_words[status->phase], ago);
    } else {
        snprintf(text, size, "%s", phase_words[status->phase]);
    }
}

static void print_command(char **command)
{
    enum { COMMAND_MAX = 40 };
    size_t left = COMMAND_MAX;
    for (size_t i = 0; command && command[i] && left; i++) {
        size_t length = strnlen(command[i], left);
        plain_put(stdout, command[i], length);
        left -= length;
        if (left && command[i + 1]) {
            putchar(' ');
            left--;
        }
    }
    putchar('\n');
}

static void print_row(const struct row *row)
{
    char status[64];
    if (quiet) {
        puts(row->entry.id);
        return;
    }
    say_status(&row->status, status, sizeof status);
    printf("%-13s %-15s %-23s ", row->entry.id,
           row->entry.name[0] ? row->entry.name : "-", status);
    print_command(row->description.command);
}

static void print_json(const struct row *row)
{
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "id", row->entry.id);
    json_string(&json, "name", row->entry.name[0] ? row->entry.name : NULL);
    status_json(&json, &row->status);
    json_string(&json, "folder", row->description.folder);
    json_array(&json, "command");
    for (char **word = row->description.command; word && *word; word++)
        json_string(&json, NULL, *word);
    json_close(&json);
    json_end(&json);
}

static int print_all(struct row *rows, size_t count)
{
    int result = STATUS_OK;
    qsort(rows, count, sizeof *rows, newest_first);
    if (!common_options.json && !quiet)
        printf("%-13s %-15s %-23s %s\n", "ID", "NAME", "STATUS", "COMMAND");
    for (size_t i = 0; i < count; i++) {
        (common_options.json ? print_json : print_row)(&rows[i]);
        description_free(&rows[i].description);
        if (!rows[i].error.message[0])
            continue;
        warn("%s", rows[i].error.message);
        result = STATUS_NO;
    }
    return result;
}

int ps_command(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    cleanup_free struct state_entry *entries = NULL;
    struct error error;
    long count = state_list(&entries, &error);
    size_t shown = 0;
    if (count < 0)
        die_error(&error);
    cleanup_free struct row *rows = xcalloc((size_t)count + 1, sizeof *rows);
    for (long i = 0; i < count; i++) {
        if (read_row(&entries[i], &rows[shown]) && is_wanted(&rows[shown]))
            shown++;
        else
            description_free(&rows[shown].description);
    }
    return print_all(rows, shown);
}
