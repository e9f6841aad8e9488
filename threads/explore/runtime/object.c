/* The table of objects, found through the tag in the program's own memory. */
#include "threads/explore/runtime/object.h"

#include <pthread.h>
#include <semaphore.h>
#include <string.h>

#include "threads/explore/runtime/ending.h"
#include "threads/explore/runtime/thread.h"

enum {
    OBJECTS_MAX = 4096,
    TAG = 0x5a700000, /* or'ed with the index */
    TAG_MASK = ~(OBJECTS_MAX - 1),
};

OURS static struct object *table;
OURS static int used;

static const struct {
    const char *word;
    uint32_t size;
    bool has_initialiser; /* all zero is a valid one */
} types[] = {
    [OBJECT_MUTEX] = {"mutex", sizeof(pthread_mutex_t), true},
    [OBJECT_CONDITION] = {"condition variable", sizeof(pthread_cond_t), true},
    [OBJECT_RWLOCK] = {"rwlock", sizeof(pthread_rwlock_t), true},
    [OBJECT_SPIN] = {"spinlock", sizeof(pthread_spinlock_t), false},
    [OBJECT_SEMAPHORE] = {"semaphore", sizeof(sem_t), false},
    [OBJECT_BARRIER] = {"barrier", sizeof(pthread_barrier_t), false},
    [OBJECT_ONCE] = {"once", sizeof(pthread_once_t), true},
};

const char *object_type_word(enum object_type type)
{
    return types[type].word;
}

void objects_reset(void)
{
    if (!table)
        table = ours_allocate(OBJECTS_MAX * sizeof *table);
    used = 0;
}

static uint32_t tag_at(const void *place)
{
    uint32_t tag;
    memcpy(&tag, place, sizeof tag);
    return tag;
}

/* NULL when the tag is none of ours. */
static struct object *tagged(const void *place)
{
    uint32_t tag = tag_at(place);
    uint32_t index = tag & ~(uint32_t)TAG_MASK;
    return (tag & (uint32_t)TAG_MASK) == TAG && (int)index < used ? &table[index] : NULL;
}

struct object *object_init(void *place, enum object_type type, uintptr_t pc)
{
    struct object *object = tagged(place);
    if (!object || object->address != (uintptr_t)place) {
        if (used == OBJECTS_MAX)
            run_refuse(pc, "more than %d synchronisation objects in one run",
                       OBJECTS_MAX);
        object = &table[used];
        uint32_t tag = TAG | (uint32_t)used++;
        memcpy(place, &tag, sizeof tag);
    }
    memset(object, 0, offsetof(struct object, released));
    clock_clear(&object->released, threads_most);
    clock_clear(&object->readers, threads_most);
    object->address = (uintptr_t)place;
    object->size = types[type].size;
    object->type = type;
    object->owner = NOBODY;
    return object;
}

/* PTHREAD_MUTEX_INITIALIZER and its kin: zeros, but for the kind of a mutex. */
static bool statically_initialised(const void *place, enum object_type type,
                                   enum mutex_kind *kind)
{
    static const char zeros[sizeof(pthread_rwlock_t)];
    char copy[sizeof(pthread_rwlock_t)] = {0};
    memcpy(copy, place, types[type].size);
    *kind = MUTEX_NORMAL;
    if (type == OBJECT_MUTEX) {
        int number = ((const pthread_mutex_t *)place)->__data.__kind;
        if (number == PTHREAD_MUTEX_RECURSIVE || number == PTHREAD_MUTEX_ERRORCHECK) {
            *kind =
                number == PTHREAD_MUTEX_RECURSIVE ? MUTEX_RECURSIVE : MUTEX_ERRORCHECK;
            memset(copy + offsetof(pthread_mutex_t, __data.__kind), 0, sizeof(int));
        }
    }
    return types[type].has_initialiser && !memcmp(copy, zeros, types[type].size);
}

struct object *object_of(void *place, enum object_type type, uintptr_t pc)
{
    struct object *object = tagged(place);
    enum mutex_kind kind;
    if (object && object->address == (uintptr_t)place) {
        if (object->destroyed)
            run_fail(KIND_BAD_OBJECT, pc, "%p is a %s that was destroyed before", place,
                     types[type].word);
        if (object->type != type)
            run_fail(KIND_BAD_OBJECT, pc, "%p is used as a %s, but it is a %s", place,
                     types[type].word, types[object->type].word);
        return object;
    }
    if (object)
        run_fail(KIND_BAD_OBJECT, pc,
                 "%p is a copy of the %s %p: a copy is no such object", place,
                 types[type].word, (void *)object->address);
    if (!statically_initialised(place, type, &kind))
        run_fail(KIND_BAD_OBJECT, pc, "%p is used as a %s, but was never initialised",
                 place, types[type].word);
    object = object_init(place, type, pc);
    object->kind = kind;
    return object;
}

void object_destroy(struct object *object)
{
    object->destroyed = true;
}

struct object *objects_forget(uintptr_t address, size_t size)
{
    struct object *busy = NULL;
    for (int i = 0; i < used; i++) {
        struct object *object = &table[i];
        if (object->address < address || object->address >= address + size)
            continue;
        if (!object->destroyed && (object->owner != NOBODY || object->queue_length))
            busy = object;
        object->address = 0;
    }
    return busy;
}

void object_queue_remove(struct object *object, int position)
{
    object->queue_length--;
    for (int i = position; i < object->queue_length; i++)
        object->queue[i] = object->queue[i + 1];
}

void objects_hide_tags(bool hidden)
{
    const uint32_t alike = TAG | (OBJECTS_MAX - 1);
    for (int i = 0; i < used; i++) {
        void *place = (void *)table[i].address;
        uint32_t tag = TAG | (uint32_t)i;
        if (place && tag_at(place) == (hidden ? tag : alike))
            memcpy(place, hidden ? &alike : &tag, sizeof tag);
    }
}

int objects_count(void)
{
    return used;
}

struct object *objects_at(int index)
{
    return &table[index];
}
