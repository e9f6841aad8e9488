/* From rules to instructions, by libseccomp.
 *
 * Each table of rules becomes a program of its own. Where a table has a `next`, its
 * program ends in a mark wherever no rule matched, and the mark is replaced by a jump to
 * the next program. libseccomp's own order of rules is thus never relied upon between
 * tables.
 */
#include <errno.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "isolate/seccomp/calls.h"
#include "isolate/seccomp/filter.h"
#include "isolate/seccomp/passes.h"
#include "isolate/seccomp/shorten.h"
#include "labs/kit/cleanup.h"

/* An action that no rule may use: the place of "nothing matched" in a chain. */
#define MARK SCMP_ACT_TRACE(0xfffe)

static void release(scmp_filter_ctx *context)
{
    if (*context)
        seccomp_release(*context);
}
#define cleanup_context __attribute__((cleanup(release)))

static uint32_t action_of(enum rule_action action, unsigned value)
{
    switch (action) {
    case RULE_ALLOW:
        return SCMP_ACT_ALLOW;
    case RULE_ERRNO:
        return SCMP_ACT_ERRNO(value & 0xffff);
    case RULE_KILL_PROCESS:
        return SCMP_ACT_KILL_PROCESS;
    case RULE_KILL_THREAD:
        return SCMP_ACT_KILL_THREAD;
    case RULE_TRAP:
        return SCMP_ACT_TRAP;
    case RULE_TRACE:
        return SCMP_ACT_TRACE(value & 0xffff);
    case RULE_LOG:
        return SCMP_ACT_LOG;
    case RULE_NOTIFY:
    case RULE_ACTION_COUNT:
        break;
    }
    return SCMP_ACT_NOTIFY;
}

static struct scmp_arg_cmp comparison_of(const struct rule_condition *condition)
{
    static const enum scmp_compare comparisons[RULE_OPERATOR_COUNT] = {
        [RULE_NE] = SCMP_CMP_NE,
        [RULE_LT] = SCMP_CMP_LT,
        [RULE_LE] = SCMP_CMP_LE,
        [RULE_EQ] = SCMP_CMP_EQ,
        [RULE_GE] = SCMP_CMP_GE,
        [RULE_GT] = SCMP_CMP_GT,
        [RULE_MASKED_EQ] = SCMP_CMP_MASKED_EQ};
    return (struct scmp_arg_cmp){condition->argument, comparisons[condition->comparison],
                                 condition->value, condition->value_two};
}

static int fails(int code, struct error *error, const char *what, const char *which)
{
    errno = -code;
    return error_errno(error, STATUS_REQUEST, "seccomp: %s %s", what, which);
}

/* Adds what of a rule belongs to this pass; `first` is that of its first alternative. */
static int add_call(scmp_filter_ctx context, const struct rule *rule, int number,
                    size_t first, size_t pass)
{
    uint32_t action = action_of(rule->action, rule->value);
    struct scmp_arg_cmp comparisons[RULE_CONDITIONS_MAX];
    unsigned count = (unsigned)rule->condition_count;
    bool is_spread = rule_is_inequality(rule);
    for (unsigned i = 0; i < count; i++)
        comparisons[i] = comparison_of(&rule->conditions[i]);
    if (!rule_repeats_argument(rule))
        return first == pass
                   ? seccomp_rule_add_array(context, action, number, count, comparisons)
                   : 0;
    for (unsigned i = 0; i < count; i++) {
        if (first + (is_spread ? i : 0) != pass)
            continue;
        int code = seccomp_rule_add_array(context, action, number, 1, &comparisons[i]);
        if (code < 0)
            return code;
    }
    return 0;
}

/* What nobody here knows by this name is passed over, as runc and crun do. */
static int number_of(const struct rules *rules, const char *name)
{
    int number = seccomp_syscall_resolve_name(name);
    if (number != __NR_SCMP_ERROR)
        return number;
    number = call_number(
        rules->machine ? calls_architecture(rules->machine) : calls_native(), name);
    return number < 0 ? __NR_SCMP_ERROR : number;
}

