/* The parts of the explorer that stand alone: thread sets, vector clocks, fibers, what
 * conflicts with what, schedule words. */
#include <stddef.h>

#include "tests/tap.h"
#include "threads/explore/elf_symbols.h"
#include "threads/explore/explore.h"
#include "threads/explore/image.h"
#include "threads/explore/runtime/fiber.h"
#include "threads/explore/runtime/layout.h"
#include "threads/explore/runtime/operation.h"
#include "threads/explore/runtime/thread_set.h"
#include "threads/explore/runtime/vector_clock.h"

static void test_sets(void)
{
    struct thread_set set = {0}, other = {0};
    int seen = 0, sum = 0;
    ok(set_empty(&set), "a new set is empty");
    is_int(set_next(&set, 0), -1, "and has no first member");
    set_add(&set, 3);
    set_add(&set, 64);
    set_add(&set, 127);
    set_each(thread, &set)
    {
        seen++;
        sum += thread;
    }
    is_int(seen, 3, "each member is met once");
    is_int(sum, 3 + 64 + 127, "on both words");
    is_int(set_next(&set, 4), 64, "the next one is in the other word");
    set_add(&other, 64);
    struct thread_set rest = set_minus(set, other);
    is_int(set_count(&rest), 2, "a difference");
    ok(!set_has(&rest, 64), "which lacks what was taken away");
    set_remove(&rest, 127);
    is_int(set_next(&rest, 4), -1, "and what was removed");
}

static void test_clocks(void)
{
    struct vector_clock a = {{0}}, b = {{0}};
    a.at[0] = 3;
    b.at[1] = 2;
    clock_join(&a, &b, THREADS_MAX);
    ok(clock_knows(&a, 0, 3) && clock_knows(&a, 1, 2), "a join knows both pasts");
    ok(!clock_knows(&a, 1, 3), "and nothing later");
    ok(!clock_knows(&b, 0, 1), "and the other one learns nothing");
}

static struct operation touching(uintptr_t address, uint32_t size, uint32_t mode)
{
    return (struct operation){.kind = OP_READ, .touch = {{address, size, mode}}};
}

static void test_conflicts(void)
{
    struct operation read = touching(100, 4, TOUCH_READ);
    struct operation write = touching(100, 4, TOUCH_WRITE);
    struct operation beside = touching(104, 4, TOUCH_WRITE);
    struct operation within = touching(103, 1, TOUCH_WRITE);
    struct operation lock = touching(200, 40, TOUCH_ACQUIRE);
    struct operation unlock = touching(200, 40, TOUCH_RELEASE);
    struct operation end = {.kind = OP_END};
    ok(!operations_conflict(&read, &read), "two reads commute");
    ok(operations_conflict(&read, &write), "a read and a write do not");
    ok(!operations_conflict(&write, &beside), "neighbours do");
    ok(operations_conflict(&write, &within), "one byte in common is enough");
    ok(operations_race(&lock, &lock), "who locks first is a choice");
    ok(operations_conflict(&lock, &unlock), "an unlock comes before the next lock");
    ok(!operations_race(&lock, &unlock), "which is no choice");
    ok(operations_race(&end, &beside), "the end of the process cuts off everything");
}

static bool never(const struct operation *operation)
{
    (void)operation;
    return false;
}

static void test_settle(void)
{
    struct operation change = touching(100, 4, TOUCH_WRITE);
    struct operation read = touching(100, 4, TOUCH_READ);
    change.conditional = true;
    change.changes = never;
    ok(operations_conflict(&change, &read), "a change conflicts with a read");
    operation_settle(&change);
    ok(!operations_conflict(&change, &read), "unless it would change nothing");
}

/* Two fibers count in turn. */
static struct fiber home, one, two;
static int order[6], used;

static void count_from(struct fiber *self, struct fiber *next, int number)
{
    for (int i = 0; i < 3; i++) {
        volatile double kept = number + i; /* on a stack of its own */
        order[used++] = number;
        fiber_switch(self, next);
        if (kept < number)
            abort();
    }
    fiber_switch(self, &home);
    abort();
}

static void run_one(void)
{
    count_from(&one, &two, 1);
}

static void run_two(void)
{
    count_from(&two, &one, 2);
}

static void test_fibers(void)
{
    static const int wanted[] = {1, 2, 1, 2, 1, 2};
    enum { SIZE = 64 << 10 };
    if (fiber_map(&one, (void *)STACKS_BASE, SIZE) < 0 ||
        fiber_map(&two, (void *)(STACKS_BASE + STACK_STRIDE), SIZE) < 0) {
        ok(false, "two stacks");
        return;
    }
    is_int(one.high - one.low, SIZE, "a stack of the size that was asked for");
    fiber_start(&one, run_one);
    fiber_start(&two, run_two);
    fiber_switch(&home, &one);
    ok(!memcmp(order, wanted, sizeof wanted), "two fibers take turns");
}

static void test_words(void)
{
    bool all = true;
    for (int kind = 0; kind < KIND_COUNT; kind++)
        all &= explore_kind_name(kind) && *explore_kind_meaning(kind);
    ok(all, "every kind has a name and a meaning");
    for (int kind = 0; kind < OP_COUNT; kind++)
        all &= *operation_word(kind) != '\0';
    ok(all, "every operation has a word");
}

static bool defines(const struct elf_symbols *symbols, const char *name)
{
    for (size_t i = 0; i < symbols->count; i++)
        if (!strcmp(symbols->items[i].name, name) && symbols->items[i].defined)
            return symbols->items[i].global;
    return false;
}

static void test_image(void)
{
    struct elf_symbols symbols;
    size_t length;
    const char *bytes = image_bytes(&length);
    is_int(elf_symbols_parse(bytes, length, &symbols), 0, "the runtime is an object");
    ok(defines(&symbols, "pthread_mutex_lock"), "which takes the library's place");
    ok(!defines(&symbols, "thread_new"), "and hides its own names");
    elf_symbols_free(&symbols);
    for (size_t cut = 0; cut < length; cut += length / 97) {
        char *part = malloc(cut + 1);
        memcpy(part, bytes, cut);
        if (elf_symbols_parse(part, cut, &symbols) == 0)
            elf_symbols_free(&symbols);
        free(part);
    }
    ok(true, "a file that is cut off anywhere harms nobody");
}

int main(void)
{
    test_sets();
    test_clocks();
    test_conflicts();
    test_settle();
    test_fibers();
    test_words();
    test_image();
    return done_testing();
}
