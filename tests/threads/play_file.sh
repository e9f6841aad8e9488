#!/bin/sh
# threads play FILE.c: the learner as the scheduler, by keys, through the real binary.
. tests/lib.sh

isolate run --read-only --tmpfs /tmp / true 2>/dev/null || skip_all 'isolate does not work here'
have gcc || have clang || skip_all 'no C compiler'
folder=tests/threads/programs

keys() { # KEYS SIZE COMMAND…: the screens in $out
    tap_keys=$1 tap_size=$2
    shift 2
    run env RING3_KEYS="$tap_keys" RING3_SCREEN="$tap_size" "$@"
}

broken="threads play $folder/abba.c --cflags -DBUG=1"

# shellcheck disable=SC2086 # the command is several words
{
    keys 'end dump' 80x24 $broken
    contains "$out" 'FAILS: deadlock' 'the failing schedule is there at once'
    contains "$out" 'b is held by T2' 'with who waits for whom'
    contains "$out" '─ waits ─' 'and the ring'
    keys 'dump' 80x24 $broken --schedule 0:3,1:2 --at 6
    contains "$out" 'T1 · lock a · line 11' 'a schedule and a step are opened again'
    contains "$out" 'a      held by T1' 'with the owner of the lock'

    # By hand: both created, T1 takes a, T2 takes b.
    hand='0 0 0 1 1 2 2'
    keys "$hand dump" 80x24 $broken --schedule 0 --at 1
    contains "$out" 'your schedule' 'digits make a schedule of the learner'"'"'s own'
    contains "$out" 'a is held by T1' 'which gets stuck'
    keys "$hand 1 2 dump" 80x24 $broken --schedule 0 --at 1
    contains "$out" 'step 8 of 9' 'where no digit moves anybody'
    keys "$hand u dump" 80x24 $broken --schedule 0 --at 1
    contains "$out" 'T2   ▸ lock b' 'undo takes the last choice back'
    keys "$hand u u u 2 dump" 80x24 $broken --schedule 0 --at 1
    contains "$out" 'T2 · start' 'and another one can be made'

    keys 'h dump h dump' 80x24 $broken --schedule 0 --at 1
    contains "$out" 'Yes: a bug can still be reached from here' 'the hint: there is one ahead'
    contains "$out" 'On the way to the bug (deadlock), main runs next' 'then who is next'
    keys '0 0 0 1 1 1 1 1 1 1 1 1 h dump' 80x24 $broken --schedule 0 --at 1
    contains "$out" 'No: whoever runs next' 'after T1 is through there is none'

    # Predict: all the ways in which it can end, then who can go on.
    race="threads play $folder/atomic_counter.c --cflags -DBUG=1"
    keys "P right 'assertion,ends' ' well' enter dump" 80x24 $race
    contains "$out" 'Right: assertion, ends well' 'predict mode: the ways in which it can end'
    printf '#include <pthread.h>\n#include <stdio.h>\nstatic int x;\nstatic void *f(void *u)\n{\n    x++;\n    return u;\n}\nint main(void)\n{\n    pthread_t t;\n    pthread_create(&t, 0, f, 0);\n    x++;\n    pthread_join(t, 0);\n    printf("%%d\\n", x);\n    return 0;\n}\n' >"$work/two.c"
    keys "P right 'it' enter dump" 80x24 threads play "$work/two.c" --races ignore
    contains "$out" 'it is: 1, 2.' 'the whole set of results'
    contains "$out" '% of all interleavings' 'and how many interleavings end in each'

    keys 'end x dump' 80x30 $broken
    contains "$out" 'both would hold the same lock' 'the progress graph'
    contains "$out" '▒' 'with the region that no path can enter'
}

run threads play "$folder/lost_wakeup.c" --cflags -DBUG=1 --plain --spurious no
is "$status" 0 'lines where no screen is'
contains "$out" 'FAILS: lost wakeup' 'with the verdict at the end'
contains "$out" 'If nobody waits, the signal is lost' 'and the reason at the signal'
run threads play "$folder/lost_update.c" --cflags -DBUG=1 --json --races ignore
contains "$out" '"shared":{"counter":' 'fields of each step: shared variables'
contains "$out" '"verdict":"fails","kind":"assertion"' 'and of the last one'

# Where learners keep their files: in the home, and in /tmp itself.
mine=$(mktemp /tmp/ring3-mine.XXXXXX.c) && cp "$folder/status.c" "$mine"
run threads play "$mine" --cflags -DBUG=0 --plain
is "$status" 0 'a program that lies in /tmp'
chmod 600 "$mine"
run threads check "$mine" --cflags -DBUG=1 --json
is "$status" 1 'also one that only its owner may read'
contains "$out" "\"file\":\"$mine\",\"line\":" 'with its lines'
printf 'int main(void) { return nothing; }\n' >"$mine"
run threads check "$mine"
contains "$err" "$mine:1:" 'and the place of a mistake in it'
rm -f "$mine"
mkdir -m 700 "$work/closed" && printf 'int x;\n' >"$work/closed/x.c"
printf 'int main(void) { return 0; }\n' >"$work/closed/main.c"
chmod 600 "$work/closed"/*.c
run threads check "$work/closed/main.c" "$work/closed/x.c"
is "$status" 0 'and files in a folder that only its owner may open'
cp "$folder/status.c" "$HOME/mine.c"
run threads play "$HOME/mine.c" --cflags -DBUG=0 --plain
is "$status" 0 'and one that lies in the home'

# Two files: the one is shown in which the thread stands.
printf 'void twice(int *x);\nvoid twice(int *x)\n{\n    *x *= 2;\n}\n' >"$work/twice.c"
printf '#include <pthread.h>\nvoid twice(int *x);\nstatic int x = 1;\nstatic void *f(void *u)\n{\n    twice(&x);\n    return u;\n}\nint main(void)\n{\n    pthread_t t;\n    pthread_create(&t, 0, f, 0);\n    pthread_join(t, 0);\n    return 0;\n}\n' >"$work/main.c"
keys '0 1 dump' 80x24 threads play "$work/main.c" "$work/twice.c" --races ignore --schedule 0 --at 1
contains "$out" 'twice.c' 'of two files the one is shown in which the thread stands'
contains "$out" '*x *= 2;' 'with its line'

refuses 2 'a.c' 'a file that is not there' threads play "$work/a.c"
refuses 2 'schedule' 'a schedule that is none' \
    threads play "$folder/abba.c" --cflags -DBUG=1 --schedule nonsense
refuses 2 'is none of both' 'two demos' threads play deadlock race
done_testing
