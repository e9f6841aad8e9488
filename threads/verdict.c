/* The verdict: from the log, the wait-for graph and the kernel; nothing else.
 */
#include "threads/verdict.h"

#include <stdarg.h>
#include <string.h>

const char *outcome_word(enum outcome outcome)
{
    static const char *const words[] = {
        [OUTCOME_RIGHT] = "right",     [OUTCOME_LOST] = "lost updates",
        [OUTCOME_STUCK] = "deadlock",  [OUTCOME_WRONG] = "wrong result",
        [OUTCOME_CRASHED] = "crashed", [OUTCOME_UNDECIDED] = "undecided",
    };

    return words[outcome];
}

/* A run that ended is judged by what the program itself expected. */
static void judge_results(const struct recording *recording, struct verdict *verdict)
{
    struct state state;

    state_replay(&state, recording->log, recording->events);
    if (!state.threads[0].ended) {
        verdict->outcome = OUTCOME_CRASHED; /* it left by another way than main */
        return;
    }
    for (int i = 0; i < state_object_count(recording->log); i++) {
        const struct object_state *object = &state.objects[i];
        if (!object->expected)
            continue;
        verdict->result = object->value;
        verdict->expected = object->wanted;
        snprintf(verdict->result_name, LOG_NAME, "%s", recording->log->objects[i].name);
        verdict->outcome = object->value == object->wanted  ? OUTCOME_RIGHT
                           : object->value < object->wanted ? OUTCOME_LOST
                                                            : OUTCOME_WRONG;
        if (verdict->outcome != OUTCOME_RIGHT)
            return;
    }
}

struct verdict verdict_of(const struct recording *recording)
{
    struct verdict verdict = {.outcome = OUTCOME_UNDECIDED};

    switch (recording->ending) {
    case ENDED_ITSELF:
        judge_results(recording, &verdict);
        break;
    case ENDED_SIGNAL:
        verdict.outcome = OUTCOME_CRASHED;
        break;
    case KILLED_STUCK:
        verdict.outcome = recording->confirmed ? OUTCOME_STUCK : OUTCOME_UNDECIDED;
        break;
    case KILLED_LATE:
    case KILLED_FULL:
        break;
    }
    return verdict;
}

int verdict_status(const struct recording *recording, const struct verdict *verdict)
{
    if (verdict->outcome == recording->variant->announced)
        return STATUS_OK;
    /* A bug that luck did not bring out is no proof that there is none. */
    if (verdict->outcome == OUTCOME_UNDECIDED || verdict->outcome == OUTCOME_RIGHT)
        return STATUS_UNDECIDED;
    return STATUS_NO;
}

