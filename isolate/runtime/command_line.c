/* /proc/self/cmdline: the words, each with its NUL (proc(5)). */
#include "isolate/runtime/command_line.h"

#include <string.h>

#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"

enum { COMMAND_LINE_MAX = 8 << 20 };

char **command_line(void)
{
    struct error none;
    cleanup_free char *text = NULL;
    size_t length = 0, count = 0;
    if (file_read("/proc/self/cmdline", COMMAND_LINE_MAX, &text, &length, &none) < 0)
        return NULL;
    for (size_t i = 0; i < length; i++)
        count += !text[i];
    char **words = xcalloc(1, (count + 1) * sizeof *words + length + 1);
    char *copy = (char *)(words + count + 1);
    memcpy(copy, text, length);
    for (size_t i = 0; i < count; i++, copy += strlen(copy) + 1)
        words[i] = copy;
    return words;
}

char **command_line_after(char **words, const char *command)
{
    for (size_t i = 1; words && words[0] && words[i]; i++)
        if (!strcmp(words[i], command))
            return words + i + 1;
    return NULL;
}
