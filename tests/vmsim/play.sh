#!/bin/sh
# vmsim play through the real binary: screens, keys, lines, JSON, asciicast.
. tests/lib.sh
data=tests/vmsim/data

keys() { # KEYS [ARGUMENTS…]: what the dumps hold
    script=$1
    shift
    rm -f "$work/dump"
    run env RING3_KEYS="$script" RING3_DUMP="$work/dump" vmsim "$@"
    screen=$(cat "$work/dump" 2>/dev/null)
}

keys 'c c c c c c dump' play
is "$status" 0 'play shows a scenario'
is "$screen" ' belady · FIFO · 3 frames                                          step 7 of 12
────────────────────────────────────────────────────────────────────────────────
 Page 5: FAULT, page 4 leaves frame 0
 time     1  2  3  4  5  6  7  8  9 10 11 12
 page     1  2  3  4  1  2 [5] 1  2  3  4  5
 fault    F  F  F  F  F  F  F

   frame   page  loaded  used  next              faults   so far in all with 4
 ▸ 0          5       7     7    12              FIFO ◂        7      9     10!
   1          1       5     5     8              LRU           7     10      8
   2          2       6     6     9              OPT           5      7      6
                                                 so far 2 more than OPT
                                                 ! a frame more: more faults
   on disk  4◂ 3

 FIFO evicts the page that came first: page 4, loaded at 4. OPT could do no
 better: it is next used at 11, later than the others.

 before   0:4  1:1  2:2
 call     fifo victim() = frame 0; fifo load(frame 0, page 5)
 after    0:5  1:1  2:2
 $ vmsim play belady --policy fifo --frames 3 --at 7
────────────────────────────────────────────────────────────────────────────────
 → step  ← back  c next event  P predict  w why  e evidence  ? keys  q quit
[cursor 2,1]' 'a fault with its victim, the whole screen'
before=$screen
keys 'end left left left left left dump' play
is "$screen" "$before" 'coming from the other side, it is the same'
keys 'dump' play --string 1,2,3,4,1,2,5,1,2,3,4,5 --frames 3 --policy fifo --at 7
contains "$screen" 'page 4 leaves frame 0' 'the same string by hand, and --at'
contains "$screen" '$ vmsim play --string 1,2,3,4,1,2,5,1,2,3,4,5 --policy fifo --frames' \
    'the screen says how to come back'

keys 'end dump' play chance --at 3
is "$screen" ' chance · CLOCK · 3 frames                                        step 11 of 11
────────────────────────────────────────────────────────────────────────────────
 Page 2: HIT
 time     1  2  3  4  5  6  7  8  9 10 11
 page     1  2  3  4  2  5  2  6  2  7 [2]
 fault    F  F  F  F  ·  F  ·  F  ·  F  ·

   frame   page  loaded  used  next  bit         faults   so far in all with 4
   0          6       8     8     -    1 ◂ hand  CLOCK ◂       7      7      7
 ▸ 1          2       2    11     -    1         FIFO          8      8      8
   2          7      10    10     -    1         LRU           7      7      7
                                                 OPT           7      7      7
                                                 so far as few as OPT
   on disk  5 4 3 1

 Page 2 is in frame 1: no fault.
 The end: CLOCK faulted 7 times; OPT would fault 7 times.

 before   0:6/1◂  1:2/0  2:7/1
 call     clock hit(frame 1)
 after    0:6/1◂  1:2/1  2:7/1
 $ vmsim play chance --policy clock --frames 3 --at 11
────────────────────────────────────────────────────────────────────────────────
 ← back  P predict  w why  e evidence  ? keys  q quit
[cursor 2,1]' 'the clock shows its hand and bits'

keys 'dump' play belady
contains "$screen" 'To see: FIFO faults 9 times with 3 frames.' \
    'a scenario says at its start what there is to see'
