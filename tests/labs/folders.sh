#!/bin/sh
# The learner's folder, wherever it is asked for, on a full disk too; and the links in
# it, through which nothing is written.
. tests/lib.sh
. tests/labs/helpers/learner.sh

mkdir "$work/here"
made() { # NAME FOLDER: made with all of it, and the way in works
    is "$status" 0 "$1: made"
    is "$err" '' "$1: without a complaint"
    ok "$1: the questions too" test -s "$2/vm/01-which-page-leaves/answers.txt"
    is "$(find "$2" -name '.new.*')" '' "$1: and nothing half"
    way=$(printf '%s\n' "$out" | sed -n 's/^    \(cd .*\)/\1/p')
    is "$(cd "$work/here" && eval "$way" && pwd -P)" "$(readlink -f "$2")" "$1: its line leads there"
}
run env -C "$work/here" labs init
made 'no name' "$work/here/ring3-exercises"
run env -C "$work/here" labs init w2
made 'a name' "$work/here/w2"
run env -C "$work/here" labs init ./a/b
made 'a path' "$work/here/a/b"
run env -C "$work/here" labs init 'my own $HOME'
made 'a name with a space' "$work/here/my own \$HOME"

own_exercises
exercise vm/01-say
at=$RING3_DATA/exercises/vm/01-say
echo ours >"$at/ours"
printf '#!/bin/sh\n. "$RING3_LIB"\nstage ours\npoint "$(cat "$build/word" "$build/ours" | tr "\\n" " ")"\nfinish\n' >"$at/check"
labs init "$folder" >/dev/null
mine=$folder/vm/01-say
echo precious >"$work/precious"
ln -s "$work/precious" "$mine/ours"
run labs check vm/01
is "$status" 1 'a link that leads out is refused'
contains "$out" 'ours is a link that leads out of your folder' 'by its name'
is "$(cat "$work/precious")" precious 'and nothing is written through it'
rm "$mine/ours"
ln -s word "$mine/ours"
echo right >"$mine/word"
run labs check vm/01
contains "$out" 'right ours' 'a link within the folder is the file it means'
is "$(cat "$mine/word")" right 'and is left alone'
rm "$mine/ours"
mkdir "$mine/ours"
run labs check vm/01
contains "$out" 'right ours' 'a folder in the place of our file does no harm'
unset RING3_DATA

# A disk of a few pages.
cat >"$work/full" <<'END'
set -e
mount -t tmpfs -o size="$1" small "$2"
shift 2
"$@"
END
mkdir "$work/disk"
on_disk() { # SIZE COMMAND…
    size=$1
    shift
    run unshare -rm sh "$work/full" "$size" "$work/disk" "$@"
}
on_disk 64k true
if [ "$status" != 0 ]; then
    skip 'a full disk' 'no namespace to mount a small one in'
    done_testing
fi
on_disk 24k labs init "$work/disk/mine"
is "$status" 2 'labs init on a full disk: exit status 2'
is "$out" '' 'it does not say that it was made'
contains "$err" 'No space left on device' 'but why not'
lines "$err" 1 'in one line'
labs init "$work/whole" >/dev/null
cat >"$work/check-full" <<'END'
cd "$1" && TMPDIR=$2 labs check "$3" --without-sandbox
END
for size in 4k 40k; do
    on_disk $size sh "$work/check-full" "$work/whole" "$work/disk" threads/01
    is "$status" 4 "labs check with $size for its files: undecided"
    contains "$out" 'No space left on device' 'and why'
done
done_testing
