/* The difference is made by diff, whose format people know. Where the questions come
 * from a seed, ours answers other questions than the learner's: then it is shown as it
 * is, with the command that gives the same ones.
 */
#include "labs/solution.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/files.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/process.h"
#include "labs/kit/words.h"
#include "labs/workspace.h"

enum { FILE_MAX = 1 << 18, DIFF_SECONDS = 10 };

static int is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && strcmp(entry->d_name, "undo") != 0;
}

static void put_whole(FILE *out, const char *name, const char *path)
{
    cleanup_free char *text = NULL;
    size_t length;
    if (file_read(path, FILE_MAX, &text, &length, NULL) < 0)
        return;
    fprintf(out, "%s:\n\n", name);
    for (const char *line = text; *line;) {
        size_t end = strcspn(line, "\n");
        fprintf(out, "    %.*s\n", (int)end, line);
        line += end + (line[end] == '\n');
    }
    fputc('\n', out);
}

static void put_difference(FILE *out, const char *name, const char *theirs,
                           const char *ours)
{
    cleanup_free char *their_label = xasprintf("yours/%s", name);
    cleanup_free char *our_label = xasprintf("ours/%s", name);
    const char *const argv[] = {"diff",    "-u",   "--label", their_label, "--label",
                                our_label, theirs, ours,      NULL};
    const struct process process = {.argv = argv, .seconds = DIFF_SECONDS};
    struct process_result result = {0};
    struct error error;
    if (process_run(&process, &result, &error) < 0) { /* no diff here: show ours */
        put_whole(out, name, ours);
        return;
    }
    if (result.exit_status == 0)
        fprintf(out, say_as("solution.same", "%s"), name);
    else
        fprintf(out, "%s\n", result.output);
    process_result_free(&result);
}

/* Do the answers belong to other questions than the learner's? */
static bool other_questions(const char *solution, const char *folder, uint64_t *seed)
{
    cleanup_free char *path = path_join(solution, ".seed");
    if (!file_exists(path))
        return false;
    *seed = workspace_seed(solution);
    return *seed != workspace_seed(folder);
}

static void put_entry(FILE *out, const char *solution, const char *folder,
                      const char *name, bool whole)
{
    cleanup_free char *ours = path_join(solution, name);
    cleanup_free char *theirs = path_join(folder, name);
    if (folder_exists(ours))
        return;
    if (whole || !file_exists(theirs))
        put_whole(out, strcmp(name, "do") ? name : say("solution.script"), ours);
    else
        put_difference(out, name, theirs, ours);
}

char *solution_compare(const struct exercise *exercise, const char *folder,
                       struct error *error)
{
    cleanup_free char *solution = path_join(exercise->folder, "solution");
    struct dirent **names = NULL;
    char *text = NULL;
    size_t size;
    uint64_t seed = 0;
    int count = scandir(solution, &names, is_shown, alphasort);
    if (count < 1) {
        free(names);
        error_set(error, STATUS_REQUEST,
                  exercise->solved ? say_as("solution.as-it-is", "%s")
                                   : say_as("solution.none", "%s"),
                  exercise->name);
        return NULL;
    }
    FILE *out = open_memstream(&text, &size);
    if (!out)
        die(STATUS_HOST, "%s", say("kit.no-memory"));
    bool other = other_questions(solution, folder, &seed);
    if (other)
        fprintf(out, say_as("solution.other-seed", "%llu %s %llu"),
                (unsigned long long)seed, exercise->name, (unsigned long long)seed);
    for (int i = 0; i < count; i++) {
        put_entry(out, solution, folder, names[i]->d_name, other);
        free(names[i]);
    }
    free(names);
    fclose(out);
    return text;
}