/* A rule that says what is said anyway is none. */
static bool is_needless(const struct rules *rules, const struct rule *rule)
{
    return !rules->next && action_of(rule->action, rule->value) ==
                               action_of(rules->otherwise, rules->otherwise_value);
}

static int check_rule(const struct rule *rule, struct error *error)
{
    for (size_t i = 0; i < rule->condition_count; i++)
        if (rule->conditions[i].argument > 5)
            return error_set(error, STATUS_REQUEST,
                             "seccomp: argument %u of %s: there are only 0 to 5",
                             rule->conditions[i].argument,
                             rule->call_count ? rule->calls[0] : "no call");
    return 0;
}

static int add_rule(scmp_filter_ctx context, const struct rules *rules,
                    const struct rule *rule, size_t pass, struct error *error)
{
    for (size_t i = 0; i < rule->call_count; i++) {
        int number = number_of(rules, rule->calls[i]), code = 0;
        if (number != __NR_SCMP_ERROR)
            code = add_call(context, rule, number,
                            passes_before(rules, rule, rule->calls[i]), pass);
        /* -EDOM: no architecture of these has the call. -EFAULT: it is newer than
         * libseccomp, which cannot translate it to another architecture. */
        if (code < 0 && code != -EDOM && code != -EFAULT)
            return fails(code, error, "a rule for", rule->calls[i]);
    }
    return 0;
}

static int add_rules(scmp_filter_ctx context, const struct rules *rules, size_t pass,
                     bool is_last, struct error *error)
{
    for (size_t r = 0; r < rules->rule_count; r++) {
        const struct rule *rule = &rules->rules[r];
        if (check_rule(rule, error) < 0)
            return -1;
        if ((!is_last || !is_needless(rules, rule)) &&
            add_rule(context, rules, rule, pass, error) < 0)
            return -1;
    }
    return 0;
}

/* The machine's own architecture is in every filter; others are added to it. */
static int set_architectures(scmp_filter_ctx context, const struct rules *rules,
                             struct error *error)
{
    uint32_t own = rules->machine ? calls_architecture(rules->machine) : 0;
    if (rules->machine && own != calls_native() &&
        (!own || seccomp_arch_add(context, own) < 0 ||
         seccomp_arch_remove(context, calls_native()) < 0))
        return error_set(error, STATUS_REQUEST, "seccomp: no architecture %s",
                         rules->machine);
    for (size_t i = 0; i < rules->architecture_count; i++) {
        uint32_t architecture = calls_architecture(rules->architectures[i]);
        if (!architecture)
            return error_set(error, STATUS_REQUEST, "seccomp: no architecture %s",
                             rules->architectures[i]);
        int code = seccomp_arch_add(context, architecture);
        if (code < 0 && code != -EEXIST)
            return fails(code, error, "architecture", rules->architectures[i]);
    }
    return 0;
}

static int set_attributes(scmp_filter_ctx context, const struct rules *rules,
                          struct error *error)
{
    enum { BINARY_TREE = 2 };
    int code = seccomp_attr_set(context, SCMP_FLTATR_ACT_BADARCH,
                                action_of(rules->foreign, rules->foreign_value));
    if (code < 0)
        return fails(code, error, "action for", "foreign architectures");
    code = seccomp_attr_set(context, SCMP_FLTATR_CTL_OPTIMIZE, BINARY_TREE);
    return code < 0 ? fails(code, error, "optimization", "of the filter") : 0;
}

