/* Rules of the OCI kind, made at random: the compiled filter answers every call as a
 * plain reading of the rules does, and the disassembler takes whatever is sound. */
#include <errno.h>
#include <linux/seccomp.h>

#include "isolate/seccomp/calls.h"
#include "isolate/seccomp/disassemble.h"
#include "isolate/seccomp/evaluate.h"
#include "isolate/seccomp/filter.h"
#include "tests/random.h"
#include "tests/tap.h"

/* ---- the plain reading ---- */

static bool holds(const struct rule_condition *c, uint64_t a)
{
    switch (c->comparison) {
    case RULE_NE:
        return a != c->value;
    case RULE_LT:
        return a < c->value;
    case RULE_LE:
        return a <= c->value;
    case RULE_EQ:
        return a == c->value;
    case RULE_GE:
        return a >= c->value;
    case RULE_GT:
        return a > c->value;
    default:
        return (a & c->value) == c->value_two;
    }
}

static bool all_hold(const struct rule *rule, const struct seccomp_data *data)
{
    for (size_t i = 0; i < rule->condition_count; i++)
        if (!holds(&rule->conditions[i], data->args[rule->conditions[i].argument]))
            return false;
    return true;
}

static uint32_t plain(const struct rules *rules, const struct seccomp_data *data)
{
    for (size_t r = 0; r < rules->rule_count; r++)
        for (size_t i = 0; i < rules->rules[r].call_count; i++)
            if (call_number(data->arch, rules->rules[r].calls[i]) == data->nr &&
                all_hold(&rules->rules[r], data))
                return SECCOMP_RET_ALLOW;
    return SECCOMP_RET_ERRNO | rules->otherwise_value;
}

/* ---- rules at random: allow-lists, as profiles are ---- */

static const char *const names[] = {
    "read", "write", "openat",      "socket", "clone",  "ioctl",       "prctl",
    "mmap", "kill",  "personality", "unlink", "execve", "no_such_call"};
enum { NAMES = sizeof names / sizeof *names, RULES = 8 };

static uint64_t edge(struct random *random)
{
    static const uint64_t edges[] = {
        0,           1,          2,           0x7fffffff,
        0x80000000,  0xffffffff, 0x100000000, 0x8000000000000000,
        ~UINT64_C(0)};
    return random_below(random, 4) ? edges[random_below(random, 9)] : random_next(random);
}

static void make_rule(struct random *random, struct rule *rule, const char **chosen)
{
    *rule = (struct rule){.calls = chosen,
                          .call_count = 1 + random_below(random, 3),
                          .action = RULE_ALLOW,
                          .condition_count = random_below(random, 4)};
    for (size_t i = 0; i < rule->call_count; i++)
        chosen[i] = names[random_below(random, NAMES)];
    unsigned first = (unsigned)random_below(random, 6);
    for (unsigned i = 0; i < rule->condition_count; i++) {
        struct rule_condition *c = &rule->conditions[i];
        c->argument = (first + i) % 6; /* each argument at most once */
        c->comparison = (enum rule_operator)random_below(random, RULE_OPERATOR_COUNT);
        c->value = edge(random);
        c->value_two = c->comparison == RULE_MASKED_EQ ? edge(random) & c->value : 0;
    }
}

static bool agrees(const struct rules *rules, const struct filter *filter,
                   struct random *random)
{
    for (int i = 0; i < 300; i++) {
        struct seccomp_data data = {.arch = calls_native()};
        data.nr = call_number(data.arch, names[random_below(random, NAMES)]);
        if (data.nr < 0)
            data.nr = (int)random_below(random, CALL_NUMBER_END);
        for (int a = 0; a < 6; a++)
            data.args[a] = edge(random);
        if (filter_evaluate(&filter->program, &data, NULL) != plain(rules, &data))
            return false;
    }
    return true;
}

static void check_random_rules(void)
{
    struct random random = {20};
    size_t wrong = 0, refused = 0, unsound = 0;
    struct error error;
    for (int round = 0; round < 400; round++) {
        struct rule rows[RULES];
        const char *chosen[RULES][4];
        struct rules rules = {.otherwise = RULE_ERRNO,
                              .otherwise_value = EPERM,
                              .rules = rows,
                              .rule_count = 1 + random_below(&random, RULES)};
        for (size_t i = 0; i < rules.rule_count; i++)
            make_rule(&random, &rows[i], chosen[i]);
        struct filter filter;
        if (filter_compile(&rules, &filter, &error) < 0) {
            printf("# %s\n", error.message);
            refused++;
            continue;
        }
        wrong += !agrees(&rules, &filter, &random);
        unsound += !filter_is_sound(&filter.program);
        filter_free(&filter);
    }
    is_int((long long)refused, 0, "400 sets of rules at random are all compiled");
    is_int((long long)unsound, 0, "to what the kernel would take");
    is_int((long long)wrong, 0, "and answer 300 calls each as a plain reading does");
}

