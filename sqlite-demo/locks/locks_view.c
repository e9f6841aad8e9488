/* How a session looks: a column for each connection with its calls and its locks; below,
 * who waits for whom. */
#include <string.h>

#include "labs/kit/player.h"
#include "sqlite-demo/locks/locks.h"

size_t locks_count(void *model)
{
    return ((struct lock_session *)model)->count;
}

int locks_reach(void *model, size_t index, struct error *error)
{
    return lock_session_run(model, index, error);
}

static const char *result_of(const struct lock_record *record)
{
    if (record->result < 0)
        return *record->err.name ? record->err.name : db_class_name(record->err.class);
    return record->row[0] ? record->row : "done";
}

void locks_step(void *model, size_t index, struct step *step)
{
    static struct question question;
    static struct evidence evidence[2];
    static char title[120], call[200];
    const struct lock_session *session = model;
    const struct lock_call *source = &session->calls[index];
    const struct lock_record *record = &session->records[index];
    bool fetch = !strcmp(source->sql, ".fetch");

    snprintf(title, sizeof title, "%s: %.90s", lock_parties[source->who],
             fetch ? "the rest of its rows" : source->sql);
    if (fetch)
        snprintf(call, sizeof call, "db_fetchall(%s, …) = %d", lock_parties[source->who],
                 record->result);
    else
        snprintf(call, sizeof call, "db_execute(%s, \"%.90s\", …) = %d",
                 lock_parties[source->who], source->sql, record->result);
    evidence[0] = (struct evidence){"call", call};
    evidence[1] = (struct evidence){"error", record->err.message};
    question = (struct question){source->asks, record->answer,
                                 "Answer \"it works\", or the name of the code."};
    *step = (struct step){
        .title = title,
        .why = source->why ? source->why : "",
        .notable = record->result < 0,
        .evidence = evidence,
        .evidence_count = record->result < 0 ? 2 : 1,
        .question = source->asks ? &question : NULL,
    };
}

/* ---- the state of a connection as words ---- */

static void held_slots(const struct lock_state *state, char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    for (int i = 0; i < LOCK_SLOTS; i++)
        if (state->slots[i] != SLOT_FREE && used + 12 < size)
            used += (size_t)sprintf(text + used, "%s%s", used ? " " : "", lock_slots[i]);
    if (!used)
        snprintf(text, size, "no slot");
}

static void state_text(const struct lock_record *record, int who, char *text, size_t size)
{
    const struct lock_state *state = &record->states[who];
    if (record->wal)
        held_slots(state, text, size);
    else if (state->highest > state->level)
        snprintf(text, size, "%s (had %s)", lock_levels[state->level],
                 lock_levels[state->highest]);
    else
        snprintf(text, size, "%s", lock_levels[state->level]);
}

/* ---- drawing ---- */

static int last_party(const struct lock_session *session)
{
    int last = session->hand.on ? LOCK_PARTIES - 1 : 1;
    for (size_t i = 0; i < session->count; i++)
        if (session->calls[i].who > last)
            last = session->calls[i].who;
    return last;
}

enum { CALL_ROWS = 4, NARROW = 36 };

/* The last calls of a connection, the present one marked. */
static void draw_calls(const struct lock_session *session, size_t index, int who,
                       struct area area)
{
    int row = CALL_ROWS;
    for (size_t i = index + 1; i-- > 0 && row > 0;) {
        const struct lock_call *call = &session->calls[i];
        if (call->who != who)
            continue;
        row--;
        if (i == index)
            area_text(area, row, 0, STYLE_STRONG, "▸");
        if (session->records[i].result < 0)
            area_text(area, row, 1, STYLE_BAD, "!");
        area_text(area, row, 2, i == index ? STYLE_STRONG : STYLE_DIM,
                  !strcmp(call->sql, ".fetch") ? "the rest of its rows" : call->sql);
    }
}

/* One rung below the other: "●" what it has, "○" what it had for a moment, "✗" what it
 * was refused and still wants. */
static void draw_ladder(const struct lock_state *state, int refused, struct area area)
{
    for (int level = 4; level >= 1; level--) {
        int row = 4 - level;
        bool has = state->level >= level, had = state->highest >= level;
        const char *mark = has ? "●" : refused == level ? "✗" : had ? "○" : "·";
        enum style style = has ? STYLE_HIT : refused == level ? STYLE_BAD : STYLE_DIM;
        area_text(area, row, 2, style, mark);
        area_text(area, row, 4, state->level == level ? STYLE_STRONG : style,
                  lock_levels[level]);
    }
}

