/* Reading a course file: "key: value" lines, then one line for each exercise, whose
 * words are a table. Blank lines and what follows a '#' are nothing.
 */
#include "labs/classroom/course.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/classroom/date.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"

enum { COURSE_MAX = 1 << 20, PARTS_MAX = 1000, PERCENT_MAX = 10000 };

struct reader {
    struct course *course;
    const char *shown; /* the file, in messages */
    unsigned line;
    char *rest; /* of the present line */
    struct error *error;
};

static int wrong(struct reader *reader, const char *what, const char *word,
                 const char *advice)
{
    return error_set(reader->error, STATUS_REQUEST, "%s:%u: %s '%s' (%s)", reader->shown,
                     reader->line, what, word, advice);
}

/* "key: value" */

static int read_percent(struct reader *reader, const char *value, unsigned most,
                        unsigned *percent)
{
    char *end;
    unsigned long number = strtoul(value, &end, 10);
    if (!isdigit((unsigned char)*value) || strcmp(end, "%") != 0 || number > most)
        return wrong(reader, "no percentage:", value, "as in 150%");
    *percent = (unsigned)number;
    return 0;
}

static int set_title(struct reader *reader, const char *value)
{
    free(reader->course->title);
    reader->course->title = xstrdup(value);
    return 0;
}

static int set_key(struct reader *reader, const char *value)
{
    free(reader->course->key);
    reader->course->key = xstrdup(value);
    return 0;
}

static int set_seeds(struct reader *reader, const char *value)
{
    reader->course->seeds_by_student = !strcmp(value, "student");
    if (!reader->course->seeds_by_student && strcmp(value, "folder") != 0)
        return wrong(reader, "no kind of seeds:", value, "student or folder");
    return 0;
}

static int set_time(struct reader *reader, const char *value)
{
    unsigned *percent = &reader->course->time_percent;
    if (read_percent(reader, value, PERCENT_MAX, percent) < 0)
        return -1;
    return *percent ? 0 : wrong(reader, "no time at all:", value, "1% or more");
}

static int set_late(struct reader *reader, const char *value)
{
    return read_percent(reader, value, 100, &reader->course->late_percent);
}

/* Relative to the course's file. */
static int add_folder(struct reader *reader, const char *value)
{
    cleanup_free char *place = xstrdup(reader->course->file);
    char *slash = strrchr(place, '/');
    if (slash)
        *slash = '\0';
    cleanup_free char *folder = *value == '/' ? xstrdup(value) : path_join(place, value);
    if (catalogue_add(&reader->course->catalogue, folder, reader->error) < 0)
        return error_wrap(reader->error, "%s:%u", reader->shown, reader->line);
    return 0;
}

static const struct key {
    const char *name;
    int (*set)(struct reader *, const char *value);
} keys[] = {
    {"title", set_title}, {"exercises", add_folder}, {"seeds", set_seeds},
    {"time", set_time},   {"late", set_late},        {"key", set_key},
};

/* True when the line is "word: …"; names of exercises hold no colon. */
static bool is_key_line(const char *line)
{
    size_t length = strspn(line, "abcdefghijklmnopqrstuvwxyz-");
    return length && line[length] == ':';
}

static int read_key(struct reader *reader)
{
    char *colon = strchr(reader->rest, ':');
    *colon = '\0';
    const char *value = colon + 1 + strspn(colon + 1, " \t");
    if (!*value)
        return wrong(reader, "no value for", reader->rest, "write it after the colon");
    if (reader->course->count)
        return wrong(reader, "too late:", reader->rest,
                     "the keys come before the exercises");
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (!strcmp(keys[i].name, reader->rest))
            return keys[i].set(reader, value);
    return wrong(reader, "unknown key", reader->rest,
                 "title, exercises, seeds, time, late, key");
}

/* The line of an exercise */

static char *next_word(struct reader *reader)
{
    char *word = reader->rest + strspn(reader->rest, " \t");
    if (!*word)
        return NULL;
    char *end = word + strcspn(word, " \t");
    reader->rest = *end ? end + 1 : end;
    *end = '\0';
    return word;
}

static int read_date(struct reader *reader, const char *after, bool end_of_day,
                     time_t *date)
{
    const char *day = next_word(reader);
    if (!day)
        return wrong(reader, "no date after", after, "as in 2026-12-01");
    const char *ahead = reader->rest + strspn(reader->rest, " \t");
    bool has_time = isdigit((unsigned char)ahead[0]) && strchr(ahead, ':') &&
                    strcspn(ahead, ":") < strcspn(ahead, " \t");
    const char *hour = has_time ? next_word(reader) : NULL;
    if (date_read(day, hour, end_of_day, date) < 0)
        return wrong(reader, "no date:", day, "as in 2026-12-01 or 2026-12-01 18:00");
    return 0;
}

static int read_parts(struct reader *reader, struct course_item *item)
{
    const char *word = next_word(reader);
    char *end = NULL;
    unsigned long parts =
        word && isdigit((unsigned char)*word) ? strtoul(word, &end, 10) : 0;
    if (!parts || *end || parts > PARTS_MAX)
        return wrong(reader, "no number of parts:", word ? word : "", "as in partial 4");
    item->parts = (unsigned)parts;
    return 0;
}

static int read_points(struct reader *reader, const char *number,
                       struct course_item *item)
{
    char *end;
    item->points = strtod(number, &end);
    const char *unit = next_word(reader);
    if (*end || !(item->points >= 0 && item->points <= 1e6) || !unit ||
        (strcmp(unit, "points") != 0 && strcmp(unit, "point") != 0))
        return wrong(reader, "no points:", number, "as in 10 points");
    return 0;
}

