/* One pass: for each page the window in which it was seen last. */
#include "vmsim/phases.h"

#include "labs/kit/cleanup.h"

enum { SHORTEST_WINDOW = 20 };

struct window {
    size_t begin, end;
    uint32_t pages, kept, fresh; /* different ones; of them in the window before; new */
};

/* `seen` is by page: the number of the window, from 1. */
static void look(const struct trace *trace, struct window *window, uint32_t number,
                 uint32_t *seen)
{
    for (size_t time = window->begin; time < window->end; time++) {
        uint32_t *last = &seen[trace->page[time]];
        if (*last == number)
            continue;
        window->pages++;
        window->fresh += *last == 0;
        window->kept += *last == number - 1 && *last > 0;
        *last = number;
    }
}

static enum phase_kind kind_of(const struct window *window)
{
    if (window->fresh * 2 >= window->pages)
        return PHASE_FRESH;
    return window->kept * 2 >= window->pages ? PHASE_STEADY : PHASE_MOVING;
}

static void extend(struct phase *phase, const struct window *window)
{
    double windows = phase->windows++;
    phase->pages = (phase->pages * windows + window->pages) / (windows + 1);
    phase->end = window->end;
}

size_t phases_find(const struct trace *trace, struct phase phases[PHASES_MAX])
{
    struct window windows[PHASE_WINDOWS];
    size_t number = trace->count / SHORTEST_WINDOW, count = 0;
    number = number > PHASE_WINDOWS ? PHASE_WINDOWS : number ? number : 1;
    cleanup_free uint32_t *seen = xcalloc(trace->pages.count, sizeof *seen);
    for (size_t i = 0; i < number; i++) {
        windows[i] = (struct window){.begin = trace->count * i / number,
                                     .end = trace->count * (i + 1) / number};
        look(trace, &windows[i], (uint32_t)i + 1, seen);
    }
    for (size_t i = 0; i < number; i++) {
        /* All pages of the first window are new: it goes with the second one. */
        enum phase_kind kind = kind_of(&windows[i == 0 && number > 1 ? 1 : i]);
        if (count == 0 || phases[count - 1].kind != kind)
            phases[count++] = (struct phase){.kind = kind, .begin = windows[i].begin};
        extend(&phases[count - 1], &windows[i]);
    }
    return count;
}

const char *phase_words(enum phase_kind kind)
{
    static const char *const words[] = {"keeps to the same pages", "goes over new pages",
                                        "moves among known pages"};
    return words[kind];
}
