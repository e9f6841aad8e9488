/* isolate-oci list: what is below --root, as a table or in JSON. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "isolate/oci/oci.h"
#include "isolate/oci/record.h"
#include "labs/kit/json.h"

static const char *format = "table";
static bool quiet, all;

const struct option_row oci_list_options[] = {
    {"format", 'f', OPTION_CHOICE, &format, "FORMAT", "table or json", "table json", 0,
     0},
    {"quiet", 'q', OPTION_FLAG, &quiet, NULL, "only the ids", NULL, 0, 0},
    {"all", 'a', OPTION_FLAG, &all, NULL, "accepted; all are shown", NULL, 0, 0},
    {0},
};

static void show(struct json *json, const struct record *record)
{
    enum oci_status status = record_status(record);
    int64_t pid = status == CONTAINER_STOPPED ? 0 : record->pid;
    const char *bundle = record->bundle ? record->bundle : "";
    const char *created = record->created ? record->created : "";
    const char *owner = record->owner ? record->owner : "";
    if (quiet) {
        puts(record->id);
    } else if (!json) {
        printf("%-24s %-8lld %-9s %-40s %-30s %s\n", record->id, (long long)pid,
               oci_status_words[status], bundle, created, owner);
    } else {
        json_object(json, NULL);
        json_string(json, "ociVersion", "1.1.0");
        json_string(json, "id", record->id);
        json_integer(json, "pid", pid);
        json_string(json, "status", oci_status_words[status]);
        json_string(json, "bundle", bundle);
        json_string(json, "created", created);
        json_string(json, "owner", owner);
        json_close(json);
    }
}

int oci_list(int argc, char **argv)
{
    struct error error = {0};
    size_t count;
    (void)argc, (void)argv;
    bool in_json = !strcmp(format, "json") && !quiet;
    char **ids = record_list(&count, &error);
    if (!ids)
        return oci_fail(1, &error);
    struct json json = json_begin(stdout);
    if (in_json)
        json_array(&json, NULL);
    else if (!quiet)
        printf("%-24s %-8s %-9s %-40s %-30s %s\n", "ID", "PID", "STATUS", "BUNDLE",
               "CREATED", "OWNER");
    for (size_t i = 0; i < count; free(ids[i++])) {
        struct record record;
        if (record_open(ids[i], &record, NULL) < 0)
            continue; /* deleted since */
        show(in_json ? &json : NULL, &record);
        record_close(&record);
    }
    if (in_json)
        json_end(&json);
    free(ids);
    return 0;
}
