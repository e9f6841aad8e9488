/* OCI's words for actions, operators and flags. */
#include "isolate/seccomp/rules.h"

#include <string.h>

const char *const rule_action_words[RULE_ACTION_COUNT] = {
    [RULE_ALLOW] = "SCMP_ACT_ALLOW",
    [RULE_ERRNO] = "SCMP_ACT_ERRNO",
    [RULE_KILL_PROCESS] = "SCMP_ACT_KILL_PROCESS",
    [RULE_KILL_THREAD] = "SCMP_ACT_KILL_THREAD",
    [RULE_TRAP] = "SCMP_ACT_TRAP",
    [RULE_TRACE] = "SCMP_ACT_TRACE",
    [RULE_LOG] = "SCMP_ACT_LOG",
    [RULE_NOTIFY] = "SCMP_ACT_NOTIFY",
};

const char *const rule_operator_words[RULE_OPERATOR_COUNT] = {
    [RULE_NE] = "SCMP_CMP_NE",
    [RULE_LT] = "SCMP_CMP_LT",
    [RULE_LE] = "SCMP_CMP_LE",
    [RULE_EQ] = "SCMP_CMP_EQ",
    [RULE_GE] = "SCMP_CMP_GE",
    [RULE_GT] = "SCMP_CMP_GT",
    [RULE_MASKED_EQ] = "SCMP_CMP_MASKED_EQ",
};

static int find(const char *word, const char *const *words, int count)
{
    for (int i = 0; i < count; i++)
        if (!strcmp(word, words[i]))
            return i;
    return -1;
}

int rule_action_find(const char *word)
{
    if (!strcmp(word, "SCMP_ACT_KILL"))
        return RULE_KILL_THREAD;
    return find(word, rule_action_words, RULE_ACTION_COUNT);
}

int rule_operator_find(const char *word)
{
    return find(word, rule_operator_words, RULE_OPERATOR_COUNT);
}

unsigned rules_flag_find(const char *word)
{
    static const char *const flags[] = {
        "SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_LOG",
        "SECCOMP_FILTER_FLAG_SPEC_ALLOW", "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"};
    int found = find(word, flags, 4);
    return found < 0 ? 0 : 1u << found;
}
