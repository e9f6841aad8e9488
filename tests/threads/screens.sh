#!/bin/sh
# The stepped screens, by keys, through the real binary. What differs from run to run
# (order of the threads, addresses, times) is blanked out.
. tests/lib.sh

keys() { # KEYS SIZE COMMAND…: the screens in $out
    tap_keys=$1 tap_size=$2
    shift 2
    run env RING3_KEYS="$tap_keys" RING3_SCREEN="$tap_size" "$@"
}

keys 'end dump' 80x24 threads play deadlock
is "$status" 0 'the player ends well'
contains "$out" 'DEADLOCK: T1 → B → T2 → A → T1' 'the last step is the verdict'
contains "$out" 'recording of a run made just now' 'it says that it is a recording'
is "$(printf '%s\n' "$out" | sed -n '4,15p' | cut -c1-46 | sed 's/ *$//')" \
    '        23     for (int i = 0; i < times; i++)
        24         Mutex_lock(&A);
        25         Barrier_wait(&meeting);
 T1     26         Mutex_lock(&B);
        27         in_a -= 10;
        28         in_b += 10;
         ⋯
        40         Mutex_lock(&B);
        41         Barrier_wait(&meeting);
 T2     42         Mutex_lock(&A);
        43         in_b -= 10;
        44         in_a += 10;' 'both threads stand at their second lock'
contains "$out" 'T1 ─ waits ────▸ B' 'the ring: T1 waits for B'
contains "$out" 'A ◂──── waits ─ T2' 'T2 waits for A'
contains "$out" 'main   waits for T1         61' 'main waits for T1'
contains "$out" 'asleep (S) in futex(2) on B' 'the kernel has the last word'

keys 'end left left home dump' 80x24 threads play deadlock
contains "$out" 'step 1 of' 'Home goes back to the beginning'
contains "$out" 'T1     not there yet' 'where there are no other threads'
contains "$out" 'A barrier makes both threads hold one lock' 'what is forced is said first'
# Where there is room, the source stands above the rest and no line of it is cut.
for size in 120x40 160x40 200x60; do
    keys 'end dump' "$size" threads play deadlock
    contains "$out" 'T1     26         Mutex_lock(&B);  ' "the source at $size"
    contains "$out" 'held by    held by' "and the ring at $size"
done
keys 'home dump' 200x60 threads play deadlock
contains "$out" 'static pthread_mutex_t A = PTHREAD_MUTEX_INITIALIZER;' 'a long line is whole'
keys 'c dump' 80x24 threads play deadlock
contains "$out" 'waits for meeting' 'c stops where somebody waits'
steps='right right right right right right right right right right right right'
keys "P $steps dump" 80x24 threads play race --fixed
contains "$out" 'Predict' 'predict mode asks'
contains "$out" 'asks for the mutex lock in line 20. Does it go on, or wait' 'about a lock'
keys "P $steps 'go' enter dump" 80x24 threads play race --fixed
contains "$out" 'Right' 'the first one to ask goes on'
keys "P $steps 'wait' enter dump" 80x24 threads play race --fixed
lacks "$out" 'Right' 'a wrong answer is not right'
contains "$out" 'Nobody held lock' 'and gets the reason'
contains "$out" 'Whoever asks for a mutex waits for' 'with the rule'
is "$(printf '%s\n' "$out" | grep -c 'Nobody held lock')" 1 'the reason stands there once'

# A lock that is held: which of the two asks first is up to the scheduler.
keys "P $steps 'go' enter $steps 'go' enter $steps dump 'T2' enter dump" 80x24 \
    threads play deadlock
case $out in
*'T1 asks for the mutex B'*'Right: T2'* | *'T2 asks for the mutex A'*'it is: T1'*)
    tap_result 0 'for whom a thread waits is asked, and its owner is the answer'
    ;;
*) contains "$out" 'Right: T2' 'for whom a thread waits is asked' ;;
esac
for round in 1 2 3; do
    keys 'end dump' 80x24 threads play semaphore --broken
    contains "$out" 'held by' "round $round: the broken semaphore has a ring too"
    # Whether that thread has posted before is up to the scheduler; the words are the same.
    contains "$out" 'to be posted by' "round $round: with the thread that would have to post"
done
keys 'end dump' 80x24 threads play race
contains "$out" 'LOST: counter is 3, expected 6' 'the race, forced'
for size in 60x15 200x60 20x6 1x1; do
    keys 'end dump left dump' "$size" threads play deadlock
    is "$status" 0 "a screen of $size"
    lacks "$err" Sanitizer "no sanitizer complains at $size"
done
keys 'end dump' 80x24 env RING3_ASCII=1 threads play deadlock
is "$(printf '%s\n' "$out" | LC_ALL=C grep -c '[^ -~]')" 0 'ASCII only where nothing else is shown'
keys 'end dump' 80x24 threads play deadlock --at 3
is "$status" 0 '--at begins at a step'

keys 'down dump enter' 80x24 env RING3_CHILD_KEYS='end dump' threads
is "$status" 0 'without a command: the menu'
is "$(printf '%s\n' "$out" | sed -n '3,15p' | sed 's/ *$//')" \
    '
   deadlock             two locks, taken in opposite order
 ▸ deadlock --fixed     both threads take A first, then B
   race                 read, add, write, without a lock
   race --fixed         read, add and write with a lock held
   semaphore            wait for the semaphore first, then take the mutex
   semaphore --broken   take the mutex first, then wait for the semaphore

   two threads take two locks in opposite order and wait for ever

   $ threads play deadlock --fixed     step by step
   $ threads demo deadlock --fixed     the whole run
   $ threads show deadlock --fixed     the source' 'every demo with its twin'
contains "$out" 'RIGHT: in_a + in_b is 200, as expected' 'Enter plays the selected one'
run threads
contains "$out" 'usage: threads' 'without a terminal: the help'
run threads menu
contains "$out" 'semaphore' 'the menu without a terminal is the list'

run threads play deadlock --json
is "$(printf '%s\n' "$out" | perl -CO -MJSON::PP -ne '
    my $s = decode_json($_); $last = $s->{title}; $n++ if $s->{step} == $.;
    END { print $n == $. ? "all $last" : "broken" }')" \
    'all DEADLOCK: T1 → B → T2 → A → T1' 'every step is a line of JSON'
run threads play semaphore --cast "$work/run.cast"
is "$status" 0 'an asciicast is written'
is "$(head -n 1 "$work/run.cast" | perl -MJSON::PP -ne 'print decode_json($_)->{version}')" 2 \
    'in version 2'
done_testing