static void draw_slots(const struct lock_state *state, struct area area)
{
    for (int i = 0; i < LOCK_SLOTS; i++) {
        bool has = state->slots[i] != SLOT_FREE;
        const char *mark = has                        ? "●"
                           : state->slot_touched[i]   ? "○"
                           : state->refused_slot == i ? "✗"
                                                      : "·";
        area_text(area, i % 4, i < 4 ? 2 : 13, has ? STYLE_HIT : STYLE_DIM, mark);
        area_text(area, i % 4, i < 4 ? 4 : 15, has ? STYLE_STRONG : STYLE_DIM,
                  lock_slots[i]);
    }
}

static void draw_waits(const struct lock_session *session, size_t index, struct area area)
{
    struct wait_graph graph;
    int row = 0;
    lock_graph(session, index, &graph);
    struct wait_cycle cycle = wait_graph_cycle(&graph, wait_graph_stuck(&graph));
    if (cycle.count) {
        area_text(area, 0, 1, STYLE_BAD, "a deadlock:");
        wait_graph_draw(&graph, &cycle,
                        area_part(area, 1, 1, area.rows - 1, area.columns));
        return;
    }
    for (size_t i = 0; i < graph.count; i++) {
        const struct wait_node *node = &graph.nodes[i];
        int column;
        if (!node->object)
            continue;
        column = area_print(area, row, 1, STYLE_WARN, "%s wants %s, %s", node->name,
                            node->object, node->relation);
        for (size_t k = 0; k < graph.count; k++)
            if (node->waits_for >> k & 1)
                column =
                    area_print(area, row, column, STYLE_WARN, " %s", graph.nodes[k].name);
        row++;
    }
}

void locks_draw(void *model, size_t index, struct area area)
{
    const struct lock_session *session = model;
    const struct lock_record *record = &session->records[index];
    int parties = last_party(session) + 1, width = area.columns / parties;
    for (int who = 0; who < parties; who++) {
        struct area column = area_part(area, 0, who * width, area.rows, width - 1);
        int end = area_print(column, 0, 1, STYLE_TITLE, "%s%s",
                             width < NARROW ? "" : "connection ", lock_parties[who]);
        if (session->calls[index].who == who)
            area_print(column, 0, end + 1, record->result < 0 ? STYLE_BAD : STYLE_OK,
                       "= %s", result_of(record));
        draw_calls(session, index, who, area_part(column, 1, 0, CALL_ROWS, width - 1));
        struct area locks = area_part(column, CALL_ROWS + 1, 0, 4, width - 1);
        if (record->wal)
            draw_slots(&record->states[who], locks);
        else
            draw_ladder(&record->states[who],
                        record->waits[who] ? record->wanted[who] : 0, locks);
    }
    lock_hand_draw(session, area_part(area, CALL_ROWS + 5, 0, 1, area.columns));
    draw_waits(
        session, index,
        area_part(area, CALL_ROWS + 6, 0, area.rows - CALL_ROWS - 6, area.columns));
}

/* ---- lines and JSON ---- */

void locks_describe(void *model, size_t index, FILE *out)
{
    const struct lock_session *session = model;
    const struct lock_record *record = &session->records[index];
    struct wait_graph graph;
    char text[100];
    fprintf(out, "  result: %s\n", result_of(record));
    for (int who = 0; who <= last_party(session); who++) {
        state_text(record, who, text, sizeof text);
        fprintf(out, "  %s has: %s\n", lock_parties[who], text);
    }
    lock_graph(session, index, &graph);
    for (size_t i = 0; i < graph.count; i++)
        if (graph.nodes[i].object)
            for (size_t k = 0; k < graph.count; k++)
                if (graph.nodes[i].waits_for >> k & 1)
                    fprintf(out, "  %s wants %s, kept away by %s\n", graph.nodes[i].name,
                            graph.nodes[i].object, graph.nodes[k].name);
    if (wait_graph_cycle(&graph, wait_graph_stuck(&graph)).count)
        fprintf(out, "  a deadlock: each waits for the other one\n");
}

void locks_json(void *model, size_t index, struct json *json)
{
    const struct lock_session *session = model;
    const struct lock_record *record = &session->records[index];
    struct wait_graph graph;
    char text[100];
    json_string(json, "connection", lock_parties[session->calls[index].who]);
    json_string(json, "sql", session->calls[index].sql);
    json_string(json, "result", result_of(record));
    json_object(json, "locks");
    for (int who = 0; who <= last_party(session); who++) {
        state_text(record, who, text, sizeof text);
        json_string(json, lock_parties[who], text);
    }
    json_close(json);
    lock_graph(session, index, &graph);
    json_bool(json, "deadlock",
              wait_graph_cycle(&graph, wait_graph_stuck(&graph)).count > 0);
}
