/* csv: a line per reference, its fields parted by commas, semicolons or tabs. Which
 * column holds what is told by --columns ("page=2,op=3", numbers from 1 or names of
 * the first line), or else by a first line with names that are known here, or else
 * the page is first and the op, if there is a second column, second.
 *
 *   page      a page number; or
 *   address   a byte address, with `size` bytes touched (1 if there is no such column)
 *   op        r w m i, or words that begin so; l and s are as r and w, f and x as i;
 *             0 reads, 1 writes
 *   pid       the process
 *
 * A field may stand between double quotes. Lines that begin with # are passed over.
 */
#include <stdio.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/suggest.h"
#include "vmsim/reader.h"
#include "vmsim/writer.h"

enum { FIELDS_MAX = 64 };

struct field {
    const char *text;
    size_t length;
};

static const struct {
    const char *name;
    enum csv_column column;
} names[] = {
    {"page", CSV_PAGE},  {"address", CSV_ADDRESS}, {"size", CSV_SIZE},
    {"op", CSV_OP},      {"pid", CSV_PID},         {"addr", CSV_ADDRESS},
    {"bytes", CSV_SIZE}, {"rw", CSV_OP},           {"kind", CSV_OP},
    {"access", CSV_OP},  {"type", CSV_OP},         {"process", CSV_PID},
    {"block", CSV_PAGE}, {"vpn", CSV_PAGE},
};
enum { NAMES = sizeof names / sizeof names[0], OWN_NAMES = 5 };

static bool same_word(struct field field, const char *word)
{
    return strlen(word) == field.length && !strncasecmp(field.text, word, field.length);
}

static int known_column(struct field field)
{
    for (size_t i = 0; i < NAMES; i++)
        if (same_word(field, names[i].name))
            return (int)names[i].column;
    return -1;
}

/* The fields of a line without blanks and quotes around them; at most FIELDS_MAX. */
static size_t split(const char *line, size_t length, char separator,
                    struct field fields[FIELDS_MAX])
{
    const char *end = line + length;
    size_t count = 0;
    while (count < FIELDS_MAX) {
        const char *stop = memchr(line, separator, (size_t)(end - line));
        struct field field = {line, (size_t)((stop ? stop : end) - line)};
        while (field.length && (*field.text == ' ' || *field.text == '"'))
            field.text++, field.length--;
        while (field.length && (field.text[field.length - 1] == ' ' ||
                                field.text[field.length - 1] == '"'))
            field.length--;
        fields[count++] = field;
        if (!stop)
            break;
        line = stop + 1;
    }
    return count;
}

static char find_separator(const char *line, size_t length)
{
    for (const char *c = ",;\t"; *c; c++)
        if (memchr(line, *c, length))
            return *c;
    return '\0';
}

static bool is_number(struct field field)
{
    uint64_t number;
    return parse_page_number(field.text, field.length, &number);
}

/* ---- which column is what ---- */

static int unknown_name(struct field field, struct error *error)
{
    const char *words[OWN_NAMES];
    for (size_t i = 0; i < OWN_NAMES; i++)
        words[i] = names[i].name;
    cleanup_free char *word = xasprintf("%.*s", (int)field.length, field.text);
    const char *near = suggest(word, words, OWN_NAMES);
    return error_set(error, STATUS_REQUEST,
                     "--columns: '%s' is no column%s%s%s; there are page, address, size, "
                     "op and pid",
                     word, near ? " (did you mean '" : "", near ? near : "",
                     near ? "'?)" : "");
}

static int where(struct field place, const struct field *head, size_t count,
                 struct error *error)
{
    uint64_t number;
    if (parse_page_number(place.text, place.length, &number)) {
        if (number >= 1 && number <= FIELDS_MAX)
            return (int)number - 1;
        return error_set(error, STATUS_REQUEST,
                         "--columns: there is no column %llu; they count from 1 to %d",
                         (unsigned long long)number, FIELDS_MAX);
    }
    for (size_t i = 0; i < count; i++)
        if (head[i].length == place.length &&
            !memcmp(head[i].text, place.text, place.length))
            return (int)i;
    return error_set(error, STATUS_REQUEST,
                     "--columns: the first line has no column '%.*s'", (int)place.length,
                     place.text);
}

/* "page=2,op=kind", or "page,op": in this order. */
static int choose(struct csv *csv, const char *text, const struct field *head,
                  size_t head_count, struct error *error)
{
    struct field items[FIELDS_MAX];
    size_t count = split(text, strlen(text), ',', items);
    for (size_t i = 0; i < count; i++) {
        struct field name = items[i];
        const char *equals = memchr(name.text, '=', name.length);
        if (equals)
            name.length = (size_t)(equals - name.text);
        int column = known_column(name), place = (int)i;
        if (column < 0)
            return unknown_name(name, error);
        if (equals) {
            struct field rest = {equals + 1, items[i].length - name.length - 1};
            place = where(rest, head, head_count, error);
        }
        if (place < 0)
            return -1;
        csv->column[column] = place;
    }
    return 0;
}