keys 'dump' play belady --policy fifo --frames 3 --at 1
contains "$screen" 'To see: FIFO faults 9' 'also when the command line of the screen is used'
keys 'dump' play belady --policy lru
lacks "$screen" 'To see' 'but not when it is changed'
keys 'end dump' play belady
contains "$screen" 'The end: FIFO faulted 9 times; OPT would fault 7 times. With a frame more' \
    'and at its end what came out'

# ---- predict ----
keys "P right 'fault 1' enter dump" play belady --at 3
contains "$screen" 'Right: fault 1' 'a right prediction'
contains "$screen" '1 of 1 right' 'is counted'
keys "P right 'hit' enter dump" play belady --at 3
contains "$screen" 'You said hit; it is: fault 1. The page with the smallest load time' \
    'a wrong one is answered with the rule'
keys "P right dump" play belady --at 3
contains "$screen" 'Reference 4 is page 4. Is it a hit, or a fault?' 'the question'
lacks "$screen" 'page 1 leaves' 'does not say what will be'
keys "P right 'HIT' enter dump" play belady --at 7
contains "$screen" 'Right: hit' 'capitals do no harm'

keys "P right 'hit' enter dump" play belady --at 1
contains "$screen" 'it is: fault. Page 2 was not in memory; a frame is free, so' \
    'where a frame is free, there is no talk of who leaves'
keys "P right 'fault' enter dump" play belady --at 7
contains "$screen" 'it is: hit. Page 1 is in frame 1 already.' 'nor where it is a hit'

# ---- sentences ----
why() { # ARGUMENTS…: the reason of one step, in one line
    run vmsim play "$@" --plain
    why=$(printf '%s\n' "$out" | sed -n '/^  why: /,/^  before: /p' | grep -v '^  before:' |
        tr -s ' \n' ' ')
}
why --string 18446744073709551,1,2,18446744073709551,4 --frames 2 \
    --policy clock:bits=3,insert=0 --at 5
contains "$why" 'page 2 was not used again after it was loaded.' \
    'the hand is not said to have come by when it did not'
why --string 1,2,3 --frames 2 --policy clock:insert=0 --at 3
contains "$why" 'page 1 was not used again after' 'nor when it never moved'
why --string 1,2,1,3,2,1,1,4,5 --frames 1 --at 3
contains "$why" 'OPT could do no better: there is no other page to evict.' \
    'one frame: nothing is compared with the others'
why --string 1,2,3,2,1 --frames 2 --policy opt --at 3
lacks "$why" 'than the others' 'OPT itself is not compared'
why --string 1,2,3,2,1 --frames 2 --policy fifo --at 3
contains "$why" 'it is next used at 5, later than the other.' 'two frames: one other'
why --string 1,1 --frames 2 --at 2
contains "$why" 'FIFO faulted 1 time; OPT would fault 1 time.' 'one time'

# ---- columns ----
for run in 9/clock 64/clock 98/clock 999/lru 99999/lru; do
    count=${run%/*}
    keys dump play --string 1,2 --frames "$count" --policy "${run#*/}" --at 2
    contains "$screen" "so far in all with $((count + 1))" "$count frames: heads keep apart"
done
keys dump play --string 1,2 --frames 3 --policy clock:bits=3,insert=0 --at 2
contains "$screen" 'CLOCK ◂       2      2      2' 'parameters do not run into the counts'
keys dump play belady
contains "$screen" '! a frame more: more faults' 'the mark of the anomaly is explained'
keys dump play belady --policy clock
contains "$screen" '! a frame more: more faults' 'below four policies, too'
contains "$screen" 'on disk  -' 'beside the pages on disk'
keys dump play textbook
lacks "$screen" '! a frame' 'where there is one'

