/* Cuts the power at every moment at which it can matter, and looks afterwards.
 *
 * The learner's store_films() runs in a child. A moment is: just before SQLite
 * changes a file (writes.h), and just after it was said that a film is stored.
 * At moment number N the child is killed. N goes up until the child gets to its
 * end. After each death a second connection opens the file and looks.
 *
 * What the learner's code does is noted beside it, statement by statement
 * (sqlite3_trace_v2), so that the hint is about that code: see the notes below.
 *
 * A killed process is not a lost disk: what the kernel has taken over will be
 * written. So this tells nothing about fsync, only about transactions.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "films.h"
#include "hints.h"
#include "writes.h"

enum { MOMENTS_MAX = 2000, CHILD_SECONDS = 5, NEVER = 1 << 30 };
static const char *const films[FILMS] = {"Metropolis", "M", "Vertigo"};
static const char path[] = "check.db";

/* What the child leaves behind. */
struct shared {
    int moment; /* how many have passed */
    int said;   /* films of which it was said that they are stored */
    int given;
    bool wrong_name;
    char statement[40], where[80];
    char notes[NOTES_MAX];
};
static struct shared *shared;
static int cut = -1;   /* the moment at which to die; -1: not in the child */
static int in_string = -1; /* statements of this sqlite3_exec(); -1: not in one */
static int printed;    /* the file that takes what the child prints */
static char whole[NOTES_MAX]; /* the notes of a run that nobody cut */

int __real_sqlite3_exec(sqlite3 *, const char *,
                        int (*)(void *, int, char **, char **), void *,
                        char **);
int __wrap_sqlite3_exec(sqlite3 *, const char *,
                        int (*)(void *, int, char **, char **), void *,
                        char **);

static void note(char what)
{
    size_t used = strlen(shared->notes);
    if (cut >= 0 && used + 1 < NOTES_MAX)
        shared->notes[used] = what;
}

static void moment(const char *when, const char *what)
{
    if (cut < 0)
        return;
    snprintf(shared->where, sizeof shared->where, "%s %.40s", when, what);
    if (shared->moment++ == cut)
        kill(getpid(), SIGKILL);
}

static void change(void)
{
    moment("before a write of", shared->statement);
}

/* SQLite calls it when a statement begins, whoever has asked for it. */
static int statement_begins(unsigned kind, void *context, void *statement,
                            void *text)
{
    const char *sql = text;
    (void)kind, (void)context, (void)statement;
    if (cut < 0)
        return 0;
    snprintf(shared->statement, sizeof shared->statement, "%s", sql);
    if (!strncasecmp(sql, "insert", 6))
        note(in_string > 0 ? NOTE_SAME_STRING : NOTE_INSERT);
    else if (!strncasecmp(sql, "begin", 5))
        note(NOTE_BEGIN);
    else if (!strncasecmp(sql, "commit", 6) || !strncasecmp(sql, "end", 3))
        note(NOTE_COMMIT);
    in_string += in_string >= 0;
    return 0;
}

/* Only to know what comes in one string; the moments do not depend on it. */
int __wrap_sqlite3_exec(sqlite3 *db, const char *sql,
                        int (*row)(void *, int, char **, char **),
                        void *context, char **message)
{
    in_string = 0;
    int status = __real_sqlite3_exec(db, sql, row, context, message);
    in_string = -1;
    return status;
}

bool next_film(char *name, int size)
{
    note(NOTE_NEXT);
    if (shared->given == FILMS)
        return false;
    snprintf(name, (size_t)size, "%s", films[shared->given++]);
    return true;
}

void say_stored(const char *name)
{
    if (shared->said >= FILMS || strcmp(name, films[shared->said]))
        shared->wrong_name = true;
    shared->said++;
    note(NOTE_PROMISE);
    moment("just after it said that it stored", name);
}

/* The verdict */

static _Noreturn void fails(const char *what, const char *hint)
{
    printf("not ok 1 - %s\n# hint: %s\n1..1\n", what, hint);
    exit(0);
}

/* The names in a table, as the second connection sees them: how many of ours,
 * in order; -1 if it holds something else, or cannot be read. */
