#!/bin/sh
# What the check of threads/01 cannot follow is named and not guessed at; what is no
# fault of the locks is told from one.
. tests/lib.sh
. tests/labs/helpers/learner.sh
flag=--without-sandbox
isolate run --read-only --tmpfs /tmp / true 2>/dev/null && flag=
labs init "$folder" >/dev/null 2>&1
file=$folder/threads/01-two-locks-two-orders/transfer.c
check() { # the body of transfer()
    printf '#include <stdatomic.h>\n#include "bank.h"\n%s\nvoid transfer(struct account *from, struct account *to, long amount)\n{\n%s\n}\n' \
        "${2-}" "$1" >"$file"
    # shellcheck disable=SC2086 # no flag is no word
    run labs check threads/01 $flag
}

check 'seen++; from->balance -= amount; to->balance += amount;' 'static atomic_int seen;'
is "$status" 4 'atomic operations are not followed: undecided'
contains "$out" 'which this check cannot follow' 'and it is said'
check 'pthread_cond_signal(&moved); from->balance -= amount;' 'static pthread_cond_t moved;'
is "$status" 4 'nor are condition variables'
contains "$out" 'pthread_cond_signal' 'by their name'
check '/* not atomic, no pthread_cond_wait */ from->balance -= amount; to->balance += amount;'
is "$status" 1 'in a comment they do no harm'
check 'from->balance -= amount'
is "$status" 1 'what does not compile is not passed'
contains "$out" 'transfer.c:' 'and the compiler has its say'
check '*(volatile int *)0 = 1;'
contains "$out" 'the program crashed (Segmentation fault)' 'a crash is named'

locked='    struct account *first = from->number < to->number ? from : to;
    struct account *second = first == from ? to : from;
    pthread_mutex_lock(&first->lock);
    pthread_mutex_lock(&second->lock);
    long x; memcpy(&x, &from->balance, sizeof x); x -= amount;
    memcpy(&from->balance, &x, sizeof x); to->balance += amount;
    pthread_mutex_unlock(&second->lock);
    pthread_mutex_unlock(&first->lock);'
check "$locked" '#include <string.h>'
is "$status" 0 'memcpy of a balance is a read, or a write'
check 'long x; memcpy(&x, &from->balance, 8); x -= amount; memcpy(&from->balance, &x, 8); to->balance += amount;' '#include <string.h>'
is "$status" 1 'and without locks an update is lost'
check 'long x; __builtin_memcpy(&x, &from->balance, 8); x -= amount; __builtin_memcpy(&from->balance, &x, 8); to->balance += amount;'
is "$status" 1 'so it is when the compiler copies by itself'
lacks "$out" 'does not compile' 'and it compiles'
check "if (from->balance < amount) return;
$locked" '#include <string.h>'
is "$status" 1 'a read before the lock'
contains "$out" 'A in line 6 without its lock' 'is named, with its line'
check 'while (taken) {} taken = 1; from->balance -= amount; to->balance += amount; taken = 0;' 'static volatile int taken;'
is "$status" 4 'a lock of your own making is not followed'
contains "$out" 'a lock of your own making' 'and named'
check 'if (fork() == 0) _exit(0); from->balance -= amount;' '#include <unistd.h>'
is "$status" 4 'nor is a fork'
contains "$out" 'uses fork' 'by its name'
check 'for (;;) puts("a line of some length, so that it does not take so long");' '#include <stdio.h>'
is "$status" 1 'output without end: not passed'
contains "$out" 'prints without end' 'and it is said'
done_testing
