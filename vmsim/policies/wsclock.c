/* WSCLOCK: the working set, approximated by a clock with times of last
 * use.
 *
 * The hand looks at one frame after the other. A set bit is cleared, and
 * the time of last use becomes now. A page not used for longer than tau is
 * not in the working set: if it is clean, it leaves. If it is dirty, its
 * writing is begun, and the hand goes on; it counts as clean when the hand
 * comes by again. When all pages are in the working set, the first clean
 * one leaves, and without any the one at the hand. R. W. Carr, J. L.
 * Hennessy, "WSClock, a simple and effective algorithm for virtual memory
 * management", SOSP 1981.
 */
#include <stdio.h>

#include "vmsim/memory.h"
#include "vmsim/policies/all.h"

enum { WSCLOCK_TAU };

static const struct policy_parameter wsclock_parameters[] = {
    [WSCLOCK_TAU] = {"tau",
                     "the window in references; 0: twice the frames", 0,
                     UINT32_MAX, 0, NULL},
    {0},
};

/* What made the last victim one, for why(). */
enum { OLD_AND_CLEAN, CLEAN, AT_HAND };

/* After a whole round without success nothing can be old before the page
 * with the smallest time of use is: `quiet`, `oldest`. Until then a round
 * need not be made; it would only clear bits, and the frames whose bit was
 * set since are listed. They stand behind the frames. */
struct wsclock {
    uint32_t frames, hand, tau;
    uint32_t reason;
    uint32_t oldest, listed;
    bool quiet;
    struct wsclock_frame {
        uint32_t used;
        uint8_t bit;
        bool dirty; /* and its writing was not begun */
        bool listed;
    } frame[];
};

static inline uint32_t *wsclock_list(struct wsclock *clock)
{
    return (uint32_t *)&clock->frame[clock->frames];
}

static size_t wsclock_bytes(const struct policy_setup *setup)
{
    return sizeof(struct wsclock) +
           setup->frames *
               (sizeof(struct wsclock_frame) + sizeof(uint32_t));
}

static void wsclock_init(void *self, const struct policy_setup *setup)
{
    struct wsclock *clock = self;
    uint64_t twice = (uint64_t)setup->frames * 2;
    uint64_t tau = setup->values[WSCLOCK_TAU];
    tau = tau ? tau : twice;
    clock->tau = tau < UINT32_MAX ? (uint32_t)tau : UINT32_MAX;
    clock->frames = setup->frames;
}

static inline void wsclock_set_bit(struct wsclock *clock, uint32_t frame)
{
    clock->frame[frame].bit = 1;
    if (!clock->frame[frame].listed)
        wsclock_list(clock)[clock->listed++] = frame;
    clock->frame[frame].listed = true;
}

static inline void wsclock_hit(void *self, uint32_t frame,
                               const struct reference *reference)
{
    struct wsclock *clock = self;
    wsclock_set_bit(clock, frame);
    clock->frame[frame].dirty |= reference->write;
}

static inline uint32_t wsclock_advance(const struct wsclock *clock,
                                       uint32_t hand)
{
    return hand + 1 < clock->frames ? hand + 1 : 0;
}

static inline bool wsclock_is_old(const struct wsclock *clock,
                                  uint32_t frame, uint32_t now)
{
    return now - clock->frame[frame].used > clock->tau;
}

/* The bits of the listed frames are cleared, as a round would do. */
static inline void wsclock_clear_listed(struct wsclock *clock,
                                        uint32_t now)
{
    while (clock->listed > 0) {
        struct wsclock_frame *frame =
            &clock->frame[wsclock_list(clock)[--clock->listed]];
        if (frame->bit)
            frame->used = now;
        frame->bit = 0;
        frame->listed = false;
    }
}

/* Once round: bits are cleared, writing is begun. Returns the first page
 * that is old and clean, or NO_FRAME. */
static inline uint32_t wsclock_round(struct wsclock *clock, uint32_t now)
{
    bool begun = false;
    clock->oldest = now;
    for (uint32_t i = 0; i < clock->frames; i++) {
        uint32_t at = clock->hand;
        struct wsclock_frame *frame = &clock->frame[at];
        clock->hand = wsclock_advance(clock, at);
        if (frame->bit) {
            frame->bit = 0;
            frame->used = now;
        } else if (wsclock_is_old(clock, at, now)) {
            if (!frame->dirty)
                return at;
            frame->dirty = false;
            begun = true;
        }
        if (frame->used < clock->oldest)
            clock->oldest = frame->used;
    }
    clock->quiet = !begun;
    return NO_FRAME;
}

