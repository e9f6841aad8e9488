#!/bin/sh
# threads peers: what others see of the same program, and what they miss.
. tests/lib.sh

folder=tests/threads/programs
isolate run --read-only --tmpfs /tmp / true 2>/dev/null || skip_all 'isolate does not work here'
have gcc || skip_all 'no gcc here'

peer() { # NAME KEY: of its object
    printf '%s\n' "$out" | sed -n "s/.*\"peer\":\"$1\".*\"$2\":\\([^]}]*[]0-9]\\).*/\\1/p" |
        sed 's/,"[a-z]*":.*//'
}

# The race detectors need their own libraries: ask them, do not guess.
echo 'int main(void) { return 0; }' >"$work/nothing.c"
gcc -fsanitize=thread -o "$work/nothing" "$work/nothing.c" 2>/dev/null && tsan=yes || tsan=

run threads peers --runs 20 --json --cc gcc --cflags -DBUG=1 $folder/two_stages.c
is "$status" 0 'an atomicity bug under locks'
is "$(peer 'plain runs' runs)" 20 'twenty plain runs were made'
contains "$out" '"verdict":"fails","kind":"assertion"' 'we find it'
if [ -n "$tsan" ]; then
    is "$(peer ThreadSanitizer reports)" '[]' 'ThreadSanitizer has nothing to report'
else
    skip 'ThreadSanitizer' 'this gcc has no libtsan'
fi
if have valgrind; then
    is "$(peer helgrind reports)" '[]' 'nor has helgrind'
else
    contains "$out" 'valgrind is not installed here' 'that valgrind is absent is said'
fi

run threads peers --runs 5 --cc gcc --cflags -DBUG=0 $folder/philosophers.c
contains "$out" 'threads check     safe' 'philosophers with a gate are safe'
# Helgrind sees the order of locks in any run; ThreadSanitizer only in some.
if have valgrind; then
    contains "$out" 'reports: lock order "' 'where helgrind warns of a deadlock'
    contains "$out" 'A report without a failure' 'which is explained'
else
    skip 'a false alarm' 'valgrind is not installed'
fi

run threads peers --runs 5 --cc gcc --cflags -DBUG=1 $folder/self_deadlock.c
contains "$out" '0 of 3 ended well, 3 hung' 'runs that hang are ended, and not all are tried'

mkdir "$work/folders"
export TMPDIR="$work/folders"
refuses 2 'nothing.h' 'what does not compile' \
    threads peers --cflags '-include nothing.h' "$work/nothing.c"
refuses 2 'no C source' 'what is no source' threads peers "$work"
run threads peers --runs 2 --cc gcc "$work/nothing.c"
contains "$out" '2 of 2 ended well' 'a program without threads'
is "$(ls "$work/folders")" '' 'no folder is left behind'
done_testing
