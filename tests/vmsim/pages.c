/* The table of pages: whatever the numbers are, and wherever they collide, each gets one
 * id, in the order of first appearance, while the table grows in its place; and no series
 * of numbers makes look-ups long.
 */
#include <stdlib.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/error.h"
#include "tests/random.h"
#include "tests/tap.h"
#include "vmsim/pages.h"

static struct random random_state = {11};

/* What the hash multiplies by, and its inverse modulo 2^64: with it a number can be made
 * for any hash. */
static const uint64_t factor = 0x9e3779b97f4a7c15;

static uint64_t with_hash(uint64_t hash)
{
    uint64_t inverse = factor;
    for (int i = 0; i < 6; i++)
        inverse *= 2 - factor * inverse;
    return hash * inverse;
}

static uint64_t narrow(size_t i, size_t count)
{
    (void)i;
    return random_below(&random_state, count);
}

static uint64_t becomes_wide(size_t i, size_t count)
{
    uint64_t low = random_below(&random_state, count);
    return i < count / 2 ? low : low << 20 | 1ull << 50;
}

/* All belong into the first slot, or into the last ones and around the end. */
static uint64_t at_the_start(size_t i, size_t count)
{
    (void)i;
    return with_hash(random_below(&random_state, count));
}

static uint64_t at_the_end(size_t i, size_t count)
{
    (void)i;
    return with_hash(UINT64_MAX - random_below(&random_state, count));
}

static uint64_t ascending(size_t i, size_t count)
{
    return 1000000 + i % (count - count / 4);
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* Ids that come up in order, stand for what they were given for, and no number twice. */
static size_t count_wrong(struct pages *pages, const uint64_t *numbers,
                          const uint32_t *ids, size_t count)
{
    size_t wrong = 0, seen = 0;
    for (size_t i = 0; i < count; i++) {
        wrong += ids[i] > seen || pages->numbers[ids[i]] != numbers[i];
        seen += ids[i] == seen;
    }
    wrong += seen != pages->count;
    qsort(pages->numbers, pages->count, sizeof *pages->numbers, by_value);
    for (uint32_t id = 1; id < pages->count; id++)
        wrong += pages->numbers[id] == pages->numbers[id - 1];
    return wrong;
}

static void check(const char *name, uint64_t number(size_t i, size_t count), size_t count)
{
    struct pages pages = {0};
    cleanup_free uint64_t *numbers = xcalloc(count, sizeof *numbers);
    cleanup_free uint32_t *ids = xcalloc(count, sizeof *ids);
    for (size_t i = 0; i < count; i++)
        numbers[i] = number(i, count);
    for (size_t done = 0, batch; done < count; done += batch) {
        batch = 1 + random_below(&random_state, 5000);
        batch = batch < count - done ? batch : count - done;
        pages_number(&pages, numbers + done, batch, ids + done);
    }
    pages_list(&pages);
    is_int(count_wrong(&pages, numbers, ids, count), 0, name);
    pages_free(&pages);
}

/* ---- how far a look-up walks ---- */

/* What the rows of full slots cost: one that is L long is met at each of its slots, and
 * walked to its end. */
struct rows {
    size_t longest;
    double mean; /* slots that a new number walks over */
};

static struct rows measure_rows(const struct pages *pages)
{
    struct rows rows = {0};
    double sum = 0;
    for (size_t i = 0, row = 0; i < pages->size; i++) {
        row = pages->slots[i].id ? row + 1 : 0;
        rows.longest = row > rows.longest ? row : rows.longest;
        sum += (double)row;
    }
    rows.mean = sum / (double)pages->size;
    return rows;
}

static uint64_t reversed(uint64_t number)
{
    uint64_t result = 0;
    for (int i = 0; i < 64; i++)
        result |= (number >> i & 1) << (63 - i);
    return result;
}

static uint64_t one_slot(size_t i, size_t count)
{
    (void)count;
    return with_hash(i);
}

static uint64_t a_thousand_slots(size_t i, size_t count)
{
    (void)count;
    return with_hash((uint64_t)(i % 1000) << 54 | i / 1000);
}

static uint64_t high_bits(size_t i, size_t count)
{
    (void)count;
    return (uint64_t)i << 44;
}

static uint64_t bits_reversed(size_t i, size_t count)
{
    (void)count;
    return reversed(i);
}

static uint64_t heap_and_stack(size_t i, size_t count)
{
    (void)count;
    return i % 2 ? 0x7fffffffe000 - i * 4096 : 0x555555554000 + i * 4096;
}

static uint64_t step;

static uint64_t progression(size_t i, size_t count)
{
    (void)count;
    return i * step;
}

/* By chance: 12 when four fifths are full, and a longest row of some 500. */
static bool walks_far(uint64_t number(size_t i, size_t count), size_t count)
{
    struct pages pages = {0};
    cleanup_free uint64_t *numbers = xcalloc(count, sizeof *numbers);
    cleanup_free uint32_t *ids = xcalloc(count, sizeof *ids);
    for (size_t i = 0; i < count; i++)
        numbers[i] = number(i, count);
    pages_number(&pages, numbers, count, ids);
    struct rows rows = measure_rows(&pages);
    bool far = pages.count != count || rows.mean > 40 || rows.longest > 3000;
    if (far)
        printf("# %u pages, step %llu: %.1f on average, the longest row has %zu\n",
               pages.count, (unsigned long long)step, rows.mean, rows.longest);
    pages_free(&pages);
    return far;
}

static void check_walks(void)
{
    enum { MANY = 400000, SOME = 50000 };
    size_t far = 0;
    ok(!walks_far(one_slot, MANY), "numbers that Fibonacci's hash puts into one slot");
    ok(!walks_far(a_thousand_slots, MANY), "numbers that it puts into a thousand slots");
    ok(!walks_far(high_bits, MANY), "numbers that differ in their upper 20 bits");
    ok(!walks_far(bits_reversed, MANY), "one after the other, their bits reversed");
    ok(!walks_far(heap_and_stack, MANY), "addresses of a heap and a stack");
    for (int shift = 0; shift < 48; shift++) {
        step = 1ull << shift;
        far += walks_far(progression, SOME);
    }
    is_int(far, 0, "steps of every power of two up to 2^47");
    for (int i = 0; i < 60; i++) {
        step = 1 + random_below(&random_state, 1ull << (1 + i % 48));
        far += walks_far(progression, SOME);
    }
    is_int(far, 0, "steps of any size");
    for (uint64_t divisor = 2; divisor < 40; divisor++) {
        step = with_hash(UINT64_MAX / divisor);
        far += walks_far(progression, SOME);
    }
    is_int(far, 0, "steps that Fibonacci's hash takes for a few places");
}

int main(void)
{
    check("a few numbers below 2^32", narrow, 30000);
    check("so many that the table grows by a quarter", narrow, 2500000);
    check("numbers that become wider than 2^32", becomes_wide, 100000);
    check("the same, of a large table", becomes_wide, 1800000);
    check("numbers that all belong into the first slot", at_the_start, 12000);
    check("numbers that belong around the end", at_the_end, 12000);
    check("one after the other, and again", ascending, 2000000);
    check_walks();
    return done_testing();
}