# ---- sizes ----
RING3_SCREEN=60x15
export RING3_SCREEN
keys 'enter c c c c c c dump' play belady
contains "$screen" ' ▸ 0          5       7     7    12' 'at 60x15 the frames can be seen'
contains "$screen" '   2          2       6     6     9' 'all of them'
RING3_SCREEN=60x18
keys 'enter c c c c c c dump' play belady
contains "$screen" 'faults   FIFO 7 of 9  LRU 7 of 10  OPT 5 of 7' \
    'with a few rows more the counts, too'
RING3_SCREEN=40x10
keys 'enter dump' play belady --frames 5
lacks "$screen" '4294967295' 'a tiny terminal shows no nonsense'
RING3_SCREEN=200x60
keys 'end dump' play textbook
contains "$screen" ' LRU      F  F  F  F  ·  F  ·  F  F  F  F  ·  ·  F  ·  F  ·  F  ·  ·' \
    'a tall terminal shows the frames through time'
contains "$screen" ' frame 0  7  7  7  2  2  2  2  4  4  4  0  0  0  1  1  1  1  1  1  1' \
    'as the textbooks draw them'
contains "$screen" ' OPT      F  F  F  F  ·  F  ·  F  ·  ·  F  ·  ·  F  ·  ·  ·  F  ·  ·' \
    'for the other policies too'
contains "$screen" '▸ 20 Page 1: HIT' 'and the steps around'
RING3_SCREEN=1x1
keys 'right dump' play belady
is "$status" 0 'at 1x1 nothing breaks'
unset RING3_SCREEN
RING3_ASCII=1 keys 'end dump' play belady
is "$(printf '%s' "$screen" | LC_ALL=C tr -d '\n -~')" '' 'a terminal without UTF-8 gets ASCII'

# ---- long traces ----
keys 'c dump left dump' play "$data/mix200k.u64.xz" --frames 64 --policy clock --at 150000
contains "$screen" 'step 150001 of 200000' 'c from the middle of a long trace'
contains "$screen" 'step 150000 of 200000' 'and back'
contains "$screen" 'frames 30 to 34 of 64, 64 in use' 'a part of many frames'
keys 'end dump' play "$data/busybox-true.lackey.xz" --frames 8 --policy lru
contains "$screen" 'LRU ◂' 'a real trace'
keys 'c c c c c c c c c c c c c c c c c c c c dump' play "$data/busybox-true.lackey.xz" \
    --frames 4
contains "$screen" ' w  ' 'shows writes'

# ---- without a screen ----
run vmsim play --at 7
is "$out" 'belady · FIFO · 3 frames

step 7 of 12: Page 5: FAULT, page 4 leaves frame 0
  frame 0: page 5, loaded at 7, used at 7, next at 12  <
  frame 1: page 1, loaded at 5, used at 5, next at 8
  frame 2: page 2, loaded at 6, used at 6, next at 9
  faults so far: FIFO 7, LRU 7, OPT 5
  why: FIFO evicts the page that came first: page 4, loaded at 4. OPT could do
       no better: it is next used at 11, later than the others.
  before: 0:4 1:1 2:2
  call: fifo victim() = frame 0; fifo load(frame 0, page 5)
  after: 0:5 1:1 2:2' 'one step as lines'
run vmsim play belady --json
lines "$out" 12 'one object per step'
contains "$out" '"step":4,"of":12,"title":"Page 4: FAULT, page 1 leaves frame 0"' 'its title'
contains "$out" '"page":4,"write":false,"fault":true,"frame":0,"evicted":1,"regret":0' \
    'its fields'
if perl -MJSON::PP -e 1 2>/dev/null; then
    printf '%s\n' "$out" >"$work/json"
    ok 'each of them is JSON' perl -MJSON::PP -ne 'decode_json($_)' "$work/json"
else
    skip 'each of them is JSON' 'perl has no JSON::PP'
fi
run vmsim play belady --cast "$work/belady.cast"
is "$status" 0 'an asciicast'
is "$(grep -c '"m"' "$work/belady.cast")" 12 'with a marker per step'

