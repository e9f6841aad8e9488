/* Name resolution: two files of /etc.
 *
 * After the network, which they describe. A runtime mounts its own over those of the
 * image; here they are written into the writable layer. hosts(5), resolv.conf(5).
 */
#include <string.h>

#include "isolate/steps/steps.h"

static size_t rows(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){
        .kind = OPERATION_PUT, .target = "/etc/hosts", .text = "127.0.0.1 localhost box"};
    row[1] = (struct operation){.kind = OPERATION_PUT,
                                .target = "/etc/resolv.conf",
                                .text = "nameserver 127.0.0.1"};
    row[2] = (struct operation){.kind = OPERATION_READ, .target = "/etc/hosts"};
    return 3;
}

static size_t undo(const struct setting *s, struct operation *row)
{
    (void)s;
    row[0] = (struct operation){.kind = OPERATION_UNLINK, .target = "/etc/resolv.conf"};
    row[1] = (struct operation){.kind = OPERATION_UNLINK, .target = "/etc/hosts"};
    return 2;
}

static void answer(const struct record *record, const struct observation *host,
                   char *text)
{
    (void)host;
    answer_yes_no(strstr(record->output, "127.0.0.1") == NULL, text);
}

const struct step_type names_step = {
    .name = "names",
    .layer = LAYER_NONE,
    .title = "names: /etc/hosts and /etc/resolv.conf",
    .why = "The kernel knows addresses, not names: the C library looks into /etc/hosts, "
           "and asks the servers of /etc/resolv.conf. The host's files would name the "
           "host's servers, which are out of reach here; so both are written anew.",
    .needs = "files",
    .check = check_root,
    .rows = rows,
    .facts = {FACT_ETC},
    .fact_count = 1,
    .undo = undo,
    .undo_why = "Both files are deleted.",
    .attacker = "Ask whatever server is named here, if there is a way to it.",
    .attack = "fork-bomb memory-bomb",
    .question = "Does the kernel have to be asked to look up the name localhost? (yes or "
                "no)",
    .explain = "The C library reads /etc/hosts; no call of the kernel knows names.",
    .answer = answer,
};
