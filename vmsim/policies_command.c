/* vmsim policies: what there is, from the tables that the simulation uses. */
#include <inttypes.h>
#include <stdio.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/json.h"
#include "labs/kit/plain_text.h"
#include "labs/kit/program.h"
#include "vmsim/commands.h"
#include "vmsim/policy.h"

enum { COLUMNS = 80 };

static void print_json(const struct policy_type *type)
{
    struct json json = json_begin(stdout);
    json_object(&json, NULL);
    json_string(&json, "name", type->name);
    json_string(&json, "summary", type->summary);
    json_string(&json, "rule", type->rule);
    json_string(&json, "source", type->source);
    json_string(&json, "cost", type->cost);
    json_array(&json, "parameters");
    for (const struct policy_parameter *p = type->parameters; p && p->name; p++) {
        json_object(&json, NULL);
        json_string(&json, "name", p->name);
        json_string(&json, "help", p->help);
        json_unsigned(&json, "least", p->least);
        json_unsigned(&json, "most", p->most);
        json_unsigned(&json, "standard", p->standard);
        json_close(&json);
    }
    json_end(&json);
}

static void print_parameter(const struct policy_type *type,
                            const struct policy_parameter *p)
{
    cleanup_free char *left = xasprintf("         %s:%s=N", type->name, p->name);
    cleanup_free char *range =
        p->most == UINT64_MAX
            ? xasprintf("%s; %" PRIu64 " if not given", p->help, p->standard)
            : xasprintf("%s, %" PRIu64 " to %" PRIu64 "; %" PRIu64 " if not given",
                        p->help, p->least, p->most, p->standard);
    plain_hang(stdout, left, 26, range, COLUMNS);
}

static void print_policy(const struct policy_type *type)
{
    printf("%-8s %s\n", type->name, type->summary);
    plain_wrap(stdout, "         rule    ", type->rule, COLUMNS);
    plain_wrap(stdout, "         cost    ", type->cost, COLUMNS);
    plain_wrap(stdout, "         source  ", type->source, COLUMNS);
    for (const struct policy_parameter *p = type->parameters; p && p->name; p++)
        print_parameter(type, p);
}

int command_policies(int argc, char **argv)
{
    (void)argc, (void)argv;
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
