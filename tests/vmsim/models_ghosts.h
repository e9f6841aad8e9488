/* Naive models of policies with several queues, most of which remember pages
 * that left. */
#ifndef RING3_TESTS_VMSIM_MODELS_GHOSTS_H
#define RING3_TESTS_VMSIM_MODELS_GHOSTS_H

#include "tests/vmsim/models.h"

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
