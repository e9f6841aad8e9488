/* The scripted sessions. Each call says what it must come to; if it does not, the show
 * stops. */
#include "sqlite-demo/locks/locks.h"

#define CALLS(table) (table), sizeof(table) / sizeof *(table)
enum { A, B, C };

#define READ     "SELECT name, balance FROM account"
#define READ_ONE "SELECT balance FROM account LIMIT 1"
#define PAY(n)   "UPDATE account SET balance = balance + " #n " WHERE name = 'ada'"

static const struct lock_call ladder[] = {
    {A, "BEGIN", "BEGIN alone takes no lock: nothing is known yet.", NULL, NULL},
    {A, READ,
     "To read takes SHARED. Many may have it at once, and nobody may change the "
     "file meanwhile.",
     NULL, NULL},
    {A, PAY(100),
     "To write takes RESERVED: one connection may have it. It changes pages in "
     "its memory; the file stays as it was, so others go on reading.",
     NULL, NULL},
    {B, READ_ONE, "b can still read, and sees the old balance.", NULL,
     "b reads now. Does it work?"},
    {B, PAY(1), "b cannot write: RESERVED is taken.", "SQLITE_BUSY",
     "b wants to write, too. Does it work?"},
    {A, ".fetch", "a reads its rows to the end. In a transaction, its locks stay.", NULL,
     NULL},
    {A, "COMMIT",
     "For the moment of writing the file, a had PENDING (no new readers) and "
     "EXCLUSIVE (no readers at all). Then it lets everything go.",
     NULL, NULL},
};

static const struct lock_call reader_blocks[] = {
    {B, READ, "b reads, and has not come to the end of its rows: it keeps SHARED.", NULL,
     NULL},
    {A, "BEGIN", "a is going to write.", NULL, NULL},
    {A, PAY(100), "That works: RESERVED and SHARED go together.", NULL, NULL},
    {A, "COMMIT",
     "To write the file a needs it for itself, and b still reads. a keeps "
     "PENDING: no new reader comes in, so that a is not kept out for ever.",
     "SQLITE_BUSY", "a commits while b reads. Does it work?"},
    {C, READ_ONE, "c only wants to read. It is kept out by PENDING.", "SQLITE_BUSY",
     "c wants to read. Does it work?"},
    {B, ".fetch", "b reads its last row, and with it goes its lock.", NULL, NULL},
    {A, "COMMIT",
     "Now a gets through. A failed COMMIT may be tried again: the transaction "
     "was still open.",
     NULL, NULL},
};

static const struct lock_call upgrade[] = {
    {A, "BEGIN", "Both begin in the same way.", NULL, NULL},
    {A, READ_ONE, "a reads: SHARED, and in a transaction it stays.", NULL, NULL},
    {B, "BEGIN", "b, too.", NULL, NULL},
    {B, READ_ONE, "b reads: SHARED as well.", NULL, NULL},
    {B, PAY(1), "b goes up to RESERVED.", NULL, NULL},
    {A, PAY(100),
     "a wants RESERVED, which b has. SQLite does not wait here, whatever the "
     "timeout: it could never end well.",
     "SQLITE_BUSY", "a wants to write now. Does it work?"},
    {B, "COMMIT",
     "b wants EXCLUSIVE, and a reads. Each waits for the other one: a "
     "deadlock.",
     "SQLITE_BUSY", "b commits. Does it work?"},
    {A, "ROLLBACK", "One has to give up. a gives up what it has read, too.", NULL, NULL},
    {B, "COMMIT", "And b gets through.", NULL, NULL},
};

