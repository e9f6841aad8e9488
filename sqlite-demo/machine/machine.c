#include "sqlite-demo/machine/machine.h"

#include <stdio.h>
#include <stdlib.h>

void machine_init(struct machine *machine, struct database *db,
                  const struct program_code *code)
{
    *machine = (struct machine){.db = db, .code = code, .touched = -1};
    size_t registers = (size_t)code->registers, cursors = (size_t)code->cursors;
    machine->regs = xcalloc(registers, sizeof *machine->regs);
    machine->accumulators = xcalloc(registers, sizeof(struct accumulator *));
    machine->sets = xcalloc(registers, sizeof *machine->sets);
    machine->cursors = xcalloc(cursors, sizeof *machine->cursors);
    machine->once = xcalloc(code->count, 1);
    machine->calls = xcalloc(code->count, sizeof(sqlite3_stmt *));
}

static void free_changes(struct machine *machine)
{
    while (machine->changes) {
        struct changes *changes = machine->changes;
        machine->changes = changes->next;
        store_close(&changes->added);
        store_close(&changes->removed);
        free(changes);
    }
}

void machine_free(struct machine *machine)
{
    if (!machine->code)
        return;
    accumulators_free(machine);
    for (int i = 0; i < machine->code->cursors; i++)
        cursor_close(&machine->cursors[i]);
    for (int i = 0; i < machine->code->registers; i++) {
        reg_free(&machine->regs[i]);
        store_close(&machine->sets[i]);
    }
    free_changes(machine);
    reg_free(&machine->nowhere);
    functions_free(machine);
    free(machine->regs);
    free(machine->accumulators);
    free(machine->sets);
    free(machine->cursors);
    free(machine->once);
    free(machine->hits);
    *machine = (struct machine){0};
}

/* ---- running ---- */

static inline enum outcome execute(struct machine *machine, const struct op *op)
{
    if (machine->hits)
        machine->hits[machine->pc]++;
    machine->last = machine->pc++;
    machine->steps++;
    return op->run(machine, op);
}

/* A program of SQLite never leaves itself; one that does is not run on. */
static bool is_inside(const struct machine *machine)
{
    return (size_t)machine->pc < machine->code->count;
}

static enum outcome left_program(struct machine *machine)
{
    machine->stop = STOP_UNKNOWN;
    snprintf(machine->why_stopped, sizeof machine->why_stopped,
             "the program goes on at %d and has only %zu instructions", machine->pc,
             machine->code->count);
    return STOPPED;
}

enum outcome machine_step(struct machine *machine)
{
    if (!is_inside(machine))
        return left_program(machine);
    machine->effect[0] = '\0';
    machine->touched = -1;
    for (int i = 0; i < machine->code->registers; i++)
        machine->regs[i].fresh = false;
    machine->watched = true;
    enum outcome outcome = execute(machine, &machine->code->ops[machine->pc]);
    machine->watched = false;
    return outcome;
}

enum outcome machine_run(struct machine *machine, uint64_t limit)
{
    const struct op *ops = machine->code->ops;
    size_t count = machine->code->count;
    while (machine->steps < limit) {
        if ((size_t)machine->pc >= count)
            return left_program(machine);
        enum outcome outcome = execute(machine, &ops[machine->pc]);
        if (outcome != GO_ON)
            return outcome;
    }
    return GO_ON;
}

/* ---- stopping ---- */

enum outcome stop_unknown(struct machine *machine, const struct op *op,
                          const char *format, ...)
{
    char why[160];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(why, sizeof why, format, arguments);
    va_end(arguments);
    machine->stop = STOP_UNKNOWN;
    snprintf(machine->why_stopped, sizeof machine->why_stopped, "%s (at %d) %s", op->name,
             (int)(op - machine->code->ops), why);
    return STOPPED;
}

enum outcome stop_fault(struct machine *machine)
{
    const struct fault *fault = &machine->db->fault;
    machine->stop = STOP_FAULT;
    snprintf(machine->why_stopped, sizeof machine->why_stopped, "page %u, byte %u: %s",
             fault->page, fault->offset, fault->what);
    return STOPPED;
}

enum outcome stop_error(struct machine *machine, int code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(machine->why_stopped, sizeof machine->why_stopped, format, arguments);
    va_end(arguments);
    machine->stop = STOP_ERROR;
    machine->stop_code = code;
    return STOPPED;
}
