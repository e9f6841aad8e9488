/* A way out: a cable to a bridge of the host; and a way in: a published port.
 *
 * After the loopback. The cable needs root on the host, since one end of it is there; the
 * port does not: a process of ours listens outside and carries the bytes. veth(4).
 */
#include <stdio.h>
#include <string.h>

#include "isolate/steps/steps.h"

enum { PREFIX = 20, INSIDE_PORT = 8080 };

/* ---- the cable ---- */

static int veth_check(const struct setting *s, struct error *error)
{
    if (s->block)
        return 0;
    return error_set(error, STATUS_HOST,
                     "a cable to the host's network needs root there: one end of it is "
                     "in the host's namespace. Without root, pasta or slirp4netns carry "
                     "the packets (isolate run --network bridge finds them)");
}

static struct operation outside(struct operation row)
{
    row.outside = true;
    return row;
}

static size_t veth_rows(const struct setting *s, struct operation *row)
{
    size_t n = 0;
    unsigned here = s->block + 1, there = s->block + 2;
    row[n++] = outside((struct operation){
        .kind = OPERATION_LINK_BRIDGE, .target = s->bridge, .number = here});
    row[n++] = outside((struct operation){.kind = OPERATION_LINK_ADDRESS,
                                          .target = s->bridge,
                                          .number = here,
                                          .flags = PREFIX});
    row[n++] =
        outside((struct operation){.kind = OPERATION_LINK_UP, .target = s->bridge});
    row[n++] = outside((struct operation){.kind = OPERATION_LINK_VETH,
                                          .target = s->cable,
                                          .source = "eth0",
                                          .number = there});
    row[n++] = outside((struct operation){
        .kind = OPERATION_LINK_MASTER, .target = s->cable, .source = s->bridge});
    row[n++] = outside((struct operation){.kind = OPERATION_LINK_UP, .target = s->cable});
    row[n++] = (struct operation){.kind = OPERATION_LINK_ADDRESS,
                                  .target = "eth0",
                                  .number = there,
                                  .flags = PREFIX};
    row[n++] = (struct operation){.kind = OPERATION_LINK_UP, .target = "eth0"};
    row[n++] = (struct operation){.kind = OPERATION_LINK_ROUTE, .number = here};
    return n;
}

static size_t veth_undo(const struct setting *s, struct operation *row)
{
    row[0] =
        outside((struct operation){.kind = OPERATION_LINK_DELETE, .target = s->cable});
    row[1] =
        outside((struct operation){.kind = OPERATION_LINK_DELETE, .target = s->bridge});
    return 2;
}

static void veth_answer(const struct record *record, const struct observation *host,
                        char *text)
{
    (void)record, (void)host;
    snprintf(text, FACT_MAX, "2");
}

const struct step_type veth_step = {
    .name = "veth",
    .layer = LAYER_NONE,
    .title = "a cable to a bridge of the host",
    .why = "veth is a cable with two ends: what goes into one comes out of the other. "
           "One end is plugged into the container as eth0, the other into a bridge, a "
           "switch in software, on the host. Into the world it still needs NAT there.",
    .needs = "loopback",
    .privileged = true,
    .check = veth_check,
    .rows = veth_rows,
    .facts = {FACT_LINKS, FACT_ROUTE},
    .fact_count = 2,
    .undo = veth_undo,
    .undo_why = "The cable is deleted, and both its ends with it; then the bridge.",
    .remove = veth_undo,
    .attacker = "Talk to the host's services that listen on all addresses.",
    .stops = "raw-packets",
    .attack = "fork-bomb memory-bomb",
    .question = "How many ends does a veth cable have?",
    .explain = "One in each of two network namespaces.",
    .answer = veth_answer,
};

/* ---- the port ---- */

static size_t port_rows(const struct setting *s, struct operation *row)
{
    row[0] = outside((struct operation){
        .kind = OPERATION_PUBLISH, .number = s->port, .flags = INSIDE_PORT});
    row[1] = (struct operation){.kind = OPERATION_SERVE, .number = INSIDE_PORT};
    row[2] = outside((struct operation){.kind = OPERATION_ASK, .number = s->port});
    return 3;
}

static size_t port_undo(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = outside((struct operation){.kind = OPERATION_UNPUBLISH});
    return 1;
}

static void port_answer(const struct record *record, const struct observation *host,
                        char *text)
{
    (void)host;
    answer_yes_no(strstr(record->output, "hello") != NULL, text);
}

const struct step_type port_step = {
    .name = "port",
    .layer = LAYER_NONE,
    .title = "a port is published",
    .why = "A socket belongs to the network namespace that it was made in, wherever its "
           "process goes. So a process of ours listens outside, enters the namespace, "
           "and connects there for each client. With root, nft can rewrite the address "
           "in the packets instead, which is faster.",
    .needs = "loopback",
    .privileged = true,
    .rows = port_rows,
    .facts = {FACT_LINKS},
    .fact_count = 1,
    .undo = port_undo,
    .undo_why = "The process that carries the bytes ends, and with it the port.",
    .remove = port_undo,
    .attacker = "Answer whoever asks: a published server is a door.",
    .question = "A server listens on port 8080 inside. A client on the host connects to "
                "the published port. Does it get an answer? (yes or no)",
    .explain = "The bytes are carried from one namespace to the other.",
    .answer = port_answer,
};
