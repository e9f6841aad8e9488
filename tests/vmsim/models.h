/* Naive models of the policies: each rule as its paper words it, over queues that
 * are searched from their start, each in less than 40 lines. Slow, and sharing no
 * code with what they are compared with.
 *
 * A model gets one reference, says whether it faults, and which page left. Pages
 * are numbers below MODEL_PAGES.
 */
#ifndef RING3_TESTS_VMSIM_MODELS_H
#define RING3_TESTS_VMSIM_MODELS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { MODEL_PAGES = 64, MODEL_QUEUES = 6 };
#define MODEL_NONE UINT32_MAX

struct queue { /* oldest first */
    uint32_t page[MODEL_PAGES * 2];
    uint32_t count;
};

struct model {
    uint32_t frames;
    uint64_t a, b; /* the policy's parameters, as its table has them */
    struct queue q[MODEL_QUEUES];
    unsigned bit[MODEL_PAGES], count[MODEL_PAGES], last[MODEL_PAGES];
    bool dirty[MODEL_PAGES];
    double p;
    uint32_t n[4];            /* whatever the model counts */
    uint32_t in[MODEL_PAGES]; /* by frame: its page; for policies that go by frames */
    uint32_t now;             /* this reference's time */
    bool write;               /* this reference is one */
    uint32_t released;        /* pages given up before this reference */
};

/* ---- queues ---- */

static inline uint32_t place_of(const struct queue *q, uint32_t page)
{
    uint32_t i = 0;
    while (i < q->count && q->page[i] != page)
        i++;
    return i;
}

static inline bool has(const struct queue *q, uint32_t page)
{
    return place_of(q, page) < q->count;
}

static inline void push(struct queue *q, uint32_t page)
{
    q->page[q->count++] = page;
}

static inline void put_at(struct queue *q, uint32_t place, uint32_t page)
{
    memmove(&q->page[place + 1], &q->page[place], (q->count - place) * sizeof page);
    q->page[place] = page;
    q->count++;
}

static inline bool drop(struct queue *q, uint32_t page)
{
    uint32_t i = place_of(q, page);
    if (i == q->count)
        return false;
    memmove(&q->page[i], &q->page[i + 1], (q->count - i - 1) * sizeof page);
    q->count--;
    return true;
}

static inline uint32_t shift(struct queue *q)
{
    uint32_t page = q->page[0];
    drop(q, page);
    return page;
}

static inline void renew(struct queue *q, uint32_t page)
{
    drop(q, page);
    push(q, page);
}

static inline uint32_t share(uint32_t frames, uint32_t percent)
{
    uint32_t part = frames * percent / 100;
    return part ? part : 1;
}

/* ---- one queue ---- */

static inline bool model_mru(struct model *m, uint32_t page, uint32_t *left)
{
    bool fault = !has(&m->q[0], page);
    if (fault && m->q[0].count == m->frames)
        *left = m->q[0].page[--m->q[0].count];
    renew(&m->q[0], page);
    return fault;
}

static inline bool model_second_chance(struct model *m, uint32_t page, uint32_t *left)
{
    struct queue *q = &m->q[0];
    if (has(q, page)) {
        m->bit[page] = 1;
        return false;
    }
    while (q->count == m->frames) {
        uint32_t first = shift(q);
        if (m->bit[first])
            push(q, first);
        else
            *left = first;
        m->bit[first] = 0;
    }
    m->bit[page] = 0;
    push(q, page);
    return true;
}

static inline bool model_sieve(struct model *m, uint32_t page, uint32_t *left)
{
    struct queue *q = &m->q[0];
    uint32_t *hand = &m->n[0]; /* a place in the queue */
    if (has(q, page)) {
        m->bit[page] = 1;
        return false;
    }
    if (q->count == m->frames) {
        if (*hand >= q->count)
            *hand = 0;
        for (; m->bit[q->page[*hand]]; *hand = (*hand + 1) % q->count)
            m->bit[q->page[*hand]] = 0;
        *left = q->page[*hand];
        bool last = *hand + 1 == q->count;
        drop(q, *left);
        if (last) /* behind the youngest comes the oldest, not the new page */
            *hand = MODEL_PAGES;
    }
    m->bit[page] = 0;
    push(q, page);
    return true;
}

