/* The learner's folder.
 *
 * Rule: nothing that is there is ever written over or removed. A new exercise is
 * made beside its place under a name with a dot and then renamed, so that there is
 * never half of one; a reset renames the old one away.
 */
#include "labs/workspace.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "labs/check.h"
#include "labs/files.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/words.h"
#include "labs/student.h"

enum { MARK_MAX = 4096 };

static const char mark_text[] = "ring3 exercises, layout 1\n";
static const char student_key[] = "student: ";

static bool is_workspace(const char *folder)
{
    cleanup_free char *mark = path_join(folder, ".ring3");
    return file_exists(mark);
}

char *workspace_find(struct progress *progress, struct error *error)
{
    cleanup_free char *folder = getcwd(NULL, 0);
    while (folder && *folder) {
        if (is_workspace(folder))
            return steal_pointer(&folder);
        *strrchr(folder, '/') = '\0';
    }
    cleanup_free char *remembered = progress_setting(progress, "folder");
    if (remembered && is_workspace(remembered))
        return steal_pointer(&remembered);
    if (remembered)
        error_set(error, STATUS_REQUEST, say_as("folder.gone", "%s"), remembered);
    else
        error_set(error, STATUS_REQUEST, "%s", say("folder.none"));
    return NULL;
}

char *workspace_student(const char *workspace)
{
    cleanup_free char *path = path_join(workspace, ".ring3");
    cleanup_free char *text = NULL;
    size_t length;
    if (file_read(path, MARK_MAX, &text, &length, NULL) < 0)
        return NULL;
    const char *found = strstr(text, student_key);
    if (!found)
        return NULL;
    found += strlen(student_key);
    return xasprintf("%.*s", (int)strcspn(found, "\n"), found);
}

uint64_t workspace_seed_for(const char *workspace, const struct exercise *exercise)
{
    cleanup_free char *student = workspace_student(workspace);
    return student ? student_seed(student, exercise->name) : workspace_new_seed();
}

uint64_t workspace_new_seed(void)
{
    uint64_t seed = 0;
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != sizeof seed)
        seed = (uint64_t)time(NULL);
    return seed % SEED_MAX + 1; /* as student_seed() */
}

uint64_t workspace_seed(const char *folder)
{
    cleanup_free char *path = path_join(folder, ".seed");
    cleanup_free char *text = NULL;
    size_t length;
    if (file_read(path, 64, &text, &length, NULL) < 0)
        return 1;
    unsigned long long seed = strtoull(text, NULL, 10);
    return seed >= 1 && seed <= SEED_MAX ? seed : 1;
}

static int write_if_absent(const char *folder, const char *name, const char *text,
                           struct error *error)
{
    cleanup_free char *path = path_join(folder, name);
    if (access(path, F_OK) == 0)
        return 0;
    return file_write_atomic(path, text, strlen(text), error);
}

int workspace_fill(const char *folder, const struct exercise *exercise, uint64_t seed,
                   struct error *error)
{
    cleanup_free char *start = path_join(exercise->folder, "start");
    const struct check check = {.exercise = exercise, .folder = folder, .seed = seed};
    char number[32];
    snprintf(number, sizeof number, "%llu\n", (unsigned long long)seed);
    if (files_copy(start, folder, NULL, error) < 0)
        return -1;
    if (exercise->prepare && write_if_absent(folder, ".seed", number, error) < 0)
        return -1;
    return check_prepare(&check, error);
}

/* Makes the folder of an exercise that has none: all of it or nothing. */
static int add_exercise(const char *path, const struct exercise *exercise, uint64_t seed,
                        struct error *error)
{
    cleanup_free char *area = xasprintf("%.*s", (int)(strrchr(path, '/') - path), path);
    cleanup_free char *fresh =
        xasprintf("%s/.new.%s.%d", area, strrchr(path, '/') + 1, (int)getpid());
    if (path_make_folders(area, error) < 0)
        return -1;
    files_remove(fresh);
    if (workspace_fill(fresh, exercise, seed, error) < 0) {
        files_remove(fresh);
        return -1;
    }
    if (rename(fresh, path) == 0)
        return 0;
    error_errno(error, STATUS_REQUEST, say_as("folder.cannot-make", "%s"), path);
    files_remove(fresh);
    return -1;
}

char *workspace_exercise(const char *workspace, const struct exercise *exercise,
                         struct error *error)
{
    cleanup_free char *path = path_join(workspace, exercise->name);
    if (!folder_exists(path) &&
        add_exercise(path, exercise, workspace_seed_for(workspace, exercise), error) < 0)
        return NULL;
    return steal_pointer(&path);
}

