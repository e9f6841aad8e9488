/* Damaged traces: whatever the bytes, reading ends, with references or with one
 * line that says why not. The seed is fixed; sanitizers watch.
 */
#include <unistd.h>

#include "tests/random.h"
#include "tests/tap.h"
#include "vmsim/choice.h"
#include "vmsim/result.h"
#include "vmsim/trace.h"

enum { ROUNDS = 1500, SIZE_MAX_BYTES = 2048 };

static struct random random_state = {77};

static uint32_t below(uint32_t limit)
{
    return (uint32_t)random_below(&random_state, limit);
}

static const struct start {
    const char *bytes;
    size_t length;
} starts[] = {
#define START(text)                                                                      \
    {                                                                                    \
        text, sizeof text - 1                                                            \
    }
    START("1\n2\n0x3\n# four\n\n5\n"),
    START("==1== Lackey\nI  0401ab70,3\n S 1fff000608,8\n L 04033e06,4\n M 04033ffe,8\n"),
    START("\1\0\0\0\0\0\0\0"),
    START("page,op,pid\n1,r,7\n0x2,w,7\n3,i,8\n"),
    START("time;address;size\n1;4095;2\n2;\"0x2000\";8\n"),
    START("1 w\n2 r\n18446744073709551615\n"),
    START("\x1f\x8b\x08\0\0\0\0\0\0\3"),
    START("\xfd\x37zXZ\0\0\4"),
    START("\x28\xb5\x2f\xfd\4\0"),
};
enum { STARTS = sizeof starts / sizeof starts[0] };

static size_t make(char *bytes)
{
    size_t length = 0;
    do {
        const struct start *start = &starts[below(STARTS)];
        memcpy(bytes + length, start->bytes, start->length);
        length += start->length;
    } while (below(4) && length + 80 < SIZE_MAX_BYTES);
    for (uint32_t flips = below(2) * below(5); flips > 0; flips--)
        bytes[below((uint32_t)length)] = (char)below(256);
    if (below(3) == 0)
        length = below((uint32_t)length + 1);
    return length;
}

static bool one_line(const struct error *error)
{
    return error->message[0] && !strchr(error->message, '\n') &&
           (error->status == STATUS_REQUEST);
}

static void fuzz_readers(const char *path)
{
    static const char *const formats[] = {"auto",   "text", "u64",
                                          "lackey", "csv",  "native"};
    char bytes[SIZE_MAX_BYTES];
    int read = 0, refused = 0;
    bool good = true;
    for (int i = 0; i < ROUNDS; i++) {
        size_t length = make(bytes);
        FILE *file = fopen(path, "w");
        if (!file)
            exit(99);
        fwrite(bytes, 1, length, file);
        fclose(file);
        struct trace trace;
        struct error error = {.message = ""};
        struct trace_options options = {.format = formats[below(6)], .page_size = 0};
        if (trace_load(&trace, path, &options, &error) == 0) {
            read++;
            good = good && trace.count > 0 && trace.pages.count <= trace.count;
            trace_free(&trace);
        } else {
            refused++;
            good = good && one_line(&error);
        }
    }
    ok(good, "every file was read, or refused in one line");
    printf("# %d read, %d refused\n", read, refused);
    ok(read > ROUNDS / 20 && refused > ROUNDS / 20, "both happened often");
}

