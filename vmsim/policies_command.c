/* vmsim policies: what there is, from the tables that the simulation uses. With a
 * name: the algorithm, and an example that the policy itself works out.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/plain_text.h"
#include "labs/kit/program.h"
#include "vmsim/commands.h"
#include "vmsim/timeline.h"

enum { COLUMNS = 80, INDENT = 15 };

static void print_json(const struct policy_type *type)
{
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "name", type->name);
    json_string(&json, "summary", type->summary);
    json_string(&json, "rule", type->rule);
    json_string(&json, "source", type->source);
    json_string(&json, "cost", type->cost);
    json_string(&json, "pseudocode", type->pseudocode);
    json_bool(&json, "needs_future", type->needs_future);
    json_array(&json, "parameters");
    for (const struct policy_parameter *p = type->parameters; p && p->name; p++) {
        json_object(&json, NULL);
        json_string(&json, "name", p->name);
        json_string(&json, "help", p->help);
        if (p->words)
            json_string(&json, "words", p->words);
        json_unsigned(&json, "least", p->least);
        json_unsigned(&json, "most", p->most);
        json_unsigned(&json, "standard", p->standard);
        json_close(&json);
    }
    json_end(&json);
}

/* "1 to 8; 1 if not given" */
static char *range_of(const struct policy_parameter *p)
{
    if (p->words)
        return xasprintf("%s: %s; %.*s if not given", p->help, p->words,
                         (int)strcspn(p->words, " "), p->words);
    if (p->most >= UINT32_MAX)
        return xasprintf("%s; %" PRIu64 " if not given", p->help, p->standard);
    return xasprintf("%s, %" PRIu64 " to %" PRIu64 "; %" PRIu64 " if not given", p->help,
                     p->least, p->most, p->standard);
}

static void print_parameter(const struct policy_type *type,
                            const struct policy_parameter *p)
{
    cleanup_free char *left = xasprintf("%*s%s:%s=%s", INDENT, "", type->name, p->name,
                                        p->words ? "WORD" : "N");
    cleanup_free char *range = range_of(p);
    plain_hang(stdout, left, INDENT + 22, range, COLUMNS);
}

static void print_policy(const struct policy_type *type)
{
    cleanup_free char *name = xasprintf("%-*s", INDENT, type->name);
    plain_wrap(stdout, name, type->summary, COLUMNS);
    plain_wrap(stdout, "               rule    ", type->rule, COLUMNS);
    plain_wrap(stdout, "               cost    ", type->cost, COLUMNS);
    plain_wrap(stdout, "               source  ", type->source, COLUMNS);
    for (const struct policy_parameter *p = type->parameters; p && p->name; p++)
        print_parameter(type, p);
}

/* ---- one policy ---- */

/* "1 T2  4 T1◂": each frame's page, bit and list. */
static void print_frames(const struct timeline *timeline)
{
    for (uint32_t frame = 0; frame < timeline->memory->frames; frame++) {
        char text[64] = "-";
        if (timeline_holds(timeline, frame)) {
            struct frame_mark mark = timeline_mark(timeline, frame);
            char bits[16] = "";
            if (mark.bits >= 0)
                snprintf(bits, sizeof bits, "/%d", mark.bits);
            bool listed = mark.list && *mark.list;
            snprintf(text, sizeof text, "%" PRIu64 "%s%s%s%s",
                     timeline_facts(timeline, frame).number, bits, listed ? " " : "",
                     listed ? mark.list : "", mark.hand ? "<" : "");
        }
        bool last = frame + 1 == timeline->memory->frames;
        printf("  %-*s", last ? 0 : 12, text);
    }
}

static void print_step(struct timeline *timeline, size_t time)
{
    char told[256], why[512];
    timeline_seek(timeline, time);
    const struct outcome *outcome = &timeline->outcome;
    printf("%5zu %5" PRIu64 "  %-5s", time + 1, trace_page_number(timeline->trace, time),
           outcome->fault ? "fault" : "hit");
    print_frames(timeline);
    printf("\n");
    timeline_tell(timeline, told, sizeof told);
    timeline_why(timeline, why, sizeof why);
    if (told[0])
        plain_wrap(stdout, "               ", told, COLUMNS);
    if (outcome->released)
        printf("               %u page%s given up before it was needed\n",
               outcome->released, outcome->released == 1 ? " was" : "s were");
    if (why[0])
        plain_wrap(stdout, "               ", why, COLUMNS);
}

static int print_example(const struct policy_type *type, struct error *error)
{
    struct choice choice;
    struct trace trace;
    if (choice_parse(&choice, type->name, error) < 0 ||
        trace_from_string(&trace, type->example, error) < 0)
        return -1;
    trace_look_ahead(&trace);
    struct timeline *timeline =
        timeline_new(&trace, &choice, type->example_frames, error);
    if (timeline) {
        printf("\nAn example that the policy itself worked out. In a frame stand the "
               "page,\nits bits, the list that it is in, and < where a hand is.\n\n");
        printf(" time  page         ");
        for (uint32_t frame = 0; frame < type->example_frames; frame++)
            printf("  frame %-*u", frame + 1 < type->example_frames ? 6 : 0, frame);
        printf("\n");
        for (size_t time = 0; time < trace.count; time++)
            print_step(timeline, time);
        printf("\n$ vmsim play --string %s --frames %u --policy %s\n", type->example,
               type->example_frames, type->name);
    }
    timeline_free(timeline);
    trace_free(&trace);
    return timeline ? 0 : -1;
}

static int print_one(const char *name, struct error *error)
{
    struct choice choice;
    if (choice_parse(&choice, name, error) < 0)
        return -1;
    if (common_options.json) {
        print_json(choice.type);
        return 0;
    }
    print_policy(choice.type);
    printf("\n%s", choice.type->pseudocode);
    return print_example(choice.type, error);
}

int command_policies(int argc, char **argv)
{
    struct error error;
    if (argc == 1) {
        if (print_one(argv[0], &error) < 0)
            die_error(&error);
        return STATUS_OK;
    }
    for (size_t i = 0; policy_types[i]; i++) {
        if (common_options.json) {
            print_json(policy_types[i]);
            continue;
        }
        if (i > 0)
            putchar('\n');
        print_policy(policy_types[i]);
    }
    return STATUS_OK;
}
