/* Each instruction loads A or X, computes, jumps forward, or returns. */
#include "bpf.h"

#include <string.h>

static bool is_known(uint16_t code)
{
    static const uint16_t known[] = {
        BPF_LD | BPF_W | BPF_ABS,
        BPF_LD | BPF_W | BPF_LEN,
        BPF_LD | BPF_IMM,
        BPF_LD | BPF_MEM,
        BPF_LDX | BPF_W | BPF_LEN,
        BPF_LDX | BPF_IMM,
        BPF_LDX | BPF_MEM,
        BPF_ST,
        BPF_STX,
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
        BPF_MISC | BPF_TAX,
        BPF_MISC | BPF_TXA,
        BPF_JMP | BPF_JA,
        BPF_JMP | BPF_JEQ | BPF_K,
        BPF_JMP | BPF_JEQ | BPF_X,
        BPF_JMP | BPF_JGE | BPF_K,
        BPF_JMP | BPF_JGE | BPF_X,
        BPF_JMP | BPF_JGT | BPF_K,
        BPF_JMP | BPF_JGT | BPF_X,
        BPF_JMP | BPF_JSET | BPF_K,
        BPF_JMP | BPF_JSET | BPF_X,
        BPF_RET | BPF_K,
        BPF_RET | BPF_A,
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i] == code)
            return true;
    return false;
}

static const char *instruction_fault(const struct sock_filter *i, unsigned left)
{
    if (!is_known(i->code))
        return "there is an instruction that seccomp does not have";
    if (i->code == (BPF_LD | BPF_W | BPF_ABS) &&
        (i->k % 4 || i->k >= sizeof(struct seccomp_data)))
        return "a load is not at a multiple of four bytes within struct seccomp_data";
    if ((BPF_CLASS(i->code) == BPF_ST || BPF_CLASS(i->code) == BPF_STX ||
         i->code == (BPF_LD | BPF_MEM) || i->code == (BPF_LDX | BPF_MEM)) &&
        i->k >= BPF_MEMWORDS)
        return "there are 16 words of memory, and one beyond is used";
    if (i->code == (BPF_ALU | BPF_DIV | BPF_K) && i->k == 0)
        return "there is a division by zero";
    if (BPF_CLASS(i->code) != BPF_JMP)
        return NULL;
    unsigned farthest = BPF_OP(i->code) == BPF_JA ? i->k : i->jt > i->jf ? i->jt : i->jf;
    return farthest >= left ? "a jump leads past the end" : NULL;
}

const char *bpf_fault(const struct sock_filter *code, unsigned length)
{
    if (length == 0 || length > BPF_MAXINSNS)
        return "a filter has 1 to 4096 instructions";
    for (unsigned i = 0; i < length; i++) {
        const char *fault = instruction_fault(&code[i], length - i - 1);
        if (fault)
            return fault;
    }
    return BPF_CLASS(code[length - 1].code) == BPF_RET
               ? NULL
               : "the last instruction is no return";
}

struct machine {
    uint32_t a, x, memory[BPF_MEMWORDS];
};

static uint32_t compute(uint16_t code, uint32_t a, uint32_t b)
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
    case BPF_AND:
        return a & b;
    case BPF_OR:
        return a | b;
    case BPF_XOR:
        return a ^ b;
    case BPF_LSH:
        return a << (b & 31);
    case BPF_RSH:
        return a >> (b & 31);
    default:
        return -a; /* BPF_NEG */
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

static uint32_t load(const struct machine *m, const struct sock_filter *i,
                     const struct seccomp_data *question)
{
    uint32_t word;
    switch (BPF_MODE(i->code)) {
    case BPF_IMM:
        return i->k;
    case BPF_MEM:
        return m->memory[i->k];
    case BPF_LEN:
        return sizeof *question;
    default:
        memcpy(&word, (const char *)question + i->k, sizeof word);
        return word;
    }
}

uint32_t bpf_run(const struct sock_filter *code, unsigned length,
                 const struct seccomp_data *question)
{
    struct machine m = {0};
    for (unsigned at = 0; at < length; at++) {
        const struct sock_filter *i = &code[at];
        uint32_t other = BPF_SRC(i->code) == BPF_X ? m.x : i->k;
        switch (BPF_CLASS(i->code)) {
        case BPF_LD:
            m.a = load(&m, i, question);
            break;
        case BPF_LDX:
            m.x = load(&m, i, question);
            break;
        case BPF_ST:
            m.memory[i->k] = m.a;
            break;
        case BPF_STX:
            m.memory[i->k] = m.x;
            break;
        case BPF_ALU:
            m.a = compute(i->code, m.a, other);
            break;
        case BPF_MISC:
            if (BPF_MISCOP(i->code) == BPF_TAX)
                m.x = m.a;
            else
                m.a = m.x;
            break;
        case BPF_JMP:
            at += BPF_OP(i->code) == BPF_JA    ? i->k
                  : holds(i->code, m.a, other) ? i->jt
                                               : i->jf;
            break;
        default:
            return BPF_RVAL(i->code) == BPF_A ? m.a : i->k; /* BPF_RET */
        }
    }
    return SECCOMP_RET_KILL_PROCESS; /* not reached: bpf_fault looked */
}