/* ---- counters ---- */

/* The page with the smallest (or greatest) count; of several the first in the
 * queue. */
static inline uint32_t extreme(const struct model *m, bool greatest)
{
    const struct queue *q = &m->q[0];
    uint32_t best = q->page[0];
    for (uint32_t i = 1; i < q->count; i++)
        if (greatest ? m->count[q->page[i]] > m->count[best]
                     : m->count[q->page[i]] < m->count[best])
            best = q->page[i];
    return best;
}

/* The queue is in the order in which pages got the count that they have. */
static inline bool model_frequency(struct model *m, uint32_t page, uint32_t *left,
                                   bool greatest, bool history)
{
    bool fault = !has(&m->q[0], page);
    if (fault && m->q[0].count == m->frames) {
        *left = extreme(m, greatest);
        drop(&m->q[0], *left);
    }
    m->count[page] = fault && !history ? 1 : m->count[page] + 1;
    renew(&m->q[0], page);
    return fault;
}

static inline bool model_lfu(struct model *m, uint32_t page, uint32_t *left)
{
    return model_frequency(m, page, left, false, m->a != 0);
}

static inline bool model_mfu(struct model *m, uint32_t page, uint32_t *left)
{
    return model_frequency(m, page, left, true, false);
}

/* NFU and aging: the queue is in the order of loading. `front` 0 is NFU. */
static inline bool model_ticks(struct model *m, uint32_t page, uint32_t *left,
                               unsigned front, uint32_t period)
{
    struct queue *q = &m->q[0];
    bool fault = !has(q, page);
    if (!fault) {
        m->bit[page] = 1;
    } else {
        if (q->count == m->frames) {
            *left = extreme(m, false);
            drop(q, *left);
        }
        push(q, page);
        m->count[page] = front ? front : 1;
        m->bit[page] = 0;
    }
    if (++m->n[0] < (period ? period : m->frames))
        return fault;
    m->n[0] = 0;
    for (uint32_t i = 0; i < q->count; i++) {
        uint32_t at = q->page[i];
        m->count[at] =
            front ? m->count[at] / 2 + m->bit[at] * front : m->count[at] + m->bit[at];
        m->bit[at] = 0;
    }
    return fault;
}

static inline bool model_nfu(struct model *m, uint32_t page, uint32_t *left)
{
    return model_ticks(m, page, left, 0, (uint32_t)m->a);
}

static inline bool model_aging(struct model *m, uint32_t page, uint32_t *left)
{
    return model_ticks(m, page, left, 1u << (m->a - 1), (uint32_t)m->b);
}

/* ---- segments and ghosts ---- */

static inline bool model_slru(struct model *m, uint32_t page, uint32_t *left)
{
    uint32_t segments = (uint32_t)m->a, each = m->frames / segments, in_all = 0;
    each = each ? each : 1;
    for (uint32_t s = 0; s < segments; s++) {
        in_all += m->q[s].count;
        if (!has(&m->q[s], page))
            continue;
        uint32_t above = s + 1 < segments ? s + 1 : s;
        drop(&m->q[s], page);
        push(&m->q[above], page);
        if (above != s && m->q[above].count > each)
            push(&m->q[s], shift(&m->q[above]));
        return false;
    }
    for (uint32_t s = 0; s < segments && in_all == m->frames; s++) {
        if (m->q[s].count == 0)
            continue;
        *left = shift(&m->q[s]);
        break;
    }
    uint32_t s = 0;
    while (s < segments && m->q[s].count >= each)
        s++;
    push(&m->q[s < segments ? s : 0], page);
    return true;
}

