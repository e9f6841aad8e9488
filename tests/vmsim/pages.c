/* The table of pages: whatever the numbers are, and wherever they collide, each gets one
 * id, in the order of first appearance, while the table grows in its place.
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

int main(void)
{
    check("a few numbers below 2^32", narrow, 30000);
    check("so many that the table grows by a quarter", narrow, 2500000);
    check("numbers that become wider than 2^32", becomes_wide, 100000);
    check("the same, of a large table", becomes_wide, 1800000);
    check("numbers that all belong into the first slot", at_the_start, 12000);
    check("numbers that belong around the end", at_the_end, 12000);
    check("one after the other, and again", ascending, 2000000);
    return done_testing();
}
