/* What is tried with the learner's transfer(), and what is said about it. */
#define INTERLEAVE_ITSELF
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bank.h"
#include "interleave.h"

static struct account accounts[4];
#define A (&accounts[0])
#define B (&accounts[1])
#define C (&accounts[2])
#define D (&accounts[3])
enum { EACH = 100 };

static void open_accounts(void)
{
    static const char *const locks[] = {"A", "B", "C", "D"};
    static const char *const sums[] = {"the balance of A", "the balance of B",
                                       "the balance of C", "the balance of D"};
    for (int i = 0; i < 4; i++) {
        accounts[i].number = i + 1;
        accounts[i].balance = EACH;
        pthread_mutex_init(&accounts[i].lock, NULL);
        name_mutex(&accounts[i].lock, locks[i]);
        watch_variable(&accounts[i].balance, sizeof accounts[i].balance,
                       sums[i]);
        guard_variable(&accounts[i].balance, &accounts[i].lock);
    }
}

static const char *balances_are(long a, long b, long c, long d)
{
    static char wrong[160];
    if (A->balance == a && B->balance == b && C->balance == c &&
        D->balance == d)
        return NULL;
    snprintf(wrong, sizeof wrong,
             "the accounts hold %ld %ld %ld %ld; they should hold "
             "%ld %ld %ld %ld",
             A->balance, B->balance, C->balance, D->balance, a, b, c, d);
    return wrong;
}

static void one_body(int thread)
{
    (void)thread;
    transfer(A, B, 10);
}

static const char *one_judge(void)
{
    return balances_are(90, 110, 100, 100);
}

static void same_body(int thread)
{
    transfer(A, B, thread ? 20 : 10);
}

static const char *same_judge(void)
{
    return balances_are(70, 130, 100, 100);
}

static void opposite_body(int thread)
{
    if (thread == 0)
        transfer(A, B, 10);
    else
        transfer(B, A, 20);
}

static const char *opposite_judge(void)
{
    return balances_are(110, 90, 100, 100);
}

static void audit_body(int thread)
{
    if (thread == 0)
        transfer(B, A, 10);
    else if (audit(A, B) != 2 * EACH)
        run_is_wrong("audit() holds both locks and sees money missing");
}

static const char *audit_judge(void)
{
    return balances_are(110, 90, 100, 100);
}

static void ring_body(int thread)
{
    if (thread == 0)
        transfer(A, B, 10);
    else if (thread == 1)
        transfer(B, C, 20);
    else
        transfer(C, A, 30);
}

static const char *ring_judge(void)
{
    return balances_are(120, 90, 90, 100);
}

static void apart_body(int thread)
{
    if (thread == 0)
        transfer(A, B, 10);
    else
        transfer(C, D, 20);
}

static const char *apart_judge(void)
{
    return balances_are(90, 110, 80, 120);
}

static const struct scenario scenarios[] = {
    {"one transfer", 1, {"transfer(A, B)"},
     open_accounts, one_body, one_judge, false},
    {"two transfers from A to B", 2, {"transfer(A, B)", "transfer(A, B)"},
     open_accounts, same_body, same_judge, false},
    {"A to B beside B to A", 2, {"transfer(A, B)", "transfer(B, A)"},
     open_accounts, opposite_body, opposite_judge, false},
    {"a transfer beside audit(A, B)", 2, {"transfer(B, A)", "audit(A, B)"},
     open_accounts, audit_body, audit_judge, false},
    {"A to B, B to C, C to A", 3,
     {"transfer(A, B)", "transfer(B, C)", "transfer(C, A)"},
     open_accounts, ring_body, ring_judge, false},
    {"A to B beside C to D, at the same time", 2,
     {"transfer(A, B)", "transfer(C, D)"},
     open_accounts, apart_body, apart_judge, true},
};
enum { SCENARIOS = sizeof scenarios / sizeof scenarios[0] };

static const char read_too_early[] =
    "Even a balance that is only read may change under your eyes, as long as "
    "you do not hold its lock. Take the lock first.";

