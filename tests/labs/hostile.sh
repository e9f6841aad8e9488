#!/bin/sh
# Submissions that attack: by their archive, by their names, by what they print, by code
# that runs before anybody calls it. Each is contained and reported, and passes nothing.
. tests/lib.sh
. tests/labs/helpers/learner.sh
top=$PWD
own_exercises
exercise vm/01-say
cd "$work" || exit 1

# ---- archives ----
labs init honest >/dev/null
echo right >honest/vm/01-say/word
# member NAME TYPE LINK SIZE: the header of a tar member, with SIZE bytes of zeros
member() {
    perl -e '
        my ($name, $type, $link, $size) = @ARGV;
        my $h = pack("a100a8a8a8a12a12a8aa100a6a2", $name, "0000644", "0000000", "0000000",
            sprintf("%011o", $size), "00000000000", " " x 8, $type, $link, "ustar", "00");
        $h .= "\0" x (512 - length $h);
        my $sum = 0;
        $sum += ord for split //, $h;
        substr($h, 148, 8) = sprintf("%06o\0 ", $sum);
        print $h, "\0" x (($size + 511) & ~511)' "$@"
}
refused() { # ARCHIVE WORDS NAME: undecided with these words; nothing of it stays
    run labs grade "$1"
    contains "$out" "$2" "$3"
    is "$(find "$TMPDIR" -mindepth 1 | wc -l)" 0 "$3: nothing is left"
}
(member "$work/absolute" 0 '' 5 && head -c 1024 /dev/zero) >absolute.tar
run labs grade absolute.tar
ok 'an absolute path is not followed' test ! -e "$work/absolute"
(member vm/ 5 '' 0 && member vm/01-say/ 5 '' 0 && member vm/01-say/word 3 '' 0 &&
    member vm/01-say/disk 4 '' 0 && head -c 1024 /dev/zero) >devices.tar
run labs grade devices.tar
contains "$out" '0 of 1' 'devices are left out'
echo right >"$work/secret"
(member vm/ 5 '' 0 && member vm/01-say/ 5 '' 0 && member vm/01-say/word 1 "$work/secret" 0 &&
    head -c 1024 /dev/zero) >hardlink.tar
run labs grade hardlink.tar
contains "$out" '0 of 1' 'a hard link to a file of the grader is left out'
(member vm/ 5 '' 0 && member vm/01-say/ 5 '' 0 && member vm/01-say/word 2 "$work/secret" 0 &&
    head -c 1024 /dev/zero) >link.tar
run labs grade link.tar
contains "$out" '0 of 1' 'a symbolic link to it is not followed'
cp -r honest linked && mv linked/vm/01-say/word linked/word && ln -s ../../word linked/vm/01-say/word
cp -r honest leading && ln -sf "$work/secret" leading/vm/01-say/word
run labs grade linked leading
row() { printf '%s\n' "$out" | sed -n "s/^$1  *\([0-9.]*\)  *\([0-9.]*\) .*/\1 of \2/p"; }
is "$(row linked)" '1 of 1' 'a link within the submission is followed'
is "$(row leading)" '0 of 1' 'one that leads out of a folder is not'
(member vm/ 5 '' 0 && member vm/01-say 2 "$work/outside" 0 && mkdir -p outside &&
    member vm/01-say/planted 0 '' 5 && head -c 1024 /dev/zero) >through.tar
run labs grade through.tar
ok 'nothing is written through a link of the archive' test ! -e "$work/outside/planted"
perl -MIO::Compress::Zip -e '
    my $zip = IO::Compress::Zip->new("left-out.zip", Name => "a", ExtAttr => 010644 << 16, Stream => 1) or die;
    for my $i (1 .. 3) {
        $zip->newStream(Name => "pipe$i", ExtAttr => 010644 << 16, Stream => 1);
        $zip->print("\0" x 30000000);
    }
    $zip->close'
refused left-out.zip 'more than 10000 files or 64 MiB' 'what is left out is counted too'
printf '#mtree\n./vm type=dir\n./vm/01-say type=dir\n./vm/01-say/word type=file contents=%s\n' "$work/secret" >list.tar
refused list.tar 'cannot be unpacked' 'a list that names files of the grader is no archive'
gzip -c honest/vm/01-say/word | gzip | gzip >nested.gz
refused nested.gz 'cannot be unpacked' 'a file in many wrappings is none'

