/* Reading JSON objects by tables. One function per kind of field, found through a
 * table.
 *
 * Fields that no row names are ignored: "runtimes MUST NOT generate an error" for
 * them (config.md, Extensibility). null counts as absent, as encoders of Go write it
 * for empty lists.
 */
#include "isolate/oci/field.h"

#include <errno.h>
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "isolate/oci/config.h"

struct config_memory_block {
    struct config_memory_block *next;
    max_align_t data[];
};

void *config_keep(struct config_memory_block **blocks, size_t size)
{
    struct config_memory_block *block = xcalloc(1, sizeof *block + size);
    block->next = *blocks;
    *blocks = block;
    return block->data;
}

void config_release(struct config_memory_block **blocks)
{
    while (*blocks) {
        struct config_memory_block *block = *blocks;
        *blocks = block->next;
        free(block);
    }
}

/* ---- messages ---- */

static void write_place(const struct place *place, char *text, size_t size)
{
    if (!place) {
        *text = 0;
        return;
    }
    write_place(place->outer, text, size);
    size_t length = strlen(text);
    if (!place->name)
        snprintf(text + length, size - length, "[%zu]", place->index);
    else
        snprintf(text + length, size - length, "%s%.100s", length ? "." : "",
                 place->name);
}

int field_refuse(struct reader *reader, const struct place *place, const char *what)
{
    char where[512];
    write_place(place, where, sizeof where);
    return error_set(reader->error, STATUS_REQUEST, "%s: %s%s%s", reader->file, where,
                     *where ? ": " : "", what);
}

/* ---- one function per kind ---- */

typedef int field_reader(struct reader *r, const struct field *field, const json_t *value,
                         const struct place *place, void *target);

static int read_bool(struct reader *r, const struct field *field, const json_t *value,
                     const struct place *place, void *target)
{
    (void)field;
    if (!json_is_boolean(value))
        return field_refuse(r, place, "true or false is needed");
    *(bool *)target = json_is_true(value);
    return 0;
}

static int read_text(struct reader *r, const struct field *field, const json_t *value,
                     const struct place *place, void *target)
{
    (void)field;
    if (!json_is_string(value))
        return field_refuse(r, place, "a string is needed");
    *(const char **)target = json_string_value(value);
    return 0;
}

static int read_path(struct reader *r, const struct field *field, const json_t *value,
                     const struct place *place, void *target)
{
    if (read_text(r, field, value, place, target) < 0)
        return -1;
    if (json_string_value(value)[0] != '/')
        return field_refuse(r, place, "an absolute path is needed");
    return 0;
}

/* What is larger than an int64_t arrives in quotes: config.c put them there. */
static bool large_number(const json_t *value, uint64_t *number)
{
    enum { DIGITS_LEAST = 19 };
    const char *text = json_is_string(value) ? json_string_value(value) : "";
    if (strlen(text) < DIGITS_LEAST || strspn(text, "0123456789") != strlen(text))
        return false;
    errno = 0;
    *number = strtoull(text, NULL, 10);
    return errno == 0;
}

static int read_integer(struct reader *r, const struct field *field, const json_t *value,
                        const struct place *place, void *target)
{
    uint64_t large;
    (void)field;
    if (large_number(value, &large))
        return field_refuse(r, place, "the number is too large");
    if (!json_is_integer(value))
        return field_refuse(r, place, "a number is needed");
    *(int64_t *)target = json_integer_value(value);
    return 0;
}

static int read_unsigned(struct reader *r, const struct field *field, const json_t *value,
                         const struct place *place, void *target)
{
    (void)field;
    if (large_number(value, target))
        return 0;
    if (!json_is_integer(value))
        return field_refuse(r, place, "a number is needed");
    if (json_integer_value(value) < 0)
        return field_refuse(r, place, "a number of 0 or more is needed");
    *(uint64_t *)target = (uint64_t)json_integer_value(value);
    return 0;
}

static int read_optional_integer(struct reader *r, const struct field *field,
                                 const json_t *value, const struct place *place,
                                 void *target)
{
    struct config_number *number = target;
    number->given = true;
    return read_integer(r, field, value, place, &number->value);
}

static int read_optional_unsigned(struct reader *r, const struct field *field,
                                  const json_t *value, const struct place *place,
                                  void *target)
{
    struct config_unsigned *number = target;
    number->given = true;
    return read_unsigned(r, field, value, place, &number->value);
}

/* 4294967295 is (uid_t)-1, which means "as it is" to the kernel. */
static int read_id(struct reader *r, const struct field *field, const json_t *value,
                   const struct place *place, void *target)
{
    if (read_unsigned(r, field, value, place, target) < 0)
        return -1;
    if (*(uint64_t *)target >= UINT32_MAX)
        return field_refuse(r, place, "an id of at most 4294967294 is needed");
    return 0;
}

