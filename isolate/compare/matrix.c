/* The matrix, as columns and as JSON. */
#include "isolate/compare/matrix.h"

#include <stdio.h>

#include "labs/kit/json.h"
#include "labs/kit/program.h"

static const char *const mark_words[MARK_COUNT] = {"blocked", "open", "not tried"};
static const char *const mark_signs[MARK_COUNT] = {"-", "OPEN", "?"};

static const char *column_name(size_t column)
{
    return column ? adapters[column - 1]->name : "isolate";
}

static void print_row(const struct matrix *matrix, const struct row *row)
{
    printf("%-23s", row->attack->name);
    for (size_t i = 0; i < MATRIX_COLUMNS; i++)
        if (matrix->asked[i])
            printf(" %-7s", mark_signs[row->marks[i]]);
    putchar('\n');
}

static void print_row_json(const struct matrix *matrix, const struct row *row)
{
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "attack", row->attack->name);
    for (size_t i = 0; i < MATRIX_COLUMNS; i++) {
        if (!matrix->asked[i])
            continue;
        json_object(&json, column_name(i));
        json_string(&json, "verdict", mark_words[row->marks[i]]);
        json_string(&json, "seen", row->seen[i]);
        json_close(&json);
    }
    json_end(&json);
}

void matrix_add(struct matrix *matrix, const struct row *row)
{
    matrix->rows++;
    for (size_t i = 0; i < MATRIX_COLUMNS; i++) {
        matrix->open[i] += row->marks[i] == MARK_OPEN;
        matrix->tried[i] += row->marks[i] != MARK_NONE;
    }
    if (common_options.json)
        print_row_json(matrix, row);
    else
        print_row(matrix, row);
    fflush(stdout);
}

static void print_settings(const struct matrix *matrix, size_t column)
{
    const struct adapter *adapter = adapters[column - 1];
    const char *missing = adapter_missing(adapter);
    printf("%-8s %s\n", adapter->name,
           matrix->asked[column] ? adapter->settings
           : missing             ? missing
                                 : "not asked for");
}

void matrix_head(const struct matrix *matrix)
{
    if (common_options.json)
        return;
    for (size_t i = 1; i < MATRIX_COLUMNS; i++)
        print_settings(matrix, i);
    printf("\n%-23s", "");
    for (size_t i = 0; i < MATRIX_COLUMNS; i++)
        if (matrix->asked[i])
            printf(" %-7s", column_name(i));
    putchar('\n');
}

static void print_counts_json(const struct matrix *matrix)
{
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_unsigned(&json, "attacks", matrix->rows);
    for (size_t i = 0; i < MATRIX_COLUMNS; i++) {
        json_object(&json, column_name(i));
        if (matrix->asked[i]) {
            json_unsigned(&json, "open", matrix->open[i]);
            json_unsigned(&json, "tried", matrix->tried[i]);
        } else {
            json_string(&json, "missing", adapter_missing(adapters[i - 1]));
        }
        json_close(&json);
    }
    json_end(&json);
}

static void print_sums(const struct matrix *matrix, const char *title, const size_t *sums)
{
    printf("%-23s", title);
    for (size_t i = 0; i < MATRIX_COLUMNS; i++)
        if (matrix->asked[i])
            printf(" %-7zu", sums[i]);
    putchar('\n');
}

void matrix_counts(const struct matrix *matrix)
{
    if (common_options.json) {
        print_counts_json(matrix);
        return;
    }
    putchar('\n');
    print_sums(matrix, "OPEN", matrix->open);
    print_sums(matrix, "of so many tried", matrix->tried);
    puts("\n-: blocked   OPEN: it succeeded   ?: the runtime did not come to it\n"
         "A row is here if its attack was seen to succeed in this run, somewhere. What\n"
         "isolate allows by design is not here.");
}
