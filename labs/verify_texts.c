/* The texts of an exercise: what a proof by running cannot find. A learner who meets a
 * command that names no exercise, or a link that leads nowhere, stops trusting the rest.
 */
#include <ctype.h>
#include <dirent.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/files.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"
#include "labs/kit/utf8.h"
#include "labs/verify.h"

enum {
    TITLE_COLUMNS = 60,
    TEACHES_COLUMNS = 120,
    WORD_MAX = 80,
    TRANSLATION_MAX = 1 << 20
};

struct reading {
    const struct exercise *exercise;
    const struct verify_options *options;
    struct verify_result *counts;
    const char *section; /* "task", "hint 2", "why" */
    unsigned faults;
};

static void fault(struct reading *reading, const char *what)
{
    reading->faults++;
    verify_report(reading->exercise, reading->section, "not ok", what, reading->counts);
}

static bool note_exists(const char *name)
{
    cleanup_free char *notes = path_data("notes", NULL);
    cleanup_free char *path = notes ? xasprintf("%s/%s.md", notes, name) : NULL;
    return !path || file_exists(path);
}

/* ---- links: [words](target) ---- */

static void look_at_link(struct reading *reading, const char *target, size_t length)
{
    cleanup_free char *name = xasprintf("%.*s", (int)length, target);
    if (!strncmp(name, "https://", 8) || !strncmp(name, "http://", 7))
        return; /* elsewhere: not to be decided without a network */
    cleanup_free char *path = path_join(reading->exercise->folder, name);
    if (file_exists(path))
        return;
    cleanup_free char *what = xasprintf("the link to '%s' leads nowhere", name);
    fault(reading, what);
}

static void look_at_links(struct reading *reading, const char *text)
{
    bool fenced = false;
    for (const char *line = text; *line;) {
        size_t length = strcspn(line, "\n");
        fenced ^= !strncmp(line, "```", 3);
        bool code = fenced || !strncmp(line, "    ", 4);
        for (const char *at = line; !code && at + 1 < line + length; at++) {
            if (at[0] != ']' || at[1] != '(')
                continue;
            size_t target = strcspn(at + 2, ")\n");
            look_at_link(reading, at + 2, target);
        }
        line += length + (line[length] == '\n');
    }
}

/* ---- commands: "labs check vm/01" ---- */

/* The next word, up to a blank or what ends one in a text. Returns where it ends. */
static const char *take_word(const char *at, char word[WORD_MAX])
{
    size_t length = 0;
    while (*at == ' ')
        at++;
    while (isalnum((unsigned char)*at) || (*at && strchr("/-_.", *at))) {
        if (length + 1 < WORD_MAX)
            word[length++] = *at;
        at++;
    }
    while (length && word[length - 1] == '.')
        length--;
    word[length] = '\0';
    return at;
}

static bool is_area_of(const char *name)
{
    for (const struct lab_area *area = lab_areas; area->folder; area++)
        if (!strncmp(name, area->folder, strlen(area->folder)) &&
            name[strlen(area->folder)] == '/')
            return true;
    return false;
}

/* Every word AREA/… names an exercise, every "labs notes WORD" a note. */
static void look_at_commands(struct reading *reading, const char *text)
{
    for (const char *at = text; (at = strstr(at, "labs ")); at += 5) {
        char verb[WORD_MAX], name[WORD_MAX];
        struct error error;
        if (at > text && (isalnum((unsigned char)at[-1]) || at[-1] == '/'))
            continue;
        take_word(take_word(at + 5, verb), name);
        if (!strcmp(verb, "notes") && *name && islower((unsigned char)*name) &&
            !note_exists(name)) {
            cleanup_free char *what = xasprintf("'labs notes %s': no such note", name);
            fault(reading, what);
        }
        if (is_area_of(name) &&
            !catalogue_find(reading->options->catalogue, name, &error))
            fault(reading, error.message);
    }
}

