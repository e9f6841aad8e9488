#!/bin/sh
# Grading a class: 100 submissions of 10 exercises, every fifth one, half of them solved; and what a
# submission costs when there are 10, 100 and 1000 of them, with one small exercise each:
# on the clock, on the processor, and the memory of the largest process that it takes.
set -u
work=$(mktemp -d "${TMPDIR:-/tmp}/ring3-bench.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
export HOME="$work" XDG_STATE_HOME="$work/state"
top=$PWD
cd "$work" || exit 1

now() { date +%s.%N; }
# seconds COMMAND…: sets $begin and $end
seconds() {
    begin=$(now)
    "$@" >out 2>err || [ $? = 4 ] || cat err >&2
    end=$(now)
}

labs init solved >/dev/null 2>&1
labs list --json | sed 's/.*"exercise":"\([^"]*\)".*"kind":"\([^"]*\)".*/\2 \1/' |
    awk '$1 != "do" && n++ % 5 == 0 { print $2 }' | head -n 10 >chosen
while read -r name; do
    exercise=$top/labs/exercises/$name
    [ ! -d "$exercise/solution" ] || cp -r "$exercise/solution/." "solved/$name/"
done <chosen
labs init open >/dev/null 2>&1
mkdir class
i=0
while [ "$i" -lt 100 ]; do
    if [ $((i % 2)) = 0 ]; then cp -r solved "class/s$i"; else cp -r open "class/s$i"; fi
    i=$((i + 1))
done
seconds labs grade --course chosen --format csv class/*
echo "$begin $end" | awk '{ printf "100 submissions of 10 exercises  %.1f s (300 asked)\n", $2 - $1 }'

mkdir -p data/exercises/vm/01-say/start data/notes
cp "$top/labs/exercises/check.sh" data/exercises/
printf -- '---\ntitle: Say\nkind: find\nminutes: 1\nteaches: a word\ncheck: ./check\nfails: no\n---\nSay it.\n## Hint 1\nSay.\n## Why\nSo.\n' \
    >data/exercises/vm/01-say/exercise.md
printf '#!/bin/sh\n. "$RING3_LIB"\n[ -s "$RING3_WORK/word" ] || fail no\npoint yes\nfinish\n' >data/exercises/vm/01-say/check
chmod +x data/exercises/vm/01-say/check
export RING3_DATA="$work/data"
mkdir many
i=0
while [ "$i" -lt 1000 ]; do
    mkdir -p "many/s$i/vm/01-say" && echo word >"many/s$i/vm/01-say/word"
    i=$((i + 1))
done
for count in 10 100 1000; do
    # shellcheck disable=SC2012,SC2046 # our own names
    seconds sh -c 'ls -d many/* | head -n "$1" | xargs -n 1000 $2 labs grade --format csv' - "$count" \
        "$([ ! -x /usr/bin/time ] || echo /usr/bin/time -o spent -f '%U,%S,%M')"
    [ -s spent ] || echo ',,' >spent
    echo "$count $begin $end $(tr ',' ' ' <spent)" | awk '{
        printf "%4d submissions  %.2f ms each", $1, ($3 - $2) * 1000 / $1
        if (NF == 6) printf ", %.2f ms of processor time; largest process %d KiB", ($4 + $5) * 1000 / $1, $6
        print "" }'
done
read -r load _ </proc/loadavg
echo "(load of this machine: $load)"
