/* Opening a submission: a copy within limits, and in it the learner's folder. */
#include "labs/classroom/submission.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "labs/exercise.h"
#include "labs/files.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/plain_text.h"

enum { WALK_DESCRIPTORS = 16, DEPTH_MAX = 4 };

char *submission_student(const char *path)
{
    static const char *const endings[] = {".zip", ".tar", ".tgz", ".txz", ".gz",
                                          ".xz",  ".zst", ".bz2", ".7z",  NULL};
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    const char *name = path + length;
    while (name > path && name[-1] != '/')
        name--;
    char *student = strndup(name, (size_t)(path + length - name));
    if (!student)
        die(STATUS_HOST, "no memory");
    for (size_t i = 0; endings[i]; i++) {
        size_t whole = strlen(student), tail = strlen(endings[i]);
        if (whole > tail && !strcmp(student + whole - tail, endings[i])) {
            student[whole - tail] = '\0';
            i = (size_t)-1; /* .tar.gz has two */
        }
    }
    /* Whoever named it: on a terminal and in a table it is one harmless word. */
    char *harmless = plain_copy(student);
    free(student);
    for (char *c = harmless; *c; c++)
        if (*c == '\n')
            *c = '_';
    return harmless;
}

/* How much it is, before any of it is copied. nftw() has no argument for this. */
static struct {
    size_t files;
    unsigned long long bytes;
} measure;

static int add_one(const char *path, const struct stat *status, int type,
                   struct FTW *place)
{
    (void)path, (void)type, (void)place;
    measure.files++;
    measure.bytes += S_ISREG(status->st_mode) ? (unsigned long long)status->st_size : 0;
    return measure.files > SUBMISSION_FILES || measure.bytes > SUBMISSION_BYTES;
}

static int copy_folder(const char *from, const char *to, struct error *error)
{
    measure.files = 0;
    measure.bytes = 0;
    int result = nftw(from, add_one, WALK_DESCRIPTORS, FTW_PHYS);
    if (result > 0)
        return error_set(error, STATUS_REQUEST,
                         "it holds more than %d files or %d MiB: hand in the folder of "
                         "labs init and nothing else",
                         SUBMISSION_FILES, SUBMISSION_BYTES >> 20);
    if (result < 0)
        return error_errno(error, STATUS_REQUEST, "it cannot be read");
    return files_copy(from, to, NULL, error);
}

/* The learner's folder is the top, or somewhere in it, as archives often have one more
 * folder around: the first one, by name, that holds an area with an exercise. */

static bool holds_area(const char *folder)
{
    for (const struct lab_area *area = lab_areas; area->folder; area++) {
        cleanup_free char *path = path_join(folder, area->folder);
        if (folder_exists(path))
            return true;
    }
    return false;
}

static int is_plain_folder(const struct dirent *entry)
{
    return entry->d_type == DT_DIR && entry->d_name[0] != '.';
}

static char *find_folder(const char *top, int depth)
{
    if (holds_area(top))
        return xstrdup(top);
    struct dirent **names = NULL;
    int count = depth ? scandir(top, &names, is_plain_folder, alphasort) : 0;
    char *found = NULL;
    for (int i = 0; i < count; i++) {
        cleanup_free char *inner = path_join(top, names[i]->d_name);
        if (!found)
            found = find_folder(inner, depth - 1);
        free(names[i]);
    }
    free(names);
    return found;
}

static int fetch(const char *path, const char *folder, struct error *error)
{
    struct stat status;
    if (stat(path, &status) < 0)
        return error_errno(error, STATUS_REQUEST, "it cannot be opened");
    if (S_ISDIR(status.st_mode))
        return copy_folder(path, folder, error);
    if (S_ISREG(status.st_mode))
        return submission_unpack(path, folder, error);
    return error_set(error, STATUS_REQUEST, "it is neither a folder nor an archive");
}

/* A link that leads out of the submission reads the grader's files in the student's
 * name: the solution, for one. nftw() has no argument for the folder. */
static const char *inside;

static int drop_if_it_leads_out(const char *path, const struct stat *status, int type,
                                struct FTW *place)
{
    (void)type, (void)place;
    if (!S_ISLNK(status->st_mode))
        return 0;
    cleanup_free char *target = realpath(path, NULL);
    size_t length = strlen(inside);
    if (target && !strncmp(target, inside, length) && target[length] == '/')
        return 0;
    return unlink(path);
}

static int drop_links_that_lead_out(const char *folder, struct error *error)
{
    cleanup_free char *real = realpath(folder, NULL);
    inside = real;
    if (!real || nftw(real, drop_if_it_leads_out, WALK_DESCRIPTORS, FTW_PHYS) != 0)
        return error_errno(error, STATUS_REQUEST, "its links cannot be looked at");
    return 0;
}

int submission_open(const char *path, struct submission *submission, struct error *error)
{
    *submission = (struct submission){.path = xstrdup(path),
                                      .student = submission_student(path),
                                      .scratch = files_scratch(error)};
    cleanup_free char *folder =
        submission->scratch ? path_join(submission->scratch, "work") : NULL;
    if (folder && path_make_folders(folder, error) == 0 &&
        fetch(path, folder, error) == 0 && drop_links_that_lead_out(folder, error) == 0) {
        submission->folder = find_folder(folder, DEPTH_MAX);
        if (submission->folder)
            return 0;
        error_set(error, STATUS_REQUEST,
                  "there is no folder of labs init in it (vm/, threads/ …)");
    }
    error_wrap(error, "%s", path);
    submission_close(submission);
    return -1;
}

void submission_close(struct submission *submission)
{
    if (submission->scratch)
        files_remove(submission->scratch);
    free(submission->path);
    free(submission->student);
    free(submission->scratch);
    free(submission->folder);
    *submission = (struct submission){0};
}
