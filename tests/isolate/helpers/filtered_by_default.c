/* Executes a command under isolate's default filter and nothing else, so that what
 * fails is the filter's doing:
 * filtered_by_default [--allow-userns] [--capabilities HEX] CMD… */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "isolate/seccomp/filter.h"

int main(int argc, char **argv)
{
    struct filter_wish wish = {0};
    struct filter filter;
    struct error error;
    int at = 1;
    if (at < argc && !strcmp(argv[at], "--allow-userns")) {
        wish.allow_userns = true;
        at++;
    }
    if (at + 1 < argc && !strcmp(argv[at], "--capabilities")) {
        wish.capabilities = strtoull(argv[at + 1], NULL, 16);
        at += 2;
    }
    if (at >= argc)
        return STATUS_REQUEST;
    if (filter_default(&wish, &filter, &error) < 0 ||
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
        filter_load(&filter.program, filter.flags, &error) < 0)
        die_error(&error);
    execvp(argv[at], argv + at);
    perror(argv[at]);
    return 127;
}
