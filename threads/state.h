/* Who holds and who waits: what the events up to some point add up to. */
#ifndef RING3_THREADS_STATE_H
#define RING3_THREADS_STATE_H

#include "labs/kit/wait_graph.h"
#include "threads/log.h"

enum { STATE_ELEMENTS = 8, NOBODY = -1 };

struct thread_state {
    bool created, begun, ended;
    int line;       /* of its last call that has one */
    int wants;      /* object that it asked for and has not got; NOBODY */
    bool waited;    /* it could not get at once what it asked for last */
    int64_t ticket; /* of a barrier: how many came before it */
};

struct object_state {
    int owner;      /* mutex: the thread that holds it; NOBODY */
    int64_t value;  /* variable: its value; semaphore: posts less waits so far */
    bool known;     /* the variable has been given a value … */
    int teller;     /* … by this thread, last */
    int64_t came;   /* barrier: arrivals so far */
    int64_t wanted; /* EVENT_EXPECT */
    bool expected;
    uint64_t givers; /* semaphore: bit i: thread i has posted it */
    int64_t elements[STATE_ELEMENTS];
};

struct state {
    size_t events; /* how many are in it */
    struct thread_state threads[LOG_THREADS];
    struct object_state objects[LOG_OBJECTS];
};

void state_init(struct state *state);
/* Adds one event: constant time. */
void state_add(struct state *state, const struct log *log, const struct event *event);
/* From the beginning to the first `events` ones. */
void state_replay(struct state *state, const struct log *log, size_t events);

/* True when the thread cannot have got what it wants: the mutex is held, the
 * semaphore is 0, the barrier incomplete, the thread to join still running. */
bool state_blocked(const struct state *state, const struct log *log, int thread);

/* The count of a semaphore. */
int64_t state_semaphore(const struct state *state, const struct log *log, int object);

/* The wait-for graph at this point; node i is thread i. Names point into `log`. */
void state_graph(const struct state *state, const struct log *log,
                 struct wait_graph *graph);

int state_thread_count(const struct log *log);
int state_object_count(const struct log *log);

#endif
