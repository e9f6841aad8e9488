/* By hand: while a session is on the screen, its reader sends calls of their own.
 *
 *     Tab  the connection      ↑ ↓  its next call      Enter  send it
 *     s    any other SQL, typed
 *
 * A call that is sent comes after the furthest step: the file is there. What a scenario
 * had left to do is dropped; from then on nothing is expected of the session. */
#include <stdlib.h>
#include <string.h>

#include "labs/kit/cleanup.h"
#include "labs/kit/player.h"
#include "sqlite-demo/locks/locks.h"
#include "sqlite-demo/play.h"

static const char *const calls[] = {
    "BEGIN",
    "SELECT name, balance FROM account",
    ".fetch",
    "UPDATE account SET balance = balance + 1",
    "COMMIT",
    "ROLLBACK",
    "BEGIN IMMEDIATE",
    "BEGIN EXCLUSIVE",
    "PRAGMA journal_mode = WAL",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA wal_checkpoint",
    "DROP TABLE account",
};

enum { HAND_CALLS = sizeof calls / sizeof calls[0] };

void lock_hand_draw(const struct lock_session *session, struct area area)
{
    const struct lock_hand *hand = &session->hand;
    if (!hand->on)
        return;
    int column = area_print(area, 0, 1, STYLE_TITLE, "next, by hand:  %s",
                            lock_parties[hand->who]);
    area_print(area, 0, column + 2, STYLE_STRONG, "%s", calls[hand->call[hand->who]]);
}

/* The session as a command that makes it again. */
static void remember(struct lock_session *session)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out || !session->command)
        return;
    fprintf(out, "printf '%%s\\n'");
    for (size_t i = 0; i < session->count; i++) {
        cleanup_free char *line = xasprintf("%s: %s", lock_parties[session->calls[i].who],
                                            session->calls[i].sql);
        cleanup_free char *quoted = shell_quoted(line);
        fprintf(out, " %s", quoted);
    }
    fprintf(out, " | sqlite-demo locks -");
    fclose(out);
    /* A part of it would make another session: what is too long belongs in a file. */
    snprintf(session->command, LOCK_COMMAND, "%s",
             size < LOCK_COMMAND ? text : "sqlite-demo locks FILE");
    free(text);
}

static struct lock_hand *hand_of(const void *self)
{
    return &((struct lock_session *)player_model(self))->hand;
}

static bool is_on(const void *self)
{
    return hand_of(self)->on;
}

/* The first press only shows what would be sent. */
static enum reaction next_party(void *self)
{
    struct lock_hand *hand = hand_of(self);
    if (hand->on)
        hand->who = (hand->who + 1) % LOCK_PARTIES;
    hand->on = true;
    return REACT_DRAW;
}

static enum reaction turn(void *self, unsigned by)
{
    struct lock_hand *hand = hand_of(self);
    hand->call[hand->who] = (hand->call[hand->who] + by) % HAND_CALLS;
    return REACT_DRAW;
}

static enum reaction next_call(void *self)
{
    return turn(self, 1);
}

static enum reaction call_before(void *self)
{
    return turn(self, HAND_CALLS - 1);
}

static enum reaction send(void *self, const char *sql)
{
    struct lock_session *session = player_model(self);
    if (session->reached == LOCK_CALLS)
        return REACT_NONE;
    session->calls[session->reached] =
        (struct lock_call){.who = session->hand.who, .sql = sql};
    session->count = session->reached + 1;
    session->own = true;
    remember(session);
    return player_move(self, session->count - 1);
}

static enum reaction send_call(void *self)
{
    const struct lock_hand *hand = hand_of(self);
    return send(self, calls[hand->call[hand->who]]);
}

/* ---- SQL that is in no list ---- */

static enum reaction start_typing(void *self)
{
    struct lock_hand *hand = hand_of(self);
    hand->on = hand->typing = true;
    hand->text[0] = '\0';
    return REACT_DRAW;
}

enum { SEEN = 60 }; /* bytes of the line that are shown: its end */

/* Letters are not cut apart. */
static const char *end_of(const char *text)
{
    size_t length = strlen(text);
    const char *at = length > SEEN ? text + length - SEEN : text;
    while ((*at & 0xc0) == 0x80)
        at++;
    return at;
}

const char *lock_hand_prompt(void *model)
{
    struct lock_hand *hand = &((struct lock_session *)model)->hand;
    if (!hand->typing)
        return NULL;
    const char *seen = end_of(hand->text);
    snprintf(hand->prompt, sizeof hand->prompt, "%s: %s%s_%s", lock_parties[hand->who],
             seen > hand->text ? "…" : "", seen,
             hand->text[0] ? "" : "   (SQL · Enter: send · Tab: connection · Esc: stop)");
    return hand->prompt;
}

/* Blanks and semicolons at its ends are none of it. */
static enum reaction send_typed(void *self)
{
    struct lock_session *session = player_model(self);
    struct lock_hand *hand = &session->hand;
    char *text = hand->text + strspn(hand->text, " "), *end = text + strlen(text);
    while (end > text && strchr(" ;", end[-1]))
        *--end = '\0';
    hand->typing = false;
    if (!*text || session->reached == LOCK_CALLS)
        return REACT_DRAW;
    char **typed = &hand->typed[session->reached];
    free(*typed);
    *typed = xstrdup(text);
    return send(self, *typed);
}

enum { CTRL_U = 'u' & 0x1f };

enum reaction lock_hand_typed(void *self, uint32_t key)
{
    struct lock_hand *hand = hand_of(self);
    if (key == K_ENTER)
        return send_typed(self);
    if (key == K_ESCAPE)
        hand->typing = false;
    else if (key == K_TAB)
        hand->who = (hand->who + 1) % LOCK_PARTIES;
    else if (key == CTRL_U)
        hand->text[0] = '\0';
    else
        key_types(key, hand->text, sizeof hand->text);
    return REACT_DRAW;
}

const struct key_row lock_hand_keys[] = {
    {K_TAB,
     {0},
     "by hand",
     "send calls by hand: choose the connection",
     next_party,
     NULL},
    {K_DOWN, {0}, "call", "by hand: the next call in the list", next_call, is_on},
    {K_UP, {0}, NULL, "by hand: the call before in the list", call_before, is_on},
    {K_ENTER, {0}, "send", "by hand: send the call of this connection", send_call, is_on},
    {'s', {0}, "SQL", "by hand: type SQL of your own", start_typing, NULL},
    {0},
};
