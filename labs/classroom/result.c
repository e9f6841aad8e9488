/* Results in memory and as lines. */
#include "labs/classroom/result.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"

static void result_free(struct result *result)
{
    free(result->exercise);
    free(result->message);
    free(result->hint);
    free(result->detail);
}

void results_free(struct results *results)
{
    for (size_t i = 0; i < results->count; i++)
        result_free(&results->items[i]);
    free(results->items);
    free(results->student);
    *results = (struct results){0};
}

void results_add(struct results *results, struct result *result)
{
    results->items =
        xreallocarray(results->items, results->count + 1, sizeof *results->items);
    results->items[results->count++] = *result;
    results->score += result->score;
    results->most += result->most;
    *result = (struct result){0};
}

const struct result *results_find(const struct results *results, const char *exercise)
{
    for (size_t i = 0; i < results->count; i++)
        if (!strcmp(results->items[i].exercise, exercise))
            return &results->items[i];
    return NULL;
}

/* Bytes that are no UTF-8 cannot stand in JSON; a learner's program may print any. */
static json_t *text(const char *bytes)
{
    json_t *value = json_string(bytes ? bytes : "");
    if (value)
        return value;
    char *ascii = xstrdup(bytes);
    for (char *c = ascii; *c; c++)
        if (*c & 0x80)
            *c = '?';
    value = json_string(ascii);
    free(ascii);
    return value;
}

void result_write(const struct result *result, FILE *out)
{
    json_t *line =
        json_pack("{s:o, s:s, s:f, s:f, s:b, s:o, s:o, s:o, s:f}", "exercise",
                  text(result->exercise), "status", verdict_word(result->status), "score",
                  result->score, "most", result->most, "late", result->late, "message",
                  text(result->message), "hint", text(result->hint), "detail",
                  text(result->detail), "seconds", result->seconds);
    if (!line)
        die(STATUS_HOST, "no memory");
    json_dumpf(line, out, JSON_COMPACT);
    fputc('\n', out);
    json_decref(line);
}

static int status_of(const char *word, enum verdict_status *status)
{
    for (*status = VERDICT_PASSED; *status <= VERDICT_UNDECIDED; (*status)++)
        if (!strcmp(verdict_word(*status), word))
            return 0;
    return -1;
}

int result_read(const char *line, struct result *result)
{
    json_t *object = json_loads(line, 0, NULL);
    const char *exercise, *status, *message, *hint, *detail;
    int late;
    *result = (struct result){0};
    int outcome =
        object ? json_unpack(object, "{s:s, s:s, s:F, s:F, s:b, s:s, s:s, s:s, s:F}",
                             "exercise", &exercise, "status", &status, "score",
                             &result->score, "most", &result->most, "late", &late,
                             "message", &message, "hint", &hint, "detail", &detail,
                             "seconds", &result->seconds)
               : -1;
    if (outcome == 0)
        outcome = status_of(status, &result->status);
    if (outcome == 0) {
        result->exercise = xstrdup(exercise);
        result->message = xstrdup(message);
        result->hint = xstrdup(hint);
        result->detail = xstrdup(detail);
        result->late = late;
    }
    json_decref(object);
    return outcome;
}

int results_load(const char *path, struct results *results, struct error *error)
{
    cleanup_file FILE *in = fopen(path, "re");
    cleanup_free char *line = NULL;
    size_t room = 0;
    ssize_t length;
    if (!in)
        return access(path, F_OK) < 0
                   ? 0
                   : error_errno(error, STATUS_REQUEST, "cannot read %s", path);
    off_t whole = 0;
    while ((length = getline(&line, &room, in)) > 0 && line[length - 1] == '\n') {
        struct result result;
        if (result_read(line, &result) < 0)
            return error_set(error, STATUS_REQUEST, "%s holds a line that is no result",
                             path);
        results_add(results, &result);
        whole += length;
    }
    /* The next line shall not be added to half of one. */
    if (length > 0 && truncate(path, whole) < 0)
        return error_errno(error, STATUS_REQUEST, "cannot mend %s", path);
    return 0;
}

int results_append(const char *path, const struct result *result, struct error *error)
{
    FILE *out = fopen(path, "ae");
    if (!out)
        return error_errno(error, STATUS_REQUEST, "cannot write %s", path);
    result_write(result, out);
    int bad = ferror(out) | fflush(out) | fsync(fileno(out));
    if (fclose(out) != 0 || bad)
        return error_errno(error, STATUS_REQUEST, "cannot write %s", path);
    return 0;
}