keys '' play "$data/busybox-true.lackey.xz" -f 8 --cast "$work/long.cast"
contains "$err" '49262 steps would be a film of about 187 MB and 27 hours; at most 2000' \
    'a film that nobody would watch is refused, with its size'
is "$status$(ls "$work/long.cast" 2>/dev/null)" 2 'and not written'
run vmsim play "$data/busybox-true.lackey.xz" -f 8 --cast "$work/long.cast" --at 40000
is "$status" 0 'one step of it is filmed'

# ---- the menu ----
keys 'dump down enter right dump q dump q' scenarios
contains "$screen" '▸   belady     Belady' 'a menu of scenarios'
contains "$screen" 'textbook · LRU · 3 frames' 'Enter plays one'
contains "$screen" '▸   textbook' 'and q comes back to it'
is "$(printf '%s\n' "$screen" | grep -c 'which page leaves?')" 2 'twice'
keys 'dump'
contains "$screen" 'which page leaves?' 'vmsim alone opens the menu on a terminal'
run vmsim
contains "$out" 'usage: vmsim' 'and the help elsewhere'
run vmsim scenarios
for name in belady textbook loop locality chance future; do
    contains "$out" "vmsim play $name" "the list has $name"
    run vmsim play "$name" --at 1
    is "$status" 0 "which can be played"
    run vmsim scenarios
done

run vmsim scenarios --json
lines "$out" 6 'and as JSON'
contains "$out" '{"name":"belady","title":"Belady' 'with names'

# What the sentences of the scenarios claim.
faults() { # SCENARIO POLICY FRAMES
    vmsim play "$1" --policy "$2" --frames "$3" --json | tail -n 1 |
        sed "s/.*\"faults\":{[^}]*\"$2\":\([0-9]*\).*/\1/"
}
is "$(faults belady fifo 3) $(faults belady fifo 4)" '9 10' 'belady: 9, and 10 with 4 frames'
is "$(faults textbook lru 3) $(faults textbook fifo 3) $(faults textbook opt 3)" '12 15 9' \
    'textbook: LRU 12, FIFO 15, OPT 9'
is "$(faults loop lru 4)" 20 'loop: LRU never hits'
is "$(faults chance clock 3) $(faults chance fifo 3)" '7 8' 'chance: CLOCK spares page 2'
is "$(faults future opt 3)" 7 'future: OPT 7'

# ---- refusals ----
no() { # WORDS NAME ARGUMENTS…
    part=$1 name=$2
    shift 2
    refuses 2 "$part" "$name" vmsim play "$@"
}
no "did you mean 'belady'" 'a scenario misspelt' beladi
no 'neither a trace file nor a scenario' 'neither file nor scenario' xyzzy
no '--frames is missing' 'a string without frames' --string 1,2
no "'x' is no page number" 'a string with a letter' --string 1,x,2 -f 3
no "'' is no page number" 'a string with a hole' --string 1,,2 -f 3
no 'no page number below 2^64' 'a number of 65 bits' --string 18446744073709551616 -f 3
no "'0x' is no" 'a prefix alone' --string 0x -f 3
run vmsim play --string 18446744073709551615,0xffffffffffffffff -f 1 --at 2 --plain
contains "$out" 'Page 18446744073709551615: HIT' 'the greatest page number is one'
no 'missing at the end' 'a string with a comma at its end' --string 1,2, -f 3
no 'missing at the end' 'an empty string' --string '' -f 3
no 'there are only 12 steps' 'a step that is not there' --at 13
no 'one policy is shown' 'two policies' -p fifo,lru
no 'too small' 'zero frames' -f 0
no 'too large' 'too many frames' -f 99999999
no 'cannot be had at once' 'a string and a scenario' belady --string 1,2 -f 3
no 'about trace files' 'a page size for a scenario' belady --page-size 4096
no 'is a directory' 'a directory' "$work" -f 3
done_testing