static const struct lock_call immediate[] = {
    {A, "BEGIN IMMEDIATE",
     "a says at its beginning that it will write: RESERVED at once.", NULL, NULL},
    {B, "BEGIN IMMEDIATE",
     "b is refused at the door. It holds nothing, so it stands in "
     "nobody's way, and here a timeout helps.",
     "SQLITE_BUSY", "b does the same. Does it work?"},
    {A, READ_ONE, "a reads and writes in peace.", NULL, NULL},
    {A, PAY(100), "Nobody can come between.", NULL, NULL},
    {A, "COMMIT", "No deadlock is possible: the order was decided at the beginning.",
     NULL, NULL},
    {B, "BEGIN IMMEDIATE", "b tries again, and has it now.", NULL, NULL},
    {B, PAY(1), "It sees what a has written.", NULL, NULL},
    {B, "COMMIT", "Both payments are there.", NULL, NULL},
};

static const struct lock_call wal[] = {
    {A, "PRAGMA journal_mode = WAL",
     "From now on changes go to the end of a log beside the "
     "file. Locks are slots in a shared index.",
     NULL, NULL},
    {B, READ,
     "b reads: it takes a READ slot, which stands for one state of the database.", NULL,
     NULL},
    {A, "BEGIN", "a is going to write.", NULL, NULL},
    {A, PAY(100), "a has the WRITE slot.", NULL, NULL},
    {A, "COMMIT", "And commits, while b reads: readers and the writer do not meet.", NULL,
     "a commits while b reads. Does it work?"},
    {C, READ_ONE, "c comes later and reads the new state.", NULL, NULL},
    {B, ".fetch", "b reads on in the state that it began with.", NULL, NULL},
};

static const struct lock_call snapshot[] = {
    {A, "PRAGMA journal_mode = WAL", "The log again.", NULL, NULL},
    {B, "BEGIN", "b begins.", NULL, NULL},
    {B, READ_ONE, "b reads. From here on it sees this state of the database.", NULL,
     NULL},
    {A, PAY(100), "a changes it and commits, as each statement that stands alone.", NULL,
     NULL},
    {B, PAY(1),
     "b would write on top of something that it has never seen. That is refused, "
     "with a code of its own, and waiting cannot mend it.",
     "SQLITE_BUSY_SNAPSHOT", "b wants to write now. Does it work?"},
    {B, PAY(1), "To try again helps nothing: b still stands in the old state.",
     "SQLITE_BUSY_SNAPSHOT", "b tries again. Does it work?"},
    {B, "ROLLBACK", "b must let go of what it has read.", NULL, NULL},
    {B, PAY(1), "Then it works, on what is there now.", NULL, NULL},
};

static const struct lock_call locked[] = {
    {A, READ, "a reads, and has rows left.", NULL, NULL},
    {A, "DROP TABLE account",
     "The same connection wants to drop the table that it reads. "
     "No other one is in the way: LOCKED is not BUSY, and there is "
     "nobody to wait for.",
     "SQLITE_LOCKED", "a drops the table. Does it work?"},
    {A, ".fetch", "a reads to the end.", NULL, NULL},
    {A, "DROP TABLE account", "Now it works.", NULL, NULL},
};

static const struct lock_call hand[] = {
    {A, "BEGIN",
     "From here on you send the calls: Tab chooses the connection, ↑ and ↓ its next "
     "call, Enter sends it; s takes any other SQL. Can you make two of them wait for "
     "each other?",
     NULL, NULL},
};

const struct lock_scenario lock_scenarios[] = {
    {"ladder", "the five locks of a rollback journal", CALLS(ladder), false},
    {"reader-blocks-commit", "a half-read SELECT keeps a writer out",
     CALLS(reader_blocks), false},
    {"upgrade-deadlock", "two that have read both want to write", CALLS(upgrade), false},
    {"immediate", "who will write says so at the beginning", CALLS(immediate), false},
    {"wal", "readers and the writer do not meet", CALLS(wal), false},
    {"snapshot", "writing on what one has not seen", CALLS(snapshot), false},
    {"locked", "LOCKED is not BUSY", CALLS(locked), false},
    {"hand", "you send the calls", CALLS(hand), true},
};
const size_t lock_scenario_count = sizeof lock_scenarios / sizeof *lock_scenarios;
