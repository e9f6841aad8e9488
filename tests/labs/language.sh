#!/bin/sh
# A second language, complete for the menu, the doctor and the first ten exercises. What
# has no translation is written to the file that RING3_WORDS_MISSING names.
. tests/lib.sh
. tests/labs/helpers/learner.sh
export HOME="$work" RING3_WORDS_MISSING="$work/missing"
flag=--without-sandbox
isolate run --read-only --tmpfs /tmp / true 2>/dev/null && flag=
: >"$work/missing"
is_complete() { # NAME: nothing was said in English. Names of programs stay as they are.
    sort -u "$work/missing" | grep -vxE 'en: (nsenter|ps|setsid|unshare|python3|gdb|strace|kill|vmsim|threads|isolate|sqlite-demo|valgrind)' >"$work/left"
    is "$(cat "$work/left")" '' "$1"
    : >"$work/missing"
}

run env LANG=de_DE.UTF-8 LC_ALL='' labs list
contains "$out" 'Einstieg (0 von' 'LANG chooses'
run labs list
contains "$out" 'First steps (0 of' 'the tests run in English'
run labs list --language de
contains "$out" 'Wie eine Übung geht' '--language chooses, titles too'
run labs --language de list
contains "$out" 'Einstieg' 'before the command as well'
run labs settings language de
run labs list
contains "$out" 'Einstieg' 'and so does the setting'
run env LANGUAGE=en labs list --language en
contains "$out" 'First steps' 'the option over the setting'
run labs settings language --unset
refuses 2 "theme 'pink' is none of" 'a value that is none' labs settings theme pink
refuses 2 'did you mean theme' 'a name that is none' labs settings thene dark
run env LANGUAGE=xx labs list
contains "$out" 'First steps' 'a language that is not there is English'
run env LANGUAGE=../../etc labs list
contains "$out" 'First steps' 'a name that leads elsewhere is none'

# The menu: every screen, every box of keys.
export LANGUAGE=de
labs init "$folder" >/dev/null
: >"$work/missing"
RING3_DUMP=$work/dump RING3_KEYS='dump down dump down dump down dump down dump down dump down dump down dump down dump down dump ? x up up up enter ? x q
 end enter dump q up up enter q q' run labs
RING3_DUMP=$work/dump RING3_KEYS='enter dump ? x h dump x n q' run labs
RING3_DUMP=$work/dump RING3_KEYS='enter c wake dump ? x n dump' run labs
RING3_DUMP=$work/dump RING3_KEYS='e dump ? x' run labs
is_complete 'the menu is complete'
seen=$(cat "$work/dump")
contains "$seen" 'Bestanden' 'a verdict'
lacks "$seen" 'solved' 'and no English word is left on it'
run labs show kit/06
contains "$out" 'Einen Ablauf lesen' 'a task'
run labs hint kit/06
contains "$out" 'Tipp 1 von 3' 'a hint'
run labs hint kit/06 --level 3
is_complete 'the lines are complete'

# The doctor. What it says of features depends on the machine; its own words do not.
run labs doctor
contains "$out" 'Rechner' 'the doctor'
lacks "$out" 'to mend it' 'its words'
for word in ' real ' ' limited ' ' missing '; do
    lacks "$(printf '%s\n' "$out" | cut -c1-12)" "$word" "… not '$word'"
done
run labs doctor --json
contains "$out" '"state":"real"' 'for programs it stays English'
sort -u "$work/missing" | sed 's/^/# of this machine, not yet in German: /'
: >"$work/missing"

# What the checks of the first ten say of each mistake that is known.
said=0
for exercise in kit/00 kit/01 kit/02 kit/03 kit/04 kit/05 kit/06 kit/07 kit/08 vm/01; do
    at=$(echo labs/exercises/"$exercise"-*)
    name=${at#labs/exercises/}
    for variant in "$at"/solution "$at"/wrong/*; do
        [ -d "$variant" ] || continue
        labs reset "$exercise" --yes --seed "$(cat "$variant/.seed" 2>/dev/null || echo 1)" >/dev/null 2>&1
        cp -R "$variant/." "$folder/$name/"
        [ ! -x "$folder/$name/do" ] || (cd "$folder/$name" && ./do)
        # shellcheck disable=SC2086 # no flag is no word
        labs check "$exercise" $flag >"$work/verdict" 2>&1
        said=$((said + 1))
    done
done
ok "all $said of them were tried" test $said -gt 30
is_complete 'the first ten exercises are complete'

# A catalogue that is wrong does no harm.
mkdir -p "$work/data/words"
cat >"$work/data/words/zz.words" <<'END'
menu.solved-of: %s of %s %n
menu.open: auf
menu.unknown: nichts
no key at all

zz: without its English

en: tried %u
END
ln -s "$PWD/labs/exercises" "$work/data/exercises"
ln -s "$PWD/docs/notes" "$work/data/notes"
rm -f "$work/dump"
RING3_DUMP=$work/dump RING3_KEYS='dump' run env RING3_DATA="$work/data" LANGUAGE=zz labs
is "$status" 0 'a pair with other conversions is not used'
contains "$(cat "$work/dump")" 'Enter auf' 'the others are'
contains "$(cat "$work/dump")" ' solved' 'and English stays'

# Umlauts where there is only ASCII.
rm -f "$work/dump"
RING3_ASCII=1 RING3_DUMP=$work/dump RING3_KEYS='dump' run labs
contains "$(cat "$work/dump")" 'Ubungen' 'ASCII has a letter for each of ours'

# A translation that does not fit its original is found by verify.
rm -rf "$work/data"
own_exercises
exercise vm/01-say
at=$RING3_DATA/exercises/vm/01-say
sed 's/^minutes: 1/minutes: 9/' "$at/exercise.md" >"$at/exercise.de.md"
run labs verify
contains "$out" 'its head or the number of its hints is another' 'verify: another head'
echo nonsense >"$at/exercise.de.md"
run labs verify
contains "$out" "exercise.de.md:1: the first line must be '---'" 'verify: malformed'
done_testing