static int check_columns(const struct csv *csv, struct error *error)
{
    bool page = csv->column[CSV_PAGE] >= 0, address = csv->column[CSV_ADDRESS] >= 0;
    if (page != address)
        return 0;
    return error_set(error, STATUS_REQUEST,
                     page ? "--columns: page and address cannot be had at once"
                          : "--columns: which column holds the page, or the address? Try "
                            "--columns page=1");
}

static void no_columns(struct csv *csv)
{
    for (size_t i = 0; i < CSV_COLUMNS; i++)
        csv->column[i] = -1;
}

int csv_choose_columns(struct csv *csv, const char *text, struct error *error)
{
    no_columns(csv);
    csv->separator = ',';
    if (choose(csv, text, NULL, 0, error) < 0)
        return -1;
    return check_columns(csv, error);
}

/* Without --columns: by names, or by position. */
static void guess(struct csv *csv, const struct field *head, size_t count, bool named)
{
    for (size_t i = 0; named && i < count; i++) {
        int column = known_column(head[i]);
        if (column >= 0 && csv->column[column] < 0)
            csv->column[column] = (int)i;
    }
    if (!named) {
        csv->column[CSV_PAGE] = 0;
        csv->column[CSV_OP] = count > 1 ? 1 : -1;
    }
    if (csv->column[CSV_PAGE] >= 0)
        csv->column[CSV_ADDRESS] = -1;
}

static bool is_passed_over(const char *line, size_t length)
{
    return length == 0 || *line == '#';
}

/* The first line that is not passed over, without taking it out of the buffer. */
static bool peek(const unsigned char *start, size_t length, struct field *line)
{
    const char *at = (const char *)start, *end = at + length;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        size_t taken = (size_t)((newline ? newline : end) - at);
        *line = (struct field){at, taken && at[taken - 1] == '\r' ? taken - 1 : taken};
        if (!is_passed_over(line->text, line->length))
            return line->length <= READER_LINE_MAX;
        at += taken + 1;
    }
    return false;
}

static bool csv_looks(const unsigned char *start, size_t length, bool whole)
{
    (void)whole;
    struct field line, fields[FIELDS_MAX];
    if (memchr(start, 0, length) || !peek(start, length, &line))
        return false;
    char separator = find_separator(line.text, line.length);
    if (!separator)
        return false;
    size_t count = split(line.text, line.length, separator, fields);
    for (size_t i = 0; i < count; i++)
        if (known_column(fields[i]) == CSV_PAGE || known_column(fields[i]) == CSV_ADDRESS)
            return true;
    /* A tab alone may be a blank behind a page number. */
    return separator != '\t' && is_number(fields[0]);
}

static int csv_start(struct reader *reader, struct error *error)
{
    struct csv *csv = &reader->csv;
    struct field line = {"", 0}, head[FIELDS_MAX];
    no_columns(csv);
    peek(reader->buffer + reader->begin, reader->end - reader->begin, &line);
    csv->separator = find_separator(line.text, line.length);
    size_t count = split(line.text, line.length, csv->separator, head);
    if (reader->columns ? choose(csv, reader->columns, head, count, error) < 0
                        : (guess(csv, head, count, !is_number(head[0])), 0))
        return -1;
    if (check_columns(csv, error) < 0)
        return -1;
    int first =
        csv->column[CSV_PAGE] >= 0 ? csv->column[CSV_PAGE] : csv->column[CSV_ADDRESS];
    reader->addresses = csv->column[CSV_ADDRESS] >= 0;
    csv->has_head = (size_t)first < count && !is_number(head[first]);
    return 0;
}

/* ---- reading ---- */

static bool parse_op(struct field field, enum access_kind *kind)
{
    static const char letters[] = "rlws1mifx0";
    static const enum access_kind kinds[] = {
        ACCESS_READ,   ACCESS_READ,  ACCESS_WRITE, ACCESS_WRITE, ACCESS_WRITE,
        ACCESS_MODIFY, ACCESS_FETCH, ACCESS_FETCH, ACCESS_FETCH, ACCESS_READ};
    char letter = field.length ? field.text[0] : 'r';
    const char *found = strchr(letters, letter >= 'A' ? letter | 0x20 : letter);
    if (found && *found)
        *kind = kinds[found - letters];
    return found && *found;
}

static bool number_in(const struct csv *csv, enum csv_column column,
                      const struct field *fields, uint64_t *value)
{
    struct field field = fields[csv->column[column]];
    return csv->column[column] < 0 || parse_page_number(field.text, field.length, value);
}

