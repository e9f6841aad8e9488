/* Partial evaluation of a filter, and what is left put in order. See shorten.h.
 *
 * A program of seccomp only jumps forward, so the rest after any instruction is a tree
 * without circles. It is kept as nodes, each only once: a child has a smaller number than
 * its parents. Emitted from the largest number down, every jump leads forward again.
 */
#include "isolate/seccomp/shorten.h"

#include <linux/seccomp.h>
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"

enum { NODES_MAX = 4096, POINTS_MAX = 4096, NONE = -1 };

/* An instruction and where it goes on: `no` is used by comparisons alone. */
struct node {
    uint16_t code;
    uint32_t k;
    int yes, no;
    unsigned address, size; /* once it is emitted */
    bool is_used;
};

/* What is known about the register A. */
struct value {
    bool is_known;
    uint32_t value;
    bool is_foreign; /* an architecture, but not ours */
};

struct shortener {
    const struct sock_fprog *program;
    struct node nodes[NODES_MAX];
    int count;
    bool knows_call; /* else the architecture is another one */
    uint32_t architecture, call;
    bool failed;
    int memo[BPF_MAXINSNS]; /* the rest after an instruction, with A unknown */
};

static int node(struct shortener *s, struct node new)
{
    for (int i = 0; i < s->count; i++) {
        const struct node *old = &s->nodes[i];
        if (old->code == new.code && old->k == new.k && old->yes == new.yes &&
            old->no == new.no)
            return i;
    }
    if (s->count == NODES_MAX) {
        s->failed = true;
        return 0;
    }
    s->nodes[s->count] = new;
    return s->count++;
}

static bool holds(uint16_t operation, uint32_t a, uint32_t k)
{
    return operation == BPF_JEQ   ? a == k
           : operation == BPF_JGT ? a > k
           : operation == BPF_JGE ? a >= k
                                  : (a & k) != 0;
}

static int rest(struct shortener *s, unsigned at, struct value a);

/* An argument is only loaded where its value is looked at. */
static int rest_of_load(struct shortener *s, unsigned at, uint32_t offset)
{
    static const struct value unknown = {0};
    if (s->knows_call && offset == offsetof(struct seccomp_data, nr))
        return rest(s, at + 1, (struct value){.is_known = true, .value = s->call});
    if (s->knows_call && offset == offsetof(struct seccomp_data, arch))
        return rest(s, at + 1,
                    (struct value){.is_known = true, .value = s->architecture});
    struct value loaded = unknown;
    loaded.is_foreign = offset == offsetof(struct seccomp_data, arch);
    int next = rest(s, at + 1, loaded);
    uint16_t class = BPF_CLASS(s->nodes[next].code);
    if (class == BPF_RET || class == BPF_LD)
        return next;
    return node(s,
                (struct node){BPF_LD | BPF_W | BPF_ABS, offset, .yes = next, .no = NONE});
}

static int rest_of_mask(struct shortener *s, unsigned at, struct value a, uint32_t k)
{
    if (a.is_known || !k)
        return rest(s, at + 1, (struct value){.is_known = true, .value = a.value & k});
    int next = rest(s, at + 1, a);
    if (k == UINT32_MAX)
        return next;
    return node(s, (struct node){BPF_ALU | BPF_AND | BPF_K, k, .yes = next, .no = NONE});
}

static int rest_of_test(struct shortener *s, unsigned at, struct value a,
                        const struct sock_filter *row)
{
    unsigned yes = at + 1 + row->jt, no = at + 1 + row->jf;
    if (a.is_known)
        return rest(s, holds(BPF_OP(row->code), a.value, row->k) ? yes : no, a);
    if (a.is_foreign && BPF_OP(row->code) == BPF_JEQ && row->k == s->architecture)
        return rest(s, no, a);
    int then = rest(s, yes, a), otherwise = rest(s, no, a);
    if (then == otherwise)
        return then;
    return node(s, (struct node){row->code, row->k, .yes = then, .no = otherwise});
}

