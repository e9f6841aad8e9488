#include "sqlite-demo/machine/opcodes.h"

#include <string.h>

static const struct op_type types[] = {
#define TYPE_ROW(name, sentence) {#name, op_##name, sentence},
    MACHINE_OPCODES(TYPE_ROW)
#undef TYPE_ROW
};

const struct op_type *opcode_named(const char *name)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (!strcmp(types[i].name, name))
            return &types[i];
    return NULL;
}

size_t opcode_count(void)
{
    return sizeof types / sizeof *types;
}

enum outcome op_unknown(struct machine *machine, const struct op *op)
{
    return stop_unknown(machine, op, "is not one of the %zu opcodes that we have",
                        opcode_count());
}
