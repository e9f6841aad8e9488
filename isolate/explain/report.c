/* What explain prints. */
#include "isolate/explain/report.h"

#include <string.h>

#include "isolate/seccomp/calls.h"
#include "labs/kit/json.h"
#include "labs/kit/plain_text.h"
#include "labs/kit/program.h"

enum { COLUMNS = 80, INDENT = 14 };

static const char *error_name(const struct watched *call)
{
    const char *name = call->signal ? "SIGSYS" : strerrorname_np(call->error);
    return name ? name : "?";
}

static void put_refusals(struct json *json, const struct verdict *verdict)
{
    json_array(json, "refused_by");
    for (unsigned i = 0; i < verdict->count; i++) {
        const struct refusal *refusal = &verdict->refusals[i];
        json_object(json, NULL);
        json_string(json, "layer", layer_words[refusal->layer->layer]);
        json_string(json, "evidence", refusal->evidence);
        json_string(json, "protects", refusal->layer->protects);
        json_string(json, "option", refusal->option);
        json_string(json, "risk", refusal->risk);
        json_close(json);
    }
    json_close(json);
}

static void put_untried(struct json *json, const struct verdict *verdict)
{
    json_array(json, "not_tried");
    for (unsigned i = 0; i < verdict->untried_count; i++) {
        json_object(json, NULL);
        json_string(json, "layer", layer_words[verdict->untried[i]->layer]);
        json_string(json, "why", verdict->untried[i]->not_tried);
        json_close(json);
    }
    json_close(json);
}

static void report_json(const struct watched *call, const struct verdict *verdict,
                        unsigned runs)
{
    char name[CALL_NAME_MAX];
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "call", call_name(call->architecture, call->number, name));
    json_string(&json, "text", call->text);
    json_string(&json, "architecture", calls_architecture_name(call->architecture));
    json_string(&json, "errno", error_name(call));
    json_unsigned(&json, "times", call->times);
    json_bool(&json, "decided", verdict->is_decided);
    put_refusals(&json, verdict);
    put_untried(&json, verdict);
    json_string(&json, "note", *verdict->note ? verdict->note : NULL);
    json_unsigned(&json, "runs", runs);
    json_end(&json);
}

static void line(const char *label, const char *text)
{
    char left[32];
    snprintf(left, sizeof left, "    %s", label);
    plain_hang(stdout, left, INDENT, text, COLUMNS);
}

static void report_refusal(const struct refusal *refusal, bool is_first)
{
    printf("\n  %s%s\n", layer_words[refusal->layer->layer],
           is_first ? "" : ", behind it");
    line("seen", refusal->evidence);
    line("protects", refusal->layer->protects);
    line("allow", refusal->option);
    line("risk", refusal->risk);
}

static void report_call(const struct watched *call)
{
    plain_put(stdout, call->text, strlen(call->text));
    if (call->signal)
        printf(" killed by SIGSYS");
    else
        printf(" = -1 %s (%s)", error_name(call), strerrordesc_np(call->error));
    printf(call->times > 1 ? ", %u times\n" : "\n", call->times);
}

void report_verdict(const struct watched *call, const struct verdict *verdict,
                    unsigned runs)
{
    if (common_options.json) {
        report_json(call, verdict, runs);
        return;
    }
    report_call(call);
    for (unsigned i = 0; i < verdict->count; i++)
        report_refusal(&verdict->refusals[i], i == 0);
    if (verdict->count == 0) {
        printf("\n  %s\n", verdict->is_decided ? "no layer" : "undecided");
        line("seen", verdict->note);
    }
    for (unsigned i = 0; !verdict->is_decided && i < verdict->untried_count; i++) {
        printf("    %s was not removed: %s\n", layer_words[verdict->untried[i]->layer],
               verdict->untried[i]->not_tried);
    }
    printf("\n");
}