static int rest_of_any(struct shortener *s, unsigned at, struct value a)
{
    const struct sock_filter *row = &s->program->filter[at];
    switch (row->code) {
    case BPF_RET | BPF_K:
        return node(s, (struct node){row->code, row->k, .yes = NONE, .no = NONE});
    case BPF_LD | BPF_W | BPF_ABS:
        return rest_of_load(s, at, row->k);
    case BPF_ALU | BPF_AND | BPF_K:
        return rest_of_mask(s, at, a, row->k);
    case BPF_JMP | BPF_JA:
        return rest(s, at + 1 + row->k, a);
    case BPF_JMP | BPF_JEQ | BPF_K:
    case BPF_JMP | BPF_JGT | BPF_K:
    case BPF_JMP | BPF_JGE | BPF_K:
    case BPF_JMP | BPF_JSET | BPF_K:
        return rest_of_test(s, at, a, row);
    default:
        s->failed = true;
        return 0;
    }
}

/* What the program does from here on. With A unknown the answer is remembered. */
static int rest(struct shortener *s, unsigned at, struct value a)
{
    if (s->failed || at >= s->program->len) {
        s->failed = true;
        return 0;
    }
    if (a.is_known || a.is_foreign)
        return rest_of_any(s, at, a);
    if (s->memo[at] == NONE)
        s->memo[at] = rest_of_any(s, at, a);
    return s->memo[at];
}

static int whole(struct shortener *s)
{
    memset(s->memo, 0xff, sizeof s->memo);
    return rest(s, 0, (struct value){.is_known = true});
}

/* ---- ranges of calls ---- */

struct range {
    uint32_t first;
    int node;
};

static int ascending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Where the answer may change: at every number that is compared with, and after it. */
static size_t find_points(struct shortener *s, uint32_t *points)
{
    size_t count = 0;
    points[count++] = 0;
    for (unsigned i = 0; i < s->program->len; i++) {
        const struct sock_filter *row = &s->program->filter[i];
        if (BPF_CLASS(row->code) != BPF_JMP || BPF_OP(row->code) == BPF_JA)
            continue;
        if (count + 2 > POINTS_MAX) {
            s->failed = true;
            break;
        }
        points[count++] = row->k;
        if (row->k != UINT32_MAX)
            points[count++] = row->k + 1;
    }
    qsort(points, count, sizeof *points, ascending);
    return count;
}

static size_t find_ranges(struct shortener *s, struct range *ranges)
{
    cleanup_free uint32_t *points = xcalloc(POINTS_MAX, sizeof *points);
    size_t count = 0, point_count = find_points(s, points);
    s->knows_call = true;
    for (size_t i = 0; i < point_count && !s->failed; i++) {
        if (i && points[i] == points[i - 1])
            continue;
        s->call = points[i];
        int answer = whole(s);
        if (!count || ranges[count - 1].node != answer)
            ranges[count++] = (struct range){points[i], answer};
    }
    return count;
}

static int halve(struct shortener *s, const struct range *ranges, size_t count)
{
    size_t half = count / 2;
    if (count == 1)
        return ranges[0].node;
    int below = halve(s, ranges, half), above = halve(s, ranges + half, count - half);
    return node(s, (struct node){BPF_JMP | BPF_JGE | BPF_K, ranges[half].first,
                                 .yes = above, .no = below});
}

/* ---- the nodes as a program ---- */

static void mark(struct shortener *s, int at)
{
    if (at == NONE || s->nodes[at].is_used)
        return;
    s->nodes[at].is_used = true;
    mark(s, s->nodes[at].yes);
    mark(s, s->nodes[at].no);
}

/* From the largest number down. A comparison reaches 255 instructions far; beyond that a
 * jump stands behind it. Returns whether a size has changed. */
