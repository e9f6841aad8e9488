/* Asking for a yes: what changes the learner's files is never done without one. */
#include "labs/question.h"

#include <stdarg.h>
#include <stdio.h>
#include <strings.h>
#include <unistd.h>

bool question_yes(const char *format, ...)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
        return false;
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputs(" [y/N] ", stderr);
    char answer[16];
    if (!fgets(answer, sizeof answer, stdin))
        return false;
    return !strcasecmp(answer, "y\n") || !strcasecmp(answer, "yes\n");
}
