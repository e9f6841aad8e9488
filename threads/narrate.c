/* Events in words: two tables would not do, because what an event means depends
 * on the state before it ("takes A" or "waits for A, which T2 holds").
 */
#include "threads/narrate.h"

#include <stdio.h>
#include <string.h>

const char *event_name(enum event_kind kind)
{
    static const char *const names[] = {
        [EVENT_NONE] = "none",     [EVENT_CREATE] = "creates", [EVENT_BEGIN] = "begins",
        [EVENT_END] = "ends",      [EVENT_WANTS] = "wants",    [EVENT_GETS] = "gets",
        [EVENT_GIVES] = "gives",   [EVENT_VALUE] = "value",    [EVENT_EXPECT] = "expects",
        [EVENT_FAILED] = "failed",
    };

    return names[kind];
}

const char *object_word(enum object_kind kind)
{
    static const char *const words[] = {
        [OBJECT_THREAD] = "thread",   [OBJECT_MUTEX] = "mutex",
        [OBJECT_BARRIER] = "barrier", [OBJECT_SEMAPHORE] = "semaphore",
        [OBJECT_SHARED] = "shared",   [OBJECT_LOCAL] = "local",
        [OBJECT_RESULT] = "result",
    };

    return words[kind];
}

/* The state with this event added: would the thread have to wait? */
static bool must_wait(const struct log *log, const struct state *before,
                      const struct event *event)
{
    struct state after = *before;

    state_add(&after, log, event);
    return state_blocked(&after, log, event->thread);
}

static const char *owner_name(const struct log *log, const struct state *state,
                              int object)
{
    int owner = state->objects[object].owner;

    return owner == NOBODY ? "nobody" : log->threads[owner].name;
}

static void short_wants(const struct log *log, const struct state *before,
                        const struct event *event, char words[WORDS])
{
    const struct log_object *object = &log->objects[event->object];

    if (must_wait(log, before, event))
        snprintf(words, WORDS, "waits for %s", object->name);
    else if (object->kind == OBJECT_BARRIER)
        snprintf(words, WORDS, "reaches %s", object->name);
    else
        snprintf(words, WORDS, "asks for %s", object->name);
}

static void short_gets(const struct log *log, const struct state *before,
                       const struct event *event, char words[WORDS])
{
    const struct log_object *object = &log->objects[event->object];
    long long left = (long long)state_semaphore(before, log, event->object) - 1;

    switch (object->kind) {
    case OBJECT_MUTEX:
        snprintf(words, WORDS, "takes %s", object->name);
        break;
    case OBJECT_SEMAPHORE:
        snprintf(words, WORDS, "passes %s: %lld", object->name, left);
        break;
    case OBJECT_BARRIER:
        snprintf(words, WORDS, "leaves %s", object->name);
        break;
    default:
        snprintf(words, WORDS, "has joined %s", object->name);
        break;
    }
}

static void short_gives(const struct log *log, const struct state *before,
                        const struct event *event, char words[WORDS])
{
    const struct log_object *object = &log->objects[event->object];

    if (object->kind == OBJECT_SEMAPHORE)
        snprintf(words, WORDS, "posts %s: %lld", object->name,
                 (long long)state_semaphore(before, log, event->object) + 1);
    else
        snprintf(words, WORDS, "releases %s", object->name);
}

static void short_value(const struct log *log, const struct event *event,
                        char words[WORDS])
{
    const struct log_object *object = &log->objects[event->object];

    if (object->kind == OBJECT_SHARED && object->initial > 0)
        snprintf(words, WORDS, "%s[%d] = %lld", object->name, event->index,
                 (long long)event->value);
    else
        snprintf(words, WORDS, "%s = %lld", object->name, (long long)event->value);
}

void narrate_short(const struct log *log, const struct state *before,
                   const struct event *event, char words[WORDS])
{
    const char *name = log->objects[event->object].name;

    switch ((enum event_kind)event->kind) {
    case EVENT_CREATE:
        snprintf(words, WORDS, "creates %s", name);
        break;
    case EVENT_BEGIN:
        snprintf(words, WORDS, "begins");
        break;
    case EVENT_END:
        snprintf(words, WORDS, "ends");
        break;
    case EVENT_WANTS:
        short_wants(log, before, event, words);
        break;
    case EVENT_GETS:
        short_gets(log, before, event, words);
        break;
    case EVENT_GIVES:
        short_gives(log, before, event, words);
        break;
    case EVENT_VALUE:
        short_value(log, event, words);
        break;
    case EVENT_EXPECT:
        snprintf(words, WORDS, "expects %lld", (long long)event->value);
        break;
    case EVENT_FAILED:
        snprintf(words, WORDS, "fails: %s", strerror((int)event->value));
        break;
    case EVENT_NONE:
        snprintf(words, WORDS, "was cut off");
        break;
    }
}

