/* labs stats: a class as a table, as CSV, as JSON. */
#include <stdio.h>
#include <string.h>

#include "labs/classroom/commands.h"
#include "labs/classroom/stats.h"
#include "labs/kit/json.h"
#include "labs/kit/program.h"

static bool csv;

const struct option_row stats_options[] = {
    {"csv", 0, OPTION_FLAG, &csv, NULL, "comma-separated, for a spreadsheet", NULL, 0, 0},
    {0},
};

static void as_table(const struct stats_row *row, void *context)
{
    (void)context;
    printf("%-34s %4u %7u %8.1f %6.1f %8.1f\n", row->exercise, row->students, row->solved,
           row->attempts, row->hints, row->minutes);
    if (row->wrong_students)
        printf("    %u of %u: %s\n", row->wrong_students, row->students, row->wrong);
}

static void as_json(const struct stats_row *row, void *context)
{
    (void)context;
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "exercise", row->exercise);
    json_unsigned(&json, "students", row->students);
    json_unsigned(&json, "solved", row->solved);
    json_number(&json, "attempts", row->attempts);
    json_number(&json, "hints", row->hints);
    json_number(&json, "minutes", row->minutes);
    json_string(&json, "common_wrong", *row->wrong ? row->wrong : NULL);
    json_unsigned(&json, "common_wrong_students", row->wrong_students);
    json_end(&json);
}

static void as_csv(const struct stats_row *row, void *context)
{
    (void)context;
    printf("%s,%u,%u,%.1f,%.1f,%.1f,%u,\"", row->exercise, row->students, row->solved,
           row->attempts, row->hints, row->minutes, row->wrong_students);
    for (const char *c = row->wrong; *c; c++) {
        if (*c == '"')
            putchar('"');
        putchar(*c);
    }
    fputs("\"\r\n", stdout);
}

static void heading(void)
{
    if (csv)
        fputs("exercise,students,solved,median_attempts,median_hints,median_minutes,"
              "common_wrong_students,common_wrong\r\n",
              stdout);
    else if (!common_options.json)
        printf("%-34s %4s %7s %8s %6s %8s   (medians of those who began)\n", "exercise",
               "of", "solved", "attempts", "hints", "minutes");
}

int command_stats(int argc, char **argv)
{
    struct error error;
    struct stats *stats = stats_open(&error);
    if (!stats)
        die_error(&error);
    for (int i = 0; i < argc; i++)
        if (stats_add(stats, argv[i], &error) < 0)
            die_error(&error);
    heading();
    if (stats_rows(stats,
                   csv                   ? as_csv
                   : common_options.json ? as_json
                                         : as_table,
                   NULL, &error) < 0)
        die_error(&error);
    stats_close(stats);
    return STATUS_OK;
}