/* One hint per way to fail; the first word that fits the reason wins. */
static const char *hint_for(const struct scenario *scenario,
                            const struct outcome *outcome)
{
    switch (outcome->ending) {
    case ENDED_IN_DEADLOCK:
        return scenario->threads == 3
                   ? "Two accounts are in order now, but not every pair. "
                     "Which rule puts any two locks into one order?"
                   : "Each holds what the other one wants. If both took "
                     "the same lock first, one would simply wait.";
    case ENDED_IN_LIVELOCK:
        if (!outcome->stepped_back)
            return "A loop runs round and round. What does it wait for, and "
                   "who may change it?";
        return "Trying and stepping back cannot deadlock, but two threads "
               "can step back for each other for ever. An order of the "
               "locks needs no luck.";
    case ENDED_BY_MISUSE:
        return "Every lock that is taken must be given back once, by the "
               "thread that took it.";
    case ENDED_WRONG:
        if (strstr(outcome->reason, "audit"))
            return "Between the two changes the money is nowhere. Nobody "
                   "may get both locks in that moment: hold both until "
                   "both balances are changed.";
        if (outcome->race == RACE_AFTER_UNLOCK)
            return "A balance was used after its lock was given back. Which "
                   "lock should have kept the other thread out, and until "
                   "when?";
        if (outcome->race == RACE_BEFORE_LOCK)
            return read_too_early;
        return "balance -= amount is a read and a write. Another thread "
               "came between the two. Which lock should have kept it out?";
    case ENDED_IN_RACE:
        return outcome->race == RACE_AFTER_UNLOCK
                   ? "The lock guards the balance only until you give it back."
                   : read_too_early;
    default:
        return "Does a loop end? Is every pointer one that you were given?";
    }
}

static void print_lines(const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        printf("# %.*s\n", (int)length, text);
        text += length + (text[length] == '\n');
    }
}

static void fails(int point, const char *what, const char *hint,
                  const char *report)
{
    printf("not ok %d - %s\n# hint: %s\n", point, what, hint);
    print_lines(report);
    printf("1..%d\n", point);
    exit(0);
}

/* Judges one scenario; returns how many interleavings were tried. */
static unsigned long try_scenario(const struct scenario *scenario, int point,
                                  bool *stepped_back)
{
    struct outcome outcome = interleave(scenario);
    char what[512];
    if (outcome.ending == ENDED_UNFOLLOWED) {
        printf("Bail out! transfer.c: %s: this check cannot follow a lock of "
               "your own making, it knows mutexes only\n", outcome.reason);
        exit(0);
    }
    if (outcome.ending != ENDED_WELL) {
        snprintf(what, sizeof what, "%s: %s (interleaving %lu)",
                 scenario->name, outcome.reason, outcome.runs);
        fails(point, what, hint_for(scenario, &outcome), outcome.report);
    }
    if (scenario->wants_overlap && !outcome.overlapped) {
        snprintf(what, sizeof what,
                 "%s: one always waits for the other, in all %lu "
                 "interleavings", scenario->name, outcome.runs);
        fails(point, what,
              "These transfers have no account in common. One lock for "
              "the whole bank is safe, but then it serves one customer "
              "at a time. Use the locks of the two accounts.", "");
    }
    if (!outcome.complete && !scenario->wants_overlap) {
        printf("Bail out! %s: more than %lu interleavings\n",
               scenario->name, outcome.runs);
        exit(0);
    }
    printf("ok %d - %s: %s\n", point, scenario->name,
           scenario->wants_overlap ? "they can overlap" : "safe");
    *stepped_back |= outcome.stepped_back;
    return outcome.runs;
}

int main(void)
{
    unsigned long runs = 0;
    bool stepped_back = false;
    for (int i = 0; i < SCENARIOS; i++) {
        unsigned long tried =
            try_scenario(&scenarios[i], i + 1, &stepped_back);
        runs += scenarios[i].wants_overlap ? 0 : tried;
    }
    printf("ok %d - safe in all %lu interleavings of lock operations and "
           "balance accesses, in %d scenarios of 1 to 3 threads%s\n",
           SCENARIOS + 1, runs, SCENARIOS - 1,
           stepped_back ? " (after a trylock that fails another thread moves)"
                        : "");
    printf("1..%d\n", SCENARIOS + 1);
    return 0;
}
