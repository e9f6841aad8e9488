/* The commands that only read: doctor and notes. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labs/commands.h"
#include "labs/doctor.h"
#include "labs/kit/cleanup.h"
#include "labs/kit/finding.h"
#include "labs/kit/json.h"
#include "labs/kit/plain_text.h"
#include "labs/kit/program.h"
#include "labs/kit/suggest.h"
#include "labs/kit/words.h"
#include "labs/needs.h"
#include "labs/notes.h"
#include "labs/print.h"

static void print_finding(const struct finding *finding, int columns)
{
    const struct finding_line line = {(int)finding->state, finding->feature,
                                      finding->reason, finding->fix, ""};
    finding_print(stdout, &line, columns);
}

static void print_finding_json(const struct finding *finding)
{
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "feature", finding->feature);
    json_string(&json, "state", finding_word(finding->state));
    json_string(&json, "reason", finding->reason);
    json_string(&json, "fix", finding->fix);
    json_end(&json);
}

int command_doctor(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct findings findings;
    needs_use_our_programs();
    int columns = plain_columns();
    doctor_look(&findings);
    for (size_t i = 0; i < findings.count; i++)
        if (common_options.json)
            print_finding_json(&findings.items[i]);
        else
            print_finding(&findings.items[i], columns);
    findings_free(&findings);
    return STATUS_OK;
}

static void print_notes_list(const struct notes *notes)
{
    for (size_t i = 0; i < notes->count; i++)
        if (common_options.json) {
            struct json json = json_begin(stdout);
            json_object(&json, NULL);
            json_string(&json, "note", notes->items[i].name);
            json_string(&json, "title", notes->items[i].title);
            json_end(&json);
        } else {
            printf("  %-28s %s\n", notes->items[i].name, notes->items[i].title);
        }
    if (!common_options.json)
        printf("\n%s\n", say("notes.to-read"));
}

int command_notes(int argc, char **argv)
{
    struct notes notes;
    struct error error;
    if (notes_load(&notes, &error) < 0)
        die_error(&error);
    if (!argc) {
        print_notes_list(&notes);
    } else {
        cleanup_free char *text = notes_read(&notes, argv[0], &error);
        if (!text)
            die_error(&error);
        print_markdown(text);
    }
    notes_free(&notes);
    return STATUS_OK;
}
