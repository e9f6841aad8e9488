/* Writing traces and reading them back: every format, every packing, and what a
 * checksum is for.
 */
#include <unistd.h>

#include "tests/random.h"
#include "tests/tap.h"
#include "vmsim/writer.h"

static char path[300];
static struct random random_state = {2026};

/* `count` references, with everything that a trace can tell. */
static void fill(struct access_batch *batch, size_t count, bool pids)
{
    *batch = (struct access_batch){.kinds = true, .pids = pids};
    while (batch->count < count) {
        uint64_t page = random_below(&random_state, 9) ? random_below(&random_state, 99)
                                                       : random_next(&random_state) >> 14;
        batch_access(batch, page, (enum access_kind)random_below(&random_state, 4),
                     pids ? 1 + (uint32_t)random_below(&random_state, 3) : 0);
    }
}

static bool write_all(const struct access_batch *batch, size_t times,
                      const struct writer_request *request)
{
    struct error error = {.message = ""};
    struct writer *writer = writer_open(path, request, &error);
    for (size_t i = 0; writer && i < times; i++)
        if (writer_batch(writer, batch, &error) < 0)
            return false;
    if (writer && writer_commit(writer, &error) == 0)
        return true;
    printf("# %s\n", error.message);
    return false;
}

/* Does reference i come back as the format can tell it? */
static bool same_access(const struct access_batch *wrote, const struct access_batch *read,
                        size_t i, size_t j, const char *format)
{
    bool exact = strcmp(format, "text") != 0 && strcmp(format, "u64") != 0;
    return wrote->page[i] == read->page[j] &&
           (!strcmp(format, "u64") || wrote->write[i] == read->write[j]) &&
           (!exact || wrote->kind[i] == read->kind[j]) &&
           (strcmp(format, "native") != 0 || wrote->pid[i] == read->pid[j]);
}

static bool reads_back(const struct access_batch *wrote, size_t times, const char *format)
{
    static struct access_batch read;
    struct error error = {.message = ""};
    struct trace_options options = {.format = "auto"};
    struct reader *reader = reader_open(path, &options, &error);
    size_t total = 0;
    bool same = reader && !strcmp(reader->format->name, format);
    if (reader)
        reader->raw = true;
    do {
        same = same && reader_read(reader, &read, &error) == 0;
        for (size_t j = 0; same && j < read.count; j++, total++)
            same = same_access(wrote, &read, total % wrote->count, j, format);
    } while (same && read.count > 0);
    reader_close(reader);
    if (!same)
        printf("# reference %zu; %s\n", total, error.message);
    return same && total == times * wrote->count;
}

static void check_round_trips(void)
{
    static const char *const formats[] = {"text", "u64", "lackey", "native", "csv"};
    static const char *const packs[] = {"none", "gz", "xz", "zst"};
    static struct access_batch batch;
    char name[64];
    for (size_t f = 0; f < 5; f++) {
        for (size_t p = 0; p < 4; p++) {
            struct writer_request request = {.format = formats[f], .pack = packs[p]};
            fill(&batch, 1 + random_below(&random_state, ACCESS_BATCH), true);
            snprintf(name, sizeof name, "%s, packing %s: written and read back",
                     formats[f], packs[p]);
            ok(write_all(&batch, 5, &request) && reads_back(&batch, 5, formats[f]), name);
        }
    }
}

static char *content(size_t *length)
{
    FILE *file = fopen(path, "r");
    char *bytes = xcalloc(1, 1 << 16);
    *length = file ? fread(bytes, 1, 1 << 16, file) : 0;
    if (file)
        fclose(file);
    return bytes;
}

static void put(const void *bytes, size_t length)
{
    FILE *file = fopen(path, "w");
    if (!file || fwrite(bytes, 1, length, file) != length || fclose(file) != 0)
        exit(99);
}

/* Reads to the end; the message, or "" where all was well. */
static const char *verdict(const char *format, const char *columns)
{
    static struct access_batch batch;
    static struct error error;
    struct trace_options options = {.format = format, .columns = columns};
    error.message[0] = '\0';
    struct reader *reader = reader_open(path, &options, &error);
    while (reader && reader_read(reader, &batch, &error) == 0 && batch.count > 0)
        continue;
    reader_close(reader);
    return error.message;
}