static bool is_unfinished(const char *text)
{
    static const char *const words[] = {
        "TODO", "FIXME", "Lorem", /* lint: allowed, this is what looks for them */
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strstr(text, words[i]))
            return true;
    return false;
}

/* A task about code may speak of a word that stands in the code. */
static void look_at_words(struct reading *reading, const char *text)
{
    if (reading->exercise->kind != KIND_CODE && is_unfinished(text))
        fault(reading, "its text is not finished: one of its words says so");
}

static void look_at(struct reading *reading, const char *section, const char *text)
{
    reading->section = section;
    look_at_links(reading, text);
    look_at_commands(reading, text);
    look_at_words(reading, text);
}

static void look_at_hints(struct reading *reading)
{
    const struct exercise *exercise = reading->exercise;
    for (size_t i = 0; i < exercise->hint_count; i++) {
        char section[32];
        snprintf(section, sizeof section, "hint %zu", i + 1);
        look_at(reading, section, exercise->hints[i]);
        for (size_t j = 0; j < i; j++)
            if (!strcmp(exercise->hints[i], exercise->hints[j]))
                fault(reading, "says the same as a hint before it");
    }
}

static void look_at_head(struct reading *reading)
{
    const struct exercise *exercise = reading->exercise;
    reading->section = "head";
    if (is_unfinished(exercise->title) || is_unfinished(exercise->teaches))
        fault(reading, "its text is not finished: one of its words says so");
    if (utf8_columns(exercise->title) > TITLE_COLUMNS)
        fault(reading, "the title is longer than 60 columns");
    if (utf8_columns(exercise->teaches) > TEACHES_COLUMNS)
        fault(reading, "'teaches' is longer than 120 columns");
    for (size_t i = 0; i < exercise->notes.count; i++) {
        cleanup_free char *what =
            xasprintf("%s: there is no such note", exercise->notes.items[i]);
        if (!note_exists(exercise->notes.items[i]))
            fault(reading, what);
    }
}

/* ---- the same in other languages: exercise.de.md ---- */

static bool same_head(const struct exercise *one, const struct exercise *two)
{
    return one->kind == two->kind && one->minutes == two->minutes &&
           !strcmp(one->check, two->check) && one->solved == two->solved &&
           one->hint_count == two->hint_count && one->needs.count == two->needs.count &&
           one->notes.count == two->notes.count;
}

static void look_at_translation(struct reading *reading, const char *name)
{
    const struct exercise *exercise = reading->exercise;
    struct exercise other = {0};
    struct error error;
    cleanup_free char *path = path_join(exercise->folder, name), *text = NULL;
    size_t length;
    reading->section = name;
    if (file_read(path, TRANSLATION_MAX, &text, &length, &error) < 0 ||
        exercise_parse(name, text, length, &other, &error) < 0) {
        fault(reading, error.message);
    } else if (!same_head(exercise, &other)) {
        fault(reading, "its head or the number of its hints is another than in English");
    } else {
        look_at(reading, name, other.task);
        look_at(reading, name, other.why);
        for (size_t i = 0; i < other.hint_count; i++)
            look_at(reading, name, other.hints[i]);
    }
    exercise_free(&other);
}

static int is_translation(const struct dirent *entry)
{
    return fnmatch("exercise.*.md", entry->d_name, 0) == 0;
}

static void look_at_translations(struct reading *reading)
{
    struct dirent **names = NULL;
    int count = scandir(reading->exercise->folder, &names, is_translation, alphasort);
    for (int i = 0; i < count; i++) {
        look_at_translation(reading, names[i]->d_name);
        free(names[i]);
    }
    free(names);
}

void verify_texts(const struct exercise *exercise, const struct verify_options *options,
                  struct verify_result *counts)
{
    struct reading reading = {exercise, options, counts, "head", 0};
    look_at_head(&reading);
    look_at(&reading, "task", exercise->task);
    look_at_hints(&reading);
    look_at(&reading, "why", exercise->why);
    look_at_translations(&reading);
    if (!reading.faults)
        verify_report(exercise, "text", "ok", "whole, and what it names is there",
                      counts);
}
