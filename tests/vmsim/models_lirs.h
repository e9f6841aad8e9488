/* Naive models of LIRS, CLOCK-Pro and W-TinyLFU. */
#ifndef RING3_TESTS_VMSIM_MODELS_LIRS_H
#define RING3_TESTS_VMSIM_MODELS_LIRS_H

#include "tests/vmsim/models.h"

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

#endif