static bool place(struct shortener *s, unsigned *length)
{
    bool changed = false;
    unsigned address = 0;
    int next_used = NONE;
    for (int i = s->count - 1; i >= 0; i--)
        if (s->nodes[i].is_used) {
            s->nodes[i].address = address;
            address += s->nodes[i].size;
        }
    *length = address;
    for (int i = 0; i < s->count; i++) {
        struct node *n = &s->nodes[i];
        unsigned size = 1;
        if (!n->is_used)
            continue;
        unsigned end = n->address + n->size;
        if (n->no != NONE)
            size += (s->nodes[n->yes].address - end > 250 ? 1u : 0u) +
                    (s->nodes[n->no].address - end > 250 ? 1u : 0u);
        else if (n->yes != NONE && n->yes != next_used)
            size++;
        next_used = i;
        if (size > n->size) {
            n->size = size;
            changed = true;
        }
    }
    return changed;
}

static struct sock_filter jump_to(const struct shortener *s, unsigned from, int target)
{
    return (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA,
                                        s->nodes[target].address - from - 1);
}

static void emit_test(const struct shortener *s, const struct node *n,
                      struct sock_filter *out)
{
    unsigned at = n->address, behind = at + 1, end = at + n->size;
    const int targets[] = {n->yes, n->no};
    unsigned offsets[2];
    for (int i = 0; i < 2; i++) {
        unsigned address = s->nodes[targets[i]].address;
        offsets[i] = address - at - 1;
        if (behind < end && address - end > 250) {
            out[behind] = jump_to(s, behind, targets[i]);
            offsets[i] = behind++ - at - 1;
        }
    }
    while (behind < end) { /* grown once, and not needed after all: never reached */
        out[behind] = jump_to(s, behind, n->no);
        behind++;
    }
    out[at] =
        (struct sock_filter){n->code, (uint8_t)offsets[0], (uint8_t)offsets[1], n->k};
}

static void emit(const struct shortener *s, struct sock_filter *out)
{
    for (int i = s->count - 1; i >= 0; i--) {
        const struct node *n = &s->nodes[i];
        if (!n->is_used)
            continue;
        if (n->no != NONE) {
            emit_test(s, n, out);
            continue;
        }
        out[n->address] = (struct sock_filter)BPF_STMT(n->code, n->k);
        if (n->size == 2)
            out[n->address + 1] = jump_to(s, n->address + 1, n->yes);
    }
}

static unsigned lay_out(struct shortener *s, int root)
{
    unsigned length;
    mark(s, root);
    for (int i = 0; i < s->count; i++)
        s->nodes[i].size = 1;
    while (place(s, &length))
        ;
    return length;
}

/* if the architecture is ours: the ranges; else what the program says of others. */
static int make_root(struct shortener *s)
{
    cleanup_free struct range *ranges = xcalloc(POINTS_MAX, sizeof *ranges);
    size_t count = find_ranges(s, ranges);
    if (s->failed)
        return 0;
    int ours = halve(s, ranges, count);
    ours =
        node(s, (struct node){BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr),
                              .yes = ours, .no = NONE});
    s->knows_call = false;
    int others = whole(s);
    int test = node(s, (struct node){BPF_JMP | BPF_JEQ | BPF_K, s->architecture,
                                     .yes = ours, .no = others});
    return node(s, (struct node){BPF_LD | BPF_W | BPF_ABS,
                                 offsetof(struct seccomp_data, arch), .yes = test,
                                 .no = NONE});
}

void filter_shorten(struct filter *filter, uint32_t architecture)
{
    cleanup_free struct shortener *s = xcalloc(1, sizeof *s);
    s->program = &filter->program;
    s->architecture = architecture;
    int root = make_root(s);
    if (s->failed)
        return;
    unsigned length = lay_out(s, root);
    if (length >= filter->program.len)
        return;
    struct sock_filter *shorter = xcalloc(length, sizeof *shorter);
    emit(s, shorter);
    free(filter->memory);
    filter->memory = filter->program.filter = shorter;
    filter->program.len = (unsigned short)length;
}