static int read_word(struct reader *reader, const char *word, struct course_item *item)
{
    if (!strcmp(word, "due"))
        return read_date(reader, word, true, &item->due);
    if (!strcmp(word, "opens"))
        return read_date(reader, word, false, &item->opens);
    if (!strcmp(word, "partial"))
        return read_parts(reader, item);
    if (isdigit((unsigned char)*word))
        return read_points(reader, word, item);
    return wrong(reader, "unknown word", word, "N points, partial N, opens, due");
}

static void add_item(struct course *course, const struct course_item *item)
{
    course->items =
        xreallocarray(course->items, course->count + 1, sizeof *course->items);
    course->items[course->count++] = *item;
}

static int read_item(struct reader *reader)
{
    const char *name = next_word(reader);
    struct course_item item = {.points = 1, .parts = 1};
    item.exercise = catalogue_find(&reader->course->catalogue, name, reader->error);
    if (!item.exercise)
        return error_wrap(reader->error, "%s:%u", reader->shown, reader->line);
    if (course_find(reader->course, item.exercise->name))
        return wrong(reader, "twice:", item.exercise->name, "each exercise counts once");
    for (const char *word = next_word(reader); word; word = next_word(reader))
        if (read_word(reader, word, &item) < 0)
            return -1;
    if (item.opens && item.due && item.opens > item.due)
        return wrong(reader, "due before it opens:", item.exercise->name,
                     "exchange the dates");
    add_item(reader->course, &item);
    return 0;
}

/* The file */

static int read_line(struct reader *reader, char *line)
{
    line[strcspn(line, "#")] = '\0';
    size_t length = strlen(line);
    while (length && isspace((unsigned char)line[length - 1]))
        line[--length] = '\0';
    reader->rest = line + strspn(line, " \t");
    reader->line++;
    if (!*reader->rest)
        return 0;
    return is_key_line(reader->rest) ? read_key(reader) : read_item(reader);
}

static int read_text(struct reader *reader, char *text, size_t length)
{
    if (strlen(text) != length)
        return error_set(reader->error, STATUS_REQUEST,
                         "%s is no course file: it holds a NUL byte", reader->shown);
    for (char *line = text; line;) {
        char *end = strchr(line, '\n');
        if (end)
            *end = '\0';
        if (read_line(reader, line) < 0)
            return -1;
        line = end ? end + 1 : NULL;
    }
    if (!reader->course->count)
        return error_set(reader->error, STATUS_REQUEST,
                         "%s names no exercise (as in: vm/01 10 points)", reader->shown);
    return 0;
}

/* Exercises of the course's own are found before any line names them, wherever the
 * catalogue moves in memory while it grows: that is why keys come first. */
static int read_file(struct course *course, const char *file, struct error *error)
{
    cleanup_free char *text = NULL;
    size_t length;
    if (file_read(file, COURSE_MAX, &text, &length, error) < 0)
        return -1;
    course->file = realpath(file, NULL);
    if (!course->file)
        course->file = xstrdup(file);
    struct reader reader = {.course = course, .shown = file, .error = error};
    return read_text(&reader, text, length);
}

int course_load(const char *file, struct course *course, struct error *error)
{
    *course =
        (struct course){.title = xstrdup(""), .key = xstrdup(""), .time_percent = 100};
    int result = catalogue_load(&course->catalogue, error);
    if (result == 0 && file)
        result = read_file(course, file, error);
    for (size_t i = 0; result == 0 && !file && i < course->catalogue.count; i++)
        add_item(course, &(struct course_item){.exercise = &course->catalogue.items[i],
                                               .points = 1,
                                               .parts = 1});
    if (result < 0)
        course_free(course);
    return result;
}

void course_free(struct course *course)
{
    catalogue_free(&course->catalogue);
    free(course->file);
    free(course->title);
    free(course->key);
    free(course->items);
    *course = (struct course){0};
}

/* The chosen ones move over; what is left is freed with the course. */
int course_choose(const char *file, struct catalogue *catalogue, struct error *error)
{
    struct course course;
    if (course_load(file, &course, error) < 0)
        return -1;
    struct exercise *chosen = xcalloc(course.count + 1, sizeof *chosen);
    for (size_t i = 0; i < course.count; i++) {
        struct exercise *from =
            &course.catalogue.items[course.items[i].exercise - course.catalogue.items];
        chosen[i] = *from;
        *from = (struct exercise){0};
    }
    for (size_t i = 0; i < catalogue->count; i++)
        exercise_free(&catalogue->items[i]);
    free(catalogue->items);
    catalogue->items = chosen;
    catalogue->count = course.count;
    catalogue->of_course = true;
    course_free(&course);
    return 0;
}

double course_credit(const struct course *course, const struct course_item *item,
                     bool passed, unsigned good, bool late)
{
    unsigned parts = passed || good > item->parts ? item->parts : good;
    if (!passed && parts == item->parts)
        parts--; /* what is not passed never earns all */
    double earned = item->points * parts / item->parts;
    return late ? earned * (100 - course->late_percent) / 100 : earned;
}

const struct course_item *course_find(const struct course *course, const char *name)
{
    for (size_t i = 0; i < course->count; i++)
        if (!strcmp(course->items[i].exercise->name, name))
            return &course->items[i];
    return NULL;
}