static inline bool model_2q(struct model *m, uint32_t page, uint32_t *left)
{
    struct queue *in = &m->q[0], *out = &m->q[1], *am = &m->q[2];
    uint32_t most_in = share(m->frames, 25), most_out = share(m->frames, 50);
    if (has(in, page))
        return false;
    if (has(am, page)) {
        renew(am, page);
        return false;
    }
    bool known = drop(out, page);
    if (in->count + am->count == m->frames) {
        if (in->count > most_in || am->count == 0) {
            *left = shift(in);
            push(out, *left);
            if (out->count > most_out)
                shift(out);
        } else {
            *left = shift(am);
        }
    }
    push(known ? am : in, page);
    return true;
}

static inline uint32_t arc_model_replace(struct model *m, bool in_b2)
{
    uint32_t t1 = m->q[0].count;
    bool first = (t1 > 0 && (t1 > m->p || (in_b2 && t1 == m->p))) || m->q[1].count == 0;
    uint32_t left = shift(&m->q[first ? 0 : 1]);
    push(&m->q[first ? 2 : 3], left);
    return left;
}

static inline bool model_arc(struct model *m, uint32_t page, uint32_t *left)
{
    struct queue *t1 = &m->q[0], *t2 = &m->q[1], *b1 = &m->q[2], *b2 = &m->q[3];
    if (drop(t1, page) || drop(t2, page)) {
        push(t2, page);
        return false;
    }
    double n1 = b1->count, n2 = b2->count;
    if (drop(b1, page)) {
        m->p += n2 / n1 > 1 ? n2 / n1 : 1;
        m->p = m->p > m->frames ? m->frames : m->p;
        *left = arc_model_replace(m, false);
        push(t2, page);
    } else if (drop(b2, page)) {
        m->p -= n1 / n2 > 1 ? n1 / n2 : 1;
        m->p = m->p < 0 ? 0 : m->p;
        *left = arc_model_replace(m, true);
        push(t2, page);
    } else {
        bool full = t1->count + t2->count == m->frames;
        if (t1->count + b1->count == m->frames && t1->count == m->frames) {
            *left = shift(t1);
        } else if (full) {
            if (t1->count + b1->count == m->frames)
                shift(b1);
            else if (m->frames + b1->count + b2->count == 2 * m->frames)
                shift(b2);
            *left = arc_model_replace(m, false);
        }
        push(t1, page);
    }
    return true;
}

static inline bool model_car(struct model *m, uint32_t page, uint32_t *left)
{
    struct queue *t1 = &m->q[0], *t2 = &m->q[1], *b1 = &m->q[2], *b2 = &m->q[3];
    if (has(t1, page) || has(t2, page)) {
        m->bit[page] = 1;
        return false;
    }
    bool known = has(b1, page) || has(b2, page);
    if (t1->count + t2->count == m->frames) {
        while (*left == MODEL_NONE) {
            bool first = t1->count >= (m->p > 1 ? m->p : 1);
            uint32_t at = shift(first ? t1 : t2);
            if (m->bit[at])
                push(t2, at);
            else
                push(first ? b1 : b2, *left = at);
            m->bit[at] = 0;
        }
        if (!known && t1->count + b1->count == m->frames)
            shift(b1);
        else if (!known && t1->count + t2->count + b1->count + b2->count == 2 * m->frames)
            shift(b2);
    }
    double n1 = b1->count, n2 = b2->count;
    if (drop(b1, page))
        m->p = m->p + (n2 / n1 > 1 ? n2 / n1 : 1);
    else if (drop(b2, page))
        m->p = m->p - (n1 / n2 > 1 ? n1 / n2 : 1);
    m->p = m->p < 0 ? 0 : m->p > m->frames ? m->frames : m->p;
    m->bit[page] = 0;
    push(known ? t2 : t1, page);
    return true;
}