/* The same, but not made where its outcome is known. */
static inline uint32_t wsclock_search(struct wsclock *clock, uint32_t now)
{
    if (clock->quiet && now - clock->oldest <= clock->tau) {
        wsclock_clear_listed(clock, now);
        return NO_FRAME;
    }
    clock->quiet = false;
    uint32_t victim = wsclock_round(clock, now);
    if (victim == NO_FRAME)
        wsclock_clear_listed(clock, now);
    return victim;
}

/* From the hand on, the first clean page, if need be only an old one. */
static inline uint32_t wsclock_clean(struct wsclock *clock, uint32_t now,
                                     bool old)
{
    uint32_t at = clock->hand;
    for (uint32_t i = 0; i < clock->frames; i++) {
        if (!clock->frame[at].dirty &&
            (!old || wsclock_is_old(clock, at, now))) {
            clock->hand = wsclock_advance(clock, at);
            return at;
        }
        at = wsclock_advance(clock, at);
    }
    return NO_FRAME;
}

static inline uint32_t wsclock_victim(void *self,
                                      const struct reference *reference)
{
    struct wsclock *clock = self;
    uint32_t now = reference->time;
    uint32_t victim = wsclock_search(clock, now);
    clock->reason = OLD_AND_CLEAN;
    if (victim == NO_FRAME && !clock->quiet)
        victim = wsclock_clean(clock, now, true);
    if (victim != NO_FRAME)
        return victim;
    clock->reason = CLEAN;
    victim = wsclock_clean(clock, now, false);
    if (victim != NO_FRAME)
        return victim;
    clock->reason = AT_HAND;
    victim = clock->hand;
    clock->hand = wsclock_advance(clock, victim);
    return victim;
}

static inline void wsclock_load(void *self, uint32_t frame,
                                const struct reference *reference)
{
    struct wsclock *clock = self;
    clock->frame[frame].used = reference->time;
    clock->frame[frame].dirty = reference->write;
    wsclock_set_bit(clock, frame);
}

static void wsclock_mark(const void *self, uint32_t frame,
                         struct frame_mark *mark)
{
    const struct wsclock *clock = self;
    mark->bits = clock->frame[frame].bit;
    mark->hand = clock->hand == frame;
}

static void wsclock_why(const void *self, uint32_t victim,
                        const struct page_facts *left, char *text,
                        size_t size)
{
    static const char *const reasons[] = {
        "it is clean, and not in the working set",
        "all pages are in the working set, and it is the first clean one",
        "all pages are in the working set and dirty; the hand is here"};
    const struct wsclock *clock = self;
    (void)victim;
    snprintf(text, size, "Page %llu leaves: %s (the last %u references).",
             (unsigned long long)left->number, reasons[clock->reason],
             clock->tau);
}

static void wsclock_run(struct memory *memory,
                        const struct references *references);

const struct policy_type policy_wsclock = {
    .name = "wsclock",
    .title = "WSCLOCK",
    .summary =
        "a clock that evicts clean pages outside of the working set first",
    .rule = "The hand clears set bits, begins to write dirty pages that "
            "are old, and stops at the first page that is old and clean.",
    .source = "Carr, Hennessy: WSClock, a simple and effective algorithm "
              "for virtual memory management, 1981",
    .cost =
        "12 bytes a frame; a hit sets bits, a fault moves the hand, at "
        "worst round",
    .pseudocode =
        "hit(page):\n"
        "    bit[page] = 1; dirty[page] = 1 if it is a write\n"
        "fault(page), memory is full, the hand goes once round:\n"
        "    bit 1: bit = 0; used = now\n"
        "    bit 0 and now - used > tau:\n"
        "        clean: it leaves; done\n"
        "        dirty: begin to write it; it counts as clean\n"
        "    after a round: the first clean page that old leaves;\n"
        "        or the first clean page; or the page at the hand\n"
        "load page; bit[page] = 1; used[page] = now\n",
    .example = "1,2,3,1,1,1,1,4,2,5",
    .example_frames = 3,
    .parameters = wsclock_parameters,
    .bytes = wsclock_bytes,
    .init = wsclock_init,
    .hit = wsclock_hit,
    .victim = wsclock_victim,
    .load = wsclock_load,
    .mark = wsclock_mark,
    .why = wsclock_why,
    .run = wsclock_run,
};

MEMORY_LOOP(wsclock_run, policy_wsclock)
