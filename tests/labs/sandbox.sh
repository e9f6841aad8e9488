#!/bin/sh
# The learner's code runs in a sandbox, or with limits after a yes, or not at all.
. tests/lib.sh
. tests/labs/helpers/learner.sh
own_exercises
exercise vm/01-say
at=$RING3_DATA/exercises/vm/01-say
sed -i 's/^check: .*/needs: sandbox\n&/' "$at/exercise.md"
cat >"$at/check" <<'END'
#!/bin/sh
. "$RING3_LIB"
stage
sandboxed 2 sh ./word >"$RING3_SCRATCH/said" 2>&1 || fail "it ended with $?" "$(cat "$RING3_SCRATCH/said")"
point "$(cat "$RING3_SCRATCH/said")"
finish
END
labs init "$folder" >/dev/null
word=$folder/vm/01-say/word

# A machine on which isolate does not work.
mkdir "$work/bin"
cp "$RING3_BUILD/bin/labs" "$work/bin/labs"
printf '#!/bin/sh\necho "isolate: cannot make a user namespace" >&2\nexit 125\n' >"$work/bin/isolate"
chmod +x "$work/bin/isolate"
export PATH="$work/bin:$PATH"
echo 'echo I ran; touch "$HOME/trace"' >"$word"
run "$work/bin/labs" check vm/01
is "$status" 3 'no sandbox, no yes: skipped'
contains "$out" 'cannot make a user namespace' 'with the reason'
contains "$out" 'labs check vm/01-say --without-sandbox' 'and the way out'
ok 'and nothing was run' test ! -e "$HOME/trace"
run "$work/bin/labs" check vm/01 --json
contains "$out" '"status":"skipped"' 'the same as JSON'
run "$work/bin/labs" check vm/01 --without-sandbox
is "$status" 0 'with a yes it runs'
echo 'while :; do :; done' >"$word"
run "$work/bin/labs" check vm/01 --without-sandbox
is "$status" 1 'a loop without an end is ended'
PATH=${PATH#*:}

if ! isolate run --read-only --tmpfs /tmp / true 2>"$work/why"; then
    skip 'the sandbox itself' "isolate cannot run here: $(grep -m 1 . "$work/why")"
    done_testing
fi
echo 'echo I ran' >"$word"
run labs check vm/01
is "$status" 0 'in the sandbox it runs'
echo "echo x >'$folder/trace' && echo escaped" >"$word"
run labs check vm/01
is "$status" 1 'it cannot write outside'
ok 'really' test ! -e "$folder/trace"
echo 'echo x >/work/here && echo fine' >"$word"
run labs check vm/01
is "$status" 0 'it can write in its folder'
ok 'which is a copy of the learner'"'"'s' test ! -e "$folder/vm/01-say/here"
echo "kill -9 $$ 2>/dev/null && echo killed || echo safe" >"$word"
run labs check vm/01
contains "$out" 'safe' 'it cannot see our processes'
echo 'while :; do :; done' >"$word"
run labs check vm/01
is "$status" 1 'and a loop without an end is ended'
done_testing
