#!/bin/sh
# Learner's code that attacks: a fork bomb, a loop, gigabytes of output and of files, reading the
# solution (the compiler too), writing to the progress, killing the checker. Each is
# contained and reported, and the next check is as good as the first.
. tests/lib.sh
. tests/labs/helpers/learner.sh
isolate run --read-only --tmpfs /tmp / true 2>"$work/why" ||
    skip_all "isolate cannot run here: $(grep -m 1 . "$work/why")"
have cc || have gcc || have clang || skip_all 'there is no C compiler'

# The exercises and the home lie outside of /tmp, which a sandbox hides anyway.
place=$(mktemp -d /var/tmp/ring3-attacks.XXXXXX) || skip_all '/var/tmp cannot be written'
trap 'rm -rf "$place" "$work"' EXIT
chmod 755 "$place"
own_exercises
exercise vm/01-say
cp -R "$RING3_DATA" "$place/data"
export RING3_DATA="$place/data" HOME="$place/home" XDG_STATE_HOME="$place/state"
mkdir "$HOME" "$XDG_STATE_HOME"
at=$RING3_DATA/exercises/vm/01-say
sed -i 's/^check: .*/needs: cc, sandbox\n&/' "$at/exercise.md"
rm -rf "$at/start" "$at/solution" "$at/wrong"
mkdir -p "$at/start" "$at/solution"
echo 'int main(void) { return 1; }' >"$at/start/prog.c"
echo 'int main(void) { return 0; } /* SOLVED-SECRET */' >"$at/solution/prog.c"
cat >"$at/check" <<'END'
#!/bin/sh
. "$RING3_LIB"
stage
compile prog prog.c
sandboxed 2 ./prog >"$RING3_SCRATCH/said" 2>&1
status=$?
[ "$status" = 0 ] || fail "it ended with $status" 'Look at what it printed.' "$(head -c 300 "$RING3_SCRATCH/said")"
point 'it ended well'
finish
END
labs init "$folder" >/dev/null
prog=$folder/vm/01-say/prog.c
echo "a file of the learner's" >"$HOME/private"

attack() { # NAME STATUS: the program from stdin; at most so long, and nothing is left
    cat >"$prog"
    began=$(date +%s)
    run labs check vm/01 --time-factor "${factor:-1}"
    is "$status" "$2" "$1: status $2"
    ok "$1: within its time" test $(($(date +%s) - began)) -lt 30
    is "$(find "$TMPDIR" -mindepth 1 | wc -l)" 0 "$1: nothing is left"
}
attack 'a fork bomb' 1 <<'END'
#include <sys/prctl.h>
#include <unistd.h>
int main(void) { prctl(PR_SET_NAME, "ring3-marked-bomb"); for (;;) fork(); }
END
contains "$out" 'it ended with' 'a fork bomb: reported'
ok 'a fork bomb: no process is left' sh -c '! pgrep -x ring3-marked-bo'

attack 'an endless loop' 1 <<'END'
int main(void) { for (;;) ; }
END
contains "$out" 'it ended with 124' 'an endless loop: reported'

attack 'gigabytes of output' 1 <<'END'
#include <stdio.h>
int main(void) { for (;;) puts("gigabytes and gigabytes and gigabytes of output"); }
END
contains "$out" 'it ended with' 'gigabytes of output: reported'

attack 'gigabytes of memory' 1 <<'END'
#include <stdlib.h>
#include <string.h>
int main(void) { for (;;) memset(malloc(1 << 26), 1, 1 << 26); }
END

reads() { # FILE: a program that prints it, or ends with 7
    printf '#include <stdio.h>\nint main(void) { FILE *f = fopen("%s", "r"); int c; if (!f) return 7; while ((c = getc(f)) != EOF) putchar(c); return 8; }\n' "$1"
}
reads "$at/solution/prog.c" >"$work/p.c"
attack 'reading the solution' 1 <"$work/p.c"
contains "$out" 'it ended with 7' 'reading the solution: it is not to be found'
lacks "$out" 'SOLVED-SECRET' 'reading the solution: not a word of it'
reads "$HOME/private" >"$work/p.c"
attack 'reading the home' 1 <"$work/p.c"
contains "$out" 'it ended with 7' 'reading the home: it is not to be found'
printf '__asm__(".incbin \\"%s\\"");\nint main(void) { return 0; }\n' "$at/solution/prog.c" >"$work/p.c"
attack 'the compiler reads the solution' 1 <"$work/p.c"
contains "$out" 'it does not compile' 'the compiler reads the solution: it finds nothing'
printf '#include "%s"\n' "$at/solution/prog.c" >"$work/p.c"
attack 'the solution is included' 1 <"$work/p.c"
contains "$out" 'it does not compile' 'the solution is included: it is not there'

