/* The profile read slowly, and compared with the filter that is fast.
 *
 * For each call, arguments are tried that stand at both sides of each condition: the
 * value, one bit more and less in it, and all of that with the upper 32 bits set, which
 * the kernel throws away.
 */
#include "isolate/seccomp/verify.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <string.h>

#include "isolate/seccomp/calls.h"
#include "isolate/seccomp/evaluate.h"

static bool holds(const struct profile_group *group, const uint64_t *arguments)
{
    for (size_t i = 0; i < group->condition_count; i++) {
        const struct rule_condition *c = &group->conditions[i];
        if ((arguments[c->argument] & c->value) != c->value_two)
            return false;
    }
    return true;
}

static bool matches(const struct profile_group *group, const char *call,
                    const uint64_t *arguments)
{
    return profile_has(group, call) && holds(group, arguments);
}

static uint32_t refusal(const char *call, const uint64_t *arguments, bool conditional)
{
    for (const struct profile_group *g = profile_refused; g->name; g++)
        if ((g->condition_count > 0) == conditional && matches(g, call, arguments))
            return SECCOMP_RET_ERRNO | g->error;
    return 0;
}

uint32_t profile_answer(const struct filter_wish *wish, uint32_t architecture, int number,
                        const uint64_t *arguments)
{
    char call[CALL_NAME_MAX];
    call_name(architecture, number, call);
    uint32_t answer = refusal(call, arguments, true);
    for (const struct profile_group *g = profile_allowed; !answer && g->name; g++)
        if (profile_applies(g, wish) && matches(g, call, arguments))
            answer = SECCOMP_RET_ALLOW;
    if (!answer)
        answer = refusal(call, arguments, false);
    return answer ? answer : SECCOMP_RET_ERRNO | ENOSYS;
}

struct question {
    const struct filter_wish *wish;
    const struct sock_fprog *program;
    struct seccomp_data data;
    struct error *error;
};

static int ask(struct question *q)
{
    char call[CALL_NAME_MAX], said[32], meant[32];
    uint64_t arguments[6];
    for (int i = 0; i < 6; i++)
        arguments[i] = q->data.args[i];
    uint32_t answer = filter_evaluate(q->program, &q->data, NULL);
    uint32_t wanted = profile_answer(q->wish, q->data.arch, q->data.nr, arguments);
    if (answer == wanted)
        return 0;
    return error_set(
        q->error, STATUS_HOST,
        "seccomp: the filter says \"%s\" to %s(%#llx, %#llx, %#llx), and the "
        "profile \"%s\"",
        filter_answer_text(answer, said, sizeof said),
        call_name(q->data.arch, q->data.nr, call), q->data.args[0], q->data.args[1],
        q->data.args[2], filter_answer_text(wanted, meant, sizeof meant));
}

/* The other conditions of the group hold, while this one is at its edges. */
static int ask_edges(struct question *q, const struct rule_condition *c)
{
    for (int bit = -1; bit < 64; bit++) {
        uint64_t value = c->value_two ^ (bit < 0 ? 0 : UINT64_C(1) << bit);
        q->data.args[c->argument] = value;
        if (ask(q) < 0)
            return -1;
        q->data.args[c->argument] = value | ~UINT64_C(0xffffffff);
        if (ask(q) < 0)
            return -1;
    }
    q->data.args[c->argument] = c->value_two;
    return 0;
}

static int ask_group(struct question *q, const struct profile_group *group)
{
    for (size_t i = 0; i < group->condition_count; i++)
        q->data.args[group->conditions[i].argument] = group->conditions[i].value_two;
    for (size_t i = 0; i < group->condition_count; i++)
        if (ask_edges(q, &group->conditions[i]) < 0)
            return -1;
    return 0;
}

static int ask_conditions(struct question *q, const struct profile_group *groups)
{
    char call[CALL_NAME_MAX];
    call_name(q->data.arch, q->data.nr, call);
    for (; groups->name; groups++) {
        memset(q->data.args, 0, sizeof q->data.args);
        if (profile_has(groups, call) && ask_group(q, groups) < 0)
            return -1;
    }
    return 0;
}

int profile_verify(const struct filter_wish *wish, uint32_t architecture,
                   const struct sock_fprog *program, struct error *error)
{
    struct question q = {wish, program, {.arch = architecture}, error};
    if (!filter_is_sound(program))
        return error_set(error, STATUS_HOST, "seccomp: the filter is no sound program");
    for (int number = 0; number < CALL_NUMBER_END; number++) {
        if (!call_can_be_ruled(architecture, number))
            continue;
        q.data.nr = number;
        memset(q.data.args, 0, sizeof q.data.args);
        if (ask(&q) < 0)
            return -1;
        memset(q.data.args, 0xff, sizeof q.data.args);
        if (ask(&q) < 0 || ask_conditions(&q, profile_allowed) < 0 ||
            ask_conditions(&q, profile_refused) < 0)
            return -1;
    }
    return 0;
}
