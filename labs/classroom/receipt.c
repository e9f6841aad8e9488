/* Writing and reading receipts. */
#include "labs/classroom/receipt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/classroom/sign.h"
#include "labs/kit/atomic_file.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/paths.h"

#define FIRST_LINE     "ring3 receipt 1"
#define SIGNATURE_LINE "\nsignature: "

enum { RECEIPT_MAX = 1 << 20, NAME_MAX_LENGTH = 200 };

/* Every head line by its name, in order. */
static const struct head {
    const char *name;
    size_t offset;
} heads[] = {
    {"student", offsetof(struct receipt, student)},
    {"course", offsetof(struct receipt, course)},
    {"version", offsetof(struct receipt, version)},
    {"made", offsetof(struct receipt, made)},
};
enum { HEADS = sizeof heads / sizeof heads[0] };

static char **head_of(struct receipt *receipt, size_t index)
{
    return (char **)(void *)((char *)receipt + heads[index].offset);
}

char *receipt_text(const struct receipt *receipt, const char *key)
{
    char *text = NULL;
    size_t length = 0;
    char signature[SIGNATURE_TEXT];
    struct receipt copy = *receipt;
    FILE *out = open_memstream(&text, &length);
    if (!out)
        die(STATUS_HOST, "no memory");
    fputs(FIRST_LINE "\n", out);
    for (size_t i = 0; i < HEADS; i++)
        fprintf(out, "%s: %s\n", heads[i].name, *head_of(&copy, i));
    fputc('\n', out);
    for (size_t i = 0; i < receipt->count; i++) {
        const struct receipt_line *line = &receipt->lines[i];
        fprintf(out, "%-40s %-6s seed %-6llu attempts %-4u hints %-2u seconds %lu\n",
                line->exercise, line->solved ? "solved" : "open",
                (unsigned long long)line->seed, line->attempts, line->hints,
                line->seconds);
    }
    fflush(out);
    sign_text(key, text, length, signature);
    fprintf(out, SIGNATURE_LINE "%s\n", signature);
    if (fclose(out) != 0)
        die(STATUS_HOST, "no memory");
    return text;
}

static int no_receipt(const char *name, const char *why, struct error *error)
{
    return error_set(error, STATUS_REQUEST, "%s is no receipt: %s", name, why);
}

static int read_head(struct receipt *receipt, size_t index, const char *line,
                     const char *name, struct error *error)
{
    size_t length = strlen(heads[index].name);
    if (strncmp(line, heads[index].name, length) != 0 ||
        strncmp(line + length, ": ", 2) != 0) {
        cleanup_free char *why =
            xasprintf("its line %zu is not \"%s: …\"", index + 2, heads[index].name);
        return no_receipt(name, why, error);
    }
    *head_of(receipt, index) = xstrdup(line + length + 2);
    return 0;
}

static int read_line(struct receipt *receipt, const char *line, const char *name,
                     struct error *error)
{
    char exercise[NAME_MAX_LENGTH + 1], state[8];
    unsigned long long seed;
    unsigned attempts, hints;
    unsigned long seconds;
    if (sscanf(line, "%200s %7s seed %llu attempts %u hints %u seconds %lu", exercise,
               state, &seed, &attempts, &hints, &seconds) != 6)
        return no_receipt(name, "a line of it has not the fields of an exercise", error);
    receipt->lines =
        xreallocarray(receipt->lines, receipt->count + 1, sizeof *receipt->lines);
    receipt->lines[receipt->count++] = (struct receipt_line){
        xstrdup(exercise), !strcmp(state, "solved"), seed, attempts, hints, seconds};
    return 0;
}

static int read_body(struct receipt *receipt, char *body, const char *name,
                     struct error *error)
{
    size_t number = 0;
    char *rest = NULL;
    for (char *line = strtok_r(body, "\n", &rest); line;
         line = strtok_r(NULL, "\n", &rest), number++) {
        int outcome = number == 0 ? 0
                      : number <= HEADS
                          ? read_head(receipt, number - 1, line, name, error)
                          : read_line(receipt, line, name, error);
        if (outcome < 0)
            return -1;
    }
    return number > HEADS ? 0 : no_receipt(name, "it ends too soon", error);
}

/* The last line is the signature; what stands before it was signed. */
static int check_signature(const char *text, const char *key, const char *name,
                           size_t *length, struct error *error)
{
    char wanted[SIGNATURE_TEXT], seen[SIGNATURE_TEXT];
    const char *line = NULL;
    for (const char *next = strstr(text, SIGNATURE_LINE); next;
         next = strstr(next + 1, SIGNATURE_LINE))
        line = next;
    if (strncmp(text, FIRST_LINE "\n", strlen(FIRST_LINE) + 1) != 0)
        return no_receipt(name, "it does not begin with \"" FIRST_LINE "\"", error);
    if (!line)
        return no_receipt(name, "it has no signature", error);
    *length = (size_t)(line - text);
    snprintf(seen, sizeof seen, "%.64s", line + strlen(SIGNATURE_LINE));
    const char *after = line + strlen(SIGNATURE_LINE) + strlen(seen);
    sign_text(key, text, *length, wanted);
    if (!sign_matches(seen, wanted) || strspn(after, " \r\n") != strlen(after))
        return error_set(error, STATUS_NO,
                         "%s was changed after it was signed, or signed with the key of "
                         "another course",
                         name);
    return 0;
}

int receipt_parse(const char *name, const char *text, const char *key,
                  struct receipt *receipt, struct error *error)
{
    size_t length = 0;
    *receipt = (struct receipt){0};
    if (check_signature(text, key, name, &length, error) < 0)
        return -1;
    cleanup_free char *body = xasprintf("%.*s", (int)length, text);
    if (read_body(receipt, body, name, error) == 0)
        return 0;
    receipt_free(receipt);
    return -1;
}

void receipt_free(struct receipt *receipt)
{
    for (size_t i = 0; i < HEADS; i++)
        free(*head_of(receipt, i));
    for (size_t i = 0; i < receipt->count; i++)
        free(receipt->lines[i].exercise);
    free(receipt->lines);
    *receipt = (struct receipt){0};
}

int receipt_in_folder(const char *folder, const char *key, struct receipt *receipt)
{
    struct error error;
    cleanup_free char *path = path_join(folder, "receipt.txt");
    cleanup_free char *text = NULL;
    size_t length;
    *receipt = (struct receipt){0};
    if (file_read(path, RECEIPT_MAX, &text, &length, &error) < 0)
        return -1;
    return receipt_parse(path, text, key, receipt, &error);
}

const struct receipt_line *receipt_find(const struct receipt *receipt,
                                        const char *exercise)
{
    for (size_t i = 0; i < receipt->count; i++)
        if (!strcmp(receipt->lines[i].exercise, exercise))
            return &receipt->lines[i];
    return NULL;
}
