/* The table of formats, and what they share. */
#include <string.h>

#include "labs/classroom/format.h"

const struct format formats[] = {
    {"text", format_text, false},
    {"json", format_json, false},
    {"tap", format_tap, false},
    {"junit", format_junit, false},
    {"gradescope", format_gradescope, true},
    {"github", format_github, true},
    {"autolab", format_autolab, true},
    {"csv", format_csv, false},
    {0},
};

const struct format *format_find(const char *name)
{
    for (const struct format *format = formats; format->name; format++)
        if (!strcmp(format->name, name))
            return format;
    return NULL;
}

char *format_words(const struct result *result)
{
    return xasprintf("%s%s%s%s%s%s", result->message, result->late ? " (late)" : "",
                     *result->hint ? "\nHint: " : "", result->hint,
                     *result->detail ? "\n" : "", result->detail);
}

const char *format_points(double points, char text[POINTS_TEXT_MAX])
{
    snprintf(text, POINTS_TEXT_MAX, "%.2f", points);
    char *end = text + strlen(text);
    while (end[-1] == '0')
        *--end = '\0';
    if (end[-1] == '.')
        end[-1] = '\0';
    return text;
}