/* libseccomp writes to a descriptor only. */
static int append(scmp_filter_ctx context, struct filter *filter, struct error *error)
{
    cleanup_fd int fd = memfd_create("filter", MFD_CLOEXEC);
    struct stat status;
    if (fd < 0)
        return error_errno(error, STATUS_HOST, "memfd_create");
    int code = seccomp_export_bpf(context, fd);
    if (code < 0)
        return fails(code, error, "cannot make", "instructions");
    if (fstat(fd, &status) < 0)
        return error_errno(error, STATUS_HOST, "the filter");
    size_t had = filter->program.len, bytes = (size_t)status.st_size;
    size_t more = bytes / sizeof *filter->memory;
    if (had + more > BPF_MAXINSNS)
        return error_set(error, STATUS_REQUEST,
                         "seccomp: %zu instructions, and the kernel takes %d", had + more,
                         BPF_MAXINSNS);
    filter->memory = xreallocarray(filter->memory, had + more, sizeof *filter->memory);
    if (pread(fd, filter->memory + had, bytes, 0) != status.st_size)
        return error_errno(error, STATUS_HOST, "the filter");
    filter->program.len = (unsigned short)(had + more);
    return 0;
}

/* Every return of the mark from `begin` on becomes a jump to the end. */
static void link_to_next(struct filter *filter, size_t begin)
{
    size_t end = filter->program.len;
    for (size_t i = begin; i < end; i++) {
        struct sock_filter *row = &filter->memory[i];
        if (row->code == (BPF_RET | BPF_K) && row->k == MARK)
            *row =
                (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, (uint32_t)(end - i - 1));
    }
}

static int compile_pass(const struct rules *rules, size_t pass, bool is_last,
                        struct filter *filter, struct error *error)
{
    uint32_t otherwise =
        is_last ? action_of(rules->otherwise, rules->otherwise_value) : MARK;
    cleanup_context scmp_filter_ctx context = seccomp_init(otherwise);
    size_t begin = filter->program.len;
    if (!context)
        return error_set(error, STATUS_REQUEST,
                         "seccomp: the default action %s is not possible here",
                         rule_action_words[rules->otherwise]);
    if (set_architectures(context, rules, error) < 0 ||
        set_attributes(context, rules, error) < 0 ||
        add_rules(context, rules, pass, is_last, error) < 0 ||
        append(context, filter, error) < 0)
        return -1;
    if (!is_last)
        link_to_next(filter, begin);
    return 0;
}

static int compile_stage(const struct rules *rules, struct filter *filter,
                         struct error *error)
{
    size_t passes = passes_count(rules);
    for (size_t pass = 0; pass < passes; pass++)
        if (compile_pass(rules, pass, pass + 1 == passes && !rules->next, filter, error) <
            0)
            return -1;
    return 0;
}

static unsigned flags_of(unsigned flags)
{
    static const unsigned kernel[] = {SECCOMP_FILTER_FLAG_TSYNC, SECCOMP_FILTER_FLAG_LOG,
                                      SECCOMP_FILTER_FLAG_SPEC_ALLOW,
                                      1u << 5 /* …_WAIT_KILLABLE_RECV, Linux 5.19 */};
    unsigned result = 0;
    for (unsigned i = 0; i < sizeof kernel / sizeof *kernel; i++)
        if (flags >> i & 1)
            result |= kernel[i];
    return result;
}

static bool notifies(const struct rules *rules)
{
    for (; rules; rules = rules->next)
        for (size_t i = 0; i < rules->rule_count; i++)
            if (rules->rules[i].action == RULE_NOTIFY)
                return true;
    return false;
}

void filter_describe(const struct rules *rules, struct filter *filter)
{
    filter->flags = flags_of(rules->flags);
    filter->notifies = notifies(rules);
}

int filter_compile(const struct rules *rules, struct filter *filter, struct error *error)
{
    *filter = (struct filter){.origin = "compiled"};
    filter_describe(rules, filter);
    for (const struct rules *stage = rules; stage; stage = stage->next)
        if ((stage->rule_count || !stage->next) &&
            compile_stage(stage, filter, error) < 0) {
            free(filter->memory);
            *filter = (struct filter){0};
            return -1;
        }
    filter->program.filter = filter->memory;
    filter_shorten(filter,
                   rules->machine ? calls_architecture(rules->machine) : calls_native());
    return 0;
}
