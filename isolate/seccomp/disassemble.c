/* Instructions of classic BPF in words. */
#include "isolate/seccomp/disassemble.h"

#include <linux/seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "isolate/seccomp/calls.h"
#include "isolate/seccomp/evaluate.h"
#include "labs/kit/error.h"

enum holds { UNSEEN, CALL, ARCHITECTURE, OTHER };

/* What is known when a line is reached; UNSEEN and 0 before any way there is. */
struct known {
    enum holds a;
    uint32_t architecture; /* SEVERAL: more than one is possible */
};
enum { SEVERAL = 1 };

struct disassembler {
    const struct sock_fprog *program;
    struct assembly_line *lines;
    struct known *known;
};

static void arrive(struct disassembler *d, size_t at, struct known from)
{
    struct known *to = &d->known[at];
    if (to->a == UNSEEN) {
        *to = from;
        return;
    }
    if (to->a != from.a)
        to->a = OTHER;
    if (to->architecture != from.architecture)
        to->architecture = SEVERAL;
}

static void say_load(struct assembly_line *line, uint32_t offset)
{
    static const size_t arguments = offsetof(struct seccomp_data, args);
    const uint16_t one = 1;
    bool low_first = *(const char *)&one;
    if (offset == offsetof(struct seccomp_data, nr))
        snprintf(line->text, sizeof line->text, "A = call");
    else if (offset == offsetof(struct seccomp_data, arch))
        snprintf(line->text, sizeof line->text, "A = architecture");
    else if (offset < arguments)
        snprintf(line->text, sizeof line->text, "A = address of the call, %s half",
                 (offset % 8 == 0) == low_first ? "lower" : "upper");
    else
        snprintf(line->text, sizeof line->text, "A = argument %zu, %s half",
                 (offset - arguments) / 8,
                 (offset % 8 == 0) == low_first ? "lower" : "upper");
}

static const char *operand_text(const struct known *known, const struct sock_filter *i,
                                char *buffer, size_t size)
{
    bool by_name = BPF_OP(i->code) == BPF_JEQ || BPF_OP(i->code) == BPF_JGT ||
                   BPF_OP(i->code) == BPF_JGE;
    uint32_t architecture =
        known->architecture > SEVERAL ? known->architecture : calls_native();
    snprintf(buffer, size, i->k > 9 ? "%#x" : "%u", i->k);
    if (BPF_SRC(i->code) == BPF_X)
        snprintf(buffer, size, "X");
    else if (by_name && known->a == ARCHITECTURE)
        snprintf(buffer, size, "%s", calls_architecture_name(i->k));
    else if (by_name && known->a == CALL && i->k < CALL_NUMBER_END)
        call_name(architecture, (int)i->k, buffer);
    return buffer;
}

static void say_jump(struct disassembler *d, struct assembly_line *line)
{
    static const char *const signs[] = {[BPF_JEQ >> 4] = "==",
                                        [BPF_JGT >> 4] = ">",
                                        [BPF_JGE >> 4] = ">=",
                                        [BPF_JSET >> 4] = "&"};
    const struct sock_filter *i = &line->raw;
    char operand[CALL_NAME_MAX];
    line->is_jump = true;
    line->met = line->not_met = line->index + 1;
    if (BPF_OP(i->code) == BPF_JA) {
        line->met = line->not_met = line->met + i->k;
        snprintf(line->text, sizeof line->text, "go to %u", line->met);
        return;
    }
    line->met += i->jt;
    line->not_met += i->jf;
    operand_text(&d->known[line->index], i, operand, sizeof operand);
    snprintf(line->text, sizeof line->text, "if A %s %s go to %u, else %u",
             signs[BPF_OP(i->code) >> 4], operand, line->met, line->not_met);
}

