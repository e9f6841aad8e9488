/* Who waits for whom, and the cycle in it.
 *
 * A node is a thread (or a connection to a database). It runs, or waits for one
 * object that any one of `waits_for` could give it. A mutex has one such node, its
 * owner; a semaphore has every node that may post. This is the OR model of
 * deadlock (E. Knapp, Deadlock Detection in Distributed Databases, ACM Computing
 * Surveys 19(4), 1987, section 2): with single owners a cycle is a deadlock; in
 * general a set is, whose every member waits for members only.
 */
#ifndef RING3_KIT_WAIT_GRAPH_H
#define RING3_KIT_WAIT_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WAIT_NODES = 64 };

struct wait_node {
    const char *name;
    bool gone;            /* has ended: gives nothing any more, waits for nothing */
    const char *object;   /* what it waits for; NULL: it runs */
    const char *relation; /* from the object to who can give it: "held by" */
    uint64_t waits_for;   /* bit i: node i could end the wait */
    uint64_t likely;      /* those of them that a cycle had better go through */
};

struct wait_graph {
    struct wait_node nodes[WAIT_NODES];
    size_t count;
};

struct wait_cycle {
    size_t nodes[WAIT_NODES]; /* each waits for the next one, the last for the first */
    size_t count;             /* 0: there is none */
};

/* The nodes that can never go on: each of them waits, and everyone who could end
 * its wait is among them or gone. Bit i stands for node i. */
uint64_t wait_graph_stuck(const struct wait_graph *graph);

/* A shortest cycle among the nodes of `stuck`; of several, one with most likely
 * arrows, then the one that begins at the lowest node. */
struct wait_cycle wait_graph_cycle(const struct wait_graph *graph, uint64_t stuck);

struct area;

/* Draws the cycle as a ring of nodes and objects, or as one line per node where
 * the ring does not fit. Returns the rows used; 0 when there is no cycle. */
int wait_graph_draw(const struct wait_graph *graph, const struct wait_cycle *cycle,
                    struct area area);

#endif