/* The checksum of the native format, bit by bit. */
static uint32_t checksum(const unsigned char *bytes, size_t length)
{
    uint32_t crc = ~0u;
    for (size_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

static size_t put32(unsigned char *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (unsigned char)(value >> 8 * i);
    return 4;
}

/* A native trace whose checksums are right, and whose blocks are anything. */
static size_t make_native(unsigned char *bytes)
{
    memcpy(bytes, "\x89R3T\r\n\x1a\n\1\0\0\0", 12);
    size_t end = 12 + put32(bytes + 12, checksum(bytes, 12));
    uint32_t total = 0, blocks = below(4);
    for (uint32_t b = 0; b <= blocks; b++) {
        unsigned char *block = bytes + end;
        uint32_t count = b == blocks ? below(20) == 0 : 1 + below(40);
        uint32_t length = b == blocks ? (below(20) ? 8 : below(12)) : below(3) * count;
        length = b < blocks && below(8) ? count : length;
        put32(block, count);
        put32(block + 4, length);
        for (uint32_t i = 0; i < length; i++)
            block[8 + i] =
                (unsigned char)(b < blocks && below(100) ? below(128) & ~4u : below(256));
        if (b == blocks && length == 8 && below(10)) {
            put32(block + 8, total);
            put32(block + 12, 0);
        }
        total += count;
        put32(block + 8 + length, checksum(block, 8 + length));
        end += 8 + length + 4;
    }
    return end;
}

static void fuzz_native(const char *path)
{
    unsigned char bytes[2048];
    int read = 0, refused = 0;
    bool good = true;
    for (int i = 0; i < ROUNDS; i++) {
        size_t length = make_native(bytes);
        FILE *file = fopen(path, "w");
        if (!file)
            exit(99);
        fwrite(bytes, 1, length, file);
        fclose(file);
        struct trace trace;
        struct error error = {.message = ""};
        struct trace_options options = {.format = "native"};
        if (trace_load(&trace, path, &options, &error) == 0) {
            read++;
            trace_free(&trace);
        } else {
            refused++;
            good = good && one_line(&error);
        }
    }
    ok(good, "native: whatever is in its blocks, it is read or refused in one line");
    printf("# %d read, %d refused\n", read, refused);
    ok(read > ROUNDS / 50 && refused > ROUNDS / 20, "both happened often");
}

static void fuzz_choices(void)
{
    static const char *const words[] = {"fifo", "lru",    "clock", ":",  ",",  "=",
                                        "bits", "insert", "2",     "-1", "99", "opt"};
    int read = 0;
    bool good = true;
    struct choices *choices = xcalloc(1, sizeof *choices);
    for (int i = 0; i < ROUNDS * 4; i++) {
        char text[128] = "";
        for (uint32_t count = below(8); count > 0; count--)
            strcat(text, words[below(12)]);
        struct error error = {.message = ""};
        if (choices_parse(choices, text, &error) == 0) {
            read++;
            good = good && choices->count > 0;
        } else {
            good = good && one_line(&error);
        }
    }
    free(choices);
    ok(good && read > 0, "every list of policies was read, or refused in one line");
}

static void fuzz_results(void)
{
    static const char start[] =
        "{\"trace\":\"a\",\"policy\":\"lru\",\"frames\":3,\"references\":9,"
        "\"distinct\":4,\"faults\":5,\"hits\":4,\"evictions\":2,\"writebacks\":0,"
        "\"seconds\":0.5}";
    int read = 0, refused = 0;
    bool good = true;
    for (int i = 0; i < ROUNDS * 4; i++) {
        char line[sizeof start];
        struct result_row row;
        struct error error = {.message = ""};
        memcpy(line, start, sizeof start);
        for (uint32_t flips = below(3); flips > 0; flips--)
            line[below(sizeof start - 1)] =
                (char)(below(4) ? 32 + below(95) : below(256));
        size_t length = below(4) ? sizeof start - 1 : below(sizeof start);
        if (result_parse(&row, line, length, &error) == 0) {
            read++;
            good = good && row.faults + row.hits == row.references;
            result_free(&row);
        } else {
            refused++;
            good = good && one_line(&error);
        }
    }
    ok(good, "every line of results was read, or refused in one line");
    ok(read > ROUNDS && refused > ROUNDS, "both happened often");
}

int main(void)
{
    char path[256];
    const char *folder = getenv("TMPDIR");
    snprintf(path, sizeof path, "%s/ring3-fuzz.XXXXXX", folder ? folder : "/tmp");
    int fd = mkstemp(path);
    if (fd < 0)
        return 99;
    close(fd);
    fuzz_readers(path);
    fuzz_native(path);
    fuzz_choices();
    fuzz_results();
    unlink(path);
    return done_testing();
}
