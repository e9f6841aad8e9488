#!/bin/sh
# Receipts, courses as a learner sees them, and a class in numbers.
. tests/lib.sh
. tests/labs/helpers/learner.sh
own_exercises
exercise vm/01-say
exercise vm/02-again
printf 'title: Systems\nkey: not so secret\nvm/01 3 points due 2026-01-01\nvm/02\n' >"$work/course"
labs init --student ada "$folder" >/dev/null
echo left >"$folder/vm/01-say/word"
labs check vm/01 >/dev/null
labs hint vm/01 >/dev/null
echo right >"$folder/vm/01-say/word"
labs check vm/01 >/dev/null

# ---- a course ----
run labs course "$work/course"
contains "$out" 'Systems' 'the title of a course'
contains "$out" '     3  vm/01-say' 'its exercises'
contains "$out" '2026-01-01 23:59  solved' 'until when, and where you stand'
contains "$out" '3 of 4 points are solved' 'and the sum'

run labs list
is "$(printf '%s\n' "$out" | grep -c '] vm/0')" 2 'the list is that of the course'
mkdir -p "$work/own/vm" && cp -r "$RING3_DATA/exercises/vm/01-say" "$work/own/vm/60-ours"
printf 'exercises: own\nvm/60-ours\nvm/02\n' >"$work/ours"
run labs course "$work/ours"
is "$status" 0 'another course, with an exercise of its own'
run labs next
contains "$out" 'vm/60-ours' 'which comes first there'
run labs list
lacks "$out" 'vm/01-say' 'and what it did not choose is not there'
(cd "$folder" && labs update >/dev/null)
ok 'it can be had' test -e "$folder/vm/60-ours/word"
echo right >"$folder/vm/60-ours/word"
ok 'and done' labs check vm/60
refuses 2 "no exercise 'kit/00' in your course (for all of them: labs course --leave)" \
    'who asks for another one hears how to leave' labs show kit/00
rm "$work/ours"
run labs list
contains "$err" 'labs course --leave' 'a course file that is gone is said'
contains "$out" 'vm/01-say' 'and all exercises are there'
run labs course --leave
run labs list
is "$err" '' 'out of it'
refuses 2 'you are in no course' 'and in none' labs course
refuses 2 '--student belongs behind the command (try: labs init --student ada)' \
    'an option of a command before it' labs --student ada init

# ---- a receipt ----
receipt=$work/receipt.txt
run labs receipt --course "$work/course" -o "$receipt"
is "$status" 0 'a receipt is written'
contains "$(cat "$receipt")" 'student: ada' 'whose it is'
ok 'with what was done' grep -Eq '^vm/01-say +solved +seed 1 +attempts 2 +hints 1 ' "$receipt"
ok 'and what was not' grep -Eq '^vm/02-again +open ' "$receipt"
run labs verify-receipt --course "$work/course" "$receipt"
is "$status" 0 'it holds'
contains "$out" 'ada, made' 'and is read'
contains "$out" '1 of 2 solved. The signature holds.' 'with its sum'

sed 's/open  /solved/' "$receipt" >"$work/changed"
refuses 1 'was changed after it was signed' 'a change is seen' \
    labs verify-receipt --course "$work/course" "$work/changed"
tail -n +2 "$receipt" >"$work/cut"
refuses 2 'does not begin with' 'a beginning is missing' labs verify-receipt --course "$work/course" "$work/cut"
grep -v signature "$receipt" >"$work/unsigned"
refuses 2 'has no signature' 'a signature is missing' labs verify-receipt --course "$work/course" "$work/unsigned"
{ cat "$receipt"; echo more; } >"$work/longer"
refuses 1 'was changed' 'something was added' labs verify-receipt --course "$work/course" "$work/longer"
sed 's/not so secret/another/' "$work/course" >"$work/other"
refuses 1 'the key of another course' 'another key' labs verify-receipt --course "$work/other" "$receipt"
broken=0
for at in $(seq 1 97 "$(wc -c <"$receipt")"); do
    perl -e 'local $/; open F, "<", $ARGV[0]; $_ = <F>; substr($_, $ARGV[1], 1) ^= "\1"; print' \
        "$receipt" "$at" >"$work/flipped"
    labs verify-receipt --course "$work/course" "$work/flipped" >/dev/null 2>&1 && broken=$((broken + 1))
