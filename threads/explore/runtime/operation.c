/* Which operations depend on each other. The search leaves out an interleaving only
 * because of what this file says, so where it errs, it must err towards conflict. */
#include "threads/explore/runtime/operation.h"

const char *operation_word(enum operation_kind kind)
{
    static const char *const words[] = {
#define OPERATION_WORD(name, word) word,
        OPERATIONS(OPERATION_WORD)
#undef OPERATION_WORD
    };
    return kind < OP_COUNT ? words[kind] : "?";
}

void operation_settle(struct operation *operation)
{
    if (!operation->conditional)
        return;
    operation->conditional = false;
    if (!operation->changes(operation))
        operation->touch[0].mode = TOUCH_READ;
}

static bool overlap(const struct touch *a, const struct touch *b)
{
    return a->mode && b->mode && a->address < b->address + b->size &&
           b->address < a->address + a->size;
}

static bool only_reads(const struct touch *a, const struct touch *b)
{
    return a->mode == TOUCH_READ && b->mode == TOUCH_READ;
}

/* The end of the process cuts off whatever else would be done. */
static bool ends_all(const struct operation *a, const struct operation *b)
{
    return a->kind == OP_END || b->kind == OP_END || a->sweeping || b->sweeping;
}

bool operations_conflict(const struct operation *a, const struct operation *b)
{
    if (ends_all(a, b))
        return true;
    for (int i = 0; i < TOUCHES; i++)
        for (int j = 0; j < TOUCHES; j++)
            if (overlap(&a->touch[i], &b->touch[j]) &&
                !only_reads(&a->touch[i], &b->touch[j]))
                return true;
    return false;
}

static bool exclude_each_other(const struct touch *a, const struct touch *b)
{
    return (a->mode == TOUCH_RELEASE || b->mode == TOUCH_RELEASE) &&
           a->mode >= TOUCH_ACQUIRE && b->mode >= TOUCH_ACQUIRE;
}

bool operations_race(const struct operation *a, const struct operation *b)
{
    if (ends_all(a, b))
        return true;
    for (int i = 0; i < TOUCHES; i++)
        for (int j = 0; j < TOUCHES; j++)
            if (overlap(&a->touch[i], &b->touch[j]) &&
                !only_reads(&a->touch[i], &b->touch[j]) &&
                !exclude_each_other(&a->touch[i], &b->touch[j]))
                return true;
    return false;
}
