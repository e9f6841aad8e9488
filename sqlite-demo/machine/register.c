#include "sqlite-demo/machine/register.h"

#include <stdlib.h>
#include <string.h>

#include "labs/kit/error.h"

void reg_set_real(struct reg *reg, double real)
{
    if (real != real) {
        reg_set_null(reg);
        return;
    }
    reg->value.type = VALUE_REAL;
    reg->value.real = real;
    reg->fresh = true;
}

uint8_t *reg_make(struct reg *reg, enum value_type type, uint32_t size)
{
    if (reg->room < size + 1) {
        reg->room = size + size / 2 + 16;
        free(reg->own);
        reg->own = xreallocarray(NULL, reg->room, 1);
    }
    reg->value = (struct value){.type = type, .size = size, .bytes = reg->own};
    reg->cleared = false;
    reg->fresh = true;
    return reg->own;
}

void reg_set_copy(struct reg *reg, const struct value *value)
{
    if (value->type < VALUE_TEXT || value->bytes == reg->own) {
        reg_set_view(reg, value);
        return;
    }
    const struct value from = *value;
    uint8_t *own = reg_make(reg, from.type, from.size);
    if (from.size)
        memcpy(own, from.bytes, from.size);
}

void reg_copy(struct reg *to, const struct reg *from)
{
    bool own = from->value.type >= VALUE_TEXT && from->value.bytes == from->own;
    bool cleared = from->cleared;
    if (own)
        reg_set_copy(to, &from->value);
    else
        reg_set_view(to, &from->value);
    to->cleared = cleared;
}

void reg_move(struct reg *to, struct reg *from)
{
    struct reg spare = *to;
    if (to == from)
        return;
    *to = *from;
    *from = (struct reg){.own = spare.own, .room = spare.room};
    to->fresh = from->fresh = true;
}

void reg_free(struct reg *reg)
{
    free(reg->own);
    *reg = (struct reg){0};
}