static int count(sqlite3 *db, const char *table)
{
    char sql[80];
    sqlite3_stmt *rows;
    int found = 0, status;
    snprintf(sql, sizeof sql, "SELECT name FROM %s ORDER BY rowid", table);
    if (sqlite3_prepare_v2(db, sql, -1, &rows, NULL) != SQLITE_OK)
        return -1;
    while ((status = sqlite3_step(rows)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(rows, 0);
        if (found < 0 || found == FILMS || !name ||
            strcmp(name, films[found]))
            found = -1;
        else
            found++;
    }
    sqlite3_finalize(rows);
    return status == SQLITE_DONE ? found : -1;
}

static void fresh_file(void)
{
    sqlite3 *db;
    unlink(path);
    unlink("check.db-journal");
    unlink("check.db-wal");
    unlink("check.db-shm");
    if (sqlite3_open(path, &db) != SQLITE_OK ||
        __real_sqlite3_exec(db, "PRAGMA synchronous=OFF;"
                                "CREATE TABLE film(name TEXT NOT NULL);"
                                "CREATE TABLE history(name TEXT NOT NULL);",
                            NULL, NULL, NULL) != SQLITE_OK)
        exit(125);
    sqlite3_close(db);
}

static _Noreturn void live(int when)
{
    sqlite3 *db;
    dup2(printed, STDOUT_FILENO);
    dup2(printed, STDERR_FILENO);
    alarm(CHILD_SECONDS);
    watch_changes(change);
    if (sqlite3_open(path, &db) != SQLITE_OK)
        exit(125);
    sqlite3_trace_v2(db, SQLITE_TRACE_STMT, statement_begins, NULL);
    cut = when;
    store_films(db);
    cut = -1;
    sqlite3_close(db);
    exit(0);
}

static _Noreturn void died(int signal)
{
    char what[120];
    if (signal == SIGALRM)
        fails("store_films() does not come to its end",
              "Does the loop end when next_film() answers false?");
    if (signal == SIGXFSZ)
        fails("store_films() prints without end",
              "More than 16 MiB for three films: which loop does not end?");
    snprintf(what, sizeof what, "store_films() crashes (%s)",
             strsignal(signal));
    fails(what, "Which pointer is not what it should be? Compile with -g and "
                "use gdb.");
}

/* Runs the learner's code until moment `when`; true if it got to its end. A
 * statement that fails is told later: a promise that was broken before is the
 * better reason. */
static bool run_until(int when, int *status)
{
    fflush(NULL);
    *shared = (struct shared){0};
    if (ftruncate(printed, 0) < 0)
        exit(125);
    pid_t child = fork();
    if (child == 0)
        live(when);
    if (child < 0 || waitpid(child, status, 0) < 0)
        exit(125);
    if (WIFSIGNALED(*status) && WTERMSIG(*status) == SIGKILL)
        return false;
    if (WIFSIGNALED(*status))
        died(WTERMSIG(*status));
    return true;
}

static void look(bool ended)
{
    sqlite3 *db;
    char what[240];
    if (sqlite3_open(path, &db) != SQLITE_OK)
        exit(125);
    int film = count(db, "film"), history = count(db, "history");
    sqlite3_close(db);
    const char *when = ended ? "after the program ended" : shared->where;
    if (film < 0 || history < 0 || shared->wrong_name)
        fails("the tables hold something else than the films that were given",
              "Each name from next_film() belongs in both tables once.");
    if (shared->said > film) {
        snprintf(what, sizeof what,
                 "it said that %d film%s stored, but a second connection sees "
                 "%d; the power went %s", shared->said,
                 shared->said == 1 ? " is" : "s are", film, when);
        fails(what, hint_for_promise(whole, shared->said));
    }
    if (film != history) {
        snprintf(what, sizeof what,
                 "a second connection sees %d of the films in film, and %d in "
                 "history; the power went %s", film, history, when);
        fails(what, hint_for_halves(shared->notes));
    }
}

/* A file that nobody can see, and that is gone with us. */
static int nameless_file(void)
{
    FILE *file = tmpfile();
    if (!file)
        return -1;
    int fd = fileno(file);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    fcntl(fd, F_SETFL, O_APPEND);
    return fd;
}

int main(void)
{
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    printed = nameless_file();
    if (shared == MAP_FAILED || printed < 0)
        return 125;
    int when = 0, status = 0;
    fresh_file();
    run_until(NEVER, &status);
    memcpy(whole, shared->notes, sizeof whole);
    for (bool ended = false; !ended; when++) {
        if (when == MOMENTS_MAX)
            fails("it takes more than 2000 changes of files for three films",
                  "Is a statement run again and again?");
        fresh_file();
        ended = run_until(when, &status);
        look(ended);
    }
    if (status)
        fails("store_films() gives up: a statement fails",
              "Run it yourself and read the message: a second BEGIN within "
              "a transaction is an error, and so is COMMIT without one.");
    if (shared->said != FILMS)
        fails("the program ended, but did not say of all films that they are "
              "stored", "Call say_stored() for every film.");
    printf("ok 1 - the power was cut at all %d moments (before each change of a "
           "file, after each promise), and each time a second connection saw "
           "what was said\n1..1\n", when - 1);
    return 0;
}
