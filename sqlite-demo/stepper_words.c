/* What a machine holds, in words: for the screen and for lines alike. */
#include <stdio.h>
#include <string.h>

#include "labs/kit/utf8.h"
#include "sqlite-demo/machine/convert.h"
#include "sqlite-demo/stepper.h"

/* Text between quotes, cut to the buffer; bytes that are no text are marked. */
static void text_words(const struct value *value, char *text, size_t size)
{
    size_t used = 1, left = value->size;
    const char *at = (const char *)value->bytes;
    text[0] = '\'';
    while (left && used + 12 < size) {
        uint32_t code;
        size_t taken = utf8_decode(at, left, &code);
        used += utf8_encode(
            code < ' ' || code == 127 || utf8_steers(code) ? 0xfffd : code, text + used);
        at += taken;
        left -= taken;
    }
    snprintf(text + used, size - used, "%s", left ? "…" : "'");
}

static void blob_words(const struct value *value, char *text, size_t size)
{
    size_t used = (size_t)snprintf(text, size, "x'");
    for (uint32_t i = 0; i < value->size && i < 8 && used + 16 < size; i++)
        used += (size_t)snprintf(text + used, size - used, "%02x", value->bytes[i]);
    snprintf(text + used, size - used, value->size > 8 ? "…' %u bytes" : "'",
             value->size);
}

void value_words(const struct value *value, char *text, size_t size)
{
    char number[40];
    switch (value->type) {
    case VALUE_NULL:
        snprintf(text, size, "NULL");
        break;
    case VALUE_INTEGER:
    case VALUE_REAL:
        number_text(value, number);
        snprintf(text, size, "%s", number);
        break;
    case VALUE_TEXT:
        text_words(value, text, size);
        break;
    case VALUE_BLOB:
        blob_words(value, text, size);
        break;
    }
}

void cursor_words(struct stepper *stepper, int number, char *text, size_t size)
{
    static const char *const kinds[] = {
        [CURSOR_CLOSED] = "is closed",
        [CURSOR_STORE] = "on a table in memory",
        [CURSOR_SORTER] = "on the sorter",
        [CURSOR_PSEUDO] = "on the record of register",
    };
    const struct vm_cursor *cursor = &stepper->machine.cursors[number];
    if (cursor->kind == CURSOR_PSEUDO && cursor->pseudo > 0) {
        snprintf(text, size, "cursor %d %s %d", number, kinds[cursor->kind],
                 cursor->pseudo);
    } else if (cursor->kind != CURSOR_FILE) {
        snprintf(text, size, "cursor %d %s", number,
                 cursor->kind == CURSOR_PSEUDO ? "gives NULLs" : kinds[cursor->kind]);
    } else {
        const struct schema_entry *entry =
            schema_by_root(&stepper->schema, cursor->tree.root);
        snprintf(text, size, "cursor %d on %s %s (root page %u)", number,
                 entry ? entry->type : "page", entry ? entry->name : "",
                 cursor->tree.root);
    }
}

void level_words(const struct btree_cursor *tree, int level, char *text, size_t size)
{
    const struct btree_page *page = tree->path[level].page;
    uint32_t index = tree->path[level].index;
    bool last = level + 1 == tree->depth;
    if (last && index < page->cells)
        snprintf(text, size, "page %u  cell %u of %u", page->number, index + 1,
                 page->cells);
    else if (last)
        snprintf(text, size, "page %u  behind its %u cells", page->number, page->cells);
    else
        snprintf(text, size, "page %u  child %u of %u", page->number, index + 1,
                 page->cells + 1);
}

void record_words(struct stepper *stepper, int number, char *text, size_t size)
{
    struct vm_cursor *cursor = &stepper->machine.cursors[number];
    const struct page_cell *cell = &cursor->tree.cell;
    struct record record = {0};
    char type[40];
    int used = 0;
    text[0] = '\0';
    if (cursor->kind != CURSOR_FILE || !cursor->tree.valid || cursor->deferred)
        return;
    if (cursor->is_table)
        used = snprintf(text, size, "rowid %lld · ", (long long)cell->rowid);
    const uint8_t *bytes = btree_record(&cursor->tree);
    if (!bytes)
        return;
    record_set(&record, bytes, (uint32_t)cell->payload);
    for (uint32_t i = 0; record_has(&record, i) && used >= 0 && (size_t)used < size; i++)
        used += snprintf(text + used, size - (size_t)used, "%s%s", i ? ", " : "",
                         serial_name(record.types[i], type));
    if (cell->overflow && used >= 0 && (size_t)used < size)
        snprintf(text + used, size - (size_t)used, " · overflows to page %u",
                 cell->overflow);
    record_free(&record);
}

void proof_words(const struct stepper *stepper, char *text, size_t size)
{
    const struct proof *proof = &stepper->proof;
    if (stepper->stop == STOP_UNKNOWN)
        snprintf(text, size, "No proof: %s. Up to there it is what SQLite does.",
                 stepper->why_stopped);
    else if (stepper->too_long)
        snprintf(text, size, "No proof: the program was ended after %d steps.",
                 STEPPER_LIMIT);
    else if (proof->same && proof->failed[0])
        snprintf(text, size, "SQLite fails in the same way, after as many steps: %s",
                 proof->failed);
    else if (proof->same)
        snprintf(text, size,
                 "The same rows, and the same number of steps: our machine did what "
                 "SQLite does.");
    else
        snprintf(text, size,
                 "SQLite found something else. This is a mistake in our machine, or the "
                 "file is damaged.%s%s",
                 proof->failed[0] ? " SQLite says: " : "", proof->failed);
}
