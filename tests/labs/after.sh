#!/bin/sh
# What a learner does around an attempt: explain, solution, list with a filter; and what
# outlives the machine: export, import, clean. And the seeds of a student.
. tests/lib.sh
. tests/labs/helpers/learner.sh
own_exercises
exercise vm/01-say
exercise vm/02-again
exercise threads/01-other
printf '# What words are\n\nA word is a word.\n' >"$RING3_DATA/notes/words.md"
sed -i 's/^check: .*/notes: words\n&/' "$RING3_DATA/exercises/vm/01-say/exercise.md"
labs init "$folder" >/dev/null

run labs explain vm/01
contains "$out" 'A word is a word.' 'explain shows the note'
run labs explain vm/02
contains "$out" 'stands on no note' 'or says that there is none'

refuses 1 'not solved yet' 'no solution before it is solved' labs solution vm/01
run labs solution vm/01 --show-me
is "$status" 0 'unless it is asked for'
contains "$out" '+right' 'then as a difference'
run labs export
contains "$out" '"exercise":"vm/01-say","what":"shown"' 'which is recorded'
run labs solution vm/01
is "$status" 0 'once seen is seen'
printf 'right\n' >"$folder/vm/02-again/word"
run labs check vm/02
contains "$out" 'labs solution vm/02-again' 'after solving it is offered'
run labs solution vm/02
contains "$out" 'yours is the same as ours' 'and may be the same'
run labs hint vm/01 --level 2
contains "$out" 'labs solution vm/01-say --show-me' 'the last hint names the way out'

# The list.
run labs list --state solved
contains "$out" 'vm/02-again' 'what is solved'
lacks "$out" 'threads/01' 'and only that'
run labs list --state todo --names threads
is "$out" threads/01-other 'by state and word'
run labs list --kind code
contains "$out" 'No exercise is like that.' 'none of that kind'
refuses 2 'stat' 'an unknown state' labs list --state happy

# Where the learner was.
run labs show threads/01
run labs next
contains "$out" 'threads/01-other' 'next is what was opened last'

# To another machine and back.
run labs export "$work/mine.jsonl"
is "$status" 0 'exported'
events=$(($(wc -l <"$work/mine.jsonl") - 1))
run env XDG_STATE_HOME="$work/there" labs import "$work/mine.jsonl"
is "$out" "$events added, 0 were here already" 'imported there'
run env XDG_STATE_HOME="$work/there" labs import "$work/mine.jsonl" --json
is "$out" "{\"added\":0,\"known\":$events}" 'a second time adds nothing'
XDG_STATE_HOME="$work/there" labs list --json >"$work/there.list"
labs list --json >"$work/here.list"
ok 'and both know the same' cmp "$work/there.list" "$work/here.list"
bad_import() { # NAME PART LINES
    printf '%b' "$3" >"$work/bad.jsonl"
    refuses 2 "$2" "$1" labs import "$work/bad.jsonl"
}
head='{"ring3":"progress","layout":2,"events":1}\n'
bad_import 'an empty file' 'is empty' ''
bad_import 'another file' 'bad.jsonl:1: this is no progress' 'hello\n'
bad_import 'a later layout' 'layout 9 is not known' '{"ring3":"progress","layout":9}\n'
bad_import 'a broken line' 'bad.jsonl:2: this is no line of JSON' "$head{\"at\":1\n"
bad_import 'a word that is none' 'bad.jsonl:3: this is no event' \
    "$head{\"at\":1.5,\"exercise\":\"vm/01-say\",\"what\":\"passed\"}\n{\"at\":2,\"exercise\":\"x\",\"what\":\"cheated\"}\n"
bad_import 'no time' 'this is no event' "$head{\"exercise\":\"x\",\"what\":\"passed\"}\n"
run labs list --state solved --names
is "$out" vm/02-again 'of a file with a bad line nothing was taken'
refuses 2 'No such file' 'no file' labs import "$work/none"

# Spoilt exports: each is taken whole or refused with a line, and the log stays whole.
cat >"$work/spoil.pl" <<'END'
my ($file, $seed) = @ARGV;
srand $seed;
local $/;
open my $in, "<", $file or die;
my $text = <$in>;
for (1 .. 1 + rand 6) {
    my $at = int rand length $text;
    my $how = int rand 3;
    substr($text, $at, 1) = $how == 0 ? chr int rand 256 : $how == 1 ? "" : substr($text, int rand length $text, 20);
}
print $text;
END
odd=0
seed=0
while [ $seed -lt 60 ]; do
    perl "$work/spoil.pl" "$work/mine.jsonl" $seed >"$work/spoilt.jsonl"
    XDG_STATE_HOME="$work/fuzz" labs import "$work/spoilt.jsonl" >/dev/null 2>"$work/said"
    case $? in
    0) [ ! -s "$work/said" ] || odd=$((odd + 1)) ;;
    2) [ "$(wc -l <"$work/said")" = 1 ] || odd=$((odd + 1)) ;;
    *) odd=$((odd + 1)) ;;
    esac
    seed=$((seed + 1))
