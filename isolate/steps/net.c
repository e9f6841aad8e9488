/* The network namespace: empty, then with a loopback.
 *
 * After /sys (see there). Sockets that have no path are hidden by it too: abstract Unix
 * sockets belong to the network namespace. network_namespaces(7).
 */
#include <sched.h>
#include <string.h>

#include "isolate/steps/steps.h"

/* ---- empty ---- */

static size_t net_rows(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_UNSHARE, .flags = CLONE_NEWNET};
    row[1] = (struct operation){
        .kind = OPERATION_ATTEMPT, .text = "connect", .may_fail = true};
    return 2;
}

static void net_answer(const struct record *record, const struct observation *host,
                       char *text)
{
    (void)host;
    answer_fact(&record->after, FACT_LINKS, text);
}

const struct step_type net_step = {
    .name = "net",
    .layer = LAYER_NET,
    .title = "network namespace: empty",
    .why = "A new network namespace has its own interfaces, addresses, routes, ports and "
           "packet rules, and nearly none of each: a loopback that is down. Not even "
           "127.0.0.1 can be reached.",
    .privileged = true,
    .rows = net_rows,
    .facts = {FACT_LINKS, FACT_ROUTE, FACT_NS_NET},
    .fact_count = 3,
    .takes_away = true,
    .undo_why = "The process has no rights in the namespace that it came from.",
    .attacker = "Talk to nobody: neither to the host's services nor to the world.",
    .stops = "host-service host-interfaces abstract-socket",
    .attack = "fork-bomb",
    .question = "Which interface is in a new network namespace, and is it up or down?",
    .explain = "Each has a loopback of its own, which is down.",
    .answer = net_answer,
};

/* ---- loopback ---- */

static size_t loopback_rows(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_LOOPBACK};
    row[1] = (struct operation){
        .kind = OPERATION_ATTEMPT, .text = "connect", .may_fail = true};
    return 2;
}

static size_t loopback_undo(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_LINK_DOWN, .target = "lo"};
    return 1;
}

static void loopback_answer(const struct record *record, const struct observation *host,
                            char *text)
{
    (void)record, (void)host;
    answer_yes_no(false, text);
}

const struct step_type loopback_step = {
    .name = "loopback",
    .layer = LAYER_NONE,
    .title = "the loopback goes up",
    .why = "Programs that talk to themselves over 127.0.0.1 need it. It is a loopback of "
           "its own: port 80 of the host is not behind it. Connecting is now refused "
           "because nobody listens (ECONNREFUSED), not because there is no way.",
    .needs = "net",
    .privileged = true,
    .rows = loopback_rows,
    .facts = {FACT_LINKS, FACT_ROUTE},
    .fact_count = 2,
    .undo = loopback_undo,
    .undo_why = "The interface goes down again.",
    .attacker = "Talk to itself only.",
    .stops = "host-service",
    .attack = "fork-bomb memory-bomb",
    .question = "A server of the host listens on 127.0.0.1. Can the container reach it "
                "now? (yes or no)",
    .explain = "127.0.0.1 in here is the container's own loopback.",
    .answer = loopback_answer,
};