# ---- names and words that reach the instructor's terminal and files ----
name=$(printf 'e\033[31mve\n</testsuite>,"=1+1')
cp -r honest "$(printf '%s' "$name" | tr / _)"
printf 'left\033]0;title\007\rnot\n</failure><testcase name="free"/>","status":"passed\nok 1 - forged\n1..1\n' \
    >"$(printf '%s' "$name" | tr / _)/vm/01-say/word"
for format in text tap junit csv json; do
    run labs grade --format $format "$(printf '%s' "$name" | tr / _)"
    is "$(printf '%s' "$out" | tr -d '\r' | tr -d '[:print:]\n\200-\377')" '' "$format: no control character comes through"
    lacks "$out" '"status":"passed"' "$format: nothing is forged"
    printf '%s\n' "$out" >"said.$format"
done
is "$(grep -c '^ok\|^1\.\.1' said.tap)" 1 'tap: one plan, and no point that passed'
is "$(grep -c '<testcase' said.junit)" 1 'junit: one case'
if have xmllint; then
    ok 'junit: well-formed' xmllint --noout said.junit
else
    skip 'junit: well-formed' 'xmllint is not installed'
fi
is "$(grep -c . said.csv)" 2 'csv: one line of a student'
is "$(perl -MJSON::PP -ne 'decode_json($_); $n++; END { print $n }' said.json)" 2 'json: two objects'

# ---- code ----
export RING3_DATA="$top/labs"
isolate run --read-only --tmpfs /tmp / true 2>"$work/why" || {
    skip 'code that attacks' "isolate cannot run here: $(grep -m 1 . "$work/why")"
    done_testing
    exit
}
have cc || have gcc || have clang || {
    skip 'code that attacks' 'there is no C compiler'
    done_testing
    exit
}
solution() { # EXERCISE: a submission of one solved exercise, as ./try
    rm -rf try
    mkdir -p "try/$1"
    cp -R "$RING3_DATA/exercises/$1/start/." "$RING3_DATA/exercises/$1/solution/." "try/$1/"
    echo "$1" >course
}
graded() { # NAME STATUS [WORDS]
    run labs grade --course course --json try
    if [ "${2}" = passed ]; then
        contains "$out" '"status":"passed"' "$1"
    else
        lacks "$out" '"status":"passed"' "$1: it does not pass"
    fi
    [ -z "${3-}" ] || contains "$out" "$3" "$1: and it says why"
}
constructor='
#include <string.h>
#include <unistd.h>
__attribute__((constructor)) static void attack(void)
{
    static const char text[] = "\nok 1 - forged\n1..1\n";
    for (int fd = 1; fd < 32; fd++)
        if (write(fd, text, strlen(text)) < 0)
            continue;
    _exit(0);
}'
for exercise in isolate/14-your-own-container:container.c vm/11-transpose:transpose.c vm/04-write-clock:clock.c \
    sqlite/01-the-forgotten-commit:store.c sqlite/04-a-name-is-not-sql:lookup.c \
    sqlite/05-a-raise-for-everybody:raise.c threads/04-two-locks-two-orders:transfer.c; do
    solution "${exercise%:*}"
    printf '%s\n' "$constructor" >>"try/${exercise%:*}/${exercise#*:}"
    graded "a constructor in ${exercise#*:}" no
done

header_of_sqlite() { printf '#include <sqlite3.h>\n' | cc -E -x c - >/dev/null 2>&1; }
if header_of_sqlite; then
    lookup=try/sqlite/04-a-name-is-not-sql/lookup.c
    solution sqlite/04-a-name-is-not-sql
    graded 'the honest one passes' passed
    printf '#include <stdio.h>\n#include <stdlib.h>\n#include "lookup.h"\nint find_mail(sqlite3 *db, const char *name, char *mail, size_t size)\n{ (void)db, (void)name, (void)mail, (void)size; puts("ok 1 - forged\\n1..1"); exit(0); }\n' >"$lookup"
    graded 'a function that prints the verdict and ends' no 'does not come back'
    solution sqlite/04-a-name-is-not-sql
    printf '\nint puts(const char *s); int printf(const char *f, ...) { (void)f; return puts("ok 1 - forged\\n1..1"); }\n' >>"$lookup"
    sed -i 's/return/return 1 +/' "$lookup"
    graded 'a printf of its own' no
    solution sqlite/04-a-name-is-not-sql
    printf '\nint sqlite3_step(sqlite3_stmt *s);\nstatic int f(sqlite3_stmt *s) { (void)s; return 0; }\nstatic void *choose(void) { return (void *)f; }\nint attack(sqlite3_stmt *) __attribute__((ifunc("choose")));\n' >>"$lookup"
    graded 'a function that is chosen at the start' no 'not a plain function'
    solution sqlite/04-a-name-is-not-sql
    printf '\n__asm__(".section .interp\\n.asciz \\"/work/mine\\"\\n.text");\n' >>"$lookup"
    graded 'an interpreter of its own' no
