/* A state of an explored program in words. */
#include "threads/scene_words.h"

#include <ctype.h>
#include <string.h>

const char *scene_can(enum explore_thread_state state)
{
    switch (state) {
    case THREAD_ENABLED:
        return "can run";
    case THREAD_BLOCKED:
        return "is blocked";
    case THREAD_WAITING:
        return "waits";
    case THREAD_SPINNING:
        return "spins";
    case THREAD_ENDED:
        return "has ended";
    }
    return "?";
}

const char *scene_name(const struct explore_state *state, int thread, char name[16])
{
    if (thread < 0 || (size_t)thread >= state->thread_count)
        return strcpy(name, "?");
    snprintf(name, 16, "%.*s", (int)strcspn(state->threads[thread].name, " "),
             state->threads[thread].name);
    return name;
}

/* Where there is little room. */
static const char *short_word(const char *operation)
{
    static const struct {
        const char *word, *instead;
    } words[] = {
        {"wait: unlock and queue up", "wait on"},
        {"lock again after the wait", "relock"},
        {"wait at the barrier", "leave"},
        {"store becomes visible", "flush"},
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (!strcmp(operation, words[i].word))
            return words[i].instead;
    return operation;
}

/* Who holds the object that this thread asks for; -1. */
static int holder_of(const struct explore_state *state, const struct explore_step *next)
{
    for (size_t i = 0; i < state->object_count; i++)
        if (!strcmp(state->objects[i].name, next->object))
            return state->objects[i].owner;
    return -1;
}

/* The explorer's words, which are for people far from the screen, made short: "thread 2"
 * is T2, and where it began stands elsewhere. */
static void shorten(const char *why, char *text, size_t size)
{
    size_t used = 0, length = strlen(why);
    const char *since = strstr(why, " since ");

    if (since)
        length = (size_t)(since - why);
    for (size_t i = 0; i < length && used + 2 < size; i++) {
        if (!strncmp(why + i, "thread ", 7) && isdigit((unsigned char)why[i + 7])) {
            text[used++] = 'T';
            i += 6;
        } else {
            text[used++] = why[i];
        }
    }
    text[used] = '\0';
}

const char *scene_doing(const struct explore_state *state, int thread, char *text,
                        size_t size)
{
    const struct explore_thread *now = &state->threads[thread];
    char name[16];

    if (now->state == THREAD_ENDED)
        snprintf(text, size, "has ended");
    else if (now->state == THREAD_BLOCKED && holder_of(state, &now->next) >= 0)
        snprintf(text, size, "%s is held by %s", now->next.object,
                 scene_name(state, holder_of(state, &now->next), name));
    else if (now->state == THREAD_WAITING && *now->next.object)
        snprintf(text, size, "waits for %s", now->next.object);
    else if (now->state != THREAD_ENABLED && *now->why)
        shorten(now->why, text, size);
    else
        snprintf(text, size, "%s%s%s", short_word(now->next.operation),
                 *now->next.object ? " " : "", now->next.object);
    return text;
}

/* Appends ", T2 waits" or ", T2 and T3 wait"; without a comma at the beginning. */
static void add_waiters(const struct explore_state *state,
                        const struct explore_object *object, char *text, size_t size)
{
    char name[16];
    size_t used;

    for (size_t i = 0; i < object->queue_length; i++) {
        used = strlen(text);
        snprintf(text + used, size - used, "%s%s",
                 i      ? " and "
                 : used ? ", "
                        : "",
                 scene_name(state, object->queue[i], name));
    }
    used = strlen(text);
    if (object->queue_length)
        snprintf(text + used, size - used,
                 object->queue_length == 1 ? " waits" : " wait");
}

static void lock_words(const struct explore_state *state,
                       const struct explore_object *object, char *text, size_t size)
{
    char name[16];
    bool shared = !strcmp(object->type, "rwlock");

    if (object->owner >= 0 && object->count > 1)
        snprintf(text, size, "held by %s, %d times",
                 scene_name(state, object->owner, name), object->count);
    else if (object->owner >= 0)
        snprintf(text, size, "%s by %s", shared ? "being written" : "held",
                 scene_name(state, object->owner, name));
    else if (shared && object->count > 0)
        snprintf(text, size, "%d reading", object->count);
    else
        snprintf(text, size, "free");
}

bool scene_object(const struct explore_state *state, size_t index, char *text,
                  size_t size)
{
    const struct explore_object *object = &state->objects[index];

    *text = '\0';
    if (!strcmp(object->type, "thread") || !strcmp(object->type, "variable"))
        return false;
    if (!strcmp(object->type, "semaphore"))
        snprintf(text, size, "%d", object->count);
    else if (!strcmp(object->type, "barrier"))
        snprintf(text, size, "%d of %d there", object->count, object->limit);
    else if (strcmp(object->type, "condition") != 0)
        lock_words(state, object, text, size);
    else if (!object->queue_length)
        snprintf(text, size, "nobody waits");
    add_waiters(state, object, text, size);
    return true;
}

bool scene_variable(const struct explore_state *state, size_t index, char *text,
                    size_t size)
{
    const struct explore_variable *variable = &state->variables[index];
    char name[16];

    *text = '\0';
    if (!variable->shared)
        return false;
    if (variable->size > sizeof variable->value)
        snprintf(text, size, "%u bytes", variable->size);
    else
        snprintf(text, size, "%lld", (long long)variable->value);
    if (variable->last_writer >= 0 && variable->writer_line > 0) {
        size_t used = strlen(text);
        snprintf(text + used, size - used, "  (%s, line %d)",
                 scene_name(state, variable->last_writer, name), variable->writer_line);
    }
    return true;
}

void scene_enabled(const struct explore_state *state, char *text, size_t size)
{
    char name[16];

    *text = '\0';
    for (size_t i = 0; i < state->thread_count; i++) {
        size_t used = strlen(text);
        if (state->threads[i].state == THREAD_ENABLED)
            snprintf(text + used, size - used, "%s%s", used ? " " : "",
                     scene_name(state, (int)i, name));
    }
    if (!*text)
        snprintf(text, size, "nobody");
}
