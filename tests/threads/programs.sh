#!/bin/sh
# Every row of programs/manifest: verdict, kind, and the same again for the same input.
#
#   RING3_SLOW=1     all rows, with gcc and with clang, each twice; otherwise the rows
#                    that begin with "quick", the compilers in turn
#   ROWS=REGEX       only rows that match
. tests/lib.sh

folder=tests/threads/programs
threads check --help >/dev/null 2>&1 || skip_all 'this build has no threads check'
have gcc || have clang || skip_all 'no C compiler'
compilers=$(for name in gcc clang; do ! have $name || echo $name; done | xargs)

rows() {
    if [ -n "${RING3_SLOW-}" ]; then
        sed 's/^quick *//' $folder/manifest
    else
        sed -n 's/^quick *//p' $folder/manifest
    fi | grep -v '^ *\(#\|$\)' | grep -E "${ROWS-}"
}

# What must be the same in every run: all but the time.
fixed() { sed 's/"seconds":[^,}]*//' "$work/.out"; }

matches() { # SEEN-KIND WANTED|WANTED
    case "|$2|" in *"|$1|"*) ;; *) return 1 ;; esac
}

field() { # KEY: of the object on stdin
    sed -n "s/.*\"$1\":[ ]*\"\\{0,1\\}\\([^\",}]*\\)\"\\{0,1\\}.*/\\1/p" "$work/.out" |
        tail -n 1
}

# The exit status belongs to the verdict, and a proof is always a whole one.
status_of() {
    case $1 in safe) echo 0 ;; fails) echo 1 ;; *) echo 4 ;; esac
}

check_row() { # COMPILER NAME BUG VERDICT KIND OPTIONS…
    compiler=$1 program=${2%,*} verdict=$4 kind=$5
    flags=-DBUG=$3
    case $2 in *,*) flags="$flags -DTHREADS=${2#*,}" ;; esac
    shift 5
    name="$compiler $program $flags $*"
    run threads check --json --cc "$compiler" --cflags "$flags" "$@" "$folder/$program.c"
    seen="$(field verdict) $(field kind | tr ' ' -)"
    if [ "$(field verdict)" = "$verdict" ] && [ "$status" = "$(status_of "$verdict")" ] &&
        { [ "$kind" = - ] || matches "$(field kind | tr ' ' -)" "$kind"; } &&
        { [ "$verdict" != safe ] || [ "$(field exhaustive)" = true ]; }; then
        tap_result 0 "$name: $seen"
    else
        tap_result 1 "$name: $verdict $kind"
        tap_show seen "$seen, exit status $status
$out
$err"
    fi
    [ -n "${RING3_SLOW-}" ] || return 0
    fixed >"$work/first"
    run threads check --json --cc "$compiler" --cflags "$flags" "$@" "$folder/$program.c"
    ok "$name: the same again" test "$(cat "$work/first")" = "$(fixed)"
}

rows >"$work/rows"
turn=0
while read -r row; do
    turn=$((turn + 1))
    for compiler in $compilers; do
        # In the short run each row meets one compiler.
        [ -n "${RING3_SLOW-}" ] || [ "$compilers" = "${compilers% *}" ] ||
            [ $((turn % 2)) = "$([ "$compiler" = gcc ] && echo 1 || echo 0)" ] || continue
        # shellcheck disable=SC2086 # a row is words
        check_row "$compiler" $row
    done
done <"$work/rows"

# Each right program has a twin and mutants that must fail: none without.
for file in "$folder"/*.c; do
    base=$(basename "$file" .c)
    ok "$base: a row for the right program, and one that fails" \
        sh -c "grep -Eq '(^| )$base +0 +safe' $folder/manifest &&
            grep -Eq '(^| )$base +[1-9] +fails' $folder/manifest"
done
done_testing
