/* The state after a prefix: read from the report, with the wait-for graph drawn from
 * who waits for what. */
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "threads/explore/answer.h"
#include "threads/explore/names.h"
#include "threads/explore/request.h"
#include "threads/explore/runtime/object.h"
#include "threads/explore/runtime/operation.h"

/* What the state owns, in one list. */
struct kept {
    struct kept *next;
    void *memory;
};

static void *keep(struct explore_state *state, void *memory)
{
    struct kept *kept = xcalloc(1, sizeof *kept);
    kept->next = state->memory;
    kept->memory = memory;
    state->memory = kept;
    return memory;
}

void explore_state_free(struct explore_state *state)
{
    struct kept *kept = state->memory;
    while (kept) {
        struct kept *next = kept->next;
        free(kept->memory);
        free(kept);
        kept = next;
    }
    free(state->threads);
    free(state->objects);
    free(state->variables);
    free(state->choices);
    free(state->output);
    explore_verdict_free(&state->verdict);
    *state = (struct explore_state){0};
}

/* One more of an array. */
#define GROW(array, count)                                                               \
    ((array) = xreallocarray((array), (count) + 1, sizeof *(array)),                     \
     memset(&(array)[count], 0, sizeof *(array)), &(array)[(count)++])

static enum explore_thread_state state_of(char letter)
{
    return letter == 'x'   ? THREAD_ENDED
           : letter == 'e' ? THREAD_ENABLED
           : letter == 'w' ? THREAD_WAITING
           : letter == 's' ? THREAD_SPINNING
                           : THREAD_BLOCKED;
}

static char *thread_name(const struct explore_program *program, int number,
                         uintptr_t start)
{
    if (number == 0)
        return xstrdup("main");
    cleanup_free char *function = names_object(program->names, start, 0);
    return xasprintf("T%d %s", number, function);
}

static void add_thread(const struct explore_program *program, struct explore_state *state,
                       const struct answer_line *line)
{
    int number = (int)answer_number(line, 0);
    struct explore_thread *thread = GROW(state->threads, state->thread_count);
    uintptr_t address = answer_address(line, 4);
    unsigned size = (unsigned)answer_number(line, 5);
    thread->name = keep(state, thread_name(program, number, answer_address(line, 6)));
    thread->state = state_of(line->count > 1 ? line->field[1][0] : 'b');
    thread->why = "";
    thread->next.thread = number;
    thread->next.choice = "";
    thread->next.file = thread->next.function = thread->next.object = "";
    thread->next.operation = "";
    if (thread->state == THREAD_ENDED)
        return;
    struct place place = names_place(program->names, answer_address(line, 3));
    thread->next.file = keep(state, xstrdup(place.file));
    thread->next.function = keep(state, xstrdup(place.function));
    thread->next.line = place.line;
    thread->next.operation = operation_word((enum operation_kind)answer_number(line, 2));
    thread->next.object = keep(state, names_object(program->names, address, size));
}

static void add_why(const struct explore_program *program, struct explore_state *state,
                    const struct answer_line *line)
{
    cleanup_free char *raw = answer_text(line, 0);
    if (state->thread_count)
        state->threads[state->thread_count - 1].why =
            keep(state, names_message(program->names, raw));
}

static const char *type_word(enum object_type type)
{
    static const char *const words[] = {"mutex",     "condition", "rwlock", "spinlock",
                                        "semaphore", "barrier",   "once"};
    return (unsigned)type < sizeof words / sizeof words[0] ? words[type] : "object";
}

static void take_queue(struct explore_state *state, struct explore_object *object,
                       const char *text)
{
    int *queue = keep(state, xcalloc(strlen(text) + 1, sizeof *queue));
    char *end;
    for (long thread; (thread = strtol(text, &end, 10)), end != text; text = end)
        queue[object->queue_length++] = (int)thread;
    object->queue = queue;
}

static void add_object(const struct explore_program *program, struct explore_state *state,
                       const struct answer_line *line)
{
    struct explore_object *object = GROW(state->objects, state->object_count);
    object->name = keep(state, names_object(program->names, answer_address(line, 0),
                                            (unsigned)answer_number(line, 5)));
    object->type = type_word((enum object_type)answer_number(line, 1));
    object->owner = (int)answer_number(line, 2);
    object->count = (int)answer_number(line, 3);
    object->limit = (int)answer_number(line, 4);
    take_queue(state, object, line->count > 6 ? line->field[6] : "");
}

