/* Counts of other simulators: the book OSTEP's paging-policy.py on textbook
 * strings, libCacheSim on a trace of 200 000 references. data/README.md says
 * where they come from.
 */
#include "tests/tap.h"
#include "vmsim/faults.h"

static const struct {
    const char *name, *string;
} strings[] = {
    {"belady", "1,2,3,4,1,2,5,1,2,3,4,5"},
    {"silberschatz", "7,0,1,2,0,3,0,4,2,3,0,3,2,1,2,0,1,7,0,1"},
    {"ostep-book", "0,1,2,0,1,3,0,3,1,2,1"},
    {"loop5", "0,1,2,3,4,0,1,2,3,4,0,1,2,3,4,0,1,2,3,4"},
    {"tanenbaum-aging", "0,1,2,3,0,1,4,0,1,2,3,4"},
    {"locality", "1,2,1,2,3,1,2,1,4,5,4,5,6,4,5,4,1,2,1,2"},
};

static const struct {
    const char *theirs, *ours;
} names[] = {
    {"FIFO", "fifo"},
    {"LRU", "lru"},
    {"MRU", "mru"},
    {"OPT", "opt"},
    {"UNOPT", "unopt"},
    {"fifo", "fifo"},
    {"lru", "lru"},
    {"belady", "opt"},
    {"clock", "clock:insert=0"},
    {"clock:n-bit-counter=2", "clock:insert=0,bits=2"},
    {"sieve", "sieve"},
    {"lfu", "lfu"},
    {"arc", "arc"},
    {"2q", "2q"},
    {"slru", "slru"},
    {"s3fifo", "s3fifo"},
    {"s3fifo:move-to-main-threshold=1", "s3fifo:threshold=1"},
};

static const char *our_name(const char *theirs)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (!strcmp(names[i].theirs, theirs))
            return names[i].ours;
    return NULL;
}

static int compare_numbers(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Pages in ascending order, "1 4 5". */
static void sorted(uint64_t *pages, size_t count, char *text, size_t size)
{
    size_t end = 0;
    qsort(pages, count, sizeof *pages, compare_numbers);
    text[0] = '\0';
    for (size_t i = 0; i < count && end + 24 < size; i++)
        end += (size_t)snprintf(text + end, size - end, "%s%llu", i ? " " : "",
                                (unsigned long long)pages[i]);
}

static void sort_text(const char *list, char *text, size_t size)
{
    uint64_t pages[16];
    size_t count = 0;
    for (char *end; *list && count < 16; list = end) {
        pages[count++] = strtoull(list, &end, 10);
        if (end == list)
            break;
        end += *end == ' ';
    }
    sorted(pages, count, text, size);
}

static struct memory *run(struct trace *trace, const char *policy, uint32_t frames)
{
    struct choice choice;
    if (choice_parse(&choice, policy, NULL) < 0)
        return NULL;
    trace_look_ahead(trace);
    struct memory *memory = faults_memory(trace, &choice, frames, NULL);
    struct references all = trace_references(trace, 0, trace->count);
    memory_run(memory, &all);
    return memory;
}

/* One row of ostep_oracle.csv, whose policy is one of ours. */
static void check_ostep(const char *name, const char *policy, unsigned frames,
                        unsigned refs, unsigned misses, const char *final)
{
    struct trace trace = {0};
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++)
        if (!strcmp(strings[i].name, name))
            trace_from_string(&trace, strings[i].string, NULL);
    struct memory *memory = run(&trace, our_name(policy), frames);
    uint64_t pages[16];
    char label[128], seen[128], wanted[128];
    snprintf(label, sizeof label, "%s %s %u frames: %u references, %u faults", name,
             policy, frames, refs, misses);
    ok(trace.count == refs && memory->counts.faults == misses, label);
    for (uint32_t frame = 0; frame < memory->used; frame++)
        pages[frame] = trace.pages.numbers[memory->page_in[frame]];
    sorted(pages, memory->used, seen, sizeof seen);
    sort_text(final, wanted, sizeof wanted);
    is_string(seen, wanted, "with the same pages in memory at the end");
    memory_free(memory);
    trace_free(&trace);
}

static int ostep_rows(void)
{
    char line[256], name[32], policy[32], final[64];
    unsigned frames, refs, hits, misses;
    int rows = 0;
    FILE *file = fopen("tests/vmsim/data/ostep_oracle.csv", "r");
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "%31[^,],%31[^,],%u,%*u,%*u,%u,%u,%u,%63[^\n]", name, policy,
                   &frames, &refs, &hits, &misses, final) == 7 &&
            our_name(policy)) {
            check_ostep(name, policy, frames, refs, misses, final);
            rows++;
        }
    if (file)
        fclose(file);
    return rows;
}

static int mix_rows(struct trace *mix)
{
    char line[256], name[32], policy[64], label[128];
    unsigned frames, refs, misses;
    int rows = 0;
    FILE *file = fopen("tests/vmsim/data/policy_oracle.csv", "r");
    while (file && fgets(line, sizeof line, file)) {
        if (sscanf(line, "%31[^,],%63[^,],%u,%u,%u", name, policy, &frames, &refs,
                   &misses) != 5 ||
            strcmp(name, "mix200k") != 0 || !our_name(policy))
            continue;
        struct memory *memory = run(mix, our_name(policy), frames);
        snprintf(label, sizeof label, "mix200k, %s, %u frames", our_name(policy), frames);
        is_int(memory->counts.faults, misses, label);
        memory_free(memory);
        rows++;
    }
    if (file)
        fclose(file);
    return rows;
}

int main(void)
{
    struct error error = {.message = ""};
    struct trace mix;
    struct trace_options options = {.format = "auto", .page_size = 0};
    is_int(ostep_rows(), 75,
           "all rows of OSTEP for FIFO, LRU, MRU, OPT and UNOPT were compared");
    if (!ok(trace_load(&mix, "tests/vmsim/data/mix200k.u64.xz", &options, &error) == 0,
            "mix200k is read as it is, packed"))
        return done_testing();
    is_int(mix.count, 200000, "it has 200 000 references");
    is_int(mix.pages.count, 14138, "to 14 138 pages");
    is_int(mix_rows(&mix), 36, "all rows of mix200k were compared");
    trace_free(&mix);
    return done_testing();
}