/* ---- what OCI says in particular ---- */

static uint32_t ask(const struct rules *rules, const char *call, uint64_t first)
{
    struct filter filter;
    struct error error;
    if (filter_compile(rules, &filter, &error) < 0)
        return 1;
    struct seccomp_data data = {
        .nr = call_number(calls_native(), call), .arch = calls_native(), .args = {first}};
    uint32_t answer = filter_evaluate(&filter.program, &data, NULL);
    filter_free(&filter);
    return answer;
}

static void check_actions(void)
{
    static const struct {
        enum rule_action action;
        uint32_t answer;
        const char *name;
    } rows[] = {{RULE_KILL_PROCESS, SECCOMP_RET_KILL_PROCESS, "kill the process"},
                {RULE_KILL_THREAD, SECCOMP_RET_KILL_THREAD, "kill the thread"},
                {RULE_TRAP, SECCOMP_RET_TRAP, "trap"},
                {RULE_LOG, SECCOMP_RET_LOG, "log"},
                {RULE_TRACE, SECCOMP_RET_TRACE | 7, "trace"},
                {RULE_ERRNO, SECCOMP_RET_ERRNO | 7, "errno"},
                {RULE_NOTIFY, SECCOMP_RET_USER_NOTIF, "notify"}};
    const char *name = "kill";
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rule rule = {&name, 1, rows[i].action, 7, {{0}}, 0};
        struct rules rules = {.otherwise = RULE_ALLOW, .rules = &rule, .rule_count = 1};
        is_int(ask(&rules, "kill", 0), rows[i].answer, rows[i].name);
        is_int(ask(&rules, "read", 0), SECCOMP_RET_ALLOW, "and no other call");
    }
}

static void check_words(void)
{
    is_int(rule_action_find("SCMP_ACT_KILL"), RULE_KILL_THREAD, "the old word for kill");
    is_int(rule_action_find("SCMP_ACT_ERRNO"), RULE_ERRNO, "an action's word");
    is_int(rule_action_find("ALLOW"), -1, "no word of OCI's");
    is_int(rule_operator_find("SCMP_CMP_MASKED_EQ"), RULE_MASKED_EQ,
           "an operator's word");
    is_int(rule_operator_find(""), -1, "nothing is none");
    is_int(rules_flag_find("SECCOMP_FILTER_FLAG_LOG"), RULES_FLAG_LOG, "a flag's word");
    is_int(rules_flag_find("SECCOMP_FILTER_FLAG_NEW_LISTENER"), 0,
           "not one for config.json");
}

static void check_odd_rules(void)
{
    const char *name = "personality", *nothing = "no_such_call", *arch = "SCMP_ARCH_VAX";
    struct rule same = {&name, 1, RULE_ERRNO, EPERM, {{0}}, 0};
    struct rule unknown = {&nothing, 1, RULE_ALLOW, 0, {{0}}, 0};
    struct rule either = {
        &name, 1, RULE_ALLOW, 0, {{0, RULE_EQ, 5, 0}, {0, RULE_EQ, 6, 0}}, 2};
    struct rule seventh = {&name, 1, RULE_ALLOW, 0, {{6, RULE_EQ, 5, 0}}, 1};
    struct rules rules = {.otherwise = RULE_ERRNO,
                          .otherwise_value = EPERM,
                          .rules = &same,
                          .rule_count = 1};
    struct filter filter;
    struct error error;
    is_int(ask(&rules, name, 0), SECCOMP_RET_ERRNO | EPERM,
           "a rule that says the default");
    rules.rules = &unknown;
    is_int(ask(&rules, name, 0), SECCOMP_RET_ERRNO | EPERM, "a call that nobody knows");
    rules.rules = &either;
    is_int(ask(&rules, name, 5), SECCOMP_RET_ALLOW,
           "two conditions on one argument: the one");
    is_int(ask(&rules, name, 6), SECCOMP_RET_ALLOW, "or the other");
    is_int(ask(&rules, name, 7), SECCOMP_RET_ERRNO | EPERM, "but not a third value");
    rules.rules = &seventh;
    is_int(filter_compile(&rules, &filter, &error), -1, "there is no seventh argument");
    contains(error.message, "argument 6 of personality", "and the error says where");
    rules = (struct rules){
        .otherwise = RULE_ALLOW, .architectures = &arch, .architecture_count = 1};
    is_int(filter_compile(&rules, &filter, &error), -1, "an architecture that is none");
    contains(error.message, "SCMP_ARCH_VAX", "is named");
    rules = (struct rules){0};
    is_int(ask(&rules, name, 0), SECCOMP_RET_KILL_PROCESS,
           "rules of zeros allow nothing");
}