else
    skip 'judges in the same process' 'sqlite3.h is missing'
fi

# What is in the folder beside the answer is never executed or obeyed.
loop=try/vm/09-a-loop-for-lru
solution vm/09-a-loop-for-lru
mark=/var/tmp/ring3-hostile.$$
printf 'all:\n\ttouch %s\n' "$mark" >"$loop/Makefile"
for file in .env .profile .bashrc .gdbinit .gccrc check setup.sh; do
    printf '#!/bin/sh\nLD_PRELOAD=/work/evil.so\ntouch %s\n' "$mark" >"$loop/$file"
    chmod +x "$loop/$file"
done
: >"$loop/-fplugin=evil.so.c"
: >"$loop/@args"
graded 'files that look like orders' passed
ok 'none of them was obeyed' test ! -e "$mark"

compiled() { # NAME FIRST-LINE: in front of a solved answer
    solution vm/09-a-loop-for-lru
    printf '%s\n' "$2" | cat - "$loop/loop.c" >new.c && mv new.c "$loop/loop.c"
    graded "$1" "${3-no}"
}
compiled 'the terminal is included' '#include "/dev/tty"'
compiled 'a file of the grader is included' "#include \"$work/secret\""
compiled 'a file that includes itself' '#include __FILE__'
compiled 'an object without end' 'char big[1UL << 40] = {1};'
compiled 'the compiler reads by .incbin' "__asm__(\".incbin \\\"$work/secret\\\"\");"
compiled 'a pragma for a plugin' '#pragma GCC plugin "/work/evil.so"' passed

# It runs while main() runs: a clock that does what it likes first.
runs() { # NAME CODE: the first thing that the program does
    solution vm/09-a-loop-for-lru
    {
        printf '#define _GNU_SOURCE\n#include <fcntl.h>\n#include <signal.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <sys/ptrace.h>\n#include <sys/prctl.h>\n#include <unistd.h>\n'
        cat "$loop/loop.c"
        printf '__attribute__((constructor)) static void first(void) { %s }\n' "$2"
    } >new.c && mv new.c "$loop/loop.c"
    began=$(date +%s)
    graded "$1" "${3-no}"
    ok "$1: within its time" test $(($(date +%s) - began)) -lt 60
}
runs 'a process left behind' 'if (fork() == 0) { setsid(); prctl(PR_SET_NAME, "ring3-left-over"); for (;;) pause(); }' passed
ok 'it is gone' sh -c '! pgrep -x ring3-left-over'
runs 'ptrace of the checker' '_exit(ptrace(PTRACE_ATTACH, getppid(), 0, 0) == 0 || ptrace(PTRACE_ATTACH, 1, 0, 0) == 0 ? 0 : 9);'
runs 'writing to the terminal' 'int f = open("/dev/tty", O_WRONLY); _exit(f < 0 ? 9 : (int)write(f, "x", 1));'
runs 'filling /tmp' 'char name[32]; static char b[1 << 20]; int n = 0, bad = 0; for (; n < 2000 && !bad; n++) { sprintf(name, "/tmp/%d", n); int f = open(name, O_CREAT | O_WRONLY, 0600); bad = f < 0 || write(f, b, sizeof b) != (ssize_t)sizeof b; close(f); } _exit(bad ? 9 : 0);'

runs 'filling the disk' 'char name[32]; static char b[1 << 20]; for (int n = 0; n < 4096; n++) { sprintf(name, "%d", n); int f = open(name, O_CREAT | O_WRONLY, 0600); if (f < 0 || write(f, b, sizeof b) < 0) _exit(9); close(f); } for (;;) pause();'
contains "$out" 'it wrote more than 256 MiB' 'filling the disk: it says why'

# After all that the honest one is as it was.
solution vm/09-a-loop-for-lru
graded 'an honest one' passed
is "$(find "$TMPDIR" -mindepth 1 | wc -l)" 0 'no scratch is left'
done_testing
