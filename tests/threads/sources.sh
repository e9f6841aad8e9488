#!/bin/sh
# The demos are programs to be read, printed, and compiled by themselves.
. tests/lib.sh

threads show demo.h >"$work/demo.h"
for file in threads/demos/*.c; do
    name=$(basename "$file" .c)
    threads show "$name" >"$work/$name.c"
    ok "$name: what is shown is the file that was compiled" cmp "$file" "$work/$name.c"
    ok "$name is at most 80 lines" test "$(wc -l <"$file")" -le 80
    is "$(awk 'length > 75' "$file")" '' "$name is at most 75 columns wide"
    ok "$name compiles without the rest of ring3" \
        "${CC:-cc}" -Wall -Wextra -Werror -pthread -o "$work/$name" "$work/$name.c"
done
run "$work/deadlock-fixed"
contains "$out" 'in_a + in_b is 200, expected 200' 'the fixed deadlock runs by itself'
run "$work/race-fixed" 1000
contains "$out" 'counter is 2000, expected 2000' 'and the fixed race'
run "$work/race-forced" 5
contains "$out" 'counter is 5, expected 10' 'and the forced race, which loses half'
run "$work/semaphore" 10
contains "$out" 'eaten is 55, expected 55' 'and the buffer'
done_testing