done
is $odd 0 'sixty spoilt exports: taken, or refused with one line'
run env XDG_STATE_HOME="$work/fuzz" labs export
is "$status" 0 'and the log can be read'

# An upgrade: the file of the first layout keeps all that it has.
cat >"$work/old.c" <<'END'
#include <sqlite3.h>
int main(int argc, char **argv)
{
    sqlite3 *db;
    return argc < 2 || sqlite3_open(argv[1], &db) || sqlite3_exec(db,
        "CREATE TABLE event(id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL,"
        " exercise TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('passed', 'failed',"
        " 'skipped', 'undecided', 'hint', 'reset')), seed INTEGER NOT NULL DEFAULT 0,"
        " level INTEGER NOT NULL DEFAULT 0, seconds REAL NOT NULL DEFAULT 0);"
        "CREATE INDEX event_of_exercise ON event(exercise, id);"
        "CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
        "INSERT INTO event(at, exercise, what) VALUES(7.5, 'vm/01-say', 'failed'),"
        " (8.5, 'vm/01-say', 'passed'), (9.5, 'vm/02-again', 'failed');"
        "INSERT INTO setting VALUES('folder', '/nowhere'); PRAGMA user_version = 1;", 0, 0, 0);
}
END
${CC:-cc} -o "$work/old" "$work/old.c" -lsqlite3
mkdir -p "$work/older/ring3"
"$work/old" "$work/older/ring3/progress.sqlite"
run env XDG_STATE_HOME="$work/older" labs list --state solved --names
is "$out" vm/01-say 'a file of the first layout: what was solved is solved'
run env XDG_STATE_HOME="$work/older" labs next --json
contains "$out" '"exercise":"vm/02-again"' 'and where the learner was is known'
run env XDG_STATE_HOME="$work/older" labs solution vm/02 --show-me
run env XDG_STATE_HOME="$work/older" labs export
lines "$out" 4 'three old events in the new layout, and their head'

# A disk that is full in the midst of an upgrade or an import: nothing of it is done,
# nothing is lost, and once there is room again it is done whole.
cat >"$work/sql.c" <<'END'
#include <sqlite3.h>
#include <stdio.h>
int main(int argc, char **argv)
{
    sqlite3 *db; sqlite3_stmt *s;
    if (argc < 3 || sqlite3_open(argv[1], &db) || sqlite3_prepare_v2(db, argv[2], -1, &s, 0))
        return 1;
    while (sqlite3_step(s) == SQLITE_ROW)
        printf("%s ", sqlite3_column_text(s, 0));
    return 0;
}
END
${CC:-cc} -o "$work/sql" "$work/sql.c" -lsqlite3
many="WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
    INSERT INTO event(at, exercise, what) SELECT 10.5 + i, 'vm/01-say', 'failed' FROM n"
mkdir -p "$work/much/ring3" "$work/small"
"$work/old" "$work/much/ring3/progress.sqlite"
"$work/sql" "$work/much/ring3/progress.sqlite" "$many"
cp -R "$work/much" "$work/upgraded"
XDG_STATE_HOME="$work/upgraded" labs export >"$work/many.jsonl"
cat >"$work/midst" <<'END'
set -e
cd "$1"
mount -t tmpfs -o size=512k none small
export XDG_STATE_HOME=$PWD/small
file=small/ring3/progress.sqlite
seen() { echo "$1 $(./sql $file 'PRAGMA integrity_check')$(./sql $file 'PRAGMA user_version')$(./sql $file 'SELECT count(*) FROM event')"; }
mkdir small/ring3
cp "$2/ring3/progress.sqlite" small/ring3
shift 2
seen before
head -c 1000000 /dev/zero >small/x 2>/dev/null || :
if "$@"; then echo 'status 0'; else echo "status $?"; fi
seen full
rm small/x
"$@" >/dev/null
seen after
END
cp -R "$work/older" "$work/few"
if unshare -rm true 2>/dev/null; then
    run unshare -rm sh "$work/midst" "$work" "$work/much" labs list
    contains "$out" 'before ok 1 2003' 'the file of the first layout, with 2003 events'
    contains "$out" 'full ok 1 2003' 'an upgrade on a full disk: the file is as it was'
    lines "$err" 1 'one line says so'
    contains "$err" 'full' 'and why'
    contains "$out" 'after ok 2 2003' 'with room again it is done, and all is there'
    few=$("$work/sql" "$work/few/ring3/progress.sqlite" 'SELECT count(*) FROM event')
    run unshare -rm sh "$work/midst" "$work" "$work/few" labs import "$work/many.jsonl"
    contains "$out" "full ok 2 $few" 'an import on a full disk: nothing of it is there'
    contains "$out" 'status 3' 'which the exit status says'
    lines "$err" 1 'and one line'
    contains "$out" 'after ok 2 200' 'with room again all of it comes'
