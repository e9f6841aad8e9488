/* Events added up.
 *
 * By the order in which events are recorded (event.h), whoever blocks here blocks
 * in truth: a recorded owner has not begun to unlock, a recorded 0 of a semaphore
 * has no post on its way. The reverse does not hold for an instant: a thread that
 * was just given what it waits for is shown as waiting until it says so. That is
 * why "wants" alone is no wait; state_blocked() tells.
 */
#include "threads/state.h"

int state_thread_count(const struct log *log)
{
    return (int)atomic_load(&log->thread_count);
}

int state_object_count(const struct log *log)
{
    return (int)atomic_load(&log->object_count);
}

void state_init(struct state *state)
{
    *state = (struct state){0};
    for (int i = 0; i < LOG_THREADS; i++)
        state->threads[i].wants = NOBODY;
    for (int i = 0; i < LOG_OBJECTS; i++)
        state->objects[i].owner = NOBODY;
}

static void add_wants(struct state *state, const struct log *log,
                      const struct event *event)
{
    struct thread_state *thread = &state->threads[event->thread];

    thread->wants = event->object;
    if (log->objects[event->object].kind == OBJECT_BARRIER)
        thread->ticket = state->objects[event->object].came++;
    thread->waited = state_blocked(state, log, event->thread);
}

static void add_gets(struct state *state, const struct log *log,
                     const struct event *event)
{
    struct object_state *object = &state->objects[event->object];

    state->threads[event->thread].wants = NOBODY;
    if (log->objects[event->object].kind == OBJECT_MUTEX)
        object->owner = event->thread;
    else if (log->objects[event->object].kind == OBJECT_SEMAPHORE)
        object->value--;
}

static void add_gives(struct state *state, const struct log *log,
                      const struct event *event)
{
    struct object_state *object = &state->objects[event->object];

    if (log->objects[event->object].kind == OBJECT_MUTEX) {
        object->owner = NOBODY;
    } else if (log->objects[event->object].kind == OBJECT_SEMAPHORE) {
        object->value++;
        object->givers |= UINT64_C(1) << event->thread;
    }
}

static void add_value(struct state *state, const struct event *event)
{
    struct object_state *object = &state->objects[event->object];

    object->value = event->value;
    object->known = true;
    object->teller = event->thread;
    if (event->index < STATE_ELEMENTS)
        object->elements[event->index] = event->value;
}

void state_add(struct state *state, const struct log *log, const struct event *event)
{
    struct thread_state *thread = &state->threads[event->thread];
    struct object_state *object = &state->objects[event->object];

    state->events++;
    if (event->line)
        thread->line = event->line;
    switch ((enum event_kind)event->kind) {
    case EVENT_CREATE:
        state->threads[log->objects[event->object].initial].created = true;
        break;
    case EVENT_BEGIN:
        thread->created = thread->begun = true;
        break;
    case EVENT_END:
        thread->ended = true;
        break;
    case EVENT_WANTS:
        add_wants(state, log, event);
        break;
    case EVENT_GETS:
        add_gets(state, log, event);
        break;
    case EVENT_GIVES:
        add_gives(state, log, event);
        break;
    case EVENT_VALUE:
        add_value(state, event);
        break;
    case EVENT_EXPECT:
        object->wanted = event->value;
        object->expected = true;
        break;
    case EVENT_FAILED:
    case EVENT_NONE:
        break;
    }
}

void state_replay(struct state *state, const struct log *log, size_t events)
{
    state_init(state);
    for (size_t i = 0; i < events; i++)
        state_add(state, log, log_event(log, i));
}

int64_t state_semaphore(const struct state *state, const struct log *log, int object)
{
    return log->objects[object].initial + state->objects[object].value;
}

bool state_blocked(const struct state *state, const struct log *log, int thread)
{
    int wants = state->threads[thread].wants;
    const struct log_object *object = &log->objects[wants == NOBODY ? 0 : wants];
    const struct object_state *now = &state->objects[wants == NOBODY ? 0 : wants];

    if (wants == NOBODY)
        return false;
    switch (object->kind) {
    case OBJECT_MUTEX:
        return now->owner != NOBODY;
    case OBJECT_SEMAPHORE:
        return state_semaphore(state, log, wants) <= 0;
    case OBJECT_BARRIER:
        /* Those who came in the same group of `initial` go on together. */
        return object->initial > 0 && now->came / object->initial ==
                                          state->threads[thread].ticket / object->initial;
    case OBJECT_THREAD:
        return !state->threads[object->initial].ended;
    case OBJECT_SHARED:
    case OBJECT_LOCAL:
    case OBJECT_RESULT:
        break;
    }
    return false;
}

/* Everyone but the waiter itself: any of them might post, or come to the barrier. */
static uint64_t all_others(const struct log *log, int thread)
{
    uint64_t all = (UINT64_C(1) << state_thread_count(log)) - 1;

    return all & ~(UINT64_C(1) << thread);
}

static void add_wait(const struct state *state, const struct log *log, int thread,
                     struct wait_node *node)
{
    int wants = state->threads[thread].wants;
    const struct log_object *object = &log->objects[wants];
    uint64_t givers = state->objects[wants].givers & all_others(log, thread);

    node->object = object->name;
    switch (object->kind) {
    case OBJECT_MUTEX:
        node->relation = "held by";
        node->waits_for = node->likely = UINT64_C(1) << state->objects[wants].owner;
        break;
    case OBJECT_THREAD:
        node->relation = "end of";
        node->waits_for = UINT64_C(1) << object->initial;
        break;
    case OBJECT_SEMAPHORE:
        node->relation = "to be posted by";
        node->waits_for = all_others(log, thread);
        /* Who posted before is the likeliest; else any thread but main. */
        node->likely = givers ? givers : node->waits_for & ~UINT64_C(1);
        break;
    default:
        node->relation = "lacks";
        node->waits_for = all_others(log, thread);
        node->likely = node->waits_for & ~UINT64_C(1);
        break;
    }
}

void state_graph(const struct state *state, const struct log *log,
                 struct wait_graph *graph)
{
    *graph = (struct wait_graph){.count = (size_t)state_thread_count(log)};
    for (int i = 0; i < (int)graph->count; i++) {
        graph->nodes[i].name = log->threads[i].name;
        graph->nodes[i].gone = state->threads[i].ended;
        if (state_blocked(state, log, i))
            add_wait(state, log, i, &graph->nodes[i]);
    }
}
