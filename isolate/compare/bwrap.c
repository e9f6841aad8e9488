/* bubblewrap. It has no filter of its own, and takes one. */
#include <stdio.h>

#include "isolate/compare/adapter.h"

static void add_place(struct words *words, const struct start *start, bool is_strict)
{
    const struct place *place = start->place;
    words_add(words,
              (const char *const[]){is_strict ? "--ro-bind" : "--bind", place->root, "/",
                                    "--bind", place->lent, "/lent", NULL});
    if (is_strict)
        words_add(words, (const char *const[]){"--size", "67108864", NULL});
    words_add(words, (const char *const[]){"--tmpfs", "/tmp", "--proc", "/proc", "--dev",
                                           "/dev", NULL});
    if (is_strict)
        words_add(words, (const char *const[]){"--remount-ro", "/dev", NULL});
    if (start->attack->asks.workdir)
        words_add(words,
                  (const char *const[]){"--chdir", start->attack->asks.workdir, NULL});
}

static int start(const struct start *start)
{
    struct words words = {0};
    words_add(&words, (const char *const[]){
                          "bwrap", "--unshare-all", "--unshare-user", "--disable-userns",
                          "--cap-drop", "ALL", "--clearenv", "--new-session",
                          "--die-with-parent", "--hostname", "box", NULL});
    add_place(&words, start, false);
    return words_execute(&words, start);
}

static int start_strict(const struct start *start)
{
    char filter[16];
    struct words words = {0};
    snprintf(filter, sizeof filter, "%d", adapter_profile_fd());
    words_add(&words,
              (const char *const[]){"bwrap", "--unshare-all", "--unshare-user",
                                    "--disable-userns", "--cap-drop", "ALL", "--clearenv",
                                    "--new-session", "--die-with-parent", "--hostname",
                                    "box", "--seccomp", filter, NULL});
    add_place(&words, start, true);
    return words_execute(&words, start);
}

const struct adapter adapter_bwrap = {
    .name = "bwrap",
    .program = "bwrap",
    .settings = "--unshare-all --disable-userns --cap-drop ALL --clearenv --new-session",
    .start = start,
};

const struct adapter adapter_bwrap_strict = {
    .name = "bwrap+",
    .program = "bwrap",
    .settings =
        "the same with --ro-bind, --size, /dev read-only, --seccomp (podman's profile)",
    .needs_profile = true,
    .start = start_strict,
};