/* The mark says whose the folder is. An empty one may become a student's. */
static int make_mark(const char *folder, const char *student, struct error *error)
{
    cleanup_free char *present = workspace_student(folder);
    if (student && is_workspace(folder) && (!present || strcmp(present, student) != 0))
        return present ? error_set(error, STATUS_REQUEST, say_as("folder.of", "%s %s %s"),
                                   folder, present, student)
                       : error_set(error, STATUS_REQUEST,
                                   say_as("folder.someone", "%s %s"), folder, student);
    cleanup_free char *mark = student
                                  ? xasprintf("%s%s%s\n", mark_text, student_key, student)
                                  : xstrdup(mark_text);
    return write_if_absent(folder, ".ring3", mark, error);
}

/* A text of ours, in the learner's language. */
static int write_text(const char *folder, const char *name, const char *key,
                      struct error *error)
{
    cleanup_free char *text = xasprintf("%s\n", say(key));
    return write_if_absent(folder, name, text, error);
}

static int make_folder(const char *folder, const char *student, struct error *error)
{
    if (path_make_folders(folder, error) < 0 ||
        write_text(folder, "README.md", "folder.readme", error) < 0 ||
        write_text(folder, ".gitignore", "folder.ignore", error) < 0 ||
        make_mark(folder, student, error) < 0)
        return -1;
    return 0;
}

int workspace_begin(const char *folder, struct error *error)
{
    return make_folder(folder, NULL, error);
}

static void note_added(struct workspace_report *report, const char *name)
{
    cleanup_free char *before = steal_pointer(&report->added_names);
    report->added++;
    report->added_names = xasprintf("%s%s\n", before ? before : "", name);
}

void workspace_report_free(struct workspace_report *report)
{
    free(report->first_problem);
    free(report->added_names);
    *report = (struct workspace_report){0};
}

/* A failure is told rather than what the host lacks. */
static void note_problem(struct workspace_report *report, const struct error *problem)
{
    bool failure = problem->status != STATUS_HOST;
    if (report->problems++ == 0 || (failure && !report->refused)) {
        free(report->first_problem);
        report->first_problem = xstrdup(problem->message);
    }
    report->refused += failure;
}

/* A command of an exercise runs in another folder: it needs the whole path. */
int workspace_init(const char *folder, const struct catalogue *catalogue,
                   const char *student, struct workspace_report *report,
                   struct error *error)
{
    *report = (struct workspace_report){0};
    if (make_folder(folder, student, error) < 0)
        return -1;
    cleanup_free char *whole = realpath(folder, NULL);
    if (!whole)
        return error_errno(error, STATUS_REQUEST, say_as("folder.cannot-find", "%s"),
                           folder);
    for (size_t i = 0; i < catalogue->count; i++) {
        cleanup_free char *path = path_join(whole, catalogue->items[i].name);
        struct error problem;
        if (folder_exists(path))
            report->kept++;
        else if (add_exercise(path, &catalogue->items[i],
                              workspace_seed_for(whole, &catalogue->items[i]),
                              &problem) == 0)
            note_added(report, catalogue->items[i].name);
        else
            note_problem(report, &problem);
    }
    return 0;
}

int workspace_reset(const char *workspace, const struct exercise *exercise, uint64_t seed,
                    char **kept, struct error *error)
{
    cleanup_free char *path = path_join(workspace, exercise->name);
    cleanup_free char *old = path_join(workspace, ".before-reset");
    char stamp[32];
    time_t now = time(NULL);
    strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", localtime(&now));
    *kept = NULL;
    cleanup_free char *flat = xstrdup(exercise->name);
    *strchr(flat, '/') = '-';
    cleanup_free char *away = xasprintf("%s/%s.%s.XXXXXX", old, flat, stamp);
    if (folder_exists(path)) {
        if (path_make_folders(old, error) < 0)
            return -1;
        if (!mkdtemp(away)) /* a name of its own; rename() replaces an empty folder */
            return error_errno(error, STATUS_REQUEST,
                               say_as("folder.cannot-make-in", "%s"), old);
        if (rename(path, away) < 0) {
            error_errno(error, STATUS_REQUEST, say_as("folder.cannot-move", "%s"), path);
            rmdir(away);
            return -1;
        }
        *kept = steal_pointer(&away);
    }
    if (add_exercise(path, exercise, seed, error) == 0)
        return 0;
    if (*kept && rename(*kept, path) == 0) { /* rather the old one than none */
        free(*kept);
        *kept = NULL;
    }
    return -1;
}

char *workspace_name_of(const char *workspace, const char *path)
{
    size_t length = strlen(workspace);
    if (strncmp(path, workspace, length) != 0 || path[length] != '/')
        return NULL;
    const char *area = path + length + 1;
    const char *slash = strchr(area, '/');
    if (!slash)
        return NULL;
    size_t name = strcspn(slash + 1, "/");
    return xasprintf("%.*s", (int)(slash + 1 + name - area), area);
}