static inline bool model_s3fifo(struct model *m, uint32_t page, uint32_t *left)
{
    struct queue *small = &m->q[0], *main = &m->q[1], *ghost = &m->q[2];
    uint32_t most_small = share(m->frames, 10), most_ghost = share(m->frames, 90);
    if (has(small, page) || has(main, page)) {
        m->count[page]++;
        return false;
    }
    bool known = drop(ghost, page);
    bool from_main = main->count > m->frames - most_small;
    while (small->count + main->count == m->frames) {
        from_main = from_main || small->count == 0;
        uint32_t at = shift(from_main ? main : small);
        if (from_main && m->count[at] > 0) {
            m->count[at] = (m->count[at] < 3 ? m->count[at] : 3) - 1;
            push(main, at);
        } else if (!from_main && m->count[at] >= m->a) {
            m->count[at] = 0;
            push(main, at);
        } else {
            *left = at;
            if (!from_main)
                push(ghost, at);
            if (ghost->count > most_ghost)
                shift(ghost);
        }
    }
    m->count[page] = 0;
    push(known ? main : small, page);
    return true;
}

/* ---- LIRS: S, Q, the LIR pages, what left; q[3] in the order of leaving ---- */

static inline void lirs_model_prune(struct model *m)
{
    struct queue *s = &m->q[0];
    while (s->count && !has(&m->q[2], s->page[0])) {
        uint32_t bottom = shift(s);
        drop(&m->q[3], bottom);
    }
}

static inline void lirs_model_promote(struct model *m, uint32_t page)
{
    push(&m->q[2], page);
    uint32_t bottom = shift(&m->q[0]);
    drop(&m->q[2], bottom);
    push(&m->q[1], bottom);
    lirs_model_prune(m);
}

static inline bool model_lirs(struct model *m, uint32_t page, uint32_t *left)
{
    struct queue *s = &m->q[0], *q = &m->q[1], *lir = &m->q[2], *gone = &m->q[3];
    uint32_t most = m->frames - share(m->frames, (uint32_t)m->a);
    bool in_s = drop(s, page), promoted = in_s && most > 0;
    if (has(lir, page)) {
        push(s, page);
        lirs_model_prune(m);
        return false;
    }
    bool fault = !drop(q, page);
    drop(gone, page);
    if (fault && q->count + lir->count == m->frames) {
        *left = shift(q);
        if (has(s, *left)) {
            if (gone->count == m->frames)
                drop(s, shift(gone));
            push(gone, *left);
        }
    }
    push(s, page);
    if (fault && lir->count < most)
        push(lir, page);
    else if (promoted)
        lirs_model_promote(m, page);
    else
        push(q, page);
    lirs_model_prune(m);
    return fault;
}

/* ---- CLOCK-Pro: one circle, which begins behind the hot hand ---- */

enum { M_COLD, M_TEST, M_HOT, M_LEFT };

/* Hands are pages, or MODEL_NONE for the seam between the youngest and the oldest
 * entry, where the circle begins. */
static inline uint32_t pro_model_after(struct model *m, uint32_t page)
{
    uint32_t i = place_of(&m->q[0], page) + 1;
    return i < m->q[0].count ? m->q[0].page[i] : MODEL_NONE;
}

static inline uint32_t pro_model_next(struct model *m, int hand)
{
    uint32_t at = m->n[hand] == MODEL_NONE ? m->q[0].page[0] : m->n[hand];
    m->n[hand] = pro_model_after(m, at);
    return at;
}

static inline void pro_model_remove(struct model *m, uint32_t page)
{
    uint32_t after = pro_model_after(m, page);
    for (int hand = 0; hand < 3; hand++)
        if (m->n[hand] == page)
            m->n[hand] = after;
    drop(&m->q[0], page);
}

static inline void pro_model_insert(struct model *m, uint32_t page)
{
    uint32_t place = m->n[1] == MODEL_NONE ? m->q[0].count : place_of(&m->q[0], m->n[1]);
    put_at(&m->q[0], place, page);
}

static inline uint32_t pro_model_count(const struct model *m, unsigned kind)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < m->q[0].count; i++)
        count += m->count[m->q[0].page[i]] == kind;
    return count;
}

static inline void pro_model_fail(struct model *m, uint32_t page)
{
    unsigned kind = m->count[page];
    if (kind == M_LEFT)
        pro_model_remove(m, page);
    if (kind == M_TEST)
        m->count[page] = M_COLD;
    if ((kind == M_LEFT || kind == M_TEST) && m->p > 1)
        m->p--;
}

