/* Trace readers: what they accept, what they refuse and in which words. */
#include <archive.h>
#include <unistd.h>

#include "tests/tap.h"
#include "vmsim/sink.h"
#include "vmsim/trace.h"

static char path[256];

static void put(const void *bytes, size_t length)
{
    FILE *file = fopen(path, "w");
    if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0)
        exit(99);
}

/* "1 2 3W": the references read, or the message. */
static const char *read_back(const char *format, uint64_t page_size)
{
    static char text[4096];
    struct trace trace;
    struct error error;
    struct trace_options options = {.format = format, .page_size = page_size};
    size_t end = 0;
    text[0] = '\0';
    if (trace_load(&trace, path, &options, &error) < 0) {
        const char *name = strstr(error.message, path);
        /* The name of the file changes from run to run. */
        if (name == error.message)
            snprintf(text, sizeof text, "FILE%s", error.message + strlen(path));
        else
            snprintf(text, sizeof text, "%s", error.message);
        return text;
    }
    for (size_t i = 0; i < trace.count && end + 32 < sizeof text; i++)
        end += (size_t)snprintf(text + end, sizeof text - end, "%s%llu%s", i ? " " : "",
                                (unsigned long long)trace_page_number(&trace, i),
                                trace_reference(&trace, i).write ? "W" : "");
    trace_free(&trace);
    return text;
}

static const char *reading(const char *bytes, const char *format)
{
    put(bytes, strlen(bytes));
    return read_back(format, 0);
}

static void check_text(void)
{
    is_string(reading("1\n2\n3\n", "auto"), "1 2 3", "decimal numbers");
    is_string(reading("1\n2\n3", "auto"), "1 2 3", "without a newline at the end");
    is_string(reading("# a comment\n\n 0x10\t\r\n0xFf\n", "auto"), "16 255",
              "hexadecimal, comments, blanks, CRLF");
    is_string(reading("1 w\n2 r\n 0x3\tW \n4 R\n5 w\r\n6", "auto"), "1W 2 3W 4 5W 6",
              "what writes");
    contains(reading("1 x\n", "auto"), "FILE:1: '1 x' is no", "another letter");
    contains(reading("w\n", "text"), "FILE:1: 'w' is no", "a letter alone");
    is_string(reading("18446744073709551615\n", "text"), "18446744073709551615",
              "the greatest number");
    contains(reading("1\n18446744073709551616\n", "auto"),
             "FILE:2: '18446744073709551616' is no page number", "one more is too much");
    contains(reading("1\n# 2\n\n-3\n", "auto"), "FILE:4: '-3' is no page number",
             "a negative number, with its line");
    contains(reading("0x\n", "auto"), "FILE:1: '0x' is no", "0x alone");
    contains(reading("1 2\n", "auto"), "FILE:1: '1 2' is no", "two numbers on a line");
    contains(reading("12a\n", "auto"), "FILE:1: '12a' is no", "letters after a number");
    contains(reading("# nothing\n\n", "auto"), "holds no reference", "only comments");
    contains(reading("", "auto"), "is empty", "an empty file");
    contains(reading("caf\xc3\xa9\x1b[31m\n", "text"), "'caf\\xc3\\xa9\\x1b[31m'",
             "foreign bytes are shown as numbers");
}

static void check_long_lines(void)
{
    char line[READER_LINE_MAX + 3];
    memset(line, '7', sizeof line);
    put(line, sizeof line);
    contains(read_back("auto", 0), "FILE:1: the line is longer than 4096 bytes",
             "a line without end");
    memset(line, ' ', sizeof line);
    line[READER_LINE_MAX - 1] = '7';
    line[READER_LINE_MAX] = '\n';
    put(line, READER_LINE_MAX + 1);
    is_string(read_back("auto", 0), "7", "the longest line");
}

static void check_u64(void)
{
    put("\1\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0", 16);
    is_string(read_back("auto", 0), "1 256", "little-endian numbers");
    put("\1\0\0\0\0\0\0\0\0\1\0\0\0", 13);
    contains(read_back("u64", 0),
             "FILE: truncated: the last page number, at byte 8, has "
             "5 of its 8 bytes",
             "a truncated number");
    contains(read_back("auto", 0), "it is binary, but 13 bytes are no multiple of 8",
             "which is not taken for page numbers unasked");
    put("\1\2\3\4\5\6\7\x88\1\2\3\4\5\6\7\0", 16);
    is_string(read_back("auto", 0), "9801809732607083009 1976943448883713",
              "a NUL and a size that fits: page numbers, however large");
    put("\x7f"
        "ELF\2\1\1\0\0\0\0\0\0\0\0\0",
        16);
    contains(read_back("auto", 0), "FILE is a program, and no trace", "but no program");
    put("\1\2\3\4\5\6\7\x88", 8);
    is_string(read_back("u64", 0), "9801809732607083009",
              "unless it is said that they are");
    put("\1\0\0\0\0\0\0\0", 8);
    contains(read_back("text", 0), "FILE:1: '\\x01\\x00", "binary numbers are no text");
    contains(read_back("u64", 4096), "holds page numbers, not addresses",
             "--page-size has no meaning for page numbers");
}

