/* The machine that seccomp programs are written for, seccomp(2) and
 * Documentation/networking/filter.rst: an accumulator A, an index X, 16 words of memory,
 * jumps that only go forward. Every program ends, because it can only go forward.
 */
#include "isolate/seccomp/evaluate.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct machine {
    uint32_t a, x, memory[BPF_MEMWORDS];
    const struct seccomp_data *data;
};

static uint32_t load(const struct seccomp_data *data, uint32_t offset)
{
    uint32_t word = 0;
    if (offset <= sizeof *data - sizeof word && offset % sizeof word == 0)
        memcpy(&word, (const char *)data + offset, sizeof word);
    return word;
}

static uint32_t calculate(uint16_t code, uint32_t a, uint32_t b)
{
    switch (BPF_OP(code)) {
    case BPF_ADD:
        return a + b;
    case BPF_SUB:
        return a - b;
    case BPF_MUL:
        return a * b;
    case BPF_DIV:
        return b ? a / b : 0;
    case BPF_OR:
        return a | b;
    case BPF_AND:
        return a & b;
    case BPF_XOR:
        return a ^ b;
    case BPF_LSH:
        return b < 32 ? a << b : 0;
    case BPF_RSH:
        return b < 32 ? a >> b : 0;
    default:
        return 0 - a; /* BPF_NEG */
    }
}

static bool holds(uint16_t code, uint32_t a, uint32_t b)
{
    switch (BPF_OP(code)) {
    case BPF_JEQ:
        return a == b;
    case BPF_JGT:
        return a > b;
    case BPF_JGE:
        return a >= b;
    default:
        return a & b; /* BPF_JSET */
    }
}

static uint32_t loaded(const struct machine *m, const struct sock_filter *i)
{
    switch (BPF_MODE(i->code)) {
    case BPF_ABS:
        return load(m->data, i->k);
    case BPF_MEM:
        return m->memory[i->k % BPF_MEMWORDS];
    case BPF_LEN:
        return sizeof *m->data;
    default:
        return i->k; /* BPF_IMM */
    }
}

/* Everything but jumps and returns. */
static void execute(struct machine *m, const struct sock_filter *i)
{
    uint32_t operand = BPF_SRC(i->code) == BPF_X ? m->x : i->k;
    switch (BPF_CLASS(i->code)) {
    case BPF_LD:
        m->a = loaded(m, i);
        break;
    case BPF_LDX:
        m->x = loaded(m, i);
        break;
    case BPF_ST:
        m->memory[i->k % BPF_MEMWORDS] = m->a;
        break;
    case BPF_STX:
        m->memory[i->k % BPF_MEMWORDS] = m->x;
        break;
    case BPF_ALU:
        m->a = calculate(i->code, m->a, operand);
        break;
    default: /* BPF_MISC */
        *(BPF_MISCOP(i->code) == BPF_TAX ? &m->x : &m->a) =
            BPF_MISCOP(i->code) == BPF_TAX ? m->a : m->x;
    }
}

static uint32_t jump(const struct machine *m, const struct sock_filter *i)
{
    if (BPF_OP(i->code) == BPF_JA)
        return i->k;
    uint32_t operand = BPF_SRC(i->code) == BPF_X ? m->x : i->k;
    return holds(i->code, m->a, operand) ? i->jt : i->jf;
}

uint32_t filter_evaluate(const struct sock_fprog *program,
                         const struct seccomp_data *data, unsigned *steps)
{
    struct machine m = {.data = data};
    unsigned count = 0;
    uint32_t answer = SECCOMP_RET_KILL_PROCESS;
    for (size_t at = 0; at < program->len; at++) {
        const struct sock_filter *i = &program->filter[at];
        count++;
        if (BPF_CLASS(i->code) == BPF_JMP) {
            at += jump(&m, i);
        } else if (BPF_CLASS(i->code) == BPF_RET) {
            answer = BPF_RVAL(i->code) == BPF_A ? m.a : i->k;
            break;
        } else {
            execute(&m, i);
        }
    }
    if (steps)
        *steps = count;
    return answer;
}

