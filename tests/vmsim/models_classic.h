/* Naive models of policies with one queue, with counters, or by frame. */
#ifndef RING3_TESTS_VMSIM_MODELS_CLASSIC_H
#define RING3_TESTS_VMSIM_MODELS_CLASSIC_H

#include "tests/vmsim/models.h"

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

#endif
