/* All exercises: a folder of folders, read anew at each start. There is no index
 * that could be out of date.
 */
#include "labs/catalogue.h"

#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/suggest.h"
#include "labs/kit/words.h"

enum { EXERCISE_FILE_MAX = 1 << 20 };

static void add_problem(struct catalogue *catalogue, const char *message)
{
    catalogue->problems = xreallocarray(catalogue->problems, catalogue->problem_count + 1,
                                        sizeof *catalogue->problems);
    catalogue->problems[catalogue->problem_count++] = xstrdup(message);
}

/* NN-name: two digits, then lower-case letters, digits and dashes. */
static bool well_named(const char *name)
{
    if (!isdigit((unsigned char)name[0]) || !isdigit((unsigned char)name[1]) ||
        name[2] != '-' || !name[3])
        return false;
    for (const char *c = name + 3; *c; c++)
        if (!islower((unsigned char)*c) && !isdigit((unsigned char)*c) && *c != '-')
            return false;
    return true;
}

static int read_exercise(const char *folder, const char *shown, struct exercise *exercise,
                         struct error *error)
{
    cleanup_free char *path = path_join(folder, "exercise.md");
    cleanup_free char *text = NULL;
    size_t length = 0;
    if (file_read(path, EXERCISE_FILE_MAX, &text, &length, error) < 0)
        return -1;
    cleanup_free char *file = path_join(shown, "exercise.md");
    return exercise_parse(file, text, length, exercise, error);
}

static void swap_text(char **one, char **two)
{
    char *kept = *one;
    *one = *two;
    *two = kept;
}

/* exercise.de.md beside it has the same head, and other words. Without one, or if it is
 * malformed (`labs verify` says so), the English words stay. */
static void translate(const char *folder, struct exercise *exercise)
{
    const char *language = words_language();
    struct exercise other = {0};
    cleanup_free char *text = NULL;
    size_t length = 0;
    if (!strcmp(language, "en"))
        return;
    cleanup_free char *path = xasprintf("%s/exercise.%s.md", folder, language);
    cleanup_free char *words = xasprintf("%s/%s.words", folder, language);
    if (file_read(path, EXERCISE_FILE_MAX, &text, &length, NULL) == 0 &&
        exercise_parse(path, text, length, &other, NULL) == 0 &&
        other.hint_count == exercise->hint_count) {
        swap_text(&exercise->title, &other.title);
        swap_text(&exercise->teaches, &other.teaches);
        swap_text(&exercise->task, &other.task);
        swap_text(&exercise->why, &other.why);
        for (size_t i = 0; i < exercise->hint_count; i++)
            swap_text(&exercise->hints[i], &other.hints[i]);
    }
    exercise_free(&other);
    words_add_file(words);
}

static void add_exercise(struct catalogue *catalogue, const struct lab_area *area,
                         const char *area_folder, const char *name)
{
    struct exercise exercise = {0};
    struct error error;
    cleanup_free char *folder = path_join(area_folder, name);
    cleanup_free char *full_name = path_join(area->folder, name);
    if (!well_named(name)) {
        error_set(&error, STATUS_REQUEST,
                  "%s: a folder here is called NN-name, as in 01-%s", full_name,
                  "deadlock");
        add_problem(catalogue, error.message);
        return;
    }
    if (read_exercise(folder, full_name, &exercise, &error) < 0) {
        add_problem(catalogue, error.message);
        exercise_free(&exercise);
        return;
    }
    translate(folder, &exercise);
    exercise.area = area;
    exercise.name = steal_pointer(&full_name);
    exercise.folder = steal_pointer(&folder);
    catalogue->items =
        xreallocarray(catalogue->items, catalogue->count + 1, sizeof *catalogue->items);
    catalogue->items[catalogue->count++] = exercise;
}

static int is_visible_folder(const struct dirent *entry)
{
    return entry->d_name[0] != '.' &&
           (entry->d_type == DT_DIR || entry->d_type == DT_LNK ||
            entry->d_type == DT_UNKNOWN);
}

