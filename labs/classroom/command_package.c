/* labs gradescope-package. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/classroom/commands.h"
#include "labs/classroom/course.h"
#include "labs/classroom/package.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"

static const char *course_file, *source, *output = "autograder.zip";

const struct option_row gradescope_package_options[] = {
    {"course", 0, OPTION_TEXT, &course_file, "FILE",
     "the course (default: every exercise, one point each)", NULL, 0, 0},
    {"source", 0, OPTION_TEXT, &source, "DIR",
     "the source tree of ring3 (default: the one that this labs was built in)", NULL, 0,
     0},
    {"output", 'o', OPTION_TEXT, &output, "FILE",
     "the archive to upload (default: autograder.zip)", NULL, 0, 0},
    {0},
};

/* In a source tree, the exercises are at labs/exercises. */
static char *source_tree(void)
{
    static const char tail[] = "/labs/exercises";
    char *exercises = path_data("exercises", NULL);
    size_t length = exercises ? strlen(exercises) : 0;
    if (length > strlen(tail) && !strcmp(exercises + length - strlen(tail), tail)) {
        exercises[length - strlen(tail)] = '\0';
        return exercises;
    }
    die(STATUS_REQUEST, "this ring3 is installed without its source: name it (--source "
                        "DIR)");
}

int command_gradescope_package(int argc, char **argv)
{
    struct course course;
    struct error error;
    (void)argc, (void)argv;
    if (course_load(course_file, &course, &error) < 0)
        die_error(&error);
    cleanup_free char *tree = source ? xstrdup(source) : source_tree();
    if (package_write(tree, course_file, output, &error) < 0)
        die_error(&error);
    printf("%s: %zu exercises. Upload it as the autograder.\n", output, course.count);
    course_free(&course);
    return STATUS_OK;
}
