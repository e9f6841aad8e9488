/* Reads TAP line by line. A line that is none of its forms is somebody's output
 * and is passed over, as the specification asks.
 */
#include "labs/tap.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "labs/kit/error.h"

struct tap {
    struct tap_report *report;
    long planned; /* -1: no plan yet */
    bool in_yaml;
    bool keeping; /* the point that was read last is the one to tell of */
};

static const char *after(const char *line, const char *prefix)
{
    size_t length = strlen(prefix);
    return strncmp(line, prefix, length) == 0 ? line + length : NULL;
}

static const char *skip_blanks(const char *text)
{
    while (*text == ' ' || *text == '\t')
        text++;
    return text;
}

static void set(char **place, const char *text)
{
    free(*place);
    *place = xstrdup(text);
}

/* Adds a line to what is there. */
static void add(char **place, const char *text)
{
    char *joined = xasprintf("%s%s%s", *place, **place ? "\n" : "", text);
    free(*place);
    *place = joined;
}

/* The directive "# SKIP reason" within a line; cuts it off and gives the reason. */
static const char *cut_skip(char *line)
{
    for (char *hash = strchr(line, '#'); hash; hash = strchr(hash + 1, '#')) {
        const char *word = skip_blanks(hash + 1);
        if (strncasecmp(word, "skip", 4) != 0)
            continue;
        *hash = '\0';
        return skip_blanks(word + 4);
    }
    return NULL;
}

static void read_point(struct tap *tap, bool passed, char *rest)
{
    struct tap_report *report = tap->report;
    const char *reason = cut_skip(rest);
    const char *text = skip_blanks(rest);
    while (isdigit((unsigned char)*text))
        text++;
    text = skip_blanks(text);
    if (*text == '-')
        text = skip_blanks(text + 1);
    report->points++;
    if (passed && reason && report->skipped++ == 0)
        set(&report->skip, reason);
    report->failed += !passed;
    tap->keeping = report->failed == 0 || (!passed && report->failed == 1);
    if (!tap->keeping)
        return;
    set(&report->message, text);
    set(&report->hint, "");
    set(&report->detail, "");
}

/* "  message: "wrong victim at step 5"" within a YAML block. */
static void read_yaml(struct tap *tap, const char *line)
{
    line = skip_blanks(line);
    const char *value = after(line, "hint:");
    char **place = &tap->report->hint;
    if (!value) {
        value = after(line, "message:");
        place = &tap->report->message;
    }
    if (!value || !tap->keeping)
        return;
    value = skip_blanks(value);
    size_t length = strlen(value);
    if (length >= 2 && value[0] == '"' && value[length - 1] == '"') {
        value++;
        length -= 2;
    }
    char *text = xasprintf("%.*s", (int)length, value);
    set(place, text);
    free(text);
}

static void read_comment(struct tap *tap, const char *text)
{
    const char *hint = after(skip_blanks(text), "hint:");
    if (!tap->keeping || !tap->report->points)
        return;
    if (hint)
        add(&tap->report->hint, skip_blanks(hint));
    else
        add(&tap->report->detail, *text == ' ' ? text + 1 : text);
}

/* "ok", but not "okay". */
static bool is_point(char *line, const char *word, char **rest)
{
    *rest = (char *)after(line, word);
    return *rest && (**rest == ' ' || !**rest);
}

static void read_line(struct tap *tap, char *line)
{
    char *rest = NULL;
    if (tap->in_yaml) {
        tap->in_yaml = strcmp(skip_blanks(line), "...") != 0;
        if (tap->in_yaml)
            read_yaml(tap, line);
    } else if (is_point(line, "ok", &rest)) {
        read_point(tap, true, rest);
    } else if (is_point(line, "not ok", &rest)) {
        read_point(tap, false, rest);
    } else if ((rest = (char *)after(line, "1.."))) {
        tap->planned = strtol(rest, NULL, 10);
        const char *reason = cut_skip(rest);
        if (reason && !tap->planned)
            set(&tap->report->skip, reason);
    } else if ((rest = (char *)after(line, "Bail out!"))) {
        set(&tap->report->bail, skip_blanks(rest));
    } else if (line[0] == '#') {
        read_comment(tap, line + 1);
    } else if (!strcmp(line, "  ---")) {
        tap->in_yaml = true;
    }
}

void tap_read(const char *text, struct tap_report *report)
{
    *report = (struct tap_report){
        .message = xstrdup(""),
        .hint = xstrdup(""),
        .detail = xstrdup(""),
        .skip = xstrdup(""),
        .bail = xstrdup(""),
    };
    struct tap tap = {.report = report, .planned = -1};
    char *copy = xstrdup(text);
    for (char *line = copy, *next; line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        read_line(&tap, line);
    }
    free(copy);
    report->complete = tap.planned == (long)report->points;
}

void tap_free(struct tap_report *report)
{
    free(report->message);
    free(report->hint);
    free(report->detail);
    free(report->skip);
    free(report->bail);
    *report = (struct tap_report){0};
}