/* An array whose elements, of `size` bytes, are read by `read`; one more, all zero,
 * follows them. */
static int read_array(struct reader *r, const struct field *field, const json_t *value,
                      const struct place *place, field_reader *read, size_t size,
                      void **items, size_t *count)
{
    if (!json_is_array(value))
        return field_refuse(r, place, "a list [ ] is needed");
    size_t length = json_array_size(value);
    char *memory = config_keep(r->blocks, (length + 1) * size);
    *items = memory;
    *count = length;
    for (size_t i = 0; i < length; i++) {
        struct place here = {place, NULL, i};
        if (read(r, field, json_array_get(value, i), &here, memory + i * size) < 0)
            return -1;
    }
    return 0;
}

static int read_ids(struct reader *r, const struct field *field, const json_t *value,
                    const struct place *place, void *target)
{
    struct config_uids *list = target;
    return read_array(r, field, value, place, read_id, sizeof *list->items,
                      (void **)&list->items, &list->count);
}

static int read_texts(struct reader *r, const struct field *field, const json_t *value,
                      const struct place *place, void *target)
{
    struct config_texts *list = target;
    return read_array(r, field, value, place, read_text, sizeof *list->items,
                      (void **)&list->items, &list->count);
}

static int read_object(struct reader *r, const struct field *field, const json_t *value,
                       const struct place *place, void *target)
{
    return fields_read(r, field->fields, value, place, target);
}

static int read_pointer(struct reader *r, const struct field *field, const json_t *value,
                        const struct place *place, void *target)
{
    void *object = config_keep(r->blocks, field->size);
    *(void **)target = object;
    return read_object(r, field, value, place, object);
}

/* Every list in config.h begins with its pointer and its count. */
struct any_list {
    void *items;
    size_t count;
};

static int read_list(struct reader *r, const struct field *field, const json_t *value,
                     const struct place *place, void *target)
{
    struct any_list *list = target;
    return read_array(r, field, value, place, read_object, field->size, &list->items,
                      &list->count);
}

/* An object of free names: each gets an element that begins with its name. */
static int read_names(struct reader *r, const struct field *field, const json_t *value,
                      const struct place *place, field_reader *read, size_t size,
                      size_t offset, struct any_list *list)
{
    const char *name;
    json_t *item;
    size_t length;
    if (!json_is_object(value))
        return field_refuse(r, place, "an object { } is needed");
    list->items = config_keep(r->blocks, (json_object_size(value) + 1) * size);
    json_object_keylen_foreach((json_t *)value, name, length, item)
    {
        char *element = (char *)list->items + list->count++ * size;
        char *kept = config_keep(r->blocks, length + 1);
        struct place here = {place, memcpy(kept, name, length), 0};
        *(const char **)element = kept;
        if (read(r, field, item, &here, element + offset) < 0)
            return -1;
    }
    return 0;
}

static int read_pairs(struct reader *r, const struct field *field, const json_t *value,
                      const struct place *place, void *target)
{
    return read_names(r, field, value, place, read_text, sizeof(struct config_pair),
                      offsetof(struct config_pair, value), target);
}

static int read_named(struct reader *r, const struct field *field, const json_t *value,
                      const struct place *place, void *target)
{
    return read_names(r, field, value, place, read_object, field->size, 0, target);
}

static field_reader *const readers[] = {
    [FIELD_BOOL] = read_bool,
    [FIELD_TEXT] = read_text,
    [FIELD_PATH] = read_path,
    [FIELD_INTEGER] = read_integer,
    [FIELD_UNSIGNED] = read_unsigned,
    [FIELD_OPTIONAL_INTEGER] = read_optional_integer,
    [FIELD_OPTIONAL_UNSIGNED] = read_optional_unsigned,
    [FIELD_ID] = read_id,
    [FIELD_IDS] = read_ids,
    [FIELD_TEXTS] = read_texts,
    [FIELD_PAIRS] = read_pairs,
    [FIELD_OBJECT] = read_object,
    [FIELD_POINTER] = read_pointer,
    [FIELD_LIST] = read_list,
    [FIELD_NAMED] = read_named,
};

int fields_read(struct reader *reader, const struct field *fields,
                const struct json_t *object, const struct place *place, void *target)
{
    if (!json_is_object(object))
        return field_refuse(reader, place, "an object { } is needed");
    for (const struct field *field = fields; field->name; field++) {
        struct place here = {place, field->name, 0};
        const json_t *value = json_object_get(object, field->name);
        if (!value || json_is_null(value)) {
            if (field->required)
                return field_refuse(reader, &here, "the field is missing");
            continue;
        }
        if (readers[field->kind](reader, field, value, &here,
                                 (char *)target + field->offset) < 0)
            return -1;
    }
    return 0;
}