/* What is wrong with the line, or NULL. */
static const char *take_line(struct reader *reader, struct access_batch *batch,
                             const struct field *fields, size_t count)
{
    const struct csv *csv = &reader->csv;
    uint64_t page = 0, address = 0, size = 1, pid = 0;
    enum access_kind kind = ACCESS_READ;
    for (size_t i = 0; i < CSV_COLUMNS; i++)
        if (csv->column[i] >= (int)count)
            return "has too few columns";
    if (csv->column[CSV_OP] >= 0 && !parse_op(fields[csv->column[CSV_OP]], &kind))
        return "has an op that is none of r w m i";
    if (csv->column[CSV_PID] >= 0 &&
        (!number_in(csv, CSV_PID, fields, &pid) || pid > UINT32_MAX))
        return "has no process id below 2^32";
    if (csv->column[CSV_PAGE] >= 0) {
        if (!number_in(csv, CSV_PAGE, fields, &page))
            return "has no page number below 2^64 in its column";
        batch_access(batch, page, kind, (uint32_t)pid);
        return NULL;
    }
    if (!number_in(csv, CSV_ADDRESS, fields, &address))
        return "has no address below 2^64 in its column";
    if (csv->column[CSV_SIZE] >= 0 &&
        (!number_in(csv, CSV_SIZE, fields, &size) || size == 0 || size > 65536 ||
         address + (size - 1) < address))
        return "has no size from 1 to 65536";
    reader_access(reader, address, size, kind, (uint32_t)pid);
    return NULL;
}

static int csv_read(struct reader *reader, struct access_batch *batch,
                    struct error *error)
{
    struct field fields[FIELDS_MAX];
    const char *line;
    size_t length;
    batch->kinds = reader->csv.column[CSV_OP] >= 0;
    batch->pids = reader->csv.column[CSV_PID] >= 0;
    reader_deliver(reader, batch);
    while (batch->count < ACCESS_BATCH) {
        int got = reader_line(reader, &line, &length, error);
        if (got <= 0)
            return got;
        if (is_passed_over(line, length))
            continue;
        if (reader->csv.has_head) {
            reader->csv.has_head = false;
            continue;
        }
        size_t count = split(line, length, reader->csv.separator, fields);
        const char *complaint = take_line(reader, batch, fields, count);
        if (complaint)
            return reader_refuse(reader, line, length, complaint, error);
        reader_deliver(reader, batch);
    }
    return 0;
}

/* ---- writing ---- */

/* The column that stands at a place, or CSV_COLUMNS behind the last one. */
static size_t column_at(const struct csv *csv, int place)
{
    size_t column = 0;
    while (column < CSV_COLUMNS && csv->column[column] != place)
        column++;
    return column;
}

static int csv_begin(struct writer *writer, struct error *error)
{
    for (int place = 0; column_at(&writer->csv, place) < CSV_COLUMNS; place++)
        if (writer_print(writer, error, "%s%s", place ? "," : "",
                         names[column_at(&writer->csv, place)].name) < 0)
            return -1;
    return writer_put(writer, "\n", 1, error);
}

static int write_field(struct writer *writer, const struct access_batch *batch, size_t i,
                       size_t column, struct error *error)
{
    static const char ops[ACCESS_KINDS] = "rwmi";
    unsigned long long page = batch->page[i];
    switch (column) {
    case CSV_PAGE:
        return writer_print(writer, error, "%llu", page);
    case CSV_ADDRESS:
        return writer_print(writer, error, "0x%llx", page << writer->page_shift);
    case CSV_SIZE:
        return writer_print(writer, error, "1");
    case CSV_OP:
        return writer_print(writer, error, "%c", ops[batch_kind(batch, i)]);
    default:
        return writer_print(writer, error, "%u", batch->pids ? batch->pid[i] : 0);
    }
}

static int csv_write(struct writer *writer, const struct access_batch *batch,
                     struct error *error)
{
    for (size_t i = 0; i < batch->count; i++) {
        size_t column;
        for (int place = 0; (column = column_at(&writer->csv, place)) < CSV_COLUMNS;
             place++)
            if ((place && writer_put(writer, ",", 1, error) < 0) ||
                write_field(writer, batch, i, column, error) < 0)
                return -1;
        if (writer_put(writer, "\n", 1, error) < 0)
            return -1;
    }
    return 0;
}

const struct trace_format format_csv = {
    .name = "csv",
    .summary = "columns parted by , ; or tabs: page or address, size, op, pid "
               "(--columns)",
    .looks = csv_looks,
    .start = csv_start,
    .read = csv_read,
    .begin = csv_begin,
    .write = csv_write,
};
