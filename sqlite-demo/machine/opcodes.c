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

/* Opcodes that are left out on purpose; by the beginning of the name. */
static const struct {
    const char *name, *why;
} left_out[] = {
    {"Program", "runs a trigger or the action of a foreign key, a program of its own"},
    {"VOpen", "asks a virtual table, whose rows come from code and not from the file"},
    {"VUpdate", "writes to a virtual table, which is code and not a part of the file"},
    {"AutoCommit", "begins or ends a transaction, which reads no page"},
    {"Savepoint", "begins or ends a part of a transaction, which reads no page"},
    {"CreateBtree", "changes the schema, which is not stepped through"},
    {"ParseSchema", "changes the schema, which is not stepped through"},
    {"Destroy", "changes the schema, which is not stepped through"},
    {"Drop", "changes the schema, which is not stepped through"},
    {"SqlExec", "changes the schema, which is not stepped through"},
    {"SetCookie", "changes the header of the file, which is not stepped through"},
    {"Vacuum", "writes the whole file anew, which is not stepped through"},
    {"JournalMode", "changes how the file is written, which is not stepped through"},
};

enum outcome op_unknown(struct machine *machine, const struct op *op)
{
    for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++)
        if (!strncmp(op->name, left_out[i].name, strlen(left_out[i].name)))
            return stop_unknown(machine, op, "%s", left_out[i].why);
    return stop_unknown(machine, op, "is not one of the %zu opcodes that we have",
                        opcode_count());
}