static void load_area(struct catalogue *catalogue, const char *exercises,
                      const struct lab_area *area)
{
    cleanup_free char *folder = path_join(exercises, area->folder);
    struct dirent **names = NULL;
    int count = scandir(folder, &names, is_visible_folder, alphasort);
    for (int i = 0; i < count; i++) {
        add_exercise(catalogue, area, folder, names[i]->d_name);
        free(names[i]);
    }
    free(names);
}

int catalogue_load(struct catalogue *catalogue, struct error *error)
{
    *catalogue = (struct catalogue){.folder = path_data("exercises", error)};
    if (!catalogue->folder)
        return -1;
    for (const struct lab_area *area = lab_areas; area->folder; area++)
        load_area(catalogue, catalogue->folder, area);
    if (!catalogue->count && !catalogue->problem_count) {
        error_set(error, STATUS_REQUEST, say_as("lines.no-exercises", "%s"),
                  catalogue->folder);
        catalogue_free(catalogue);
        return -1;
    }
    return 0;
}

int catalogue_add(struct catalogue *catalogue, const char *folder, struct error *error)
{
    size_t before = catalogue->count, problems = catalogue->problem_count;
    for (const struct lab_area *area = lab_areas; area->folder; area++)
        load_area(catalogue, folder, area);
    if (catalogue->problem_count > problems)
        return error_set(error, STATUS_REQUEST, "%s/%s", folder,
                         catalogue->problems[problems]);
    if (catalogue->count == before)
        return error_set(error, STATUS_REQUEST,
                         "there are no exercises in %s (they lie in AREA/NN-NAME)",
                         folder);
    for (size_t added = before; added < catalogue->count; added++)
        for (size_t i = 0; i < before; i++)
            if (!strcmp(catalogue->items[i].name, catalogue->items[added].name))
                return error_set(error, STATUS_REQUEST,
                                 "%s/%s: there is an exercise of this name (number it "
                                 "from 50)",
                                 folder, catalogue->items[i].name);
    return 0;
}

void catalogue_free(struct catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue->count; i++)
        exercise_free(&catalogue->items[i]);
    for (size_t i = 0; i < catalogue->problem_count; i++)
        free(catalogue->problems[i]);
    free(catalogue->items);
    free(catalogue->problems);
    free(catalogue->folder);
    *catalogue = (struct catalogue){0};
}

static int not_found(const struct catalogue *catalogue, const char *name,
                     struct error *error)
{
    const char **names = xcalloc(catalogue->count + 1, sizeof *names);
    for (size_t i = 0; i < catalogue->count; i++)
        names[i] = catalogue->items[i].name;
    const char *near = suggest(name, names, catalogue->count);
    free(names);
    if (near && !catalogue->of_course)
        return error_set(error, STATUS_REQUEST, say_as("lines.no-exercise-near", "%s %s"),
                         name, near);
    return error_set(
        error, STATUS_REQUEST,
        say_as(catalogue->of_course ? "lines.not-in-course" : "lines.no-exercise", "%s"),
        name);
}

const struct exercise *catalogue_find(const struct catalogue *catalogue, const char *name,
                                      struct error *error)
{
    const struct exercise *found = NULL;
    size_t length = strlen(name);
    while (length && name[length - 1] == '/') /* as the shell completes a folder */
        length--;
    for (size_t i = 0; i < catalogue->count; i++) {
        const struct exercise *exercise = &catalogue->items[i];
        if (!length || strncmp(exercise->name, name, length) != 0)
            continue;
        if (!exercise->name[length])
            return exercise;
        if (found) {
            error_set(error, STATUS_REQUEST, say_as("lines.ambiguous", "%s %s %s"), name,
                      found->name, exercise->name);
            return NULL;
        }
        found = exercise;
    }
    if (!found)
        not_found(catalogue, name, error);
    return found;
}