static void say_calculation(struct assembly_line *line)
{
    static const char *const signs[] = {"+",  "-",  "*", "/", "|", "&",
                                        "<<", ">>", "",  "",  "^"};
    const struct sock_filter *i = &line->raw;
    if (BPF_OP(i->code) == BPF_NEG)
        snprintf(line->text, sizeof line->text, "A = -A");
    else if (BPF_SRC(i->code) == BPF_X)
        snprintf(line->text, sizeof line->text, "A = A %s X",
                 signs[BPF_OP(i->code) >> 4]);
    else
        snprintf(line->text, sizeof line->text, "A = A %s %#x",
                 signs[BPF_OP(i->code) >> 4], i->k);
}

static void say_return(struct assembly_line *line)
{
    char answer[40] = "A";
    if (BPF_RVAL(line->raw.code) == BPF_K)
        filter_answer_text(line->raw.k, answer, sizeof answer);
    snprintf(line->text, sizeof line->text, "return %s", answer);
}

static void say_other(struct assembly_line *line)
{
    const struct sock_filter *i = &line->raw;
    const char *name =
        BPF_CLASS(i->code) == BPF_LDX || BPF_CLASS(i->code) == BPF_STX ? "X" : "A";
    if (BPF_CLASS(i->code) == BPF_MISC)
        snprintf(line->text, sizeof line->text,
                 BPF_MISCOP(i->code) == BPF_TAX ? "X = A" : "A = X");
    else if (BPF_CLASS(i->code) == BPF_ST || BPF_CLASS(i->code) == BPF_STX)
        snprintf(line->text, sizeof line->text, "memory[%u] = %s", i->k, name);
    else if (BPF_MODE(i->code) == BPF_MEM)
        snprintf(line->text, sizeof line->text, "%s = memory[%u]", name, i->k);
    else if (BPF_MODE(i->code) == BPF_LEN)
        snprintf(line->text, sizeof line->text, "%s = %zu", name,
                 sizeof(struct seccomp_data));
    else
        snprintf(line->text, sizeof line->text, "%s = %#x", name, i->k);
}

static void say(struct disassembler *d, struct assembly_line *line)
{
    uint16_t code = line->raw.code;
    if (BPF_CLASS(code) == BPF_JMP)
        say_jump(d, line);
    else if (BPF_CLASS(code) == BPF_RET)
        say_return(line);
    else if (BPF_CLASS(code) == BPF_ALU)
        say_calculation(line);
    else if (code == (BPF_LD | BPF_W | BPF_ABS))
        say_load(line, line->raw.k);
    else
        say_other(line);
}

/* What is known after the line, carried to where it leads. */
static void go_on(struct disassembler *d, struct assembly_line *line)
{
    struct known after = d->known[line->index];
    uint16_t code = line->raw.code;
    if (BPF_CLASS(code) == BPF_RET)
        return;
    if (line->is_jump) {
        struct known met = after;
        if (after.a == ARCHITECTURE && BPF_OP(code) == BPF_JEQ)
            met.architecture = line->raw.k;
        d->lines[line->met].is_target = d->lines[line->not_met].is_target = true;
        arrive(d, line->met, met);
        arrive(d, line->not_met, after);
        return;
    }
    if (code == (BPF_LD | BPF_W | BPF_ABS))
        after.a = line->raw.k == offsetof(struct seccomp_data, nr)     ? CALL
                  : line->raw.k == offsetof(struct seccomp_data, arch) ? ARCHITECTURE
                                                                       : OTHER;
    else if (BPF_CLASS(code) == BPF_LD || BPF_CLASS(code) == BPF_ALU ||
             BPF_CLASS(code) == BPF_MISC)
        after.a = OTHER;
    arrive(d, line->index + 1, after);
}

struct assembly_line *filter_disassemble(const struct sock_fprog *program)
{
    if (!filter_is_sound(program))
        return NULL;
    struct disassembler d = {program, xcalloc(program->len, sizeof *d.lines),
                             xcalloc(program->len, sizeof *d.known)};
    d.known[0] = (struct known){OTHER, SEVERAL};
    for (unsigned at = 0; at < program->len; at++) {
        struct assembly_line *line = &d.lines[at];
        line->index = at;
        line->raw = program->filter[at];
        say(&d, line);
        go_on(&d, line);
    }
    free(d.known);
    return d.lines;
}
