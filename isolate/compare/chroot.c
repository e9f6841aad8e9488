/* chroot(1): another name for /, nothing else. */
#include "isolate/compare/adapter.h"

static int start(const struct start *start)
{
    struct words words = {0};
    words_add(&words, (const char *const[]){"chroot", start->place->root, NULL});
    return words_execute(&words, start);
}

const struct adapter adapter_chroot = {
    .name = "chroot",
    .program = "chroot",
    .settings = "chroot DIR, as root",
    .needs_root = true,
    .start = start,
};
