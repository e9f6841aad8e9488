/* Which alternative of which call goes into which pass. */
#include "isolate/seccomp/passes.h"

#include <string.h>

bool rule_repeats_argument(const struct rule *rule)
{
    unsigned seen = 0;
    for (size_t i = 0; i < rule->condition_count; i++) {
        unsigned bit = 1u << rule->conditions[i].argument;
        if (seen & bit)
            return true;
        seen |= bit;
    }
    return false;
}

static size_t alternatives(const struct rule *rule)
{
    return rule_repeats_argument(rule) ? rule->condition_count : 1;
}

bool rule_is_inequality(const struct rule *rule)
{
    for (size_t i = 0; i < rule->condition_count; i++)
        if (rule->conditions[i].comparison != RULE_EQ &&
            rule->conditions[i].comparison != RULE_MASKED_EQ)
            return true;
    return false;
}

static bool is_for(const struct rule *rule, const char *call)
{
    for (size_t i = 0; i < rule->call_count; i++)
        if (!strcmp(rule->calls[i], call))
            return true;
    return false;
}

size_t passes_before(const struct rules *rules, const struct rule *rule, const char *call)
{
    size_t before = 0;
    bool is_delicate = false;
    if (!rule->condition_count)
        return 0;
    for (const struct rule *r = rules->rules; r < rules->rules + rules->rule_count; r++) {
        if (!is_for(r, call))
            continue;
        if (r->action != rule->action || r->value != rule->value)
            return 0;
        if (r < rule && r->condition_count)
            before += alternatives(r);
        is_delicate |= rule_is_inequality(r);
    }
    return is_delicate ? before : 0;
}

size_t passes_count(const struct rules *rules)
{
    size_t passes = 1;
    for (size_t r = 0; r < rules->rule_count; r++) {
        const struct rule *rule = &rules->rules[r];
        for (size_t i = 0; rule->condition_count && i < rule->call_count; i++) {
            size_t last = passes_before(rules, rule, rule->calls[i]);
            if (rule_is_inequality(rule))
                last += alternatives(rule) - 1;
            passes = last + 1 > passes ? last + 1 : passes;
        }
    }
    return passes;
}
