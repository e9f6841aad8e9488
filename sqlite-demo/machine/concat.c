/* group_concat: text that grows at its end and, in a window, shrinks at its front.
 *
 * A separator belongs to the value behind it, and leaves with the one before it. As in
 * SQLite 3.40, a text that has become empty begins anew, without a separator. */
#include <stdlib.h>
#include <string.h>

#include "sqlite-demo/machine/aggregate.h"
#include "sqlite-demo/machine/convert.h"

/* The value as text; the buffer is for numbers. */
static struct value as_text(const struct value *value, char number[40])
{
    struct value text = *value;
    if (value->type < VALUE_TEXT) {
        text.size = value->type == VALUE_NULL ? 0 : (uint32_t)number_text(value, number);
        text.bytes = (const uint8_t *)number;
    }
    text.type = VALUE_TEXT;
    return text;
}

static void append(struct accumulator *accumulator, const struct value *text)
{
    accumulator->text =
        xreallocarray(accumulator->text, accumulator->length + text->size + 1, 1);
    if (text->size)
        memcpy(accumulator->text + accumulator->length, text->bytes, text->size);
    accumulator->length += text->size;
}

static struct value separator_of(struct machine *machine, const struct op *op,
                                 char number[40])
{
    static const struct value comma = {
        .type = VALUE_TEXT, .size = 1, .bytes = (const uint8_t *)","};
    return op->p5 > 1 ? as_text(argument(machine, op, 1), number) : comma;
}

static void concat_step(struct machine *machine, const struct op *op,
                        struct accumulator *accumulator)
{
    char number[40];
    if (argument(machine, op, 0)->type == VALUE_NULL)
        return;
    const struct value separator = separator_of(machine, op, number);
    if (accumulator->begun)
        append(accumulator, &separator);
    else
        accumulator->first_separator = separator.size;
    if (accumulator->count > 0) {
        size_t kept = (size_t)accumulator->count;
        accumulator->separators =
            xreallocarray(accumulator->separators, kept, sizeof(uint32_t));
        accumulator->separators[kept - 1] = separator.size;
    }
    const struct value text = as_text(argument(machine, op, 0), number);
    append(accumulator, &text);
    accumulator->begun = true;
    accumulator->count++;
}

/* The separator that leaves with the first value. */
static uint32_t take_separator(struct accumulator *accumulator)
{
    if (accumulator->count <= 0)
        return accumulator->first_separator;
    uint32_t first = accumulator->separators[0];
    memmove(accumulator->separators, accumulator->separators + 1,
            (size_t)(accumulator->count - 1) * sizeof(uint32_t));
    return first;
}

static void concat_inverse(struct machine *machine, const struct op *op,
                           struct accumulator *accumulator)
{
    char number[40];
    if (argument(machine, op, 0)->type == VALUE_NULL)
        return;
    const struct value text = as_text(argument(machine, op, 0), number);
    accumulator->count--;
    size_t leaves = (size_t)text.size + take_separator(accumulator);
    if (leaves > accumulator->length)
        leaves = accumulator->length;
    accumulator->length -= leaves;
    if (accumulator->length)
        memmove(accumulator->text, accumulator->text + leaves, accumulator->length);
    else
        accumulator->begun = false;
}

static enum outcome concat_last(struct machine *machine, struct accumulator *accumulator,
                                struct reg *out)
{
    const struct value text = {.type = VALUE_TEXT,
                               .size = (uint32_t)accumulator->length,
                               .bytes = (const uint8_t *)accumulator->text};
    (void)machine;
    if (accumulator->begun)
        reg_set_copy(out, &text);
    else
        reg_set_null(out);
    return GO_ON;
}

/* So far, an empty text is NULL. */
static enum outcome concat_value(struct machine *machine, struct accumulator *accumulator,
                                 struct reg *out)
{
    if (accumulator->length)
        return concat_last(machine, accumulator, out);
    reg_set_null(out);
    return GO_ON;
}

const struct aggregate concat_aggregates[] = {
    {"group_concat(1)", concat_step, concat_inverse, concat_value, concat_last},
    {"group_concat(2)", concat_step, concat_inverse, concat_value, concat_last},
    {0},
};
