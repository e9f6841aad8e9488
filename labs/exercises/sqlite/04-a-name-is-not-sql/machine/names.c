/* Asks for every name, and says what came. A child asks: what the learner's code prints,
 * or that it ends the program, is then no answer. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lookup.h"

static const struct {
    const char *name;
    int found;
    const char *mail, *hint;
} names[] = {
    {"ada", 1, "ada@example.org",
     "She is a user. A question mark between quotes is a text, and no place for a value."},
    {"nobody", 0, "", "That is no user."},
    {"x' UNION SELECT secret FROM user --", 0, "",
     "A quote in the name ends the text, and the rest of it is SQL."},
    {"x' OR 'a' = 'a", 0, "",
     "You stopped one way to inject, and there is another one behind it. Do not look for "
     "what is bad in a name: keep the name out of the SQL."},
    {"O'Brien", 1, "obrien@example.org",
     "O'Brien is a user, and a quote in a name is no crime."},
    {"what?", 1, "what@example.org", "This name has a question mark in it."},
    {"", 1, "empty@example.org", "The empty name is a name, too."},
};

enum { NAMES = sizeof names / sizeof *names };

/* What the child leaves behind. */
static struct answers {
    int found[NAMES];
    char mail[NAMES][200];
    int done;
} *answers;

static _Noreturn void ask(void)
{
    sqlite3 *db;
    dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
    sqlite3_open(":memory:", &db);
    sqlite3_exec(db,
                 "CREATE TABLE user(name, mail, secret);"
                 "INSERT INTO user VALUES ('ada', 'ada@example.org', 'lovelace'),"
                 "('bob', 'bob@example.org', 'builder'),"
                 "('O''Brien', 'obrien@example.org', 's'), ('what?', 'what@example.org', "
                 "'t'), ('', 'empty@example.org', 'u')",
                 NULL, NULL, NULL);
    for (size_t i = 0; i < NAMES; i++)
        answers->found[i] =
            find_mail(db, names[i].name, answers->mail[i], sizeof answers->mail[i]);
    answers->done = 1;
    _exit(0);
}

static int judge(size_t i)
{
    int found = answers->found[i];
    char *mail = answers->mail[i];
    mail[sizeof answers->mail[i] - 1] = '\0';
    mail[strcspn(mail, "\n")] = '\0';
    if (found == names[i].found && (!found || !strcmp(mail, names[i].mail))) {
        printf("ok %zu - the name \"%s\" is only a name\n", i + 1, names[i].name);
        return 0;
    }
    printf("not ok %zu - the name \"%s\" %s\n# hint: %s\n", i + 1, names[i].name,
           found > names[i].found ? "reads secrets or others' mail" : "is not found",
           names[i].hint);
    printf("# wanted %d, found %d: %s\n1..%zu\n", names[i].found, found, mail, i + 1);
    return -1;
}

int main(void)
{
    int status;
    answers = mmap(NULL, sizeof *answers, PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t child = fork();
    if (child == 0)
        ask();
    if (waitpid(child, &status, 0) < 0 || WIFSIGNALED(status))
        return 128 + WTERMSIG(status);
    if (WEXITSTATUS(status))
        return WEXITSTATUS(status);
    if (!answers->done) {
        puts("not ok 1 - find_mail() does not come back\n"
             "# hint: It ended the whole program. A function returns.\n1..1");
        return 0;
    }
    for (size_t i = 0; i < NAMES; i++)
        if (judge(i) < 0)
            return 0;
    printf("1..%d\n", (int)NAMES);
    return 0;
}
