/* Rules for packets, through the program nft. */
#include "isolate/network/nft.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "labs/kit/process.h"

int network_rules_ask(const char *text, char *answer, size_t size, struct error *error)
{
    /* A user's PATH often lacks the folders of the system's own programs. */
    bool in_path = process_installed("nft");
    const char *const command[] = {in_path ? "nft" : "/usr/sbin/nft", "-f", "-", NULL};
    struct process process = {
        .argv = command, .input = text, .seconds = 20, .merge_errors = true};
    struct process_result result;
    if (!in_path && access(command[0], X_OK) < 0)
        return error_set(error, STATUS_HOST,
                         "the program nft is not installed (try: apt install nftables)");
    if (process_run(&process, &result, error) < 0)
        return -1;
    int status = result.exit_status;
    if (status)
        error_set(error, STATUS_HOST, "nft: %.*s", (int)strcspn(result.output, "\n"),
                  result.output);
    else if (size)
        snprintf(answer, size, "%s", result.output);
    process_result_free(&result);
    return status ? -1 : 0;
}

int network_rules(const char *text, struct error *error)
{
    return network_rules_ask(text, NULL, 0, error);
}