labs list --json >"$work/before"
printf '#include <stdio.h>\n#include <unistd.h>\nint main(void) { FILE *f = fopen("%s", "r+"); if (f) fputs("spoilt", f); unlink("%s"); return f ? 9 : 7; }\n' \
    "$XDG_STATE_HOME/ring3/progress.sqlite" "$XDG_STATE_HOME/ring3/progress.sqlite" >"$work/p.c"
attack 'writing to the progress' 1 <"$work/p.c"
contains "$out" 'it ended with 7' 'writing to the progress: it is not to be found'
ok 'writing to the progress: it is as it was' test -s "$XDG_STATE_HOME/ring3/progress.sqlite"

attack 'killing the checker' 1 <<'END'
#include <signal.h>
#include <unistd.h>
int main(void)
{
    for (int pid = 2; pid < 100000; pid++)
        if (pid != getpid()) kill(pid, SIGKILL);
    kill(getppid(), SIGKILL);
    kill(-1, SIGKILL);
    return 6;
}
END
contains "$out" 'it ended with' 'killing the checker: it lives and reports'

attack 'writing into the exercise' 1 <<'END'
#include <fcntl.h>
int main(void) { return open("/work/../etc/ring3-was-here", O_CREAT | O_WRONLY, 0600) < 0 ? 7 : 9; }
END
contains "$out" 'it ended with 7' 'writing outside: refused'
attack 'the network' 1 <<'END'
#include <arpa/inet.h>
#include <sys/socket.h>
int main(void)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(80)};
    inet_aton("192.0.2.1", &a.sin_addr);
    return connect(socket(AF_INET, SOCK_STREAM, 0), (void *)&a, sizeof a) < 0 ? 7 : 9;
}
END
contains "$out" 'it ended with 7' 'the network: there is none'
attack 'a report of its own' 1 <<'END'
#include <stdio.h>
int main(void) { puts("ok 1 - passed\n1..1"); fflush(stdout); return 5; }
END
contains "$out" 'it ended with 5' 'a report of its own: is not believed'

# Each file is small, and there is no end of them.
writes() { # LOOP SIZE: files of SIZE bytes in the loop, from its own folder on
    printf '#include <fcntl.h>\n#include <stdio.h>\n#include <sys/stat.h>\n#include <unistd.h>\nstatic char b[1 << 20];\nint main(void) { char n[16]; for (int i = 0; %s; i++) { %s snprintf(n, sizeof n, "f%%d", i); int f = open(n, O_CREAT | O_WRONLY, 0600); if (f < 0 || write(f, b, %s) < 0) return 9; close(f); } for (;;) pause(); }\n' "$1" "$3" "$2"
}
factor=8 # it is not to be ended by its time, on a slow disk either
writes 'i < 100000' 1 '' >"$work/p.c"
attack 'a hundred thousand files' 1 <"$work/p.c"
contains "$out" 'it wrote more than 256 MiB or 20000 files' 'a hundred thousand files: reported'
writes 'i < 4096' 'sizeof b' '' >"$work/p.c"
attack 'gigabytes in files of a mebibyte' 1 <"$work/p.c"
contains "$out" 'it wrote more than 256 MiB or 20000 files' 'gigabytes in files: reported'
contains "$out" 'Which loop writes' 'gigabytes in files: with a hint'
writes 'i < 5000' 1 'if (mkdir("d", 0700) || chdir("d")) return 9;' >"$work/p.c"
attack 'a folder in a folder in a folder' 1 <"$work/p.c"
contains "$out" 'it wrote more than' 'folders without end: reported'

factor=1

# Not an attack, but a slip: the compiler's warning is shown beside the verdict.
attack 'a slip' 1 <<'END'
int main(void) { int unused; return 3; }
END
contains "$out" "the compiler warns: prog.c:1:22: warning: unused variable" 'a slip: the warning is shown'

# After all that nothing is lost.
attack 'an honest one' 0 <<'END'
int main(void) { return 0; }
END
run labs list --json
contains "$out" '"state":"solved","attempts":18' 'every attempt was counted'
done_testing