static void why_wants(const struct log *log, const struct state *before,
                      const struct event *event, char *text, size_t size)
{
    const struct log_object *object = &log->objects[event->object];
    long long came = (long long)before->objects[event->object].came + 1;

    switch (object->kind) {
    case OBJECT_MUTEX:
        snprintf(text, size,
                 "%s holds %s. The kernel puts this thread to sleep until %s unlocks it.",
                 owner_name(log, before, event->object), object->name,
                 owner_name(log, before, event->object));
        break;
    case OBJECT_SEMAPHORE:
        snprintf(text, size,
                 "%s is 0. The thread sleeps until another one posts it. A semaphore has "
                 "no owner: any thread may post.",
                 object->name);
        break;
    case OBJECT_BARRIER:
        snprintf(text, size, "%lld of %lld have come to the barrier %s. %s", came,
                 (long long)object->initial, object->name,
                 came % object->initial
                     ? "Whoever comes early waits for the others."
                     : "That was the last one: all of them may go on.");
        break;
    default:
        snprintf(text, size, "pthread_join waits until %s has ended.", object->name);
        break;
    }
}

static void why_gets(const struct log *log, const struct state *before,
                     const struct event *event, char *text, size_t size)
{
    const struct log_object *object = &log->objects[event->object];

    switch (object->kind) {
    case OBJECT_MUTEX:
        snprintf(text, size,
                 "Nobody held %s. From now on only this thread may unlock it; whoever "
                 "else asks for it has to wait.",
                 object->name);
        break;
    case OBJECT_SEMAPHORE:
        snprintf(text, size, "%s was %lld: one is taken off, and the thread goes on.",
                 object->name, (long long)state_semaphore(before, log, event->object));
        break;
    case OBJECT_BARRIER:
        snprintf(text, size,
                 "All %lld have come to the barrier %s, so nobody waits there.",
                 (long long)object->initial, object->name);
        break;
    default:
        snprintf(text, size, "%s has ended, and its memory is given back.", object->name);
        break;
    }
}

static void why_value(const struct log *log, const struct state *before,
                      const struct event *event, char *text, size_t size)
{
    const struct log_object *object = &log->objects[event->object];
    const struct object_state *now = &before->objects[event->object];

    if (object->kind == OBJECT_LOCAL)
        snprintf(text, size, "%s is this thread's own copy: nobody else changes it.",
                 object->name);
    else if (object->kind == OBJECT_RESULT)
        snprintf(text, size, "The result, which the program compares next.");
    else if (object->initial > 0)
        snprintf(text, size, "Element %d of %s is %s.", event->index, object->name,
                 event->value ? "full" : "empty");
    else if (now->known && now->value == event->value)
        snprintf(text, size,
                 "%s was %lld before as well: what %s has just written left no trace.",
                 object->name, (long long)event->value, log->threads[event->thread].name);
    else
        snprintf(text, size, "%s is shared: every thread sees this value.", object->name);
}

void narrate_why(const struct log *log, const struct state *before,
                 const struct event *event, char *text, size_t size)
{
    const struct log_object *object = &log->objects[event->object];

    *text = '\0';
    switch ((enum event_kind)event->kind) {
    case EVENT_CREATE:
        snprintf(text, size, "From here on %s runs at the same time, in the same memory.",
                 object->name);
        break;
    case EVENT_BEGIN:
        snprintf(text, size, "The kernel runs its first instruction.");
        break;
    case EVENT_END:
        snprintf(text, size, "Its function returned. Whoever joins it can go on.");
        break;
    case EVENT_WANTS:
        why_wants(log, before, event, text, size);
        break;
    case EVENT_GETS:
        why_gets(log, before, event, text, size);
        break;
    case EVENT_GIVES:
        snprintf(text, size,
                 object->kind == OBJECT_SEMAPHORE
                     ? "%s goes up by one. If a thread sleeps there, one of them wakes."
                     : "%s is free again. Whoever sleeps there may try to take it.",
                 object->name);
        break;
    case EVENT_VALUE:
        why_value(log, before, event, text, size);
        break;
    case EVENT_EXPECT:
        snprintf(text, size, "%s is %lld, and ought to be %lld.", object->name,
                 (long long)before->objects[event->object].value,
                 (long long)event->value);
        break;
    case EVENT_FAILED:
    case EVENT_NONE:
        break;
    }
}

bool narrate_notable(const struct log *log, const struct state *before,
                     const struct event *event)
{
    enum object_kind kind = log->objects[event->object].kind;

    if (event->kind == EVENT_WANTS)
        return kind != OBJECT_THREAD && must_wait(log, before, event);
    /* The first value of a variable is only where it begins. */
    return event->kind == EVENT_EXPECT ||
           (event->kind == EVENT_VALUE && kind == OBJECT_SHARED &&
            before->objects[event->object].known);
}

bool narrate_skips(const struct log *log, const struct state *before,
                   const struct event *event)
{
    if (event->kind == EVENT_NONE)
        return true;
    return event->kind == EVENT_WANTS &&
           log->objects[event->object].kind != OBJECT_BARRIER &&
           !must_wait(log, before, event);
}