static inline void pro_model_cool(struct model *m)
{
    while (pro_model_count(m, M_HOT) > m->frames - (uint32_t)m->p) {
        uint32_t at = pro_model_next(m, 1);
        if (m->count[at] != M_HOT)
            pro_model_fail(m, at);
        else if (m->bit[at])
            m->bit[at] = 0;
        else
            m->count[at] = M_COLD;
    }
}

static inline void pro_model_evict(struct model *m, uint32_t *left)
{
    while (*left == MODEL_NONE) {
        uint32_t at = pro_model_next(m, 0);
        if (m->count[at] == M_HOT || m->count[at] == M_LEFT)
            continue;
        if (m->bit[at]) {
            m->bit[at] = 0;
            pro_model_remove(m, at);
            pro_model_insert(m, at);
            m->count[at] = m->count[at] == M_COLD ? M_TEST : M_HOT;
            if (m->count[at] == M_HOT) {
                m->p += m->p < m->frames;
                pro_model_cool(m);
            }
            continue;
        }
        *left = at;
        if (m->count[at] == M_COLD)
            pro_model_remove(m, at);
        else
            m->count[at] = M_LEFT;
        while (pro_model_count(m, M_LEFT) > m->frames)
            pro_model_fail(m, pro_model_next(m, 2));
    }
}

static inline bool model_clock_pro(struct model *m, uint32_t page, uint32_t *left)
{
    if (m->now == 0) {
        m->p = 1;
        memset(m->n, 0xff, sizeof m->n);
    }
    bool known = has(&m->q[0], page);
    if (known && m->count[page] != M_LEFT) {
        m->bit[page] = 1;
        return false;
    }
    if (known) {
        pro_model_remove(m, page);
        m->p += m->p < m->frames;
    }
    if (m->q[0].count - pro_model_count(m, M_LEFT) == m->frames)
        pro_model_evict(m, left);
    m->bit[page] = 0;
    m->count[page] = known ? M_HOT : M_TEST;
    pro_model_insert(m, page);
    pro_model_cool(m);
    return true;
}

/* ---- W-TinyLFU ---- */

static inline uint32_t sketch_slot(const struct model *m, uint32_t page, unsigned row)
{
    static const uint64_t odd[] = {0x9e3779b97f4a7c15, 0xc2b2ae3d27d4eb4f,
                                   0x165667b19e3779f9, 0xd6e8feb86659fd93};
    unsigned bits = 4;
    while ((1u << bits) < m->frames)
        bits++;
    return (uint32_t)((page + 1) * odd[row] >> (64 - bits));
}

/* Four rows of counters up to 15; the hash is part of the definition. */
static inline unsigned sketch_model(struct model *m, uint32_t page, bool add)
{
    static unsigned rows[4][1 << 10];
    unsigned least = 15;
    if (m->now == 0 && m->n[0] == 0)
        memset(rows, 0, sizeof rows);
    for (unsigned row = 0; row < 4; row++) {
        unsigned *counter = &rows[row][sketch_slot(m, page, row)];
        if (add && *counter < 15)
            ++*counter;
        least = *counter < least ? *counter : least;
    }
    if (add && ++m->n[0] == 10 * m->frames) {
        m->n[0] = 0;
        for (unsigned i = 0; i < 4 << 10; i++)
            (&rows[0][0])[i] /= 2;
    }
    return least;
}

