/* A RowSet: a set of rowids in a register, for OR over several indexes, and for
 * statements that first find their rows and then change them. */
#include "sqlite-demo/machine/opcodes.h"

static struct store *set_at(struct machine *machine, int number)
{
    if ((unsigned)number >= (unsigned)machine->code->registers)
        number = 0;
    struct store *set = &machine->sets[number];
    if (!set->head)
        store_open(set, NULL);
    return set;
}

enum outcome op_RowSetAdd(struct machine *machine, const struct op *op)
{
    store_put(set_at(machine, op->p1), reg_at(machine, op->p2)->value.integer, NULL, 0);
    return GO_ON;
}

enum outcome op_RowSetRead(struct machine *machine, const struct op *op)
{
    struct store *set = set_at(machine, op->p1);
    struct entry *first = store_first(set);
    if (!first)
        return jump_to(machine, op->p2);
    reg_set_integer(reg_at(machine, op->p3), first->rowid);
    store_remove(set, first);
    return GO_ON;
}

/* P4 0: the first time, nothing can be in it; -1: the last, nothing is added. */
enum outcome op_RowSetTest(struct machine *machine, const struct op *op)
{
    struct store *set = set_at(machine, op->p1);
    int64_t rowid = reg_at(machine, op->p3)->value.integer;
    const struct entry *entry = op->p4_integer ? store_seek_rowid(set, rowid) : NULL;
    if (entry && entry->rowid == rowid)
        return jump_to(machine, op->p2);
    if (op->p4_integer >= 0)
        store_put(set, rowid, NULL, 0);
    return GO_ON;
}
