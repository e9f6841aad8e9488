/* vmsim convert: a trace in another format, reference by reference. */
#include <stdio.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/program.h"
#include "vmsim/commands.h"
#include "vmsim/request.h"
#include "vmsim/writer.h"

static const char *output;
static struct writer_request request = {.format = "auto"};

const struct option_row convert_options[] = {
    {"output", 'o', OPTION_TEXT, &output, "FILE",
     "the new trace, - is standard output; its name tells format and packing", NULL, 0,
     0},
    {"to", 0, OPTION_CHOICE, &request.format, "NAME", "format of the new trace",
     "auto text u64 lackey native csv", 0, 0},
    {"to-columns", 0, OPTION_TEXT, &request.columns, "LIST",
     "for csv: page or address, size, op, pid; page,op if not given", NULL, 0, 0},
    {"pack", 0, OPTION_CHOICE, &request.pack, "NAME", "packing of the new trace",
     "gz xz zst none", 0, 0},
    TRACE_OPTION_ROWS,
    {0},
};

/* What the new format cannot say is told, once. */
struct losses {
    bool kinds, writes, pids;
};

static void note_losses(const struct access_batch *batch, struct losses *losses)
{
    losses->writes |= batch->writes;
    for (size_t i = 0; batch->kinds && i < batch->count; i++)
        losses->kinds |= batch->kind[i] >= ACCESS_MODIFY;
    for (size_t i = 0; batch->pids && i < batch->count; i++)
        losses->pids |= batch->pid[i] != 0;
}

static void tell_losses(const struct writer *writer, const struct losses *losses)
{
    const struct trace_format *format = writer->format;
    bool csv = format == &format_csv, native = format == &format_native;
    const char *name = format->name;
    if (losses->writes && format == &format_u64)
        warn("note: %s has no place for what writes; all became reads", name);
    else if (losses->kinds && format == &format_text)
        warn("note: %s has r and w only; fetches became reads, modifies writes", name);
    if (losses->pids && !native && (!csv || writer->csv.column[CSV_PID] < 0))
        warn("note: %s has no place for process ids here; they are lost", name);
}

static int convert(struct reader *reader, struct writer *writer, struct losses *losses,
                   struct error *error)
{
    cleanup_free struct access_batch *batch = xcalloc(1, sizeof *batch);
    reader->raw = true;
    do {
        if (reader_read(reader, batch, error) < 0 ||
            writer_batch(writer, batch, error) < 0)
            return -1;
        note_losses(batch, losses);
    } while (batch->count > 0);
    if (writer->references > 0)
        return 0;
    return error_set(error, STATUS_REQUEST, "%s holds no reference",
                     source_name(reader->source));
}

static void report(uint64_t references, const char *format)
{
    if (!strcmp(output, "-"))
        return;
    if (!common_options.json) {
        printf("%s: %llu references, %s\n", output, (unsigned long long)references,
               format);
        return;
    }
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "trace", output);
    json_string(&json, "format", format);
    json_unsigned(&json, "references", references);
    json_end(&json);
}

int command_convert(int argc, char **argv)
{
    (void)argc;
    struct error error;
    struct losses losses = {0};
    if (!output)
        die(STATUS_REQUEST, "-o FILE is missing: where shall the new trace go? Try "
                            "-o new.r3t.xz, or -o - --to text");
    request.page_size = trace_request.page_size;
    struct reader *reader = reader_open(argv[0], &trace_request, &error);
    if (!reader)
        die_error(&error);
    struct writer *writer = writer_open(output, &request, &error);
    if (!writer)
        die_error(&error);
    int result = convert(reader, writer, &losses, &error);
    reader_close(reader);
    if (result < 0) {
        writer_abandon(writer);
        die_error(&error);
    }
    tell_losses(writer, &losses);
    uint64_t references = writer->references;
    const char *format = writer->format->name;
    if (writer_commit(writer, &error) < 0)
        die_error(&error);
    report(references, format);
    return STATUS_OK;
}
