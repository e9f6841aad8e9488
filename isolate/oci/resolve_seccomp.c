/* linux.seccomp to rules, and rules to a filter. */
#include <errno.h>
#include <string.h>

#include "isolate/oci/resolve.h"

static int find_action(struct resolution *r, const char *where, const char *word,
                       enum rule_action *action)
{
    int found = rule_action_find(word);
    if (found < 0)
        return resolve_refuse(r, "linux.seccomp.%s: %s is no action", where, word);
    *action = (enum rule_action)found;
    return 0;
}

static int copy_conditions(struct resolution *r, size_t index,
                           const struct config_seccomp_args *from, struct rule *rule)
{
    if (from->count > RULE_CONDITIONS_MAX)
        return resolve_refuse(r, "linux.seccomp.syscalls[%zu].args: more than %d", index,
                              RULE_CONDITIONS_MAX);
    for (size_t i = 0; i < from->count; i++) {
        const struct config_seccomp_arg *arg = &from->items[i];
        int operator= rule_operator_find(arg->op);
        if (operator<0 || arg->index> 5)
            return resolve_refuse(r, "linux.seccomp.syscalls[%zu].args[%zu]: %s", index,
                                  i, operator<0 ? "op is unknown" : "index is 0 to 5");
        rule->conditions[i] =
            (struct rule_condition){(unsigned)arg->index, (enum rule_operator) operator,
                                    arg->value, arg->value_two};
    }
    rule->condition_count = from->count;
    return 0;
}

static int copy_rule(struct resolution *r, size_t index,
                     const struct config_seccomp_call *from, struct rule *rule)
{
    rule->calls = from->names.items;
    rule->call_count = from->names.count;
    rule->value = from->errno_return.given ? (unsigned)from->errno_return.value : EPERM;
    if (find_action(r, "syscalls[].action", from->action, &rule->action) < 0)
        return -1;
    return copy_conditions(r, index, &from->args, rule);
}

static int copy_flags(struct resolution *r, const struct config_texts *from,
                      unsigned *flags)
{
    for (size_t i = 0; i < from->count; i++) {
        unsigned flag = rules_flag_find(from->items[i]);
        if (!flag)
            return resolve_refuse(r, "linux.seccomp.flags[%zu]: %s is none", i,
                                  from->items[i]);
        *flags |= flag;
    }
    return 0;
}

static bool names_call(const struct rule *rule, const char *call)
{
    for (size_t i = 0; i < rule->call_count; i++)
        if (!strcmp(rule->calls[i], call))
            return true;
    return false;
}

/* The listener is sent by sendmsg(2) when the filter is there already: it must not wait
 * for an answer of who is not there yet. */
static int check_listener(struct resolution *r, const struct rules *rules)
{
    bool asks = rules->otherwise == RULE_NOTIFY, asks_first = asks;
    for (size_t i = 0; i < rules->rule_count; i++) {
        const struct rule *rule = &rules->rules[i];
        asks = asks || rule->action == RULE_NOTIFY;
        if (names_call(rule, "sendmsg"))
            asks_first = rule->action == RULE_NOTIFY;
    }
    if (asks && !rules->listener_path)
        return resolve_refuse(r, "linux.seccomp.listenerPath: SCMP_ACT_NOTIFY needs one");
    if (rules->listener_path && asks_first)
        return resolve_refuse(r, "linux.seccomp: sendmsg cannot be SCMP_ACT_NOTIFY: it "
                                 "hands the listener out");
    return 0;
}

int resolve_seccomp(struct resolution *r, const struct config_seccomp *from)
{
    size_t count = from->calls.count;
    struct rule *rows = resolve_keep(r, (count + 1) * sizeof *rows);
    struct rules rules = {
        .otherwise_value =
            from->default_errno.given ? (unsigned)from->default_errno.value : EPERM,
        .architectures = from->architectures.items,
        .architecture_count = from->architectures.count,
        .listener_path = from->listener_path,
        .listener_metadata = from->listener_metadata,
        .rules = rows,
        .rule_count = count,
    };
    if (find_action(r, "defaultAction", from->default_action, &rules.otherwise) < 0 ||
        copy_flags(r, &from->flags, &rules.flags) < 0)
        return -1;
    /* What libseccomp does, and so crun and runc: a call of another architecture kills
     * the thread. */
    rules.foreign = RULE_KILL_THREAD;
    for (size_t i = 0; i < count; i++)
        if (copy_rule(r, i, &from->calls.items[i], &rows[i]) < 0)
            return -1;
    if (check_listener(r, &rules) < 0)
        return -1;
    if (filter_cached(&rules, &r->filter, r->error) < 0)
        return error_wrap(r->error, "%s: linux.seccomp",
                          r->file ? r->file : "config.json");
    r->container.process.filter = &r->filter.program;
    r->container.process.filter_flags = r->filter.flags;
    return 0;
}
