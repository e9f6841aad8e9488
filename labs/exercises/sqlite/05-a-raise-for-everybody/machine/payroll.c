/* A payroll, the raise, and what came of it, person by person. A child does the raise:
 * what the learner's code prints, or that it ends the program, is then no result. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "raise.h"

enum { PEOPLE = 40 };

/* What the child leaves behind. */
static struct payroll {
    int raised[PEOPLE + 1], pay[PEOPLE + 1];
    int index, done;
} *payroll;
static int before[PEOPLE + 1];

void say_raised(sqlite3_int64 id)
{
    if (id >= 1 && id <= PEOPLE && ++payroll->raised[id] > 1000)
        exit(7);
}

static int number(sqlite3 *db, const char *sql, int id)
{
    sqlite3_stmt *stmt;
    int result = -1;
    sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    sqlite3_bind_int(stmt, 1, id);
    if (sqlite3_step(stmt) == SQLITE_ROW)
        result = sqlite3_column_int(stmt, 0);
    sqlite3_finalize(stmt);
    return result;
}

static int failed(const char *what, int id, int wanted, int seen, const char *hint)
{
    printf("not ok 1 - %s\n# hint: %s\n", what, hint);
    printf("# person %d: wanted %d, seen %d\n1..1\n", id, wanted, seen);
    return 0;
}

/* Is the order of the query the one of the index? Then the plan has no sort. */
static const char *too_much_hint(void)
{
    return getenv("SORTED") ? "The index gives the order of pay by itself: nothing is "
                              "sorted, and the loop walks along the index as before."
                            : "Somebody was met again after their raise. Along what does "
                              "the query walk?";
}

static _Noreturn void raise_all(void)
{
    sqlite3 *db;
    char sql[100];
    dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
    sqlite3_open(":memory:", &db);
    sqlite3_exec(db,
                 "CREATE TABLE staff(id INTEGER PRIMARY KEY, pay INTEGER);"
                 "CREATE INDEX by_pay ON staff(pay)",
                 NULL, NULL, NULL);
    for (int id = 1; id <= PEOPLE; id++) {
        snprintf(sql, sizeof sql, "INSERT INTO staff VALUES (%d, %d)", id, before[id]);
        sqlite3_exec(db, sql, NULL, NULL, NULL);
    }
    raise_pay(db);
    payroll->index =
        number(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'by_pay'", 0);
    for (int id = 1; id <= PEOPLE; id++)
        payroll->pay[id] = number(db, "SELECT pay FROM staff WHERE id = ?", id);
    payroll->done = 1;
    _exit(0);
}

static int judge(void)
{
    if (!payroll->done)
        return failed("raise_pay() does not come back", 0, 1, 0,
                      "It ended the whole program. A function returns.");
    if (payroll->index != 1)
        return failed("the index is gone", 0, 1, 0,
                      "Others need the index. The loop must work with it.");
    for (int id = 1; id <= PEOPLE; id++) {
        int wanted = before[id] + (before[id] < 2000 ? 100 : 0);
        int pay = payroll->pay[id];
        if (pay > wanted)
            return failed("somebody was raised more than once", id, wanted, pay,
                          too_much_hint());
        if (pay < wanted)
            return failed("somebody was forgotten", id, wanted, pay,
                          "This one earned less than 2000 and got nothing.");
        if (payroll->raised[id] != (before[id] < 2000))
            return failed("the pay is right, and nobody heard of it", id,
                          before[id] < 2000, payroll->raised[id],
                          "Call say_raised() for each who was raised, once.");
    }
    puts("ok 1 - each who earned less than 2000 was raised once\n1..1");
    return 0;
}

int main(void)
{
    int status;
    payroll = mmap(NULL, sizeof *payroll, PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    for (int id = 1; id <= PEOPLE; id++)
        before[id] = 800 + id * 37 % 41 * 40;
    pid_t child = fork();
    if (child == 0)
        raise_all();
    if (waitpid(child, &status, 0) < 0 || WIFSIGNALED(status))
        return 128 + WTERMSIG(status);
    return WEXITSTATUS(status) ? WEXITSTATUS(status) : judge();
}
