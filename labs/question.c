/* Asking for a yes: what changes the learner's files is never done without one. */
#include "labs/question.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "labs/kit/words.h"

/* y and yes are understood in every language. */
bool question_is_yes(const char *answer)
{
    const char *const words[] = {"y", "yes", say("question.y"), say("question.yes")};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (!strcasecmp(answer, words[i]))
            return true;
    return false;
}

bool question_yes(const char *format, ...)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
        return false;
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, " %s ", say("question.ask"));
    char answer[16];
    if (!fgets(answer, sizeof answer, stdin))
        return false;
    answer[strcspn(answer, "\n")] = '\0';
    return question_is_yes(answer);
}
