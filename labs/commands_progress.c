/* The commands that move progress to another machine: export and import. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "labs/commands.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/program.h"
#include "labs/kit/words.h"
#include "labs/progress.h"

static struct progress *open_or_die(void)
{
    struct error error;
    struct progress *progress = progress_open(&error);
    if (!progress)
        die_error(&error);
    return progress;
}

int command_export(int argc, char **argv)
{
    struct progress *progress = open_or_die();
    struct error error;
    struct atomic_file file;
    if (!argc) {
        if (progress_export(progress, stdout, &error) < 0)
            die_error(&error);
    } else {
        if (atomic_file_open(&file, argv[0], &error) < 0)
            die_error(&error);
        if (progress_export(progress, file.out, &error) < 0) {
            atomic_file_abandon(&file);
            die_error(&error);
        }
        if (atomic_file_commit(&file, &error) < 0)
            die_error(&error);
        printf(say_as("progress.in-file", "%s"), argv[0]);
    }
    progress_close(progress);
    return STATUS_OK;
}

int command_import(int argc, char **argv)
{
    (void)argc;
    bool standard = !strcmp(argv[0], "-");
    cleanup_file FILE *in = standard ? stdin : fopen(argv[0], "re");
    struct error error;
    unsigned added, known;
    if (!in)
        die(STATUS_REQUEST, say_as("progress.cannot-read-file", "%s %s"), argv[0],
            strerror(errno));
    struct progress *progress = open_or_die();
    const char *name = standard ? "stdin" : argv[0];
    if (progress_import(progress, name, in, &added, &known, &error) < 0)
        die_error(&error);
    progress_close(progress);
    if (common_options.json) {
        struct json json = json_begin(stdout);
        json_object(&json, NULL);
        json_unsigned(&json, "added", added);
        json_unsigned(&json, "known", known);
        json_end(&json);
    } else {
        printf(say_as("progress.imported", "%u %u"), added, known);
    }
    return STATUS_OK;
}