/* The list of seccomp_check_filter() in kernel/seccomp.c. */
static bool is_known(uint16_t code)
{
    /* NOLINTBEGIN(misc-redundant-expression): several of these parts are 0 */
    static const uint16_t known[] = {BPF_LD | BPF_W | BPF_ABS,
                                     BPF_LD | BPF_W | BPF_LEN,
                                     BPF_LDX | BPF_W | BPF_LEN,
                                     BPF_RET | BPF_K,
                                     BPF_RET | BPF_A,
                                     BPF_ALU | BPF_ADD | BPF_K,
                                     BPF_ALU | BPF_ADD | BPF_X,
                                     BPF_ALU | BPF_SUB | BPF_K,
                                     BPF_ALU | BPF_SUB | BPF_X,
                                     BPF_ALU | BPF_MUL | BPF_K,
                                     BPF_ALU | BPF_MUL | BPF_X,
                                     BPF_ALU | BPF_DIV | BPF_K,
                                     BPF_ALU | BPF_DIV | BPF_X,
                                     BPF_ALU | BPF_AND | BPF_K,
                                     BPF_ALU | BPF_AND | BPF_X,
                                     BPF_ALU | BPF_OR | BPF_K,
                                     BPF_ALU | BPF_OR | BPF_X,
                                     BPF_ALU | BPF_XOR | BPF_K,
                                     BPF_ALU | BPF_XOR | BPF_X,
                                     BPF_ALU | BPF_LSH | BPF_K,
                                     BPF_ALU | BPF_LSH | BPF_X,
                                     BPF_ALU | BPF_RSH | BPF_K,
                                     BPF_ALU | BPF_RSH | BPF_X,
                                     BPF_ALU | BPF_NEG,
                                     BPF_LD | BPF_IMM,
                                     BPF_LDX | BPF_IMM,
                                     BPF_MISC | BPF_TAX,
                                     BPF_MISC | BPF_TXA,
                                     BPF_LD | BPF_MEM,
                                     BPF_LDX | BPF_MEM,
                                     BPF_ST,
                                     BPF_STX,
                                     BPF_JMP | BPF_JA,
                                     BPF_JMP | BPF_JEQ | BPF_K,
                                     BPF_JMP | BPF_JEQ | BPF_X,
                                     BPF_JMP | BPF_JGE | BPF_K,
                                     BPF_JMP | BPF_JGE | BPF_X,
                                     BPF_JMP | BPF_JGT | BPF_K,
                                     BPF_JMP | BPF_JGT | BPF_X,
                                     BPF_JMP | BPF_JSET | BPF_K,
                                     BPF_JMP | BPF_JSET | BPF_X};
    /* NOLINTEND(misc-redundant-expression) */
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i] == code)
            return true;
    return false;
}

static bool stays_inside(const struct sock_filter *i, size_t left)
{
    if (BPF_CLASS(i->code) == BPF_JMP)
        return BPF_OP(i->code) == BPF_JA ? i->k < left : i->jt < left && i->jf < left;
    if (BPF_CLASS(i->code) == BPF_ST || BPF_CLASS(i->code) == BPF_STX ||
        BPF_MODE(i->code) == BPF_MEM)
        return i->k < BPF_MEMWORDS;
    if (i->code == (BPF_LD | BPF_W | BPF_ABS))
        return i->k < sizeof(struct seccomp_data) && i->k % 4 == 0;
    return true;
}

bool filter_is_sound(const struct sock_fprog *program)
{
    if (program->len == 0 || program->len > BPF_MAXINSNS)
        return false;
    for (size_t at = 0; at < program->len; at++)
        if (!is_known(program->filter[at].code) ||
            !stays_inside(&program->filter[at], program->len - at - 1u))
            return false;
    return BPF_CLASS(program->filter[program->len - 1].code) == BPF_RET;
}

const char *filter_answer_text(uint32_t answer, char *buffer, size_t size)
{
    static const struct {
        uint32_t action;
        const char *text;
    } texts[] = {{SECCOMP_RET_ALLOW, "allow"},
                 {SECCOMP_RET_KILL_PROCESS, "kill process"},
                 {SECCOMP_RET_KILL_THREAD, "kill thread"},
                 {SECCOMP_RET_TRAP, "trap"},
                 {SECCOMP_RET_LOG, "log"},
                 {SECCOMP_RET_USER_NOTIF, "notify"}};
    uint32_t action = answer & SECCOMP_RET_ACTION_FULL, value = answer & SECCOMP_RET_DATA;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].action == action) {
            snprintf(buffer, size, "%s", texts[i].text);
            return buffer;
        }
    const char *name = strerrorname_np((int)value);
    if (action == SECCOMP_RET_ERRNO && name)
        snprintf(buffer, size, "errno %s", value ? name : "0");
    else
        snprintf(buffer, size, "%s %u", action == SECCOMP_RET_ERRNO ? "errno" : "trace",
                 value);
    return buffer;
}
