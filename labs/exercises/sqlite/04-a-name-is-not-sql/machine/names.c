/* Asks for every name, and says what came. */
#include <stdio.h>
#include <string.h>

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

int main(void)
{
    sqlite3 *db;
    size_t count = sizeof names / sizeof *names;
    sqlite3_open(":memory:", &db);
    sqlite3_exec(db,
                 "CREATE TABLE user(name, mail, secret);"
                 "INSERT INTO user VALUES ('ada', 'ada@example.org', 'lovelace'),"
                 "('bob', 'bob@example.org', 'builder'),"
                 "('O''Brien', 'obrien@example.org', 's'), ('what?', 'what@example.org', "
                 "'t'), ('', 'empty@example.org', 'u')",
                 NULL, NULL, NULL);
    for (size_t i = 0; i < count; i++) {
        char mail[200] = "";
        int found = find_mail(db, names[i].name, mail, sizeof mail);
        if (found != names[i].found || (found && strcmp(mail, names[i].mail))) {
            printf("not ok %zu - the name \"%s\" %s\n# hint: %s\n", i + 1, names[i].name,
                   found > names[i].found ? "reads secrets or others' mail" : "is not found",
                   names[i].hint);
            printf("# wanted %d, found %d: %s\n1..%zu\n", names[i].found, found, mail, i + 1);
            return 0;
        }
        printf("ok %zu - the name \"%s\" is only a name\n", i + 1, names[i].name);
    }
    printf("1..%zu\n", count);
    return 0;
}
