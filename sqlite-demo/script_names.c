/* The names of a script: what each of them stands for, and for how long.
 *
 * As in Python, where a name is only a reference: a connection whose name was given
 * away lives on while a cursor or blob of it does.
 */
#include <stdlib.h>
#include <string.h>

#include "labs/kit/error.h"
#include "sqlite-demo/script_internal.h"

/* "\"a\"" or "7"; NULL if it is neither. Free it. */
static char *key_of(const json_t *name)
{
    if (!json_is_string(name) && !json_is_integer(name))
        return NULL;
    return json_dumps(name, JSON_ENCODE_ANY);
}

static int unknown(struct script *script, const char *what, const char *key)
{
    if (!key)
        return script_fail(script, "the name of a %s is a string or an integer", what);
    return script_fail(script, "there is no %s %s", what, key);
}

/* One of these per kind: they differ in the list and in nothing else. */
#define FINDER(kind, list, what)                                                         \
    struct named_##kind *script_##kind(struct script *script, const json_t *name)        \
    {                                                                                    \
        struct named_##kind *found;                                                      \
        char *key = key_of(name);                                                        \
        for (found = script->list; found; found = found->next)                           \
            if (key && found->name && !strcmp(found->name, key))                         \
                break;                                                                   \
        if (!found)                                                                      \
            unknown(script, what, key);                                                  \
        free(key);                                                                       \
        return found;                                                                    \
    }

FINDER(conn, conns, "connection")
FINDER(cur, curs, "cursor")
FINDER(blob, blobs, "blob")

/* ---- letting go ---- */

static void conn_unused(struct script *script, struct named_conn *conn)
{
    struct named_conn **place = &script->conns;
    if (conn->name || conn->users)
        return;
    while (*place != conn)
        place = &(*place)->next;
    *place = conn->next;
    db_conn_free(conn->conn);
    free(conn);
}

static void cur_free(struct script *script, struct named_cur *cur)
{
    db_cursor_free(cur->cur);
    cur->owner->users--;
    conn_unused(script, cur->owner);
    free(cur->name);
    free(cur);
}

static void blob_free(struct script *script, struct named_blob *blob)
{
    db_blob_free(blob->blob);
    blob->owner->users--;
    conn_unused(script, blob->owner);
    free(blob->name);
    free(blob);
}

/* ---- naming ---- */

static char *checked_key(struct script *script, const json_t *name, const char *what)
{
    char *key = key_of(name);
    if (!key)
        unknown(script, what, NULL);
    return key;
}

int script_name_conn(struct script *script, const json_t *name, struct db_conn *conn)
{
    char *key = checked_key(script, name, "connection");
    struct named_conn *made, *old, *next;
    if (!key)
        return -1;
    for (old = script->conns; old; old = next) {
        next = old->next;
        if (!old->name || strcmp(old->name, key))
            continue;
        free(old->name);
        old->name = NULL;
        conn_unused(script, old);
    }
    made = xcalloc(1, sizeof *made);
    *made = (struct named_conn){key, conn, 0, script->conns};
    script->conns = made;
    return 0;
}

#define NAMER(kind, list, what)                                                          \
    int script_name_##kind(struct script *script, const json_t *name,                    \
                           struct db_##kind *thing, struct named_conn *owner)            \
    {                                                                                    \
        char *key = checked_key(script, name, what);                                     \
        struct named_##kind **place = &script->list, *made;                              \
        if (!key)                                                                        \
            return -1;                                                                   \
        owner->users++;                                                                  \
        while (*place && strcmp((*place)->name, key))                                    \
            place = &(*place)->next;                                                     \
        if (*place) {                                                                    \
            struct named_##kind *old = *place;                                           \
            *place = old->next;                                                          \
            kind##_free(script, old);                                                    \
        }                                                                                \
        made = xcalloc(1, sizeof *made);                                                 \
        *made = (struct named_##kind){key, thing, owner, script->list};                  \
        script->list = made;                                                             \
        return 0;                                                                        \
    }

NAMER(cur, curs, "cursor")
NAMER(blob, blobs, "blob")

void script_names_free(struct script *script)
{
    while (script->blobs) {
        struct named_blob *blob = script->blobs;
        script->blobs = blob->next;
        blob_free(script, blob);
    }
    while (script->curs) {
        struct named_cur *cur = script->curs;
        script->curs = cur->next;
        cur_free(script, cur);
    }
    while (script->conns) {
        struct named_conn *conn = script->conns;
        free(conn->name);
        conn->name = NULL;
        conn_unused(script, conn);
    }
}