/* Every bit of a native trace is watched over, and so is its end. */
static void check_damage(void)
{
    static struct access_batch batch;
    struct writer_request request = {.format = "native"};
    size_t length, missed = 0, missed_cuts = 0;
    fill(&batch, 200, true);
    write_all(&batch, 2, &request);
    char *bytes = content(&length);
    for (size_t i = 0; i < length; i++) {
        char flip = (char)(1 << random_below(&random_state, 8));
        bytes[i] ^= flip;
        put(bytes, length);
        missed += *verdict("native", NULL) == '\0';
        bytes[i] ^= flip;
    }
    is_int(missed, 0, "native: no damaged byte is overlooked");
    for (size_t cut = 0; cut < length; cut++) {
        put(bytes, cut);
        missed_cuts += *verdict("native", NULL) == '\0';
    }
    is_int(missed_cuts, 0, "native: nor is a cut, wherever it is");
    put(bytes, length);
    is_string(verdict("auto", NULL), "", "whole, it is read");
    bytes[length] = 'x';
    put(bytes, length + 1);
    contains(verdict("auto", NULL), "there is more after the end", "junk at its end");
    free(bytes);
}

/* "1 2W": what a csv says, or the message without the file's name. */
static const char *csv(const char *text, const char *columns, uint64_t page_size)
{
    static struct access_batch batch;
    static char seen[ERROR_MAX];
    struct error error;
    struct trace_options options = {
        .format = "csv", .page_size = page_size, .columns = columns};
    size_t end = 0;
    put(text, strlen(text));
    struct reader *reader = reader_open(path, &options, &error);
    if (!reader || reader_read(reader, &batch, &error) < 0) {
        const char *name = strstr(error.message, path);
        snprintf(seen, sizeof seen, "%s", name ? name + strlen(path) : error.message);
        reader_close(reader);
        return seen;
    }
    seen[0] = '\0';
    for (size_t i = 0; i < batch.count; i++)
        end += (size_t)snprintf(seen + end, sizeof seen - end, "%s%llu%s", i ? " " : "",
                                (unsigned long long)batch.page[i],
                                batch.write[i] ? "W" : "");
    reader_close(reader);
    return seen;
}

static void check_csv(void)
{
    is_string(csv("page,op\n1,r\n2,w\n0x10,m\n", NULL, 0), "1 2W 16W",
              "csv by its names");
    is_string(csv("1,r\n2,w\n", NULL, 0), "1 2W", "csv without names: page, op");
    is_string(csv("1;\"store\"\n\"2\";load\n# no\n\n3;i\n", NULL, 0), "1W 2 3",
              "semicolons, quotes, words, comments");
    is_string(
        csv("t,who,what,where\n0,7,R,4096\n1,8,W,4096\n", "address=where,op=what", 0),
        "1 1W", "columns by name");
    is_string(csv("0,7,R,5\n1,8,W,5\n", "page=4,op=3,pid=2", 0), "5 4503599627370501W",
              "columns by number; two processes are two address spaces");
    is_string(csv("address,size\n4095,2\n8192,1\n", NULL, 0), "0 1 2",
              "addresses, and an access across two pages");
    is_string(csv("address,size\n4095,2\n", NULL, 1024), "3 4", "with another page size");
    contains(csv("page\n4095\n", NULL, 1024), "holds page numbers, not addresses",
             "page numbers take no page size");
    contains(csv("page,op\n1,r\n2\n", NULL, 0), ":3: '2' has too few columns", "a hole");
    contains(csv("page,op\n1,q\n", NULL, 0), ":2: '1,q' has an op that is none", "an op");
    contains(csv("page,op\n-1,r\n", NULL, 0), ":2: '-1,r' has no page number", "a page");
    contains(csv("address,size\n1,0\n", NULL, 0), "has no size from 1", "a size of 0");
    contains(csv("page,pid\n1,5000000000\n", NULL, 0), "no process id", "a process id");
    contains(csv("a,b\n1,2\n", NULL, 0), "which column holds the page", "unknown names");
    contains(csv("a,b\n1,2\n", "page=c", 0), "has no column 'c'",
             "a name that is absent");
    contains(csv("1,2\n", "pge=1", 0), "did you mean 'page'", "a misspelt name");
    contains(csv("1,2\n", "page=99", 0), "there is no column 99", "a number past all");
    contains(csv("1,2\n", "page=1,address=2", 0), "cannot be had at once", "both");
    put("1\n", 2);
    contains(verdict("auto", "page=1"), "only csv has columns", "columns of a text");
}

int main(void)
{
    const char *folder = getenv("TMPDIR");
    snprintf(path, sizeof path, "%s/ring3-formats.XXXXXX", folder ? folder : "/tmp");
    int fd = mkstemp(path);
    if (fd < 0)
        return 99;
    close(fd);
    check_round_trips();
    check_damage();
    check_csv();
    unlink(path);
    return done_testing();
}
