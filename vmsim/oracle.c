/* The files are part of the program: .incbin puts their bytes into it, as they are. */
#include "vmsim/oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "labs/kit/cleanup.h"
#include "vmsim/generators.h"

/* NOLINTBEGIN(bugprone-macro-parentheses): it declares the name */
#define BUILT_IN(name, file)                                                             \
    __asm__(".section .rodata\n"                                                         \
            ".global " #name "\n" #name ":\n.incbin \"tests/vmsim/data/" file "\"\n"     \
            ".global " #name "_end\n" #name "_end:\n.byte 0\n.previous\n");              \
    extern const char name[], name##_end[]
/* NOLINTEND(bugprone-macro-parentheses) */

BUILT_IN(oracle_ostep, "ostep_oracle.csv");
BUILT_IN(oracle_policy, "policy_oracle.csv");
BUILT_IN(oracle_mix200k, "mix200k.u64.xz");

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

/* OSTEP's RAND and CLOCK draw random numbers of Python: they are none of ours. */
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

/* NULL also for policies that this vmsim does not have. */
static const char *our_name(const char *theirs)
{
    struct choice choice;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (!strcmp(names[i].theirs, theirs))
            return choice_parse(&choice, names[i].ours, NULL) == 0 ? names[i].ours : NULL;
    return NULL;
}

static void ostep_row(const char *line, struct oracle_row *row)
{
    char name[32];
    unsigned frames = 0;
    unsigned long long misses = 0;
    sscanf(line, "%31[^,],%63[^,],%u,%*u,%*u,%*u,%*u,%llu", name, row->theirs, &frames,
           &misses);
    row->frames = frames;
    row->misses = misses;
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++)
        if (!strcmp(strings[i].name, name)) {
            row->name = strings[i].name;
            row->string = strings[i].string;
        }
}

static void policy_row(const char *line, struct oracle_row *row)
{
    char name[32];
    unsigned frames = 0;
    unsigned long long misses = 0;
    sscanf(line, "%31[^,],%63[^,],%u,%*u,%llu", name, row->theirs, &frames, &misses);
    row->frames = frames;
    row->misses = misses;
    row->trace = !strcmp(name, "mix200k") ? ORACLE_MIX200K : ORACLE_ZIPF20M;
    row->name = row->trace == ORACLE_MIX200K ? "mix200k" : "zipf20m";
}

void oracle_each(void (*use)(void *self, const struct oracle_row *row), void *self)
{
    const struct {
        const char *text;
        void (*parse)(const char *line, struct oracle_row *row);
    } files[] = {{oracle_ostep, ostep_row}, {oracle_policy, policy_row}};
    for (size_t i = 0; i < 2; i++) {
        /* The first line names the columns. */
        for (const char *line = strchr(files[i].text, '\n'); line && line[1];
             line = strchr(line + 1, '\n')) {
            struct oracle_row row = {.name = ""};
            files[i].parse(line + 1, &row);
            row.ours = our_name(row.theirs);
            use(self, &row);
        }
    }
}

static int load_mix(struct trace *trace, struct error *error)
{
    char path[32];
    struct trace_options options = {.format = "u64"};
    size_t length = (uintptr_t)oracle_mix200k_end - (uintptr_t)oracle_mix200k;
    cleanup_fd int fd = memfd_create("mix200k", MFD_CLOEXEC);
    if (fd < 0 || write(fd, oracle_mix200k, length) != (ssize_t)length)
        return error_errno(error, STATUS_HOST, "cannot unpack mix200k");
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    return trace_load(trace, path, &options, error);
}

/* Written to a file without a name, since traces are loaded from files. */
static int load_zipf(struct trace *trace, struct error *error)
{
    enum { REFERENCES = 20000000, PAGES = 1000000, SEED = 42 };
    char path[32];
    struct trace_options options = {.format = "u64"};
    struct generator_setup setup = {.pages = PAGES, .seed = SEED, .alpha = 1};
    FILE *file = tmpfile();
    if (!file)
        return error_errno(error, STATUS_HOST, "cannot make a temporary file");
    struct generator *generator = generator_new(generator_find("zipf"), &setup);
    for (int i = 0; i < REFERENCES; i++) {
        uint64_t page = generator_next(generator);
        fwrite(&page, sizeof page, 1, file);
    }
    generator_free(generator);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fileno(file));
    int result = fflush(file) == 0 ? trace_load(trace, path, &options, error)
                                   : error_errno(error, STATUS_HOST,
                                                 "cannot write a temporary file of 160 "
                                                 "MB");
    fclose(file);
    return result;
}

int oracle_load(struct trace *trace, enum oracle_trace which, struct error *error)
{
    return which == ORACLE_MIX200K ? load_mix(trace, error) : load_zipf(trace, error);
}
