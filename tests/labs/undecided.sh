#!/bin/sh
# What the check of threads/04 cannot decide is named and not guessed at; what is no
# fault of the locks is told from one.
. tests/lib.sh
. tests/labs/helpers/learner.sh
flag=--without-sandbox
isolate run --read-only --tmpfs /tmp / true 2>/dev/null && flag=
labs init "$folder" >/dev/null 2>&1
file=$folder/threads/04-two-locks-two-orders/transfer.c
check() { # the body of transfer()
    printf '#include <stdatomic.h>\n#include "bank.h"\n%s\nvoid transfer(struct account *from, struct account *to, long amount)\n{\n%s\n}\n' \
        "${2-}" "$1" >"$file"
    # shellcheck disable=SC2086 # no flag is no word
    run labs check threads/04 $flag
}

check 'from->balance -= amount'
is "$status" 1 'what does not compile is not passed'
contains "$out" 'transfer.c:' 'and the compiler has its say'
check '*(volatile int *)0 = 1;'
is "$status" 1 'a crash is not passed'
contains "$out" 'crash' 'and named'

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
check "if (from->balance < amount) return;
$locked" '#include <string.h>'
is "$status" 1 'a read before the lock'
contains "$out" 'transfer.c:6' 'is named, with its line'
check 'while (taken) {} taken = 1; from->balance -= amount; to->balance += amount; taken = 0;' 'static volatile int taken;'
is "$status" 1 'a lock made of a volatile variable is none'
contains "$out" 'data race' 'but a data race'
check 'if (fork() == 0) _exit(0); from->balance -= amount;' '#include <unistd.h>'
is "$status" 4 'a fork cannot be followed: undecided'
contains "$out" 'fork' 'and it is named'
check 'for (;;) puts("a line of some length, so that it does not take so long");' '#include <stdio.h>'
case $status in
1 | 4) tap_result 0 'output without end: not passed' ;;
*) is "$status" 4 'output without end: not passed' ;;
esac
done_testing