static void add(char line[VERDICT_LINE], const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void add(char line[VERDICT_LINE], const char *format, ...)
{
    size_t used = strlen(line);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(line + used, VERDICT_LINE - used, format, arguments);
    va_end(arguments);
}

static const struct wait_node *cycle_node(const struct recording *recording, size_t index)
{
    const struct wait_cycle *cycle = &recording->cycle;

    return &recording->graph.nodes[cycle->nodes[index % cycle->count]];
}

/* "T1 → B → T2 → A → T1" */
static void name_cycle(const struct recording *recording, char line[VERDICT_LINE])
{
    if (recording->cycle.count == 0)
        return;
    for (size_t i = 0; i < recording->cycle.count; i++) {
        const struct wait_node *node = cycle_node(recording, i);
        add(line, "%s → %s → ", node->name, node->object);
    }
    add(line, "%s", cycle_node(recording, 0)->name);
}

void verdict_headline(const struct recording *recording, const struct verdict *verdict,
                      char line[VERDICT_LINE])
{
    *line = '\0';
    switch (verdict->outcome) {
    case OUTCOME_STUCK:
        add(line, "DEADLOCK: ");
        if (recording->cycle.count)
            name_cycle(recording, line);
        else
            add(line, "nobody is left who could wake the waiting threads");
        break;
    case OUTCOME_LOST:
        add(line, "LOST: %s is %lld, expected %lld: %lld of %lld are lost",
            verdict->result_name, verdict->result, verdict->expected,
            verdict->expected - verdict->result, verdict->expected);
        break;
    case OUTCOME_RIGHT:
        add(line, "RIGHT: %s is %lld, as expected", verdict->result_name,
            verdict->result);
        break;
    case OUTCOME_WRONG:
        add(line, "WRONG: %s is %lld, expected %lld", verdict->result_name,
            verdict->result, verdict->expected);
        break;
    case OUTCOME_CRASHED:
        if (recording->ending == ENDED_SIGNAL)
            add(line, "CRASHED: signal %d, %s", recording->signal,
                strsignal(recording->signal));
        else
            add(line, "FAILED: the program ended with status %d", recording->exit_status);
        break;
    case OUTCOME_UNDECIDED:
        add(line, "UNDECIDED: %s",
            recording->ending == KILLED_FULL   ? "the log is full"
            : recording->ending == KILLED_LATE ? "the time is up"
            : recording->ending == KILLED_STUCK
                ? "the kernel does not show every waiting thread asleep"
                : "the program expected nothing");
        break;
    }
}

/* Why one thread of the cycle cannot go on. */
static void reason_of_node(const struct recording *recording, size_t index,
                           char line[VERDICT_LINE])
{
    const struct wait_node *node = cycle_node(recording, index);
    const char *next = cycle_node(recording, index + 1)->name;

    if (!strcmp(node->relation, "held by"))
        add(line, "%s waits for %s, which %s holds.", node->name, node->object, next);
    else if (!strcmp(node->relation, "end of"))
        add(line, "%s waits for the end of %s.", node->name, node->object);
    else if (!strcmp(node->relation, "lacks"))
        add(line, "%s waits at %s, where %s would have to come.", node->name,
            node->object, next);
    else
        add(line, "%s waits for %s, which is 0 and would have to be posted by %s%s.",
            node->name, node->object,
            node->likely & (node->likely - 1) ? "another thread, such as " : "", next);
}

static const char *line_of_rest(const struct recording *recording,
                                char line[VERDICT_LINE])
{
    uint64_t others = recording->stuck;

    for (size_t i = 0; i < recording->cycle.count; i++)
        others &= ~(UINT64_C(1) << recording->cycle.nodes[i]);
    for (size_t i = 0; i < recording->graph.count; i++) {
        const struct wait_node *node = &recording->graph.nodes[i];
        if (others >> i & 1)
            add(line, "%s%s waits for %s", *line ? ", " : "", node->name, node->object);
    }
    if (*line)
        add(line, ", and so for ever too.");
    return line;
}

static bool everyone_waits(const struct recording *recording)
{
    for (size_t i = 0; i < recording->graph.count; i++)
        if (!recording->graph.nodes[i].gone && !(recording->stuck >> i & 1))
            return false;
    return true;
}

static bool stuck_reason(const struct recording *recording, size_t index,
                         char line[VERDICT_LINE])
{
    size_t count = recording->cycle.count;

    if (index < count)
        reason_of_node(recording, index, line);
    else if (index == count)
        line_of_rest(recording, line);
    else if (index == count + 1)
        add(line, "%s",
            everyone_waits(recording)
                ? "No thread runs that could release or post anything: this "
                  "never ends by itself. The watcher ended it."
                : "Whoever still runs cannot release these locks. The watcher "
                  "ended it.");
    else
        return false;
    return true;
}

bool verdict_reason(const struct recording *recording, const struct verdict *verdict,
                    size_t index, char line[VERDICT_LINE])
{
    *line = '\0';
    if (verdict->outcome == OUTCOME_STUCK)
        return stuck_reason(recording, index, line);
    if (index > 0)
        return false;
    if (verdict->outcome == OUTCOME_LOST)
        add(line, "Each loss is a write that overwrote what the other thread had added "
                  "since the read before it.");
    else if (verdict->outcome == OUTCOME_RIGHT &&
             recording->variant->announced == OUTCOME_RIGHT)
        add(line, "One good run is no proof. The reason to trust it is in the source.");
    else if (verdict->outcome == OUTCOME_RIGHT)
        add(line, "This run was lucky. The bug is still there.");
    else if (recording->ending == KILLED_LATE)
        add(line, "No thread was proved stuck: it may only have needed more time.");
    else
        return false;
    return true;
}

bool verdict_kernel(const struct recording *recording, size_t thread,
                    char line[VERDICT_LINE])
{
    const struct kernel_thread *seen = &recording->kernel[thread];
    const struct wait_node *node = &recording->graph.nodes[thread];

    *line = '\0';
    if (!(recording->stuck >> thread & 1) || !seen->readable)
        return false;
    add(line, "%s tid %d: %s (%c)", recording->log->threads[thread].name,
        atomic_load(&recording->log->threads[thread].tid),
        seen->state == 'S' ? "asleep" : "not asleep", seen->state);
    if (seen->futex)
        add(line, " in futex(2) on %s%s at 0x%llx",
            strcmp(node->relation, "end of") == 0 ? "the end of " : "", node->object,
            (unsigned long long)seen->address);
    else if (*seen->wchan)
        add(line, " in %s", seen->wchan);
    return true;
}
