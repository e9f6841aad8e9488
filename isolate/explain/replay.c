/* The rules of replay.h. */
#include "isolate/explain/replay.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "isolate/explain/decode.h"
#include "isolate/explain/registers.h"
#include "isolate/explain/tracer.h"
#include "isolate/seccomp/calls.h"

struct replaying {
    const struct trace *first;
    const struct watched *wanted;
    struct watched *seen;
    bool is_host_network;
    const struct stand_in *stand_in;
};

/* Calls that ask for a right and do nothing: `keep` arguments stay as they are. */
static const struct stand_in {
    const char *name, *with; /* NULL: itself */
    unsigned keep;           /* a bit for each argument */
    uint64_t arguments[6];
    int has_right; /* errno when the right is there; 0: none */
} stand_ins[] = {
    {"settimeofday", NULL, 0, {0}, 0},
    {"clock_settime", "settimeofday", 0, {0}, 0},
    {"clock_adjtime", "settimeofday", 0, {0}, 0},
    {"adjtimex", "settimeofday", 0, {0}, 0},
    {"swapon", NULL, 0, {0}, EFAULT},
    {"swapoff", NULL, 0, {0}, EFAULT},
    {"finit_module", NULL, 0, {(uint64_t)-1}, EBADF},
    {"delete_module", NULL, 0, {0}, EFAULT},
    {"kexec_load", NULL, 0, {0, 0, 0, ~UINT64_C(0)}, EINVAL},
    {"kexec_file_load", NULL, 0, {(uint64_t)-1, (uint64_t)-1, 0, 0, 0xffff}, EINVAL},
    {"acct", NULL, 0, {1}, EFAULT},
    {"syslog", NULL, 0, {99}, EINVAL},
    {"bpf", NULL, 6, {99}, EINVAL},
};

/* These are made as they are: what they make ends with the process or its namespaces. */
static const char *const harmless[] = {"open",
                                       "openat",
                                       "openat2",
                                       "stat",
                                       "lstat",
                                       "statx",
                                       "newfstatat",
                                       "access",
                                       "faccessat",
                                       "faccessat2",
                                       "readlink",
                                       "readlinkat",
                                       "chdir",

                                       "iopl",
                                       "ioperm",
                                       "mknod",
                                       "mknodat",
                                       "perf_event_open",
                                       "open_by_handle_at",
                                       "connect",
                                       NULL};

static const char *const sending[] = {"sendto", "sendmsg", "sendmmsg", NULL};

static const char *const talking[] = {"connect", "bind",     "listen", "sendto",
                                      "sendmsg", "sendmmsg", NULL};

static bool is_among(const char *const *names, const char *name)
{
    while (*names && strcmp(*names, name) != 0)
        names++;
    return *names;
}

static const struct stand_in *stand_in_for(const char *name)
{
    for (size_t i = 0; i < sizeof stand_ins / sizeof *stand_ins; i++)
        if (!strcmp(stand_ins[i].name, name))
            return &stand_ins[i];
    return NULL;
}

static bool is_call(const struct watched *a, const struct watched *b)
{
    return a->number == b->number && a->architecture == b->architecture &&
           !strcmp(a->text, b->text);
}

/* What it is answered without being made; 0: it is made. */
static int answer_of(const struct replaying *r, const struct watched *call)
{
    char name[CALL_NAME_MAX];
    for (unsigned i = 0; i < r->first->count; i++)
        if (r->first->rows[i].error && is_call(&r->first->rows[i], call))
            return r->first->rows[i].error;
    call_name(call->architecture, call->number, name);
    return r->is_host_network && is_among(talking, name) ? ENETUNREACH : 0;
}

static bool put_stand_in(const struct stand_in *s, pid_t pid, const struct watched *call)
{
    uint64_t arguments[6];
    int number = s->with ? call_number(call->architecture, s->with) : call->number;
    for (int i = 0; i < 6; i++)
        arguments[i] = s->keep & 1u << i ? call->arguments[i] : s->arguments[i];
    return registers_replace(pid, call->architecture, number, arguments) == 0;
}

static enum tracer_step before(void *context, pid_t pid, struct watched *call)
{
    struct replaying *r = context;
    decode_call(pid, call);
    if (is_call(call, r->wanted)) {
        *r->seen = *call;
        return r->stand_in && !put_stand_in(r->stand_in, pid, call) ? TRACER_END
                                                                    : TRACER_MAKE;
    }
    call->error = answer_of(r, call);
    if (!call->error)
        return TRACER_MAKE;
    return registers_replace(pid, call->architecture, NO_CALL, call->arguments) < 0
               ? TRACER_END
               : TRACER_ANSWER;
}

static enum tracer_step after(void *context, pid_t pid, struct watched *call)
{
    struct replaying *r = context;
    (void)pid;
    if (!is_call(call, r->wanted))
        return TRACER_MAKE;
    *r->seen = *call;
    r->seen->times = 1;
    if (r->stand_in && call->error == r->stand_in->has_right)
        r->seen->error = 0;
    return TRACER_END;
}

/* Whether it may be made there at all; NULL, or why not. */
static const char *objection(const struct trace *first, unsigned layers,
                             const struct watched *call, const struct stand_in *stand_in)
{
    char name[CALL_NAME_MAX];
    call_name(call->architecture, call->number, name);
    if (layers & LAYER_BIT(LAYER_USER) && geteuid() != 0)
        return "only root can make a container without it";
    if (first->is_cut)
        return "too many calls failed to be sure that they fail again";
    if (layers & LAYER_BIT(LAYER_NET) && is_among(sending, name))
        return "it would send something";
    if (!stand_in && !is_among(harmless, name))
        return "the call might change this machine";
    return NULL;
}

int replay(const struct wish *wish, const struct trace *first, unsigned layers,
           const struct watched *call, struct watched *seen, const char **word)
{
    char name[CALL_NAME_MAX];
    struct wish without = *wish;
    struct error error;
    call_name(call->architecture, call->number, name);
    struct replaying replaying = {
        .first = first,
        .wanted = call,
        .seen = seen,
        .is_host_network = layers & LAYER_BIT(LAYER_NET),
        .stand_in = layers & LAYER_BIT(LAYER_USER) ? stand_in_for(name) : NULL};
    *seen = (struct watched){0};
    *word = objection(first, layers, call, replaying.stand_in);
    if (*word)
        return -1;
    without.without |= layers;
    struct tracer_hooks hooks = {before, after, &replaying};
    if (trace_with(&without, &hooks, &error) >= 0 || *seen->text) {
        *word = replaying.stand_in
                    ? "may be made (the right was asked for, and nothing done)"
                    : NULL;
        return 0;
    }
    *word = "a container without it cannot be made here";
    return -1;
}
