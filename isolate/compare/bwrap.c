/* bubblewrap, with every protection that it has; it has no filter of its own. */
#include "isolate/compare/adapter.h"

static int start(const struct start *start)
{
    const struct place *place = start->place;
    struct words words = {0};
    words_add(&words, (const char *const[]){"bwrap",
                                            "--unshare-all",
                                            "--unshare-user",
                                            "--disable-userns",
                                            "--cap-drop",
                                            "ALL",
                                            "--clearenv",
                                            "--new-session",
                                            "--die-with-parent",
                                            "--hostname",
                                            "box",
                                            "--bind",
                                            place->root,
                                            "/",
                                            "--bind",
                                            place->lent,
                                            "/lent",
                                            "--tmpfs",
                                            "/tmp",
                                            "--proc",
                                            "/proc",
                                            "--dev",
                                            "/dev",
                                            NULL});
    if (start->attack->asks.workdir)
        words_add(&words,
                  (const char *const[]){"--chdir", start->attack->asks.workdir, NULL});
    return words_execute(&words, start);
}

const struct adapter adapter_bwrap = {
    .name = "bwrap",
    .program = "bwrap",
    .settings = "--unshare-all --disable-userns --cap-drop ALL --clearenv --new-session",
    .start = start,
};
