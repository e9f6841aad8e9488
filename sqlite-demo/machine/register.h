/* A register: one value, and the memory for it if it is not in the file.
 *
 * Text and blobs that stand on a page of the file are not copied: pages stay in
 * memory as long as the file is open. Everything else is copied into the
 * register's own memory, which is used again for the next value.
 */
#ifndef RING3_SQLITE_MACHINE_REGISTER_H
#define RING3_SQLITE_MACHINE_REGISTER_H

#include "sqlite-demo/file/record.h"

struct reg {
    struct value value;
    bool cleared; /* a NULL that is equal to no other one, not even to itself */
    bool fresh;   /* written by the step that was executed last: for the screen */
    uint32_t room;
    uint8_t *own;
};

static inline bool reg_is_null(const struct reg *reg)
{
    return reg->value.type == VALUE_NULL;
}

static inline void reg_set_null(struct reg *reg)
{
    reg->value.type = VALUE_NULL;
    reg->cleared = false;
    reg->fresh = true;
}

static inline void reg_set_integer(struct reg *reg, int64_t integer)
{
    reg->value.type = VALUE_INTEGER;
    reg->value.integer = integer;
    reg->fresh = true;
}

/* NULL if it is not a number, as SQLite has it. */
void reg_set_real(struct reg *reg, double real);
/* Room for `size` bytes of the register's own; it becomes text or a blob of them,
 * to be filled in by the caller. Its old content is lost. */
uint8_t *reg_make(struct reg *reg, enum value_type type, uint32_t size);
/* A copy of the bytes, which may be the register's own. */
void reg_set_copy(struct reg *reg, const struct value *value);
/* The value itself; text and blobs must stay where they are. */
static inline void reg_set_view(struct reg *reg, const struct value *value)
{
    reg->value = *value;
    reg->cleared = false;
    reg->fresh = true;
}
void reg_copy(struct reg *to, const struct reg *from);
void reg_move(struct reg *to, struct reg *from);
void reg_free(struct reg *reg);

#endif
