#!/bin/sh
# Ordinary programs run under the default filter, with nothing else around them: what
# fails here is the filter's doing.
# shellcheck disable=SC2154
. tests/lib.sh
filtered=$RING3_BUILD/tests/isolate/helpers/filtered_by_default
case $RING3_VARIANT in asan | tsan) skip_all 'a sanitizer runs under the filter with its own calls' ;; esac

under() { # NAME TOOL COMMAND…: it succeeds as it does without the filter
    under_name=$1 tool=$2
    shift 2
    if have "$tool"; then
        ok "$under_name" "$filtered" "$@"
    else
        skip "$under_name" "$tool is not installed"
    fi
}

under 'a shell with pipes and jobs' bash bash -c 'seq 100 | sort -n | tail -1 & wait; (exit 3); [ $? = 3 ]'
under 'busybox' busybox busybox sh -c 'ls / | wc -l; date; ps >/dev/null; uname -a'
under 'perl: processes, sockets, files' perl perl -MSocket -e \
    'socketpair(A, B, AF_UNIX, SOCK_STREAM, 0) or die; socket(C, AF_INET6, SOCK_STREAM, 0) or socket(C, AF_INET, SOCK_STREAM, 0) or die; system("true") == 0 or die'
under 'python: threads, processes, names' python3 python3 -c \
    'import threading, subprocess, socket, tempfile, multiprocessing
t = threading.Thread(target=print); t.start(); t.join()
subprocess.run(["true"], check=True); socket.getaddrinfo("localhost", 80)
q = multiprocessing.get_context("fork").Queue(); q.put(1); assert q.get() == 1
tempfile.TemporaryFile().write(b"x")'
git init -q "$work/repository" 2>/dev/null # a repository of its own: the tests may run outside of one
under 'git' git sh -c "cd '$work/repository' && echo word >file && git add file &&
    git -c user.name=n -c user.email=n@example.org commit -qm m && git --no-pager log -1 --format=%h"
under 'tar, with owners and times' tar tar -cf /dev/null tests/isolate
under 'a package manager, reading' dpkg dpkg -l
under 'apt, reading' apt-cache apt-cache policy
under 'strace of its own child' strace strace -o /dev/null true
under 'a tracer of many' strace strace -f -o /dev/null sh -c 'true | true'

printf '%s\n' '#include <pthread.h>' '#include <stdlib.h>' \
    'static void *f(void *x) { return x; }' \
    'int main(void) { pthread_t t; void *p = malloc(9); free(p);' \
    'return pthread_create(&t, 0, f, 0) || pthread_join(t, 0); }' >"$work/p.c"
cc=${CC:-cc}
under 'a compiler' "${cc%% *}" sh -c "$cc -pthread -o '$work/p' '$work/p.c'"
[ -x "$work/p" ] && under 'threads' "$work/p" "$work/p"
for sanitizer in address undefined thread; do
    if $cc -pthread -fsanitize=$sanitizer -o "$work/$sanitizer" "$work/p.c" 2>/dev/null &&
        "$work/$sanitizer" 2>/dev/null; then
        ok "-fsanitize=$sanitizer" "$filtered" "$work/$sanitizer"
    else
        skip "-fsanitize=$sanitizer" 'such a program does not run here anyway'
    fi
done

printf '%s\n' '#include <stdlib.h>' 'int main(void) { return malloc(7) == 0; }' >"$work/leak.c"
if $cc -O0 -fsanitize=address -o "$work/leak" "$work/leak.c" 2>/dev/null; then
    run "$filtered" "$work/leak"
    contains "$err" 'detected memory leaks' 'the leak checker, which traces its parent, finds a leak'
else
    skip 'the leak checker, which traces its parent, finds a leak' 'no address sanitizer'
fi

run "$filtered" unshare -U true
is "$status" 1 'but no user namespace'
run "$filtered" --allow-userns unshare -U true
without=$status
run unshare -U true
is "$without" "$status" 'unless it is allowed'
done_testing
