#!/bin/sh
# The papers must stay true: screens, commands and files that they name exist.
. tests/lib.sh

# The README's screen is the program's.
awk '/^```$/ { inside = !inside; next } inside' README.md >"$work/wanted"
RING3_KEYS='n n n n dump' RING3_DUMP="$work/dump" vmsim play >/dev/null
grep -v '^\[cursor' "$work/dump" >"$work/seen"
is "$(cat "$work/seen")" "$(cat "$work/wanted")" 'the screen in README.md'

# Every command line of ours in the papers is one that the program knows.
grep -hoE '^    (labs|vmsim|threads|isolate|sqlite-demo) [a-z]+' README.md docs/*.md docs/notes/*.md |
    sort -u >"$work/commands"
ok 'the papers name commands' test "$(grep -c '' "$work/commands")" -gt 15
while read -r program command; do
    run "$program" "$command" --help
    is "$status" 0 "$program $command is a command"
done <"$work/commands"

# Files in backquotes and links.
for paper in README.md docs/*.md; do
    {
        grep -oE '`(labs|vmsim|threads|isolate|sqlite-demo|tests|docs)/[A-Za-z0-9_./-]+`' "$paper" | tr -d '`'
        grep -oE '\]\([A-Za-z][A-Za-z0-9_./-]*\.md\)' "$paper" | tr -d '])(' |
            sed "s|^|$(dirname "$paper")/|"
    } | sort -u >"$work/files"
    missing=
    while read -r file; do
        case $file in
        */NAME* | */NN-* | */LANGUAGE.* | */mru.c) continue ;; # what a reader would add
        esac
        [ -e "$file" ] || missing="$missing $file"
    done <"$work/files"
    is "$missing" '' "what $paper names is there"
done

# Each make target that the papers name.
make help 2>/dev/null | sed -n 's/^  make \([a-z ]*\)  .*/\1/p' | tr ' ' '\n' >"$work/targets"
grep -hoE 'make [a-z]+' README.md docs/*.md .ci/run | sort -u >"$work/named"
while read -r _ target; do
    case $target in
    a | an | it | sure | check) continue ;;
    esac
    ok "make $target is a target" grep -qx "$target" "$work/targets"
done <"$work/named"

done_testing
