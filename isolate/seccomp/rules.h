/* Rules for system calls, as data: what a filter is compiled from.
 *
 * The shape is that of `linux.seccomp` in the OCI runtime specification, so that
 * config.json and our own profile speak one language. A call that no rule matches gets
 * `otherwise`. Conditions of one rule must all hold; several rules for one call are
 * alternatives. Where rules for one call disagree, libseccomp's order decides: a rule
 * without conditions beats those with some.
 */
#ifndef RING3_ISOLATE_RULES_H
#define RING3_ISOLATE_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is left out is 0, and 0 is the safe one. */
enum rule_action {
    RULE_KILL_PROCESS, /* by SIGSYS */
    RULE_ALLOW,
    RULE_ERRNO,       /* value: the errno */
    RULE_KILL_THREAD, /* OCI's "SCMP_ACT_KILL" too */
    RULE_TRAP,        /* a SIGSYS that can be caught */
    RULE_TRACE,       /* value: what the tracer is told */
    RULE_LOG,         /* allowed, and logged */
    RULE_NOTIFY,      /* whoever holds the listener is asked: notify.h */
    RULE_ACTION_COUNT
};

enum rule_operator {
    RULE_NE,
    RULE_LT,
    RULE_LE,
    RULE_EQ,
    RULE_GE,
    RULE_GT,
    RULE_MASKED_EQ,
    RULE_OPERATOR_COUNT
};

/* argument OPERATOR value; of MASKED_EQ: (argument & value) == value_two. All 64 bits
 * are compared, though the kernel reads only 32 of an int: masks say so. */
struct rule_condition {
    unsigned argument; /* 0 to 5 */
    enum rule_operator comparison;
    uint64_t value, value_two;
};

enum { RULE_CONDITIONS_MAX = 6 };

struct rule {
    const char *const *calls; /* names; one that this machine has not is passed over */
    size_t call_count;
    enum rule_action action;
    unsigned value; /* for ERRNO and TRACE; OCI's default is EPERM */
    struct rule_condition conditions[RULE_CONDITIONS_MAX];
    size_t condition_count;
};

/* The flags of seccomp(2) that config.json can ask for. */
enum {
    RULES_FLAG_TSYNC = 1,              /* SECCOMP_FILTER_FLAG_TSYNC */
    RULES_FLAG_LOG = 2,                /* SECCOMP_FILTER_FLAG_LOG */
    RULES_FLAG_SPEC_ALLOW = 4,         /* SECCOMP_FILTER_FLAG_SPEC_ALLOW */
    RULES_FLAG_WAIT_KILLABLE_RECV = 8, /* SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV */
};

struct rules {
    enum rule_action otherwise; /* defaultAction */
    unsigned otherwise_value;   /* defaultErrnoRet; EPERM when config.json has none */
    /* Of calls through another architecture's door than those listed. */
    enum rule_action foreign;
    unsigned foreign_value;
    /* "SCMP_ARCH_X86_64" …; the native one is always in, the others as listed. */
    const char *const *architectures;
    size_t architecture_count;
    unsigned flags;                                /* RULES_FLAG_… */
    const char *listener_path, *listener_metadata; /* for NOTIFY; may be NULL */
    const struct rule *rules;
    size_t rule_count;
    /* Asked about what no rule here matches, in place of `otherwise`; may be NULL. So
     * that what is refused under conditions, what is allowed, and which error the rest
     * gets are three tables that cannot get in one another's way. */
    const struct rules *next;
    const char *machine; /* "x86_64", "aarch64"; NULL: that of this program */
};

/* OCI's words: "SCMP_ACT_ALLOW", "SCMP_CMP_EQ". */
extern const char *const rule_action_words[RULE_ACTION_COUNT];
extern const char *const rule_operator_words[RULE_OPERATOR_COUNT];

/* By OCI's word; -1 when there is none. */
int rule_action_find(const char *word);
int rule_operator_find(const char *word);
/* "SECCOMP_FILTER_FLAG_LOG" → RULES_FLAG_LOG; 0 when there is none. */
unsigned rules_flag_find(const char *word);

#endif
