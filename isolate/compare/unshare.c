/* unshare(1), with every namespace that it can make: namespaces alone. */
#include "isolate/compare/adapter.h"

static int start(const struct start *start)
{
    struct words words = {0};
    words_add(&words,
              (const char *const[]){"unshare", "--user", "--map-root-user", "--pid",
                                    "--fork", "--kill-child", "--mount", "--uts", "--ipc",
                                    "--net", "--cgroup", "--mount-proc", "--root",
                                    start->place->root, NULL});
    return words_execute(&words, start);
}

const struct adapter adapter_unshare = {
    .name = "unshare",
    .program = "unshare",
    .settings = "seven namespaces and --root, nothing else",
    .start = start,
};
