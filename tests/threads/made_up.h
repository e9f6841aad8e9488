/* Logs made by hand, for tests of what is derived from them. */
#ifndef RING3_TESTS_THREADS_MADE_UP_H
#define RING3_TESTS_THREADS_MADE_UP_H

#include <stdio.h>
#include <string.h>

#include "threads/log.h"

static inline uint16_t made_object(struct log *log, const char *name,
                                   enum object_kind kind, uint64_t size, int64_t initial)
{
    static uint64_t address = 0x1000;
    struct log_object object = {
        .kind = kind, .address = address += 0x100, .size = size, .initial = initial};

    snprintf(object.name, sizeof object.name, "%s", name);
    return log_object(log, &object);
}

static inline void made_event(struct log *log, uint8_t thread, enum event_kind kind,
                              uint16_t object, int line, int64_t value)
{
    log_append(log, (struct event){.kind = (uint8_t)kind,
                                   .thread = thread,
                                   .object = object,
                                   .line = (uint16_t)line,
                                   .value = value});
}

/* The threads main, T1, T2 …, all of them begun. */
static inline void made_threads(struct log *log, int count)
{
    for (int i = 0; i < count; i++) {
        char name[8];
        snprintf(name, sizeof name, i ? "T%d" : "main", i);
        log_thread(log, name);
        made_event(log, (uint8_t)i, EVENT_BEGIN, log->threads[i].object, 0, 0);
    }
}

#endif
