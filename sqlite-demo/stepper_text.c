/* A step of the machine: its title, reason and evidence; as lines; as fields. */
#include <stdio.h>
#include <string.h>

#include "sqlite-demo/stepper.h"

/* The steps of the program, and the proof. */
size_t stepper_count(void *model)
{
    return (size_t)((struct stepper *)model)->total + 1;
}

static bool is_proof(const struct stepper *stepper, size_t index)
{
    return index >= stepper->total;
}

/* What our machine found must be on paper before SQLite is asked. */
int stepper_reach(void *model, size_t index, struct error *error)
{
    struct stepper *stepper = model;
    (void)error;
    if (is_proof(stepper, index)) {
        fflush(stdout);
        stepper_prove(stepper);
    }
    return 0;
}

static const struct op *op_of(const struct stepper *stepper, size_t index)
{
    return &stepper->code.ops[stepper->addresses[index]];
}

static void add_evidence(struct stepper *stepper, struct step *step, const char *label)
{
    size_t at = step->evidence_count++;
    stepper->evidence[at] = (struct evidence){label, stepper->texts[at]};
    step->evidence = stepper->evidence;
}

static void proof_step(struct stepper *stepper, struct step *step)
{
    const struct proof *proof = &stepper->proof;
    snprintf(stepper->title, sizeof stepper->title, "The proof: SQLite runs it, too");
    proof_words(stepper, stepper->why, sizeof stepper->why);
    step->notable = true;
    if (!proof->done)
        return;
    snprintf(stepper->texts[0], STEPPER_TEXT, "%llu rows, %llu steps, %lld rows changed",
             (unsigned long long)stepper->rows, (unsigned long long)stepper->total,
             (long long)stepper->changed);
    add_evidence(stepper, step, "ours");
    snprintf(stepper->texts[1], STEPPER_TEXT,
             "%llu rows, %llu steps (SQLITE_STMTSTATUS_VM_STEP), %lld rows changed",
             (unsigned long long)proof->rows, (unsigned long long)proof->steps,
             (long long)proof->changed);
    add_evidence(stepper, step, "SQLite");
    snprintf(stepper->texts[2], STEPPER_TEXT, "%016llx and %016llx: %s",
             (unsigned long long)stepper->content, (unsigned long long)proof->content,
             stepper->content == proof->content ? "the same" : "different");
    add_evidence(stepper, step, "content");
}

/* After an instruction that may jump: where does it go? */
static void ask_where(struct stepper *stepper, size_t index, struct step *step)
{
    if (index == 0)
        return;
    const struct op *before = op_of(stepper, index - 1);
    bool jumps = before->type && strstr(before->type->sentence, "o to %2");
    if (!jumps || !strcmp(before->name, "Init") || !strcmp(before->name, "Goto"))
        return;
    op_sentence(before, stepper->texts[3], STEPPER_TEXT);
    snprintf(stepper->answer, sizeof stepper->answer, "%d", stepper->addresses[index]);
    stepper->question =
        (struct question){"Which instruction comes next? Give its address.",
                          stepper->answer, stepper->texts[3]};
    step->question = &stepper->question;
}

void stepper_step(void *model, size_t index, struct step *step)
{
    struct stepper *stepper = model;
    *step = (struct step){.title = stepper->title, .why = stepper->why};
    if (is_proof(stepper, index)) {
        proof_step(stepper, step);
        return;
    }
    const struct op *op = op_of(stepper, index);
    bool stopped = index + 1 == stepper->total && stepper->stop != STOP_NOT;
    op_text(op, stepper->texts[0], STEPPER_TEXT);
    snprintf(stepper->title, sizeof stepper->title, "%d %s%s", stepper->addresses[index],
             op->name, stopped ? ": the machine stops" : "");
    op_sentence(op, stepper->why, sizeof stepper->why);
    if (stopped)
        snprintf(stepper->why, sizeof stepper->why, "%s", stepper->why_stopped);
    step->notable = !strcmp(op->name, "ResultRow") || stopped;
    add_evidence(stepper, step, "opcode");
    ask_where(stepper, index, step);
}

/* ---- lines ---- */

static void describe_registers(struct stepper *stepper, FILE *out)
{
    char text[STEPPER_TEXT];
    for (int i = 0; i < stepper->code.registers; i++) {
        const struct reg *reg = &stepper->machine.regs[i];
        if (!reg->fresh)
            continue;
        value_words(&reg->value, text, sizeof text);
        fprintf(out, "  register %d: %s\n", i, text);
    }
}

static void describe_cursor(struct stepper *stepper, FILE *out)
{
    int number = stepper->machine.touched;
    char text[STEPPER_TEXT];
    if (number < 0)
        return;
    const struct vm_cursor *cursor = &stepper->machine.cursors[number];
    cursor_words(stepper, number, text, sizeof text);
    fprintf(out, "  %s\n", text);
    if (cursor->kind != CURSOR_FILE || cursor->tree.depth == 0)
        return;
    for (int level = 0; level < cursor->tree.depth; level++) {
        level_words(&cursor->tree, level, text, sizeof text);
        fprintf(out, "  %*s%s\n", 2 + 2 * level, "", text);
    }
    record_words(stepper, number, text, sizeof text);
    if (*text)
        fprintf(out, "    %s\n", text);
}