static void add_variable(const struct explore_program *program,
                         struct explore_state *state, const struct answer_line *line)
{
    struct explore_variable *variable = GROW(state->variables, state->variable_count);
    uintptr_t pc = answer_address(line, 4);
    variable->size = (unsigned)answer_number(line, 1);
    variable->name = keep(
        state, names_object(program->names, answer_address(line, 0), variable->size));
    variable->value = answer_number(line, 2);
    variable->last_writer = (int)answer_number(line, 3);
    variable->writer_line = pc ? names_place(program->names, pc).line : 0;
    variable->shared = answer_number(line, 5);
}

static void add_choice(const struct explore_program *program, struct explore_state *state,
                       const struct answer_line *line)
{
    struct explore_choice *choice = GROW(state->choices, state->choice_count);
    int kind = (int)answer_number(line, 2), variant = (int)answer_number(line, 1);
    choice->thread = (int)answer_number(line, 0);
    choice->text = keep(state, answer_choice(choice->thread, kind, variant));
    choice->operation = answer_operation(kind, variant);
    choice->object = keep(state, names_object(program->names, answer_address(line, 3),
                                              (unsigned)answer_number(line, 4)));
    choice->is_default = answer_number(line, 5);
}

/* The wait-for graph */

static const struct explore_object *object_named(const struct explore_state *state,
                                                 const char *name)
{
    for (size_t i = 0; i < state->object_count; i++)
        if (!strcmp(state->objects[i].name, name))
            return &state->objects[i];
    return NULL;
}

static uint64_t all_others(const struct explore_state *state, size_t index)
{
    uint64_t others = 0;
    for (size_t i = 0; i < state->thread_count && i < WAIT_NODES; i++)
        if (i != index && state->threads[i].state != THREAD_ENDED)
            others |= (uint64_t)1 << i;
    return others;
}

static void connect_node(const struct explore_state *state, size_t index,
                         struct wait_node *node)
{
    const struct explore_step *next = &state->threads[index].next;
    const struct explore_object *object = object_named(state, next->object);
    node->object = next->object;
    if (!strcmp(next->operation, operation_word(OP_JOIN))) {
        node->relation = "is";
        node->waits_for = (uint64_t)1
                          << (strtoul(next->object + 1, NULL, 10) % WAIT_NODES);
    } else if (object && object->owner >= 0 && object->owner < WAIT_NODES) {
        node->relation = "held by";
        node->waits_for = (uint64_t)1 << object->owner;
    } else {
        node->relation = object && !strcmp(object->type, "semaphore") ? "posted by"
                         : object && !strcmp(object->type, "barrier") ? "awaits"
                                                                      : "signalled by";
        node->waits_for = all_others(state, index);
    }
    node->likely = node->waits_for;
}

static void draw_graph(struct explore_state *state)
{
    struct wait_graph *graph = &state->graph;
    for (size_t i = 0; i < state->thread_count && i < WAIT_NODES; i++) {
        struct wait_node *node = &graph->nodes[graph->count++];
        enum explore_thread_state now = state->threads[i].state;
        node->name = state->threads[i].name;
        node->gone = now == THREAD_ENDED;
        if (now == THREAD_BLOCKED || now == THREAD_WAITING)
            connect_node(state, i, node);
    }
}

static const struct {
    const char *word;
    void (*take)(const struct explore_program *program, struct explore_state *state,
                 const struct answer_line *line);
} lines[] = {
    {"thread", add_thread},     {"why", add_why},       {"object", add_object},
    {"variable", add_variable}, {"choice", add_choice},
};

static void take_lines(const struct explore_program *program, struct explore_state *state,
                       char *report)
{
    struct answer_line line;
    while (answer_next(&report, &line))
        for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
            if (!strcmp(line.word, lines[i].word))
                lines[i].take(program, state, &line);
}

int explore_state(const struct explore_program *program,
                  const struct explore_options *options, const char *schedule,
                  struct explore_state *state, struct error *error)
{
    char word[REQUEST_WORD] = "";
    *state = (struct explore_state){0};
    if (request_check_schedule(schedule, error) < 0)
        return -1;
    cleanup_free char *report =
        request_report(program, options, "state", schedule, error);
    if (!report)
        return -1;
    cleanup_free char *copy = xstrdup(report);
    if (answer_verdict(program, report, &state->verdict, word, error) < 0)
        return -1;
    take_lines(program, state, copy);
    draw_graph(state);
    state->steps = state->verdict.step_count;
    state->ended = state->choice_count == 0;
    state->output = xstrdup(state->verdict.output ? state->verdict.output : "");
    return 0;
}
