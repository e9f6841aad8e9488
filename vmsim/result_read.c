/* Reading rows, with jansson: it tells line and column, and knows every escape. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "vmsim/result.h"

enum { RESULTS_BYTES_MAX = 1 << 30 };

static int bad(struct error *error, const char *what)
{
    return error_set(error, STATUS_REQUEST,
                     "%s; this is no line that vmsim run --json or sweep writes", what);
}

static char *text_of(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_string(value) ? xstrdup(json_string_value(value)) : NULL;
}

static int numbers_of(struct result_row *row, const json_t *object, struct error *error)
{
    const struct {
        const char *key;
        uint64_t *value;
    } numbers[] = {
        {"frames", &row->frames},
        {"references", &row->references},
        {"distinct", &row->distinct},
        {"faults", &row->faults},
        {"hits", &row->hits},
        {"evictions", &row->evictions},
        {"writebacks", &row->writebacks},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        const json_t *value = json_object_get(object, numbers[i].key);
        if (!json_is_integer(value) || json_integer_value(value) < 0) {
            cleanup_free char *what =
                xasprintf("'%s' is no number, or missing", numbers[i].key);
            return bad(error, what);
        }
        *numbers[i].value = (uint64_t)json_integer_value(value);
    }
    row->seconds = json_number_value(json_object_get(object, "seconds"));
    if (row->faults + row->hits != row->references)
        return bad(error, "faults and hits do not add up to references");
    return 0;
}

int result_parse(struct result_row *row, const char *line, size_t length,
                 struct error *error)
{
    json_error_t where;
    json_t *object = json_loadb(line, length, JSON_REJECT_DUPLICATES, &where);
    *row = (struct result_row){0};
    if (!object)
        return error_set(error, STATUS_REQUEST, "no JSON: %s", where.text);
    row->trace = text_of(object, "trace");
    row->policy = text_of(object, "policy");
    int result = row->trace && row->policy
                     ? numbers_of(row, object, error)
                     : bad(error, "'trace' or 'policy' is no text, or missing");
    json_decref(object);
    if (result < 0)
        result_free(row);
    return result;
}

static void append(struct result_list *list, struct result_row row)
{
    if ((list->count & (list->count - 1)) == 0)
        list->rows = xreallocarray(list->rows, list->count ? list->count * 2 : 1,
                                   sizeof *list->rows);
    list->rows[list->count++] = row;
}

static int read_lines(struct result_list *list, const char *path, const char *data,
                      size_t length, size_t *cut, struct error *error)
{
    const char *line = data, *end = data + length;
    for (unsigned long number = 1; line < end; number++) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        struct result_row row;
        if (!newline && cut)
            break;
        size_t size = (size_t)((newline ? newline : end) - line);
        if (size > 0 && result_parse(&row, line, size, error) < 0)
            return error_wrap(error, "%s:%lu", path, number);
        if (size > 0)
            append(list, row);
        line += size + (newline != NULL);
    }
    if (cut)
        *cut = (size_t)(line - data);
    return 0;
}

int results_read(struct result_list *list, const char *path, size_t *cut,
                 struct error *error)
{
    cleanup_free char *data = NULL;
    size_t length;
    *list = (struct result_list){0};
    if (file_read(path, RESULTS_BYTES_MAX, &data, &length, error) < 0)
        return -1;
    if (read_lines(list, path, data, length, cut, error) == 0)
        return 0;
    results_free(list);
    return -1;
}
