/* Lines and objects for the verdicts of attacks. */
#include "isolate/attack/report.h"

#include <stdio.h>

#include "labs/kit/json.h"
#include "labs/kit/plain_text.h"
#include "labs/kit/program.h"

enum { COLUMNS_MAX = 80, INDENT = 11, REASON_SIZE = 900 };

static void json_layers(struct json *json, const char *key, unsigned layers)
{
    json_array(json, key);
    for (int layer = 0; layer < LAYER_COUNT; layer++)
        if (layers & LAYER_BIT(layer))
            json_string(json, NULL, layer_words[layer]);
    json_close(json);
}

static struct json begin_attack(const struct attack *attack)
{
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "attack", attack->name);
    json_string(&json, "group", attack_groups[attack->group]);
    json_string(&json, "title", attack->title);
    json_layers(&json, "layers", attack->layers);
    return json;
}

static void trial_json(const struct trial *trial, const char *reason)
{
    struct json json = begin_attack(trial->attack);
    json_string(&json, "verdict", verdict_words[trial->verdict]);
    json_string(&json, "reason", reason);
    json_string(&json, "seen",
                trial->result.end == CELL_FAILED ? trial->result.failure
                                                 : trial->result.finding.evidence);
    json_layers(&json, "without", trial->without);
    if (trial->has_twin) {
        json_layers(&json, "twin_without", trial->twin_without);
        json_bool(&json, "twin_bare", trial->is_bare);
        json_bool(&json, "twin_open", trial->twin.finding.open);
        json_string(&json, "twin_seen",
                    trial->twin.end == CELL_FAILED ? trial->twin.failure
                                                   : trial->twin.finding.evidence);
    }
    json_number(&json, "milliseconds", trial->result.milliseconds);
    json_end(&json);
}

static void title_of_group(const struct attack *attack)
{
    static int last = -1;
    if (last == (int)attack->group)
        return;
    printf("%s%s\n", last < 0 ? "" : "\n", attack_groups[attack->group]);
    last = (int)attack->group;
}

void report_trial(const struct trial *trial)
{
    char reason[REASON_SIZE];
    trial_reason(trial, reason, sizeof reason);
    if (common_options.json) {
        trial_json(trial, reason);
    } else {
        title_of_group(trial->attack);
        printf("  %-8s %-22s %s\n", verdict_words[trial->verdict], trial->attack->name,
               trial->attack->title);
        plain_wrap(stdout, "           ", reason, COLUMNS_MAX);
    }
    fflush(stdout);
}

static void counts_json(const size_t counts[VERDICT_COUNT], unsigned without)
{
    static const char *const keys[VERDICT_COUNT] = {
        [VERDICT_BLOCKED] = "blocked",     [VERDICT_OPEN] = "open",
        [VERDICT_ABSENT] = "not_here",     [VERDICT_ALLOWED] = "allowed",
        [VERDICT_UNDECIDED] = "undecided",
    };
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    for (int v = 0; v < VERDICT_COUNT; v++)
        json_unsigned(&json, keys[v], counts[v]);
    json_layers(&json, "without", without);
    json_end(&json);
}

void report_counts(const size_t counts[VERDICT_COUNT], unsigned without)
{
    static const char *const words[VERDICT_COUNT] = {
        [VERDICT_BLOCKED] = "blocked",
        [VERDICT_OPEN] = "OPEN",
        [VERDICT_ABSENT] = "not applicable here",
        [VERDICT_ALLOWED] = "allowed by design",
        [VERDICT_UNDECIDED] = "without an answer",
    };
    char layers[256];
    size_t all = 0;
    if (common_options.json) {
        counts_json(counts, without);
        return;
    }
    for (int v = 0; v < VERDICT_COUNT; v++)
        all += counts[v];
    printf("\n%zu attack%s%s%s: ", all, all == 1 ? "" : "s", without ? ", without " : "",
           layer_list(without, layers, sizeof layers));
    for (int v = 0; v < VERDICT_UNDECIDED; v++)
        printf("%s%zu %s", v ? ", " : "", counts[v], words[v]);
    if (counts[VERDICT_UNDECIDED])
        printf(", %zu %s", counts[VERDICT_UNDECIDED], words[VERDICT_UNDECIDED]);
    putchar('\n');
}

void report_depth(const struct trial *trials, size_t count)
{
    char line[700], layers[256];
    unsigned behind = 0;
    size_t stopped = 0;
    if (common_options.json)
        return;
    for (size_t i = 0; i < count; i++)
        if (trials[i].verdict == VERDICT_BLOCKED &&
            trials[i].attack->layers & trials[i].without) {
            behind |= trials[i].attack->layers & ~trials[i].without;
            stopped++;
        }
    if (stopped)
        snprintf(line, sizeof line,
                 "Nothing is open: what this helps to stop (%zu) met another wall (%s). "
                 "Leave one of those out as well: --without A,B.",
                 stopped, layer_list(behind, layers, sizeof layers));
    else
        snprintf(line, sizeof line,
                 "Nothing is open: of the attacks tried, none that "
                 "can be made here is stopped by this.");
    plain_wrap(stdout, "", line, COLUMNS_MAX);
}

void report_attack(const struct attack *attack)
{
    char line[600], layers[256];
    if (common_options.json) {
        struct json json = begin_attack(attack);
        json_string(&json, "tries", attack->tries);
        json_string(&json, "source", attack->source);
        json_string(&json, "stopped", attack->stopped);
        json_string(&json, "allowed", attack->allowed);
        json_end(&json);
        return;
    }
    title_of_group(attack);
    printf("  %-22s %s\n", attack->name, attack->title);
    plain_wrap(stdout, "    tries    ", attack->tries, COLUMNS_MAX);
    plain_wrap(stdout, "    source   ", attack->source, COLUMNS_MAX);
    plain_wrap(stdout, "    stopped  ", attack->stopped, COLUMNS_MAX);
    snprintf(line, sizeof line, "%s", layer_list(attack->layers, layers, sizeof layers));
    plain_wrap(stdout, "    layers   ", line, COLUMNS_MAX);
    if (attack->allowed)
        plain_wrap(stdout, "    allowed  ", attack->allowed, COLUMNS_MAX);
}
