/* From the tables of the profile to rules.
 *
 * Four stages, each asked only about what the one before did not match: what the wish
 * puts in front, what is refused under conditions, what is allowed, and which error the
 * rest gets. Within a stage all rules agree, so their order does not matter.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "isolate/seccomp/profile.h"
#include "labs/kit/error.h"

enum { STAGE_EXTRA, STAGE_REFUSED, STAGE_ALLOWED, STAGE_ERRORS };

static bool is_met(int needs, const struct filter_wish *wish)
{
    if (needs == PROFILE_USERNS)
        return wish->allow_userns;
    return needs >= 0 && (wish->capabilities >> needs & 1);
}

bool profile_applies(const struct profile_group *group, const struct filter_wish *wish)
{
    if (group->needs == PROFILE_ALWAYS)
        return true;
    return is_met(group->needs, wish) || is_met(group->or_needs, wish);
}

bool profile_has(const struct profile_group *group, const char *call)
{
    size_t length = strlen(call);
    for (const char *at = group->calls; (at = strstr(at, call)); at += length)
        if ((at == group->calls || at[-1] == ' ') && (!at[length] || at[length] == ' '))
            return true;
    return false;
}

/* How many words the tables hold, and how many bytes. */
static void measure(const struct profile_group *groups, size_t *words, size_t *bytes,
                    size_t *rows)
{
    for (; groups->name; groups++, ++*rows) {
        *bytes += strlen(groups->calls) + 1;
        ++*words;
        for (const char *at = groups->calls; *at; at++)
            *words += *at == ' ';
    }
}

struct maker {
    struct profile_rules *made;
    const char **name; /* the next free place */
    char *text;
};

static void add_rule(struct maker *m, int stage, const struct profile_group *group,
                     enum rule_action action)
{
    struct rules *rules = &m->made->stages[stage];
    struct rule *rule = &m->made->memory[stage][rules->rule_count++];
    *rule = (struct rule){.calls = m->name,
                          .action = action,
                          .value = group->error,
                          .condition_count = group->condition_count};
    memcpy(rule->conditions, group->conditions, sizeof group->conditions);
    strcpy(m->text, group->calls);
    char *rest = m->text;
    m->text += strlen(m->text) + 1;
    for (char *word; (word = strsep(&rest, " ")); rule->call_count++)
        *m->name++ = word;
}

static void add_groups(struct maker *m, const struct filter_wish *wish)
{
    for (const struct profile_group *g = profile_refused; g->name; g++)
        add_rule(m, g->condition_count ? STAGE_REFUSED : STAGE_ERRORS, g, RULE_ERRNO);
    for (const struct profile_group *g = profile_allowed; g->name; g++)
        if (profile_applies(g, wish))
            add_rule(m, STAGE_ALLOWED, g, RULE_ALLOW);
}

void profile_make(const struct filter_wish *wish, struct profile_rules *made)
{
    size_t words = 0, bytes = 0, rows = 0;
    measure(profile_allowed, &words, &bytes, &rows);
    measure(profile_refused, &words, &bytes, &rows);
    *made = (struct profile_rules){.names = xcalloc(words, sizeof *made->names),
                                   .text = xcalloc(bytes, 1)};
    for (int stage = 0; stage < PROFILE_STAGES; stage++) {
        if (stage != STAGE_EXTRA)
            made->memory[stage] = xcalloc(rows, sizeof **made->memory);
        made->stages[stage] = (struct rules){
            .otherwise = RULE_ERRNO,
            .otherwise_value = ENOSYS,
            .foreign = RULE_KILL_PROCESS,
            .rules = made->memory[stage],
            .next = stage + 1 < PROFILE_STAGES ? &made->stages[stage + 1] : NULL};
    }
    made->stages[STAGE_EXTRA].rules = wish->extra;
    made->stages[STAGE_EXTRA].rule_count = wish->extra_count;
    add_groups(&(struct maker){made, made->names, made->text}, wish);
}

void profile_free(struct profile_rules *made)
{
    for (int stage = 0; stage < PROFILE_STAGES; stage++)
        free(made->memory[stage]);
    free(made->names);
    free(made->text);
    *made = (struct profile_rules){0};
}
