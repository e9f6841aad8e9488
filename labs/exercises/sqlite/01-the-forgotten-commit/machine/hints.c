/* Each mistake has a hint of its own, and each is a fact about the run. */
#include "hints.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

const char *hint_for_promise(const char *notes, int said)
{
    const char *promise = strchr(notes, NOTE_PROMISE);
    for (int i = 1; promise && i < said; i++)
        promise = strchr(promise + 1, NOTE_PROMISE);
    const char *commit = promise ? strchr(promise, NOTE_COMMIT) : NULL;
    const char *again = promise ? strchr(promise + 1, NOTE_PROMISE) : NULL;
    const char *next = promise ? strchr(promise, NOTE_NEXT) : NULL;
    if (!commit)
        return "INSERT changes the database for this connection. For the "
               "others, and for good, it is COMMIT that does. None comes "
               "between the INSERT and this promise, or later.";
    if (again && commit > again)
        return "There is a COMMIT, but only after all the promises. Each "
               "promise needs one before it.";
    if (next && commit > next)
        return "The COMMIT of a film comes only with the next film. Until "
               "then its promise is not kept.";
    return "The COMMIT comes right after the promise. In between the power "
           "can go: which of the two must be first?";
}

/* Within the film at which it broke. */
const char *hint_for_halves(const char *notes)
{
    const char *film = strrchr(notes, NOTE_NEXT);
    film = film ? film : notes;
    const char *begin = strrchr(notes, NOTE_BEGIN);
    const char *last_insert = strrchr(notes, NOTE_INSERT);
    const char *commit = strchr(film, NOTE_COMMIT);
    bool open = begin && !strchr(begin, NOTE_COMMIT);
    if (commit && last_insert && commit < last_insert)
        return "A COMMIT stands between the two INSERTs: two transactions. "
               "What belongs together needs one around both.";
    if (begin && begin < film && !open)
        return "COMMIT ended the transaction, and no BEGIN came after it: "
               "from the second film on each statement stands alone.";
    if (begin && begin >= film)
        return "Half of a transaction is in the file: nothing was there to "
               "undo it with. Leave PRAGMA journal_mode as it is, and both "
               "INSERTs between BEGIN and COMMIT.";
    if (strchr(film, NOTE_SAME_STRING))
        return "One string is not one transaction: sqlite3_exec() runs its "
               "statements one by one, and without BEGIN each commits alone.";
    return "Without BEGIN each statement is a transaction of its own "
           "(autocommit). Put one transaction around the two.";
}