static inline bool model_w_tinylfu(struct model *m, uint32_t page, uint32_t *left)
{
    struct queue *window = &m->q[0], *probation = &m->q[1], *protected = &m->q[2];
    uint32_t most_window = share(m->frames, (uint32_t)m->a);
    uint32_t most_protected = share(m->frames - most_window, 80);
    bool fault = false;
    if (has(window, page)) {
        renew(window, page);
    } else if (drop(probation, page) || drop(protected, page)) {
        push(protected, page);
        if (protected->count > most_protected)
            push(probation, shift(protected));
    } else {
        fault = true;
        if (window->count + probation->count + protected->count == m->frames) {
            struct queue *from = probation->count ? probation : protected;
            bool admit = from->count && sketch_model(m, window->page[0], false) >
                                            sketch_model(m, from->page[0], false);
            *left = admit ? from->page[0] : window->page[0];
            uint32_t candidate = shift(window);
            if (admit) {
                push(probation, candidate);
                shift(from);
            }
        }
        push(window, page);
        if (window->count > most_window)
            push(probation, shift(window));
    }
    sketch_model(m, page, true);
    return fault;
}

/* ---- by frame: NRU, WSClock ---- */

static inline uint32_t frame_with(const struct model *m, uint32_t page)
{
    uint32_t frame = 0;
    while (frame < m->q[0].count && m->in[frame] != page)
        frame++;
    return frame;
}

/* q[0].count is the number of frames in use; the victim's frame is reused. */
static inline void model_put(struct model *m, uint32_t frame, uint32_t page)
{
    m->in[frame] = page;
    if (frame == m->q[0].count)
        m->q[0].count++;
}

static inline bool model_nru(struct model *m, uint32_t page, uint32_t *left)
{
    uint32_t frame = frame_with(m, page);
    bool fault = frame == m->q[0].count;
    if (fault && frame == m->frames) {
        for (unsigned class = 0; class < 4 && *left == MODEL_NONE; class ++)
            for (uint32_t i = 0; i < m->frames && *left == MODEL_NONE; i++) {
                frame = (m->n[1] + i) % m->frames;
                if (m->bit[m->in[frame]] * 2 + m->dirty[m->in[frame]] == class)
                    *left = m->in[frame];
            }
        m->n[1] = (frame + 1) % m->frames;
    }
    if (fault) {
        model_put(m, frame, page);
        m->dirty[page] = false;
    }
    m->bit[page] = 1;
    m->dirty[page] |= m->write;
    if (++m->n[0] == (m->a ? m->a : m->frames)) {
        memset(m->bit, 0, sizeof m->bit);
        m->n[0] = 0;
    }
    return fault;
}

static inline uint32_t wsclock_model_victim(struct model *m, uint32_t tau)
{
    uint32_t hand = m->n[0];
    for (uint32_t i = 0; i < m->frames; i++) {
        uint32_t frame = (hand + i) % m->frames, page = m->in[frame];
        bool old = !m->bit[page] && m->now - m->last[page] > tau;
        if (old && !m->dirty[page])
            return frame;
        if (old)
            m->dirty[page] = false;
        if (m->bit[page])
            m->last[page] = m->now;
        m->bit[page] = 0;
    }
    for (int any = 0; any < 2; any++)
        for (uint32_t i = 0; i < m->frames; i++) {
            uint32_t frame = (hand + i) % m->frames, page = m->in[frame];
            if (!m->dirty[page] && (any || m->now - m->last[page] > tau))
                return frame;
        }
    return hand;
}

static inline bool model_wsclock(struct model *m, uint32_t page, uint32_t *left)
{
    uint32_t frame = frame_with(m, page);
    bool fault = frame == m->q[0].count;
    if (fault && frame == m->frames) {
        frame = wsclock_model_victim(m, m->a ? (uint32_t)m->a : 2 * m->frames);
        *left = m->in[frame];
        m->n[0] = (frame + 1) % m->frames;
    }
    if (fault) {
        model_put(m, frame, page);
        m->last[page] = m->now;
        m->dirty[page] = false;
    }
    m->bit[page] = 1;
    m->dirty[page] |= m->write;
    return fault;
}

/* ---- working sets: pages leave before they must ---- */

static inline bool model_working_set(struct model *m, uint32_t page, uint32_t *left)
{
    struct queue *q = &m->q[0];
    uint32_t tau = m->a ? (uint32_t)m->a : 2 * m->frames;
    while (q->count && m->now - m->last[q->page[0]] > tau) {
        shift(q);
        m->released++;
    }
    bool fault = !has(q, page);
    if (fault && q->count == m->frames)
        *left = shift(q);
    renew(q, page);
    m->last[page] = m->now;
    return fault;
}