done
is "$broken" 0 'no bit can be flipped'
refuses 2 "cannot" 'a receipt that is not there' labs verify-receipt "$work/nothing"

# The signature is HMAC-SHA-256: anybody can compute it.
if have openssl; then
    is "$(perl -0777 -pe 's/\nsignature: .*//s' "$receipt" |
        openssl dgst -sha256 -hmac 'not so secret' | sed 's/.*= //')" \
        "$(sed -n 's/^signature: //p' "$receipt")" 'as openssl signs it'
    said=$(sed -n 's/^ *\(head -c .*\) | openssl dgst.*/\1/p' docs/classroom/README.md)
    (cd "$work" && eval "$said") >"$work/signed"
    is "$(openssl dgst -sha256 -hmac 'not so secret' <"$work/signed" | sed 's/.*= //')" \
        "$(sed -n 's/^signature: //p' "$receipt")" 'and with the line of docs/classroom'
else
    skip 'as openssl signs it' 'openssl is not installed'
    skip 'and with the line of docs/classroom' 'openssl is not installed'
fi

# The questions of somebody else.
printf '#!/bin/sh\n:\n' >"$RING3_DATA/exercises/vm/01-say/prepare"
chmod +x "$RING3_DATA/exercises/vm/01-say/prepare"
sed -i 's|^check: ./check|check: ./check\nprepare: ./prepare|' "$RING3_DATA/exercises/vm/01-say/exercise.md"
sed -i 's/^title.*/&\nseeds: student/' "$work/course"
echo 77 >"$folder/vm/01-say/.seed"
labs receipt --course "$work/course" -o "$receipt" >/dev/null
run labs verify-receipt --course "$work/course" "$receipt"
is "$status" 1 'who had the questions of somebody else'
contains "$out" "not this student's questions" 'is told apart'

# ---- an exercise about a living system is graded by its receipt ----
sed -i 's/kind: find/kind: do/' "$RING3_DATA/exercises/vm/02-again/exercise.md"
cd "$work" || exit 1
printf 'key: k\nvm/02 5 points\n' >course
run labs grade --course course "$folder" --student ada
contains "$out" 'hand in receipt.txt' 'no files show it'
contains "$out" '0 of 0 points' 'and it counts for nobody'
echo right >"$folder/vm/02-again/word"
labs check vm/02 >/dev/null
labs receipt --course course -o "$folder/receipt.txt" >/dev/null
echo wrong >"$folder/vm/02-again/word"
run labs grade --course course "$folder" --student ada
contains "$out" 'solved, by the signed receipt' 'a receipt does'
contains "$out" '5 of 5 points' 'and earns the points'
run labs grade --course course "$folder" --student eve
contains "$out" '0 of 0 points' 'but not for a friend'

# ---- a class in numbers ----
labs export "$work/ada.jsonl" >/dev/null
XDG_STATE_HOME=$work/state2 labs init "$work/bobs" >/dev/null
for word in left left up right; do
    echo $word >"$work/bobs/vm/01-say/word"
    (cd "$work/bobs" && XDG_STATE_HOME=$work/state2 labs check vm/01 >/dev/null)
done
XDG_STATE_HOME=$work/state2 labs export "$work/bob.jsonl" >/dev/null
run labs stats --json "$work/ada.jsonl" "$work/bob.jsonl"
contains "$out" '"exercise":"vm/01-say","students":2,"solved":2,"attempts":3,"hints":0.5' 'medians over a class'
contains "$out" '"common_wrong":"the word is left","common_wrong_students":2' 'and what many got wrong'
run labs stats "$work/ada.jsonl" "$work/bob.jsonl"
contains "$out" '2 of 2: the word is left' 'as a table'
run labs stats --csv "$work/ada.jsonl" "$work/bob.jsonl"
contains "$out" 'vm/01-say,2,2,3.0,0.5,' 'as CSV'
refuses 2 'course:1 is no line of exported progress' 'what is no export' labs stats "$work/ada.jsonl" course
done_testing
