/* A way in, by a rule: the kernel rewrites the address in each packet.
 *
 * After the cable, which the packets take. Its own table, so that all of it goes at once;
 * two chains, because what comes from another machine and what the host itself sends pass
 * the kernel at different places. nft(8).
 */
#include <string.h>
#include <unistd.h>

#include "isolate/steps/steps.h"
#include "labs/kit/process.h"

enum { INSIDE_PORT = 8080 };

static int check(const struct setting *s, struct error *error)
{
    if (!s->block)
        return error_set(error, STATUS_HOST,
                         "rules for the host's packets need root there; without root the "
                         "step port does it, by a process of ours");
    if (!process_installed("nft") && access("/usr/sbin/nft", X_OK) < 0)
        return error_set(error, STATUS_HOST,
                         "the program nft is not installed (try: apt install nftables)");
    return 0;
}

static struct operation outside(struct operation row)
{
    row.outside = true;
    return row;
}

static size_t rows(const struct setting *s, struct operation *row)
{
    size_t n = 0;
    for (; n < SETTING_RULES; n++)
        row[n] =
            outside((struct operation){.kind = OPERATION_RULES, .text = s->rules[n]});
    row[n++] = (struct operation){.kind = OPERATION_SERVE, .number = INSIDE_PORT};
    row[n++] = outside((struct operation){
        .kind = OPERATION_ASK, .number = s->port, .flags = s->block + 1});
    row[n++] =
        outside((struct operation){.kind = OPERATION_RULES, .text = s->list_rules});
    return n;
}

static size_t undo(const struct setting *s, struct operation *row)
{
    row[0] =
        outside((struct operation){.kind = OPERATION_RULES, .text = s->delete_rules});
    return 1;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    (void)host;
    answer_yes_no(!strstr(record->output, "hello"), text);
}

const struct step_type nft_step = {
    .name = "nft",
    .layer = LAYER_NONE,
    .title = "a port is published by a rule",
    .why = "With root no process has to carry the bytes. nft gives the kernel a rule: "
           "what goes to this port of the host gets the address of the container written "
           "into it, and each answer the address of the host (DNAT).",
    .needs = "veth",
    .privileged = true,
    .check = check,
    .rows = rows,
    .facts = {FACT_LINKS, FACT_ROUTE},
    .fact_count = 2,
    .undo = undo,
    .undo_why = "The table is deleted, and its chains and rules with it.",
    .remove = undo,
    .attacker = "Answer whoever asks: a published server is a door.",
    .attack = "fork-bomb memory-bomb",
    .question = "Does a process of the host listen on the published port? (yes or no)",
    .explain = "Nobody listens there: the packet is on its way to another address before "
               "anybody could be asked.",
    .answer = answer,
};