static void check_lackey(void)
{
    static const char trace[] = "==12== Lackey\n"
                                "I  00001000,3\n"
                                " L 00001ffe,2\n"
                                " S 1fff000608,8\n"
                                "--12-- a warning of valgrind\n"
                                " M 00001ffe,8\n"
                                "==12== Exit code: 0\n";
    is_string(reading(trace, "auto"), "1 1 33550336W 1W 2W",
              "I, L, S and M, and an access across two pages");
    is_string((put(trace, strlen(trace)), read_back("auto", 1 << 20)), "0 0 131056W 0W",
              "another page size");
    contains((put(trace, strlen(trace)), read_back("auto", 3000)),
             "a page is a power of two bytes", "a page size that is none");
    contains(reading("I  1000,3\n L zzz,4\n", "lackey"), "FILE:2: ' L zzz,4' is no line",
             "no address");
    contains(reading("I  1000,3\n L 1000\n", "auto"), "FILE:2:", "no size");
    contains(reading("I  1000,3\n L 1000,0\n", "auto"), "FILE:2:", "no byte");
    contains(reading("I  1000,3\n L 1000,99999\n", "auto"), "FILE:2:", "too many bytes");
    contains(reading("I  1000,3\n L ffffffffffffffff,2\n", "auto"),
             "FILE:2:", "beyond the last address");
    contains(reading("I  1000,3\nhello\n", "auto"), "FILE:2: 'hello'",
             "words of the program in between");
    contains(reading("==1== only words\n", "auto"), "holds no reference",
             "a trace without accesses");
}

static void check_packed(void)
{
    static const char *const suffixes[] = {".gz", ".xz", ".zst", ""};
    char name[300], bytes[8192], label[64];
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        struct error error;
        snprintf(name, sizeof name, "%s%s", path, suffixes[i]);
        struct sink *sink = sink_open(name, NULL, &error);
        bool written = sink && sink_write(sink, "1\n2\n3\n", 6, &error) == 0 &&
                       sink_commit(sink, &error) == 0;
        FILE *file = fopen(name, "r");
        size_t length = file ? fread(bytes, 1, sizeof bytes, file) : 0;
        if (file)
            fclose(file);
        unlink(name);
        snprintf(label, sizeof label, "written and read back%s%s", i < 3 ? " as " : "",
                 suffixes[i]);
        put(bytes, length);
        is_string(written ? read_back("auto", 0) : error.message, "1 2 3", label);
        if (i == 3)
            continue;
        put(bytes, length - 6);
        contains(read_back("auto", 0), "is cut short", "and refused when cut");
    }
}

static void check_batches(void)
{
    /* More than a buffer of every kind, with pages that repeat. */
    enum { COUNT = 300000 };
    static uint64_t numbers[COUNT];
    struct trace trace;
    struct error error;
    struct trace_options options = {.format = "u64", .page_size = 0};
    bool same = true;
    for (uint64_t i = 0; i < COUNT; i++)
        numbers[i] = i * i % 50021 + (i % 3 << 40);
    put(numbers, sizeof numbers);
    same = trace_load(&trace, path, &options, &error) == 0 && trace.count == COUNT;
    for (size_t i = 0; same && i < COUNT; i++)
        same = trace_page_number(&trace, i) == numbers[i];
    ok(same, "300 000 numbers come back in order");
    trace_free(&trace);
}

static void check_look_ahead(void)
{
    struct trace trace;
    trace_from_string(&trace, "1,2,1,3,2,0x1", NULL);
    trace_look_ahead(&trace);
    is_int(trace.next[0], 2, "the next use of the first page");
    is_int(trace.next[1], 4, "of the second");
    is_int(trace.next[2], 5, "of the first again");
    is_int(trace.next[3], NEVER, "of one that does not come again");
    trace_free(&trace);
}

int main(void)
{
    const char *folder = getenv("TMPDIR");
    snprintf(path, sizeof path, "%s/ring3-readers.XXXXXX", folder ? folder : "/tmp");
    int fd = mkstemp(path);
    if (fd < 0)
        return 99;
    close(fd);
    check_text();
    check_long_lines();
    check_u64();
    check_lackey();
    check_packed();
    check_batches();
    check_look_ahead();
    unlink(path);
    return done_testing();
}
