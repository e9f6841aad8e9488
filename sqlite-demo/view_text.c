/* A step without a screen: the same content as lines and as fields. */
#include <string.h>

#include "sqlite-demo/view.h"

static void describe_party(const struct lesson *lesson, const struct record *record,
                           int who, FILE *out)
{
    const struct party *party = &record->parties[who];
    if (lesson->parties == 1)
        fputs("  this connection: ", out);
    else
        fprintf(out, "  connection %s: ", party_name(lesson, who));
    if (!party->open)
        fputs(party->opened ? "closed" : "not opened yet", out);
    else if (party->in_transaction)
        fprintf(out, "transaction open since step %zu", party->since);
    else
        fputs("no transaction open", out);
    if (party->has_cursor)
        fprintf(out, ", rowcount %lld", (long long)party->rowcount);
    if (party->has_lastrowid)
        fprintf(out, ", lastrowid %lld", (long long)party->lastrowid);
    for (size_t i = 0; i < party->fetched && i < SIGHT_ROWS; i++)
        fprintf(out, "%s row %s", i ? ";" : ",", party->rows[i]);
    fputs(party->fetched > SIGHT_ROWS ? "; …\n" : "\n", out);
}

void view_describe(void *model, size_t index, FILE *out)
{
    const struct view *view = model;
    const struct lesson *lesson = view->lesson;
    const struct record *record = &lesson->records[index];
    char summary[600];

    for (int who = 0; who < lesson->parties; who++)
        describe_party(lesson, record, who, out);
    sight_summary(&record->sight, summary, sizeof summary);
    fprintf(out, "  %s, %s: %s\n", witness_name(lesson), lesson->witness.watch, summary);
    for (size_t i = 0; i < record->sight.kept; i++)
        fprintf(out, "    %s\n", record->sight.rows[i]);
    if (!record->sight.result && record->sight.count > record->sight.kept)
        fprintf(out, "    … (the first %zu are shown)\n", record->sight.kept);
    fputs("  on disk:", out);
    for (int i = 0, shown = 0; i < DISK_FILES; i++)
        if (record->disk.files[i].exists)
            fprintf(out, "%s %s%s %lld bytes", shown++ ? "," : "", view->file,
                    disk_suffixes[i], (long long)record->disk.files[i].size);
    fputc('\n', out);
}

static void json_error(struct json *json, const struct db_err *err)
{
    json_object(json, "error");
    json_string(json, "class", db_class_name(err->class));
    json_string(json, "message", err->message);
    json_integer(json, "code", err->code);
    json_string(json, "name", err->name);
    json_close(json);
}

static void json_calls(struct json *json, const struct record *record)
{
    json_array(json, "calls");
    for (size_t i = 0; i < record->call_count; i++) {
        json_object(json, NULL);
        json_string(json, "call", record->calls[i].text);
        json_string(json, "result", record->calls[i].result);
        json_close(json);
    }
    json_close(json);
}

/* "row" is the one row that was fetched; of several, "rows" holds the first. */
static void json_rows(struct json *json, const struct party *party)
{
    if (party->fetched == 1)
        json_string(json, "row", party->rows[0]);
    if (party->fetched < 2)
        return;
    json_unsigned(json, "fetched", party->fetched);
    json_array(json, "rows");
    for (size_t i = 0; i < party->fetched && i < SIGHT_ROWS; i++)
        json_string(json, NULL, party->rows[i]);
    json_close(json);
}

static void json_parties(struct json *json, const struct lesson *lesson,
                         const struct record *record)
{
    json_array(json, "connections");
    for (int who = 0; who < lesson->parties; who++) {
        const struct party *party = &record->parties[who];
        json_object(json, NULL);
        json_string(json, "name", party_name(lesson, who));
        json_bool(json, "open", party->open);
        json_bool(json, "in_transaction", party->in_transaction);
        json_integer(json, "rowcount", party->rowcount);
        if (party->has_lastrowid)
            json_integer(json, "lastrowid", party->lastrowid);
        json_rows(json, party);
        json_close(json);
    }
    json_close(json);
}

static void json_sight(struct json *json, const struct lesson *lesson,
                       const struct sight *sight)
{
    json_object(json, "witness");
    json_string(json, "sql", lesson->witness.watch);
    if (sight->looked && !sight->result) {
        json_unsigned(json, "count", sight->count);
        json_array(json, "rows");
        for (size_t i = 0; i < sight->kept; i++)
            json_string(json, NULL, sight->rows[i]);
        json_close(json);
    } else if (sight->looked) {
        json_error(json, &sight->err);
    }
    json_close(json);
}

static void json_disk(struct json *json, const struct view *view, const struct disk *disk)
{
    json_array(json, "files");
    for (int i = 0; i < DISK_FILES; i++) {
        char name[256];
        if (!disk->files[i].exists)
            continue;
        snprintf(name, sizeof name, "%s%s", view->file, disk_suffixes[i]);
        json_object(json, NULL);
        json_string(json, "name", name);
        json_integer(json, "bytes", disk->files[i].size);
        json_close(json);
    }
    json_close(json);
}

void view_json(void *model, size_t index, struct json *json)
{
    const struct view *view = model;
    const struct record *record = &view->lesson->records[index];

    json_integer(json, "result", record->result);
    if (record->result < 0)
        json_error(json, &record->err);
    json_number(json, "milliseconds", record->milliseconds);
    json_calls(json, record);
    json_parties(json, view->lesson, record);
    json_sight(json, view->lesson, &record->sight);
    json_disk(json, view, &record->disk);
}