void stepper_describe(void *model, size_t index, FILE *out)
{
    struct stepper *stepper = model;
    if (is_proof(stepper, index))
        return;
    stepper_go(stepper, index);
    describe_cursor(stepper, out);
    describe_registers(stepper, out);
    if (stepper->row_now)
        fprintf(out, "  row %llu: %s\n", (unsigned long long)stepper->machine.rows,
                stepper->last_row);
    if (stepper->machine.effect[0])
        fprintf(out, "  %s\n", stepper->machine.effect);
    fprintf(out, "  pages read: %llu from the file, %llu from the log\n",
            (unsigned long long)stepper->db.file_reads,
            (unsigned long long)stepper->db.wal_reads);
}

/* ---- fields ---- */

static void json_value(struct json *json, const char *key, const struct value *value)
{
    char text[STEPPER_TEXT];
    switch (value->type) {
    case VALUE_NULL:
        json_null(json, key);
        break;
    case VALUE_INTEGER:
        json_integer(json, key, value->integer);
        break;
    case VALUE_REAL:
        json_number(json, key, value->real);
        break;
    case VALUE_TEXT:
        json_text(json, key, (const char *)value->bytes, value->size);
        break;
    case VALUE_BLOB:
        value_words(value, text, sizeof text);
        json_string(json, key, text);
        break;
    }
}

static void json_cursor(struct stepper *stepper, struct json *json)
{
    int number = stepper->machine.touched;
    char text[STEPPER_TEXT];
    if (number < 0)
        return;
    const struct vm_cursor *cursor = &stepper->machine.cursors[number];
    json_object(json, "cursor");
    json_integer(json, "number", number);
    cursor_words(stepper, number, text, sizeof text);
    json_string(json, "on", text);
    if (cursor->kind == CURSOR_FILE) {
        json_array(json, "path");
        for (int level = 0; level < cursor->tree.depth; level++) {
            const struct btree_level *at = &cursor->tree.path[level];
            json_object(json, NULL);
            json_unsigned(json, "page", at->page->number);
            json_unsigned(json, "index", at->index);
            json_unsigned(json, "cells", at->page->cells);
            json_close(json);
        }
        json_close(json);
        record_words(stepper, number, text, sizeof text);
        if (*text)
            json_string(json, "record", text);
    }
    json_close(json);
}

static void json_registers(struct stepper *stepper, struct json *json)
{
    char name[16];
    json_object(json, "registers");
    for (int i = 0; i < stepper->code.registers; i++)
        if (stepper->machine.regs[i].fresh) {
            snprintf(name, sizeof name, "%d", i);
            json_value(json, name, &stepper->machine.regs[i].value);
        }
    json_close(json);
}

static void json_row(struct stepper *stepper, struct json *json)
{
    struct machine *machine = &stepper->machine;
    if (!stepper->row_now)
        return;
    json_array(json, "row");
    for (int i = 0; i < machine->row_count; i++)
        json_value(json, NULL, &reg_at(machine, machine->row_at + i)->value);
    json_close(json);
}

static void json_proof(const struct stepper *stepper, struct json *json)
{
    json_object(json, "proof");
    json_bool(json, "done", stepper->proof.done);
    json_bool(json, "same", stepper->proof.same);
    json_unsigned(json, "rows", stepper->rows);
    json_unsigned(json, "sqlite_rows", stepper->proof.rows);
    json_unsigned(json, "steps", stepper->total);
    json_unsigned(json, "sqlite_steps", stepper->proof.steps);
    if (stepper->stop != STOP_NOT)
        json_string(json, "stopped", stepper->why_stopped);
    json_close(json);
}

void stepper_json(void *model, size_t index, struct json *json)
{
    struct stepper *stepper = model;
    if (is_proof(stepper, index)) {
        json_proof(stepper, json);
        return;
    }
    stepper_go(stepper, index);
    const struct op *op = op_of(stepper, index);
    json_integer(json, "address", stepper->addresses[index]);
    json_string(json, "opcode", op->name);
    json_integer(json, "p1", op->p1);
    json_integer(json, "p2", op->p2);
    json_integer(json, "p3", op->p3);
    json_string(json, "p4", op->p4);
    json_integer(json, "p5", op->p5);
    json_integer(json, "next", stepper->machine.pc);
    json_cursor(stepper, json);
    json_registers(stepper, json);
    json_row(stepper, json);
    if (stepper->machine.effect[0])
        json_string(json, "would", stepper->machine.effect);
    json_unsigned(json, "file_reads", stepper->db.file_reads);
    json_unsigned(json, "log_reads", stepper->db.wal_reads);
}
