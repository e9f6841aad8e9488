/* Answers as JSON. Integers are exact; reals carry a point or an exponent and come
 * back as they were; what JSON lacks is an object of one field. */
#include <math.h>
#include <stdlib.h>

#include "labs/kit/error.h"
#include "labs/kit/json.h"
#include "sqlite-demo/script_answer.h"

static void write_blob(struct json *json, const char *key, const unsigned char *bytes,
                       size_t length)
{
    char *hex = xcalloc(length + 1, 2);
    for (size_t i = 0; i < length; i++) {
        hex[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
    }
    json_object(json, key);
    json_text(json, "blob", hex, 2 * length);
    json_close(json);
    free(hex);
}

static void write_real(struct json *json, double real)
{
    if (isfinite(real)) {
        json_real(json, NULL, real);
        return;
    }
    json_object(json, NULL);
    json_string(json, "real", isnan(real) ? "nan" : real > 0 ? "inf" : "-inf");
    json_close(json);
}

static void write_value(struct json *json, const struct db_value *value)
{
    switch (value->type) {
    case DB_INT:
        json_integer(json, NULL, value->integer);
        break;
    case DB_REAL:
        write_real(json, value->real);
        break;
    case DB_TEXT:
        json_text(json, NULL, value->text, value->length);
        break;
    case DB_BLOB:
        write_blob(json, NULL, value->blob, value->length);
        break;
    case DB_NULL:
    case DB_OTHER:
    case DB_BIG_INT:
        json_null(json, NULL);
        break;
    }
}

static void write_row(struct json *json, const char *key, const struct db_row *row)
{
    json_array(json, key);
    for (size_t i = 0; i < row->count; i++)
        write_value(json, &row->values[i]);
    json_close(json);
}

static void write_rows(struct json *json, const struct db_rows *rows)
{
    json_array(json, "ok");
    for (size_t i = 0; i < rows->count; i++)
        write_row(json, NULL, rows->rows[i]);
    json_close(json);
}

static void write_names(struct json *json, const struct db_description *description)
{
    json_array(json, "ok");
    for (size_t i = 0; i < description->count; i++)
        json_string(json, NULL, description->columns[i].name);
    json_close(json);
}

static void write_lines(struct json *json, const struct lines *lines)
{
    json_array(json, "ok");
    for (size_t i = 0; i < lines->count; i++)
        json_text(json, NULL, lines->items[i], lines->lengths[i]);
    json_close(json);
}

void answer_write(const struct answer *answer, FILE *out)
{
    struct json json = json_begin(out);
    json_object(&json, NULL);
    switch (answer->kind) {
    case ANSWER_NULL:
        json_null(&json, "ok");
        break;
    case ANSWER_BOOL:
        json_bool(&json, "ok", answer->integer);
        break;
    case ANSWER_INTEGER:
        json_integer(&json, "ok", answer->integer);
        break;
    case ANSWER_TEXT:
        json_string(&json, "ok", answer->text);
        break;
    case ANSWER_BLOB:
        write_blob(&json, "ok", answer->bytes, (size_t)answer->integer);
        break;
    case ANSWER_ROW:
        write_row(&json, "ok", answer->row);
        break;
    case ANSWER_ROWS:
        write_rows(&json, &answer->rows);
        break;
    case ANSWER_DESCRIPTION:
        write_names(&json, answer->description);
        break;
    case ANSWER_LINES:
        write_lines(&json, &answer->lines);
        break;
    }
    json_end(&json);
}

void answer_error(const char *class, const struct db_err *err, FILE *out)
{
    struct json json = json_begin(out);
    json_object(&json, NULL);
    json_object(&json, "error");
    json_string(&json, "class", class);
    json_string(&json, "message", err->message);
    if (err->code) {
        json_integer(&json, "code", err->code);
        json_string(&json, "name", err->name);
    } else {
        json_null(&json, "code");
        json_null(&json, "name");
    }
    json_end(&json);
}

void answer_clear(struct answer *answer)
{
    free(answer->bytes);
    db_rows_free(&answer->rows);
    for (size_t i = 0; i < answer->lines.count; i++)
        free(answer->lines.items[i]);
    free(answer->lines.items);
    free(answer->lines.lengths);
    *answer = (struct answer){0};
}
