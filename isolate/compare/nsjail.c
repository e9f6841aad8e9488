/* nsjail, by its own defaults. */
#include <stdio.h>

#include "isolate/compare/adapter.h"

static int start(const struct start *start)
{
    const struct place *place = start->place;
    char lent[256];
    struct words words = {0};
    snprintf(lent, sizeof lent, "%s:/lent", place->lent);
    words_add(&words, (const char *const[]){"nsjail", "--mode", "o", "--really_quiet",
                                            "--chroot", place->root, "--bindmount", lent,
                                            "--tmpfsmount", "/tmp", NULL});
    if (start->attack->asks.workdir)
        words_add(&words,
                  (const char *const[]){"--cwd", start->attack->asks.workdir, NULL});
    words_add(&words, (const char *const[]){"--", NULL});
    return words_execute(&words, start);
}

const struct adapter adapter_nsjail = {
    .name = "nsjail",
    .program = "nsjail",
    .settings = "--mode o --chroot",
    .start = start,
};