static void check_architectures(void)
{
    static const char *const both[] = {"SCMP_ARCH_X86_64", "SCMP_ARCH_X86",
                                       "SCMP_ARCH_AARCH64"};
    struct rules rules = {
        .otherwise = RULE_ALLOW, .architectures = both, .architecture_count = 3};
    struct filter filter;
    struct error error;
    is_int(filter_compile(&rules, &filter, &error), 0, "several architectures");
    struct seccomp_data data = {.nr = 20, .arch = calls_architecture("x86")};
    is_int(filter_evaluate(&filter.program, &data, NULL), SECCOMP_RET_ALLOW,
           "i386 is let in");
    data.arch = calls_architecture("s390x");
    is_int(filter_evaluate(&filter.program, &data, NULL), SECCOMP_RET_KILL_PROCESS,
           "one that is not listed is not");
    filter_free(&filter);
}

static void check_stages(void)
{
    const char *name = "ioctl";
    struct rule no = {&name, 1, RULE_ERRNO, EIO, {{1, RULE_MASKED_EQ, 0xffffffff, 5}}, 1};
    struct rule yes = {&name, 1, RULE_ALLOW, 0, {{0}}, 0};
    struct rules second = {.otherwise = RULE_ERRNO,
                           .otherwise_value = ENOSYS,
                           .rules = &yes,
                           .rule_count = 1};
    struct rules first = {.rules = &no, .rule_count = 1, .next = &second};
    struct filter filter;
    struct error error;
    is_int(filter_compile(&first, &filter, &error), 0, "two tables in a row");
    struct seccomp_data data = {.nr = call_number(calls_native(), name),
                                .arch = calls_native(),
                                .args = {0, 0x700000005}};
    is_int(filter_evaluate(&filter.program, &data, NULL), SECCOMP_RET_ERRNO | EIO,
           "the first is asked first");
    data.args[1] = 6;
    is_int(filter_evaluate(&filter.program, &data, NULL), SECCOMP_RET_ALLOW,
           "then the next");
    data.nr = call_number(calls_native(), "read");
    is_int(filter_evaluate(&filter.program, &data, NULL), SECCOMP_RET_ERRNO | ENOSYS,
           "and the last has the last word");
    filter_free(&filter);
}

/* ---- the disassembler ---- */

static void random_instruction(struct random *random, struct sock_filter *i, size_t left)
{
    static const uint16_t codes[] = {0x20, 0x15, 0x25, 0x35, 0x45, 0x05, 0x06, 0x16,
                                     0x54, 0x44, 0x64, 0x74, 0x07, 0x87, 0x60, 0x61,
                                     0x02, 0x03, 0x00, 0x01, 0x80, 0x1d, 0x84, 0x0c};
    *i = (struct sock_filter){codes[random_below(random, 24)], 0, 0, 0};
    i->k = (uint32_t)random_below(random, random_below(random, 2) ? 16 : 70);
    i->jt = (uint8_t)random_below(random, left < 250 ? left + 1 : 250);
    i->jf = (uint8_t)random_below(random, left < 250 ? left + 1 : 250);
}

static bool lines_are_good(const struct assembly_line *lines, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (!*lines[i].text ||
            (lines[i].is_jump && (lines[i].met <= i || lines[i].met >= count ||
                                  !lines[lines[i].met].is_target)))
            return false;
    return true;
}

static void check_disassembler(void)
{
    struct random random = {5};
    size_t sound = 0, bad = 0, refused = 0, disagree = 0;
    for (int round = 0; round < 20000; round++) {
        struct sock_filter rows[12];
        unsigned count = 1 + (unsigned)random_below(&random, 12);
        for (unsigned i = 0; i < count; i++)
            random_instruction(&random, &rows[i], count - i - 1);
        if (random_below(&random, 4))
            rows[count - 1] = (struct sock_filter){0x06, 0, 0, SECCOMP_RET_ALLOW};
        struct sock_fprog program = {(unsigned short)count, rows};
        bool is_sound = filter_is_sound(&program);
        struct assembly_line *lines = filter_disassemble(&program);
        disagree += is_sound != !!lines;
        sound += is_sound;
        refused += !is_sound;
        bad += lines && !lines_are_good(lines, count);
        free(lines);
    }
    ok(sound > 500 && refused > 500, "random programs: some sound, some not");
    is_int((long long)disagree, 0, "sound ones are disassembled, others refused");
    is_int((long long)bad, 0,
           "every line says something, every jump leads to a marked line");
}

int main(void)
{
    check_words();
    check_random_rules();
    check_actions();
    check_odd_rules();
    check_architectures();
    check_stages();
    check_disassembler();
    return done_testing();
}
