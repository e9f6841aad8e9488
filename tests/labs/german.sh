#!/bin/sh
# German as it is read: screens of 80x24 and lines, against whole goldens. The ten first
# exercises only, so that one more exercise changes nothing here.
# To renew the goldens after a change that was looked at: RING3_RENEW=1.
. tests/lib.sh
. tests/labs/helpers/learner.sh
export HOME="$work" RING3_DATA="$work/data" LANG=de_DE.UTF-8 LC_ALL='' LANGUAGE=
mkdir -p "$RING3_DATA/exercises/vm"
cp labs/exercises/check.sh "$RING3_DATA/exercises/"
ln -s "$PWD/labs/words" "$RING3_DATA/words"
ln -s "$PWD/docs/notes" "$RING3_DATA/notes"
ln -s "$PWD/labs/exercises/kit" "$RING3_DATA/exercises/kit"
cp labs/exercises/vm/vm.sh "$RING3_DATA/exercises/vm/"
ln -s "$PWD"/labs/exercises/vm/01-* "$RING3_DATA/exercises/vm/"

as_golden() { # NAME: what $out holds
    printf '%s\n' "$out" | sed -e "s|$work|WORK|g" -e "s|$RING3_BUILD|BUILD|g" >"$work/seen"
    tap_golden=tests/labs/golden/de-$1.txt
    [ -z "${RING3_RENEW-}" ] || cp "$work/seen" "$tap_golden"
    is "$(cat "$work/seen")" "$(cat "$tap_golden")" "$1"
}
screens() { # NAME KEYS
    rm -f "$work/dump"
    RING3_DUMP=$work/dump RING3_KEYS=$2 run labs
    out=$(cat "$work/dump")
    as_golden "$1"
}

run labs --help
as_golden help
run labs init "$folder"
as_golden init
as_readme=$(cat "$folder/README.md")
contains "$as_readme" 'So machst du weiter, wo du aufgehört hast' 'the README'
labs reset kit/01 --yes --seed 1 >/dev/null
run labs list
as_golden list
run labs show kit/01
as_golden show
run labs check kit/01
as_golden check
run labs hint kit/01
as_golden hint
printf '?\nc\nz\nx\nj\nn\nq\n' | labs watch kit/00 --plain >"$work/watch" 2>&1
out=$(grep -v '^Deine alten Dateien' "$work/watch")
contains "$out" 'Speichere eine Datei, dann wird geprüft' 'watch'
contains "$out" "'z' ist hier keine Taste" '… an unknown key'
contains "$out" 'heißt ja' '… a question'
contains "$(cat "$work/watch")" 'Deine alten Dateien sind in' '… j is a yes'
lacks "$out" 'Enter for' '… and nothing is English'

labs reset kit/00 --yes >/dev/null
labs reset kit/01 --yes --seed 1 >/dev/null
screens front 'up dump down down dump ? dump'
screens exercises 'e dump ? dump'
screens exercise 'e down enter dump c wake dump h dump ? dump q x dump n'

# The doctor, on hosts that are always the same.
for host in ubuntu-24.04 docker wsl2; do
    mkdir "$work/$host"
    awk -v root="$work/$host" '
        /^== / { file = root "/" $2; folder = file; sub("/[^/]*$", "", folder)
                 system("mkdir -p " folder); printf "" > file; next }
        { print >> file }' "tests/isolate/hosts/$host"
    isolate doctor --host "$work/$host"
done >"$work/doctor"
out=$(cat "$work/doctor")
as_golden doctor

# Whoever reads the doctor in German may answer in German.
labs doctor --json >"$work/states"
for feature in 'C compiler' userfaultfd /dev/kvm; do
    case $(grep -F "\"$feature\"" "$work/states") in
    *'"state":"real"'*) word=echt ;;
    *'"state":"limited"'*) word=begrenzt ;;
    *) word=fehlt ;;
    esac
    printf '%s: %s\n' "$(echo "$feature" | tr C c)" "$word"
done >"$folder/kit/07-ask-the-doctor/answers.txt"
run labs check kit/07
contains "$out" 'du und der Doktor seid euch über diesen Rechner einig' 'its words in German'
sed -i 's/: .*/: echtes/' "$folder/kit/07-ask-the-doctor/answers.txt"
run labs check kit/07
contains "$out" 'keines der drei Wörter: echt, begrenzt, fehlt' '… and what is none of them'

# Errors: one line each, and in German.
refuses 2 "die Übung 'nix' gibt es nicht" 'an exercise' labs show nix
refuses 2 "den Befehl 'chek' gibt es nicht (meinst du 'labs check'?)" 'a command' labs chek
refuses 2 'die Option --jason gibt es nicht' 'an option' labs list --jason
refuses 2 "'labs reset' braucht mehr: labs reset ÜBUNG" 'an argument' labs reset
refuses 1 'noch nicht gelöst' 'a solution' labs solution kit/01
done_testing
