/* The program as the command of a container: one attempt, and what it saw. */
#include "isolate/attack/inside.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "isolate/attacks/attacks.h"
#include "labs/kit/cleanup.h"

enum { WATCHDOG_SECONDS = 10 };

/* The marker holds the token and the second until which it counts. */
static bool is_marked(const char *marker, const char *token)
{
    char seen[33];
    long long until;
    cleanup_file FILE *file = fopen(marker, "re");
    return file && strlen(token) == 32 && fscanf(file, "%32s %lld", seen, &until) == 2 &&
           !strcmp(seen, token) && (long long)time(NULL) <= until;
}

static int refuse(const char *reason)
{
    fprintf(stderr,
            INSIDE_NAME ": %s: this is the inner part of \"isolate attack\", which runs "
                        "it in a container\n",
            reason);
    return STATUS_REQUEST;
}

/* The marker lies in the root that was made for this attempt, as its /tmp does. */
static const char *folder_beside(const char *marker, char *folder)
{
    const char *slash = strrchr(marker, '/');
    snprintf(folder, PATH_MAX, "%.*s/tmp", slash ? (int)(slash - marker) : 0, marker);
    return folder;
}

static int run(const struct attack *attack, char **words)
{
    char folder[PATH_MAX];
    struct attempt attempt = {
        .token = words[2], .bait = words[3], .folder = folder_beside(words[4], folder)};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    alarm(WATCHDOG_SECONDS);
    puts(INSIDE_BEGIN);
    fflush(stdout);
    attack->attempt(&attempt);
    printf("%s%s\n", attempt.finding.open ? INSIDE_OPEN : INSIDE_BLOCKED,
           attempt.finding.evidence);
    return fflush(stdout) == 0 ? STATUS_OK : STATUS_HOST;
}

/* By its name; or, as the interpreter of a script, by the first argument. */
static bool is_called_for(int argc, char **argv)
{
    const char *slash = argc ? strrchr(argv[0], '/') : NULL;
    return argc && (!strcmp(slash ? slash + 1 : argv[0], INSIDE_NAME) ||
                    (argc > 2 && !strcmp(argv[1], INSIDE_NAME)));
}

int inside_main(int argc, char **argv)
{
    if (!is_called_for(argc, argv))
        return -1;
    if (!strcmp(argv[1] ? argv[1] : "",
                INSIDE_NAME)) { /* the script's own name follows */
        argc -= 2;
        argv += 2;
    }
    if (argc != 5)
        return refuse("4 arguments are needed");
    const struct attack *attack = attack_find(argv[1]);
    if (!attack)
        return refuse("no such attack");
    if (!is_marked(argv[4], argv[2]))
        return refuse("there is no marker");
    return run(attack, argv);
}
