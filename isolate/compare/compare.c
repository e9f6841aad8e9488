/* isolate compare [RUNTIME…]: a matrix of attempts and runtimes.
 *
 * An attack counts when it was seen to succeed in this very run: in our container
 * without its layers, or in one of the runtimes. Only then does "blocked" say anything.
 */
#include "isolate/compare/compare.h"

#include <stdio.h>
#include <string.h>

#include "isolate/attack/trial.h"
#include "isolate/attacks/attacks.h"
#include "isolate/compare/matrix.h"

static struct option_list only;

const struct option_row compare_options[] = {
    {"attack", 0, OPTION_LIST, &only, "NAME",
     "try only this attack; may be repeated (default: all)", NULL, 0, 0},
    {0},
};

static void check_names(void)
{
    for (size_t i = 0; i < only.count; i++)
        if (!attack_find(only.items[i]))
            die(STATUS_REQUEST,
                "--attack %s: there is no such attack (isolate attack --list names all)",
                only.items[i]);
}

static bool is_wanted(const struct attack *attack)
{
    for (size_t i = 0; i < only.count; i++)
        if (!strcmp(only.items[i], attack->name))
            return true;
    return only.count == 0;
}

static void note(struct row *row, size_t column, const struct cell_result *result)
{
    bool tried = result->end == CELL_SAW || result->end == CELL_KILLED;
    row->marks[column] = !tried                 ? MARK_NONE
                         : result->finding.open ? MARK_OPEN
                                                : MARK_BLOCKED;
    row->counts |= row->marks[column] == MARK_OPEN;
    snprintf(row->seen[column], sizeof row->seen[column], "%s",
             tried ? result->finding.evidence : result->failure);
}

/* What is granted to a container for a reason, each runtime grants in words of its own,
 * which are not given here. */
static bool is_granted(const struct attack_asks *asks)
{
    return asks->capabilities || asks->all_calls || asks->host_network;
}

static int fill_row(const struct scratch *scratch, const struct matrix *matrix,
                    struct row *row, struct error *error)
{
    struct trial ours;
    if (trial_run(scratch, row->attack, 0, &ours, error) < 0)
        return -1;
    note(row, 0, &ours.result);
    row->counts |= ours.verdict == VERDICT_BLOCKED;
    for (size_t i = 1; i < MATRIX_COLUMNS; i++) {
        struct cell_result result;
        row->marks[i] = MARK_NONE;
        if (!matrix->asked[i] || is_granted(&row->attack->asks))
            continue;
        if (cell_run(scratch, row->attack, adapters[i - 1]->start, 0, &result, error) < 0)
            return -1;
        note(row, i, &result);
    }
    return 0;
}

static _Noreturn void refuse(const char *name)
{
    char all[160] = "";
    size_t length = 0;
    for (size_t i = 0; i < ADAPTER_COUNT && length < sizeof all; i++)
        length += (size_t)snprintf(all + length, sizeof all - length, "%s%s",
                                   i ? ", " : "", adapters[i]->name);
    die(STATUS_REQUEST, "%s: it can be compared with %s", name, all);
}

/* The column of a name that was given. */
static size_t column_of(const char *name)
{
    for (size_t i = 0; i < ADAPTER_COUNT; i++) {
        if (strcmp(adapters[i]->name, name) != 0)
            continue;
        const char *missing = adapter_missing(adapters[i]);
        if (missing)
            die(STATUS_HOST, "%s: %s", name, missing);
        return i + 1;
    }
    refuse(name);
}

/* Those that are named, or all that are here. */
static void choose(int argc, char **argv, struct matrix *matrix)
{
    matrix->asked[0] = true;
    for (size_t i = 1; argc == 0 && i < MATRIX_COLUMNS; i++)
        matrix->asked[i] = !adapter_missing(adapters[i - 1]);
    for (int i = 0; i < argc; i++)
        matrix->asked[column_of(argv[i])] = true;
}

static int try_all(const struct scratch *scratch, struct matrix *matrix,
                   struct error *error)
{
    for (int id = 0; id < ATTACK_COUNT; id++) {
        struct row row = {.attack = attacks[id]};
        if (!is_wanted(attacks[id]) || attacks[id]->allowed)
            continue;
        if (fill_row(scratch, matrix, &row, error) < 0)
            return -1;
        if (row.counts)
            matrix_add(matrix, &row);
    }
    return 0;
}

int compare_command(int argc, char **argv)
{
    struct matrix matrix = {0};
    struct scratch scratch = {0};
    struct error error;
    check_names();
    choose(argc, argv, &matrix);
    if (scratch_open(&scratch, &error) < 0)
        die_error(&error);
    matrix_head(&matrix);
    int done = try_all(&scratch, &matrix, &error);
    scratch_close(&scratch);
    if (done < 0)
        die_error(&error);
    matrix_counts(&matrix);
    return matrix.open[0] ? STATUS_NO : STATUS_OK;
}
