/* The default profile: its tables are complete, its filters say what the tables say, and
 * one that was changed by a single instruction is found out. */
#include <errno.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/seccomp.h>

#include "isolate/runtime/capabilities.h"
#include "isolate/seccomp/built_in.h"
#include "isolate/seccomp/calls.h"
#include "isolate/seccomp/evaluate.h"
#include "isolate/seccomp/verify.h"
#include "tests/tap.h"

static bool is_in(const struct profile_group *groups, const char *call)
{
    for (; groups->name; groups++)
        if (profile_has(groups, call))
            return true;
    return false;
}

/* Every call that has a name is somewhere; what is not always allowed has a reason. */
static void check_complete(uint32_t architecture)
{
    char call[CALL_NAME_MAX], name[80], missing[200] = "";
    for (int number = 0; number < CALL_NUMBER_END; number++)
        if (call_exists(architecture, number) &&
            !is_in(profile_allowed, call_name(architecture, number, call)) &&
            !is_in(profile_refused, call))
            snprintf(missing + strlen(missing), sizeof missing - strlen(missing), " %s",
                     call);
    snprintf(name, sizeof name, "every call of %s is in a group",
             calls_architecture_name(architecture));
    is_string(missing, "", name);
}

static bool is_always(const char *call)
{
    for (const struct profile_group *g = profile_allowed; g->name; g++)
        if (g->needs == PROFILE_ALWAYS && !g->condition_count && profile_has(g, call))
            return true;
    return false;
}

static bool check_words(const struct profile_group *group, char *wrong)
{
    char *words = strdup(group->calls), *rest = words, *word;
    while ((word = strsep(&rest, " "))) {
        bool exists = call_number(AUDIT_ARCH_X86_64, word) >= 0 ||
                      call_number(AUDIT_ARCH_AARCH64, word) >= 0;
        bool reasoned = is_always(word) || is_in(profile_refused, word);
        if (!exists || !reasoned)
            strcat(strcat(wrong, " "), word);
    }
    free(words);
    return !*wrong;
}

static void check_tables(void)
{
    char wrong[4000] = "";
    for (const struct profile_group *g = profile_allowed; g->name; g++)
        check_words(g, wrong);
    for (const struct profile_group *g = profile_refused; g->name; g++)
        check_words(g, wrong);
    is_string(wrong, "",
              "every word of the tables is a call, and refused where not allowed");
    bool masked = true;
    for (const struct profile_group *g = profile_allowed; g->name; g++)
        for (size_t i = 0; i < g->condition_count; i++)
            masked &= g->conditions[i].comparison == RULE_MASKED_EQ;
    ok(masked, "every condition looks at the half that the kernel looks at");
}

static void check_built_in(void)
{
    struct error error = {0};
    for (size_t i = 0; i < BUILT_IN_COUNT; i++) {
        struct profile_rules made;
        struct filter filter;
        profile_make(&built_in_wishes[i], &made);
        int result = filter_compile(made.stages, &filter, &error);
        is_int(result, 0, "libseccomp compiles a profile");
        bool same = result == 0 && filter.program.len == built_in_filters[i].count &&
                    !memcmp(filter.memory, built_in_filters[i].rows,
                            filter.program.len * sizeof *filter.memory);
        ok(same, "and what is built in is exactly that");
        filter_free(&filter);
        profile_free(&made);
    }
}

/* The other architecture is compiled here too, so that it cannot rot. */
static void check_machine(const char *machine, const struct filter_wish *wish,
                          const char *name)
{
    struct profile_rules made;
    struct filter filter;
    struct error error = {0};
    profile_make(wish, &made);
    for (int stage = 0; stage < PROFILE_STAGES; stage++)
        made.stages[stage].machine = machine;
    int result = filter_compile(made.stages, &filter, &error);
    if (result == 0)
        result =
            profile_verify(wish, calls_architecture(machine), &filter.program, &error);
    if (!ok(result == 0, name))
        printf("# %s\n", error.message);
    filter_free(&filter);
    profile_free(&made);
}

static void check_machines(void)
{
    struct filter_wish none = {0}, userns = {.allow_userns = true},
                       all = {.capabilities = capabilities_known()},
                       some = {.capabilities = CAPABILITY_BIT(CAP_NET_ADMIN)};
    check_machine("x86_64", &none, "x86_64: every call is answered as the tables say");
    check_machine("x86_64", &all, "x86_64 with all capabilities");
    check_machine("x86_64", &some, "x86_64 with one");
    check_machine("aarch64", &none, "aarch64: every call is answered as the tables say");
    check_machine("aarch64", &userns, "aarch64 with user namespaces");
}

static uint32_t answer(const struct sock_fprog *program, uint32_t architecture,
                       int number, uint64_t first)
{
    struct seccomp_data data = {.nr = number, .arch = architecture, .args = {first}};
    return filter_evaluate(program, &data, NULL);
}

static void check_foreign(void)
{
    struct filter filter;
    struct filter_wish wish = {0};
    struct error error;
    filter_default(&wish, &filter, &error);
    const struct sock_fprog *p = &filter.program;
    is_string(filter.origin, "built in", "the default needs no compiling");
    is_int(answer(p, calls_native(), 510, 0), SECCOMP_RET_ERRNO | ENOSYS,
           "a call that does not exist yet gets ENOSYS");
    is_int(answer(p, AUDIT_ARCH_I386, 20, 0), SECCOMP_RET_KILL_PROCESS,
           "a call through i386's door kills");
    is_int(answer(p, AUDIT_ARCH_ARM, 20, 0), SECCOMP_RET_KILL_PROCESS,
           "through arm's too");
    if (calls_native() == AUDIT_ARCH_X86_64)
        is_int(answer(p, AUDIT_ARCH_X86_64, 0x40000000 | 39, 0), SECCOMP_RET_KILL_PROCESS,
               "and x32, which has the architecture's number and its own");
}

/* One instruction changed at random: the verifier must notice whenever it matters. To be
 * sure that it matters, a jump or a return of the answer is changed. */
static void check_verifier(void)
{
    size_t caught = 0, tried = 0;
    unsigned count = built_in_filters[0].count;
    struct sock_filter *rows = malloc(count * sizeof *rows);
    struct error error;
    for (unsigned at = 0; at < count; at++) {
        memcpy(rows, built_in_filters[0].rows, count * sizeof *rows);
        if (rows[at].code != (BPF_RET | BPF_K) || rows[at].k == SECCOMP_RET_KILL_PROCESS)
            continue;
        rows[at].k ^= SECCOMP_RET_ERRNO | 2;
        struct sock_fprog program = {(unsigned short)count, rows};
        caught +=
            profile_verify(&built_in_wishes[0], calls_native(), &program, &error) < 0;
        tried++;
    }
    free(rows);
    ok(tried >= 3, "the filter has several returns");
    is_int((long long)caught, (long long)tried,
           "a filter with any of them changed is found out");
}

int main(void)
{
    check_complete(AUDIT_ARCH_X86_64);
    check_complete(AUDIT_ARCH_AARCH64);
    check_tables();
    check_built_in();
    check_machines();
    check_foreign();
    check_verifier();
    return done_testing();
}
