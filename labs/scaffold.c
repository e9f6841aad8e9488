/* The files are a table: path, mode, text. */
#include "labs/scaffold.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "labs/files.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"

enum { NUMBER_MAX = 99, NAME_MAX_BYTES = 60 };

/* %s is the kind; the word that must go is one that `labs verify` refuses. */
static const char exercise_text[] =
    "---\n"
    "title: TODO a title of a few words\n" /* lint: allowed */
    "kind: %s\n"
    "minutes: 10\n"
    "teaches: the one idea, in a few words\n"
    "check: ./check\n"
    "fails: no answer yet\n"
    "---\n"
    "The task. Short sentences, one idea.\n"
    "\n"
    "Write your answer into `answer.txt`.\n"
    "\n"
    "## Hint 1\n"
    "Where to look.\n"
    "\n"
    "## Hint 2\n"
    "Which rule.\n"
    "\n"
    "## Why\n"
    "Shown once it is solved: what it was for.\n";

static const char check_text[] =
    "#!/bin/sh\n"
    "# What this check looks at. docs/labs.md has the protocol.\n"
    ". \"$RING3_LIB\"\n"
    "\n"
    "answer=$(sed -n '/^#/d;s/^ *//;s/ *$//;/./p' \"$RING3_WORK/answer.txt\" | head -n "
    "1)\n"
    "[ -n \"$answer\" ] || fail 'no answer yet' 'Write it into answer.txt, below the "
    "comment.'\n"
    "case $answer in\n"
    "42) ;;\n"
    "41) fail \"$answer is one less\" 'Count the first one too.' ;;\n"
    "*) fail \"$answer is not it\" 'Read the task once more.' ;;\n"
    "esac\n"
    "point \"the answer is $answer\"\n"
    "finish\n";

static const struct file {
    const char *path, *text;
    mode_t mode;
} files[] = {
    {"exercise.md", exercise_text, 0644},
    {"check", check_text, 0755},
    {"start/answer.txt", "# Your answer:\n", 0644},
    {"solution/answer.txt", "# Your answer:\n42\n", 0644},
    {"wrong/one-less/answer.txt", "# Your answer:\n41\n", 0644},
    {"wrong/one-less/expect", "Count the first one too\n", 0644},
    {"wrong/something-else/answer.txt", "# Your answer:\n7\n", 0644},
    {"wrong/something-else/expect", "Read the task once more\n", 0644},
};

static int write_file(const char *folder, const struct file *file, const char *kind,
                      struct error *error)
{
    cleanup_free char *path = path_join(folder, file->path);
    cleanup_free char *parent = xasprintf("%.*s", (int)(strrchr(path, '/') - path), path);
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return error_set(error, STATUS_HOST, "no memory is left");
    const char *place = strstr(file->text, "%s");
    if (place)
        fprintf(out, "%.*s%s%s", (int)(place - file->text), file->text, kind, place + 2);
    else
        fputs(file->text, out);
    fclose(out);
    int result = path_make_folders(parent, error);
    if (result == 0)
        result = file_write_atomic(path, text, size, error);
    free(text);
    if (result == 0 && chmod(path, file->mode) < 0)
        result = error_errno(error, STATUS_REQUEST, "cannot write %s", path);
    return result;
}

static int valid_name(const char *name, struct error *error)
{
    size_t length = strlen(name);
    bool good = length && length <= NAME_MAX_BYTES;
    for (const char *c = name; *c && good; c++)
        good = islower((unsigned char)*c) || isdigit((unsigned char)*c) || *c == '-';
    if (good)
        return 0;
    return error_set(error, STATUS_REQUEST,
                     "'%s' is no name for an exercise: lower-case letters, digits and "
                     "dashes, as in two-locks-two-orders",
                     name);
}

/* One more than the highest that is there. */
static int next_number(const char *area)
{
    DIR *folder = opendir(area);
    int highest = -1;
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        int number;
        if (sscanf(entry->d_name, "%2d-", &number) == 1 && number > highest)
            highest = number;
    }
    if (folder)
        closedir(folder);
    return highest + 1;
}

char *scaffold(const char *folder, const char *area, const char *name,
               enum exercise_kind kind, struct error *error)
{
    cleanup_free char *place = path_join(folder, area);
    if (valid_name(name, error) < 0 || path_make_folders(place, error) < 0)
        return NULL;
    int number = next_number(place);
    cleanup_free char *path = xasprintf("%s/%02d-%s", place, number, name);
    if (number > NUMBER_MAX) {
        error_set(error, STATUS_REQUEST, "%s is full: its numbers go to %d", place,
                  NUMBER_MAX);
        return NULL;
    }
    if (mkdir(path, 0777) < 0) {
        error_errno(error, STATUS_REQUEST, "cannot make %s", path);
        return NULL;
    }
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        if (write_file(path, &files[i], exercise_kind_name(kind), error) < 0) {
            files_remove(path);
            return NULL;
        }
    return steal_pointer(&path);
}
