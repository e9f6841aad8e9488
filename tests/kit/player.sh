#!/bin/sh
# The player through the real binary: scripted keys, lines, JSON, asciicast.
. tests/lib.sh
PATH=$RING3_BUILD/tests/kit/helpers:$PATH

keys() { # KEYS [ARGUMENTS…]: what the dumps hold
    script=$1
    shift
    rm -f "$work/dump"
    run env RING3_KEYS="$script" RING3_DUMP="$work/dump" specimen play "$@"
    screen=$(cat "$work/dump" 2>/dev/null)
}

keys 'dump'
is "$status" 0 'a script that ends closes the program'
is "$screen" ' squares                                                            step 1 of 9
────────────────────────────────────────────────────────────────────────────────
 the square of 0
 0 0










 A number times itself.

 call     0 * 0 = 0
 lines    one
          two
          three

 $ specimen play --at 1
────────────────────────────────────────────────────────────────────────────────
 → step  c next event  P predict  w why  e evidence  ? keys  q quit
[cursor 2,1]' 'the first screen, whole'

keys 'right n space dump'
contains "$screen" 'step 4 of 9' 'right, n and space go forward'
contains "$screen" '← back' 'and now back is in the footer'
keys 'end dump left p dump home dump'
contains "$screen" 'step 9 of 9' 'End goes to the last step'
contains "$screen" 'step 7 of 9' 'left and p go back'
contains "$screen" 'step 1 of 9' 'Home goes to the first'
keys 'end dump'
lacks "$screen" '→ step' 'the footer shows no key that does nothing'
keys 'c dump c dump'
contains "$screen" 'step 4 of 9' 'c goes to the next event of note'
contains "$screen" 'step 7 of 9' 'and to the one after'
keys "g '7' dump enter dump"
contains "$screen" 'go to step (1 to 9): 7_' 'g asks for a step'
contains "$screen" 'step 7 of 9' 'and goes there'
keys "g '77' enter dump"
contains "$screen" 'step 77 is too large: at most 9' 'a step that is not there is refused'
contains "$screen" 'step 1 of 9' 'and nothing moved'
keys "g 'x' enter dump g esc dump"
contains "$screen" "step 'x' is not a whole number" 'a word is no step'

keys "P n dump '1' enter dump"
contains "$screen" 'What is the square?' 'predict mode asks before it shows'
lacks "$(printf '%s' "$screen" | head -24)" '1 * 1' 'and does not show the answer'
contains "$screen" 'Right: 1' 'a right answer is called right'
contains "$screen" 'predict: 1 of 1 right' 'and counted'
keys "P n '5' enter dump"
contains "$screen" 'You said 5; it is: 1. Multiply it by itself.' 'a wrong one gets the rule'
contains "$screen" 'predict: 0 of 1 right' 'and is counted too'
keys "P c dump '9' enter dump"
contains "$screen" 'step 3 of 9' 'c stops before the event and asks'
contains "$screen" 'Right: 9' 'and then shows it'
keys 'P n esc dump'
contains "$screen" 'It is: 1' 'Esc shows the answer'
keys "P n backspace 'q' dump esc dump"
contains "$screen" 'your answer: q_' 'letters are letters while an answer is typed'

keys 'a tick tick dump'
contains "$screen" 'step 3 of 9' 'autoplay steps with time'
contains "$screen" 'playing, 1 s a step' 'and says its speed'
keys 'a + tick dump - - tick dump'
contains "$screen" '0.5 s a step' 'plus plays faster'
contains "$screen" '2 s a step' 'minus slower'
keys 'a tick tick tick tick tick tick tick tick tick tick dump'
contains "$screen" 'step 9 of 9' 'autoplay stops at the end'
lacks "$screen" 'playing' 'and says so'
keys 'b dump n n n B dump'
contains "$screen" 'specimen play --at 1' 'a bookmark prints the line that returns'
contains "$screen" '[bookmark]' 'the bookmarked step is marked'
keys 'e dump'
contains "$screen" 'three' 'the evidence at full size is complete'
lacks "$screen" 'A number times itself' 'and alone'
keys 'e e dump w dump'
contains "$screen" 'A number times itself' 'a second e returns'
keys '? dump x dump'
contains "$screen" 'say what comes before it is shown' '? lists every key'
contains "$screen" 'step 1 of 9' 'and any key returns'

