/* vmsim merge: the results of several sweeps as one sorted file, each run once. Two
 * files that say different things of the same run are an error: counts are exact, so
 * one of them is of another trace, or of another vmsim.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/program.h"
#include "vmsim/commands.h"
#include "vmsim/result.h"

static const char *output;

const struct option_row merge_options[] = {
    {"output", 'o', OPTION_TEXT, &output, "FILE",
     "where the lines go, all or none; standard output if not given", NULL, 0, 0},
    {0},
};

/* A row, and the file it stands in. */
struct entry {
    struct result_row *row;
    const char *path;
};

static int compare_entries(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;
    return result_compare(left->row, right->row);
}

static int disagree(const struct entry *a, const struct entry *b, struct error *error)
{
    return error_set(
        error, STATUS_NO,
        "%s and %s disagree about %s, %s, %llu frames: %llu and %llu faults "
        "of %llu and %llu references",
        a->path, b->path, a->row->trace, a->row->policy,
        (unsigned long long)a->row->frames, (unsigned long long)a->row->faults,
        (unsigned long long)b->row->faults, (unsigned long long)a->row->references,
        (unsigned long long)b->row->references);
}

/* Leaves one of each; returns how many, or -1. */
static long unite(struct entry *entries, size_t count, struct error *error)
{
    size_t kept = 0;
    qsort(entries, count, sizeof *entries, compare_entries);
    for (size_t i = 0; i < count; i++) {
        struct entry *last = kept ? &entries[kept - 1] : NULL;
        if (!last || result_compare(last->row, entries[i].row) != 0)
            entries[kept++] = entries[i];
        else if (!result_agrees(last->row, entries[i].row))
            return disagree(last, &entries[i], error);
    }
    return (long)kept;
}

static int print(const struct entry *entries, size_t count, struct error *error)
{
    struct atomic_file file = {.out = stdout};
    if (output && atomic_file_open(&file, output, error) < 0)
        return -1;
    for (size_t i = 0; i < count; i++)
        result_print(entries[i].row, file.out);
    return output ? atomic_file_commit(&file, error) : 0;
}

static int merge(struct result_list *lists, char **paths, size_t files,
                 struct error *error)
{
    size_t total = 0, count = 0;
    for (size_t i = 0; i < files; i++)
        total += lists[i].count;
    if (total == 0)
        return error_set(error, STATUS_REQUEST, "%s: there is no result in %s", paths[0],
                         files > 1 ? "these files" : "it");
    cleanup_free struct entry *entries = xcalloc(total, sizeof *entries);
    for (size_t i = 0; i < files; i++)
        for (size_t r = 0; r < lists[i].count; r++)
            entries[count++] = (struct entry){&lists[i].rows[r], paths[i]};
    long kept = unite(entries, count, error);
    return kept < 0 ? -1 : print(entries, (size_t)kept, error);
}

int command_merge(int argc, char **argv)
{
    struct error error;
    size_t files = (size_t)argc;
    cleanup_free struct result_list *lists = xcalloc(files, sizeof *lists);
    int result = 0;
    for (size_t i = 0; result == 0 && i < files; i++)
        result = results_read(&lists[i], argv[i], NULL, &error);
    if (result == 0)
        result = merge(lists, argv, files, &error);
    for (size_t i = 0; i < files; i++)
        results_free(&lists[i]);
    if (result < 0)
        die_error(&error);
    return STATUS_OK;
}
