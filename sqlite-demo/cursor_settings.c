/* The module's constants, and a connection's limits, settings and extensions. */
#include "sqlite-demo/cursor_internal.h"

const char *db_apilevel(void)
{
    return "2.0";
}

const char *db_paramstyle(void)
{
    return "qmark";
}

int db_threadsafety(void)
{
    static const int levels[] = {0, 3, 1}; /* single-threaded, serialized, one each */
    return levels[sqlite3_threadsafe()];
}

bool db_complete_statement(const char *sql)
{
    return sqlite3_complete(sql) == 1;
}

int db_setlimit(struct db_conn *conn, int category, int limit, int *old,
                struct db_err *err)
{
    int was;
    if (conn_usable(conn, err))
        return -1;
    was = sqlite3_limit(conn->db, category, limit);
    if (was < 0)
        return err_either(err, conn, DB_PROGRAMMING_ERROR, DB_PROGRAMMING_ERROR,
                          "'category' is out of bounds");
    if (old)
        *old = was;
    return 0;
}

int db_getlimit(struct db_conn *conn, int category, int *limit, struct db_err *err)
{
    return db_setlimit(conn, category, -1, limit, err);
}

static int config(struct db_conn *conn, int option, int value, int *now,
                  struct db_err *err)
{
    if (conn_usable(conn, err))
        return -1;
    if (option <= SQLITE_DBCONFIG_LOOKASIDE)
        return err_either(err, conn, DB_PROGRAMMING_ERROR, DB_VALUE_ERROR,
                          "unknown config 'op'");
    if (sqlite3_db_config(conn->db, option, value, now) != SQLITE_OK)
        return err_either(err, conn, DB_PROGRAMMING_ERROR, DB_VALUE_ERROR,
                          "unknown config 'op'");
    return 0;
}

int db_getconfig(struct db_conn *conn, int option, bool *on, struct db_err *err)
{
    int now = 0;
    if (config(conn, option, -1, &now, err))
        return -1;
    *on = now;
    return 0;
}

int db_setconfig(struct db_conn *conn, int option, bool on, struct db_err *err)
{
    int now = 0;
    if (config(conn, option, on, &now, err))
        return -1;
    if (now != (int)on)
        return db_fail(err, DB_OPERATIONAL_ERROR, "Unable to set config");
    return 0;
}

/* ---- extensions ---- */

#ifdef SQLITE_OMIT_LOAD_EXTENSION
#error "this SQLite was built without extensions"
#endif

int db_enable_load_extension(struct db_conn *conn, bool on, struct db_err *err)
{
    if (conn_usable(conn, err))
        return -1;
    if (sqlite3_enable_load_extension(conn->db, on) != SQLITE_OK)
        return db_fail(err, DB_OPERATIONAL_ERROR, "Error enabling load extension");
    return 0;
}

int db_load_extension(struct db_conn *conn, const char *path, const char *entry,
                      struct db_err *err)
{
    char *message = NULL;
    if (conn_usable(conn, err))
        return -1;
    if (sqlite3_load_extension(conn->db, path, entry, &message) == SQLITE_OK)
        return 0;
    db_fail(err, DB_OPERATIONAL_ERROR, "%s", message ? message : "cannot load it");
    sqlite3_free(message);
    return -1;
}