keys 'dump' --at 5
contains "$screen" 'step 5 of 9' '--at begins there'
keys 'n n n n n dump' --fails
contains "$screen" 'step 6 cannot be done here' 'a step that fails says why'
contains "$screen" 'step 5 of 9' 'and the step before it stays'

# Sizes. Under 80x24 a notice comes first; `x` closes it.
RING3_SCREEN=60x15 && export RING3_SCREEN
keys 'dump x dump'
contains "$screen" 'This terminal has 60x15' 'a small terminal is mentioned'
contains "$screen" 'the square of 0' 'and works all the same'
is "$(printf '%s\n' "$screen" | grep -vc '^\[')" 30 'two screens of 15 lines'
keys 'x dump'
contains "$screen" '▾ e shows all' 'what does not fit is one key away'
RING3_SCREEN=1x1
keys 'x dump right dump'
is "$status" 0 'one cell is enough to run'
RING3_SCREEN=200x60
keys 'n n dump'
contains "$screen" '▸ 3 the square of 2' 'a wide screen lists the steps around'
is "$(printf '%s\n' "$screen" | grep -vc '^\[')" 60 'and has 60 lines'
RING3_SCREEN=80x24
keys 'size:200x60 dump size:60x15 dump'
contains "$screen" '▸ 1 the square of 0' 'a resize lays out anew'
unset RING3_SCREEN

run env RING3_ASCII=1 RING3_KEYS=dump specimen play
lacks "$(printf '%s' "$out" | LC_ALL=C tr -d '\0-\177')" '?' 'ASCII terminals get'
is "$(printf '%s' "$out" | LC_ALL=C tr -d '\0-\177')" '' 'only ASCII'
contains "$out" 'Right step' 'and key names in words'

# Lines, for pipes and screen readers.
run specimen play
is "$status" 0 'without a terminal it prints lines'
contains "$out" 'step 4 of 9: the square of 3' 'a line per step'
contains "$out" '  square: 9' 'the state'
contains "$out" '  why: A number times itself.' 'the reason'
contains "$out" '  call: 3 * 3 = 9' 'and the evidence'
run env LC_ALL=C vmsim play chance --plain
is "$(printf '%s' "$out" | LC_ALL=C tr -d '\n -~')" '' 'where the locale has no UTF-8, lines are ASCII'
contains "$out" 'chance . CLOCK . 3 frames' 'the title too, by the table of the screen'
contains "$out" 'before: 0:1/1< 1:2/1' 'and the evidence'
run env LC_ALL=C vmsim play chance --json
contains "$out" '◂' 'JSON is UTF-8 everywhere'
run specimen play --plain --at 4
is "$(printf '%s\n' "$out" | grep -c '^step')" 1 '--at without a screen shows that step'
run specimen play --fails
is "$status" 3 'a step that fails ends the lines'
contains "$err" 'step 6 cannot be done here' 'with its reason'
refuses 2 'there are only 9 steps' 'a step beyond the end' specimen play --at 10

run specimen play --json
lines "$out" 9 'one object per step'
is "$(printf '%s\n' "$out" | head -n 2 | tail -n 1)" '{"step":2,"of":9,"title":"the square of 1","why":"A number times itself.","notable":false,"evidence":[{"label":"call","text":"1 * 1 = 1"},{"label":"lines","text":"one\ntwo\nthree"}],"question":"What is the square?","answer":"1","square":1}' 'with stable names'

run specimen play --cast "$work/squares.cast"
is "$status" 0 'an asciicast is written'
is "$(head -n 1 "$work/squares.cast")" '{"version":2,"width":80,"height":24,"title":"squares","env":{"TERM":"xterm-256color"}}' 'with the header of version 2'
is "$(grep -c '"m","step' "$work/squares.cast")" 9 'a marker per step'
is "$(grep -c '"o"' "$work/squares.cast")" 9 'a frame per step'
refuses 2 'no-such-folder' 'a cast that cannot be written' \
    specimen play --cast "$work/no-such-folder/x.cast"
run specimen play --fails --cast "$work/failed.cast"
is "$(find "$work" -name '*failed*')" '' 'a show that fails leaves no half-written cast'

done_testing
