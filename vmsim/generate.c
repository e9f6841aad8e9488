/* vmsim generate: a trace made by a rule. */
#include <stdio.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/program.h"
#include "labs/kit/suggest.h"
#include "vmsim/commands.h"
#include "vmsim/generators.h"
#include "vmsim/limit.h"
#include "vmsim/writer.h"

static const char *output = "-", *order = "rows", *alpha_text = "1";
static struct writer_request request = {.format = "auto"};
static uint64_t references, pages = 10000, seed = 1, side = 512, writes;

enum { GENERATORS_MAX = 32, STANDARD_REFERENCES = 100000, SIDE_MAX = 1 << 20 };

const struct option_row generate_options[] = {
    {"output", 'o', OPTION_TEXT, &output, "FILE",
     "where the trace goes, - is standard output; its name tells format and packing",
     NULL, 0, 0},
    {"references", 'n', OPTION_COUNT, &references, "N",
     "how many; 100000 if not given, or each element of a matrix once", NULL, 1, 0},
    {"pages", 0, OPTION_COUNT, &pages, "N", "of how many pages", NULL, 1, UINT32_MAX - 1},
    {"seed", 0, OPTION_COUNT, &seed, "N", "another seed, another trace", NULL, 0, 0},
    {"alpha", 0, OPTION_TEXT, &alpha_text, "A",
     "zipf: how uneven it is, 0 to 10; 1 is the same on every machine", NULL, 0, 0},
    {"order", 0, OPTION_CHOICE, &order, "NAME", "matrix: the order of the visits",
     "rows columns tiles", 0, 0},
    {"side", 0, OPTION_COUNT, &side, "N", "matrix: elements in a row, of 8 bytes each",
     NULL, 1, SIDE_MAX},
    {"writes", 0, OPTION_COUNT, &writes, "PERCENT", "how many references write", NULL, 0,
     100},
    {"to", 0, OPTION_CHOICE, &request.format, "NAME", "format of the trace",
     "auto text u64 lackey native csv", 0, 0},
    {"pack", 0, OPTION_CHOICE, &request.pack, "NAME", "packing", "gz xz zst none", 0, 0},
    {0},
};

static const struct generator_type *known_generator(const char *name)
{
    const struct generator_type *found = generator_find(name);
    const char *names[GENERATORS_MAX];
    size_t count = 0;
    if (found)
        return found;
    for (; generator_types[count].name; count++)
        names[count] = generator_types[count].name;
    const char *near = suggest(name, names, count);
    if (near)
        die(STATUS_REQUEST, "generate: unknown kind '%s' (did you mean '%s'?)", name,
            near);
    die(STATUS_REQUEST,
        "generate: unknown kind '%s'; there are zipf, uniform, scan, loop, hot, walk, "
        "mix and matrix",
        name);
}

/* From 0 to 10, as "1" or "0.8". */
static double read_alpha(void)
{
    char *end;
    double alpha = strtod(alpha_text, &end);
    if (end == alpha_text || *end || !(alpha >= 0 && alpha <= 10))
        die(STATUS_REQUEST, "--alpha '%s' is no number from 0 to 10; try 1 or 0.8",
            alpha_text);
    return alpha;
}

/* What writes is drawn apart from the pages, so that these stay the same. */
static bool draw_write(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return (z ^ z >> 31) % 100 < writes;
}

static int generate(struct generator *generator, struct writer *writer,
                    struct error *error)
{
    cleanup_free struct access_batch *batch = xcalloc(1, sizeof *batch);
    uint64_t state = ~seed;
    for (uint64_t left = references; left > 0; left -= batch->count) {
        batch->count = 0;
        while (batch->count < ACCESS_BATCH && batch->count < left)
            batch_add(batch, generator_next(generator), writes && draw_write(&state));
        if (writer_batch(writer, batch, error) < 0)
            return -1;
    }
    return 0;
}

static void report(const struct generator_type *type)
{
    FILE *out = strcmp(output, "-") ? stdout : stderr;
    if (!common_options.json) {
        if (out == stdout)
            printf("%s: %llu references, %s, seed %llu\n", output,
                   (unsigned long long)references, type->name, (unsigned long long)seed);
        return;
    }
    struct json json = json_begin(out);
    json_object(&json, NULL);
    json_string(&json, "trace", output);
    json_string(&json, "kind", type->name);
    json_unsigned(&json, "references", references);
    json_unsigned(&json, "seed", seed);
    json_end(&json);
}

static void check_pages(const struct generator_type *type)
{
    if (type->start && pages > memory_limit() / sizeof(double))
        die(STATUS_REQUEST,
            "--pages %llu: its table of weights needs %llu MB, and this process may use "
            "%llu",
            (unsigned long long)pages, (unsigned long long)(pages * 8 >> 20),
            (unsigned long long)(memory_limit() >> 20));
}

int command_generate(int argc, char **argv)
{
    (void)argc;
    struct error error;
    const struct generator_type *type = known_generator(argv[0]);
    struct generator_setup setup = {pages, seed, read_alpha(), side, order};
    if (references == 0)
        references =
            strcmp(type->name, "matrix") ? (uint64_t)STANDARD_REFERENCES : side * side;
    check_pages(type);
    struct writer *writer = writer_open(output, &request, &error);
    if (!writer)
        die_error(&error);
    struct generator *generator = generator_new(type, &setup);
    int result = generate(generator, writer, &error);
    generator_free(generator);
    if (result < 0)
        writer_abandon(writer);
    if (result < 0 || writer_commit(writer, &error) < 0)
        die_error(&error);
    report(type);
    return STATUS_OK;
}