else
    skip 'a full disk in the midst' 'no namespace to mount a small one in'
fi

# Two that meet the old file at the same time: one upgrades, both go on.
rm -rf "$work/older/ring3" && mkdir -p "$work/older/ring3"
"$work/old" "$work/older/ring3/progress.sqlite"
for n in 1 2 3 4; do
    XDG_STATE_HOME="$work/older" labs hint vm/02 >/dev/null 2>"$work/upgrade.$n" &
done
wait
is "$(cat "$work"/upgrade.*)" '' 'four at once meet an old file: nobody complains'
run env XDG_STATE_HOME="$work/older" labs export
lines "$out" 8 'three old events, four new ones, and the head'

# The questions of a student.
mkdir -p "$RING3_DATA/exercises/vm/03-seeded/start"
cp -R "$RING3_DATA/exercises/vm/01-say/." "$RING3_DATA/exercises/vm/03-seeded"
sed -i 's/^check: .*/prepare: .\/prepare\n&/' "$RING3_DATA/exercises/vm/03-seeded/exercise.md"
printf '#!/bin/sh\necho "$RING3_SEED" >"$RING3_WORK/question"\n' >"$RING3_DATA/exercises/vm/03-seeded/prepare"
chmod +x "$RING3_DATA/exercises/vm/03-seeded/prepare"
XDG_STATE_HOME="$work/a" labs init --student ana "$work/ana" >/dev/null
XDG_STATE_HOME="$work/b" labs init --student ana "$work/ana2" >/dev/null
XDG_STATE_HOME="$work/c" labs init --student bob "$work/bob" >/dev/null
question() { cat "$work/$1/vm/03-seeded/question"; }
is "$(question ana)" "$(question ana2)" 'the same student gets the same questions'
ok 'another one others' test "$(question ana)" != "$(question bob)"
is "$(question ana)" 300370 'on every machine: the seed is fixed by the name'
XDG_STATE_HOME="$work/a" labs reset vm/03 --yes >/dev/null
is "$(question ana)" 300370 'after a reset too'
run env XDG_STATE_HOME="$work/c" labs init --student eve "$work/bob"
is "$status" 2 'a folder has one owner'
contains "$err" 'is the folder of bob already' 'who is named'
refuses 2 'has 1 to 100 bytes' 'nobody is no student' labs init --student '' "$work/nobody"

# Update: new exercises come in, answers stay.
exercise sqlite/01-new
run labs update
is "$status" 0 'update'
contains "$out" 'sqlite/01-new' 'names what is new'
is "$(cat "$folder/vm/02-again/word")" right 'and leaves the answers alone'

# Clean: shown, asked for, done; the work stays unless it is named.
mkdir "$TMPDIR/ring3-labs.1.1.gone"
refuses_clean() { run labs clean; }
refuses_clean
is "$status" 2 'clean asks'
contains "$out" "remove  $TMPDIR/ring3-labs.1.1.gone" 'shows what a kill left'
contains "$out" "remove  $XDG_STATE_HOME/ring3" 'and the progress'
contains "$out" "stays   $folder" 'and that the work stays'
ok 'and does nothing without a yes' test -d "$TMPDIR/ring3-labs.1.1.gone"
run labs clean --yes
is "$status" 0 'with a yes'
ok 'they are gone' test ! -e "$TMPDIR/ring3-labs.1.1.gone" -a ! -e "$XDG_STATE_HOME/ring3"
ok 'the work is there' test -e "$folder/vm/02-again/word"
run env -C "$folder" labs clean --yes --work
ok 'until it is named' test ! -e "$folder"
done_testing