/* By frame; a free one holds MODEL_NONE, and the one freed last is used first:
 * q[1] has them. */
static inline bool model_pff(struct model *m, uint32_t page, uint32_t *left)
{
    uint32_t frame = frame_with(m, page), period = m->a ? (uint32_t)m->a : m->frames;
    if (frame < m->q[0].count) {
        m->bit[page] = 1;
        return false;
    }
    for (uint32_t i = 0; m->now - m->n[0] > period && i < m->q[0].count; i++) {
        if (m->in[i] == MODEL_NONE)
            continue;
        if (m->bit[m->in[i]]) {
            m->bit[m->in[i]] = 0;
            continue;
        }
        m->in[i] = MODEL_NONE;
        push(&m->q[1], i);
        m->released++;
    }
    if (m->q[1].count) {
        frame = m->q[1].page[--m->q[1].count];
    } else if (m->q[0].count == m->frames) {
        for (; m->bit[m->in[m->n[1]]]; m->n[1] = (m->n[1] + 1) % m->frames)
            m->bit[m->in[m->n[1]]] = 0;
        frame = m->n[1];
        *left = m->in[frame];
        m->n[1] = (frame + 1) % m->frames;
    }
    model_put(m, frame, page);
    m->bit[page] = 1;
    m->n[0] = m->now;
    return true;
}

/* ---- kernels ---- */

static inline bool model_linux(struct model *m, uint32_t page, uint32_t *left)
{
    struct queue *inactive = &m->q[0], *active = &m->q[1];
    uint32_t *age = &m->n[0];
    if (has(inactive, page) || has(active, page)) {
        m->bit[page] = 1;
        return false;
    }
    while (inactive->count + active->count == m->frames) {
        while (inactive->count < active->count) {
            m->bit[active->page[0]] = 0;
            push(inactive, shift(active));
        }
        uint32_t at = shift(inactive);
        if (!m->bit[at]) {
            *left = at;
            m->last[at] = ++*age;
            continue;
        }
        m->bit[at] = 0;
        m->count[at] ^= 1; /* spared: once, twice */
        if (m->count[at]) {
            push(inactive, at);
        } else {
            push(active, at);
            ++*age;
        }
    }
    bool soon = m->last[page] && *age - m->last[page] <= active->count;
    push(soon ? active : inactive, page);
    *age += soon;
    m->bit[page] = m->count[page] = 0;
    return true;
}

/* n[0] is the oldest generation, n[1] the youngest; queues by number modulo 4. */
static inline bool model_mglru(struct model *m, uint32_t page, uint32_t *left)
{
    if (m->now == 0)
        m->n[1] = 3;
    uint32_t resident = 0;
    for (int i = 0; i < 4; i++) {
        resident += m->q[i].count;
        if (has(&m->q[i], page)) {
            m->bit[page] = 1;
            return false;
        }
    }
    while (resident == m->frames && *left == MODEL_NONE) {
        while (m->n[1] - m->n[0] >= 2 && m->q[m->n[0] % 4].count == 0)
            m->n[0]++;
        if (m->n[1] - m->n[0] < 2) {
            m->n[1]++;
            for (uint32_t g = m->n[0]; g < m->n[1]; g++) {
                struct queue old = m->q[g % 4];
                for (uint32_t i = 0; i < old.count; i++) {
                    if (!m->bit[old.page[i]])
                        continue;
                    drop(&m->q[g % 4], old.page[i]);
                    push(&m->q[m->n[1] % 4], old.page[i]);
                    m->bit[old.page[i]] = 0;
                }
            }
            continue;
        }
        uint32_t at = shift(&m->q[m->n[0] % 4]);
        if (m->bit[at])
            push(&m->q[m->n[1] % 4], at);
        else
            *left = at;
        m->bit[at] = 0;
    }
    push(&m->q[m->n[1] % 4], page);
    m->bit[page] = 0;
    return true;
}

#endif
