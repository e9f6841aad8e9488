#!/bin/sh
# Progress survives: kill -9 at any moment, two labs at once, no place to keep it.
. tests/lib.sh
. tests/labs/helpers/learner.sh
own_exercises
exercise vm/01-say
labs init "$folder" >/dev/null
database=$XDG_STATE_HOME/ring3/progress.sqlite
attempts() { labs list --json | sed -n 's/.*"attempts":\([0-9]*\).*/\1/p'; }

# Kill a check at moments that are spread over its whole life. What was counted once
# stays counted.
before=0 broken=0 lost=0 killed=0
for moment in 1 2 3 5 7 9 12 15 18 22 26 30 40 55; do
    RING3_AFTER=$moment perl -e '
        my $child = fork();
        if (!$child) { open STDOUT, ">", "/dev/null"; exec "labs", "check", "vm/01"; }
        select undef, undef, undef, $ENV{RING3_AFTER} / 1000;
        kill 9, $child;
        waitpid $child, 0;
        exit(($? & 127) == 9 ? 0 : 1)' && killed=$((killed + 1))
    now=$(attempts) || broken=$((broken + 1))
    [ "${now:-0}" -ge "$before" ] || lost=$((lost + 1))
    before=${now:-0}
done
is "$broken" 0 'after every kill the progress can be read'
is "$lost" 0 'and no attempt that was counted is lost'
ok 'some of the kills came in time' test "$killed" -gt 0
labs check vm/01 >/dev/null
is "$(attempts)" $((before + 1)) 'and it counts on'
is "$(find "$TMPDIR" -mindepth 1 | wc -l)" 0 'nothing of the killed checks is left'

# The number of a process is given again; with the time when it began it is not.
mkdir "$TMPDIR/ring3-labs.$$.1.gone" "$TMPDIR/ring3-labs.$$.$(cut -d' ' -f22 /proc/$$/stat).used"
labs check vm/01 >/dev/null
ok 'what a process left whose number another has now is removed' test ! -e "$TMPDIR/ring3-labs.$$.1.gone"
ok 'and what belongs to a living one stays' rmdir "$TMPDIR"/*.used

# Ctrl-C in the midst of a check. A process that the shell starts with & would ignore it.
printf '#!/bin/sh\n: >"%s"; while :; do :; done\n' "$work/runs" >"$RING3_DATA/exercises/vm/01-say/slow"
chmod +x "$RING3_DATA/exercises/vm/01-say/slow"
sed -i 's|^check: .*|check: ./slow|' "$RING3_DATA/exercises/vm/01-say/exercise.md"
perl -e '$SIG{INT} = "DEFAULT"; exec "labs", "check", "vm/01"' >/dev/null 2>&1 &
checking=$!
ok 'a check is running' wait_until 20 test -e "$work/runs"
kill -INT $checking
wait $checking
is $? 130 'Ctrl-C ends it'
nothing_left() { [ -z "$(find "$TMPDIR" -mindepth 1)" ]; }
ok 'and nothing of it is left' wait_until 20 nothing_left
sed -i 's|^check: .*|check: ./check|' "$RING3_DATA/exercises/vm/01-say/exercise.md"

# Two at once, each adding ten.
before=$(attempts)
many() { for _ in 1 2 3 4 5 6 7 8 9 10; do labs hint vm/01 2>>"$work/errors" >/dev/null; done; }
: >"$work/errors"
many &
other=$!
many
wait $other
is "$(cat "$work/errors")" '' 'two labs at once: nobody complains'
is "$(attempts)" "$before" 'hints are no attempts'
cat >"$work/count.c" <<'END'
#include <sqlite3.h>
#include <stdio.h>
int main(int argc, char **argv)
{
    sqlite3 *db; sqlite3_stmt *s;
    if (argc < 3 || sqlite3_open(argv[1], &db) || sqlite3_prepare_v2(db, argv[2], -1, &s, 0))
        return 1;
    while (sqlite3_step(s) == SQLITE_ROW)
        printf("%s\n", sqlite3_column_text(s, 0));
    return 0;
}
END
${CC:-cc} -o "$work/count" "$work/count.c" -lsqlite3
is "$("$work/count" "$database" "SELECT count(*) FROM event WHERE what='hint'")" 20 \
    'and all twenty are there'
is "$("$work/count" "$database" 'PRAGMA integrity_check')" ok 'the file is whole'

# A file of a later version is left alone.
"$work/count" "$database" 'PRAGMA user_version = 9'
run env -C "$folder" labs check vm/01
is "$status" 1 'a file of a later ring3: the verdict is still given'
contains "$out" 'your file says nothing' 'with its reason'
contains "$err" 'was written by a later ring3' 'and one line about the progress'
lines "$err" 1 'one line, not more'

echo 'no database at all, but a text that is long enough to be taken for one' >"$database"
run env -C "$folder" labs check
is "$status" 1 'a spoilt file: the verdict is still given'
contains "$err" 'is not a database' 'and the reason is said'
contains "$(cat "$database")" 'no database at all' 'and the file is left as it was'

spoilt() { # NAME: the way out is said, and it works
    run env -C "$folder" labs check
    is "$status" 1 "$1: the verdict is still given"
    contains "$err" "mv '$database'" "$1: and the way out"
    rm -rf "$database.spoilt"
    eval "$(printf '%s\n' "$err" | sed -n "s/.*made: \(mv '[^']*' '[^']*'\)).*/\1/p")"
    run env -C "$folder" labs check
    is "$err" '' "$1: which helps"
}
spoilt 'no database'
head -c 3000 /dev/zero | tr '\0' x | dd of="$database" bs=1 seek=100 conv=notrunc 2>/dev/null
spoilt 'a malformed one'
"$work/count" "$database" 'DROP TABLE event'
spoilt 'no such table'
rm "$database"
mkdir "$database"
spoilt 'a directory'

# A home that cannot be written. To root every folder can be, but not one in /proc.
run env -C "$folder" XDG_STATE_HOME=/proc/none labs check
is "$status" 1 'no place for progress: the verdict is still given'
lines "$err" 1 'and one line'
run env XDG_STATE_HOME=/proc/none labs init "$work/second"
is "$status" 0 'a folder can be made without it'
contains "$err" 'the folder is ready' 'and what to do is said'

# A full disk.
if unshare -Urm true 2>/dev/null; then
    mkdir "$work/full"
    cat >"$work/fill" <<END
mount -t tmpfs -o size=64k none '$work/full' && head -c 65536 /dev/zero >'$work/full/x'
cd '$folder' && XDG_STATE_HOME='$work/full' exec labs check
END
    run unshare -Urm sh "$work/fill"
    is "$status" 1 'a full disk: the verdict is still given'
    lines "$err" 1 'and one line'
else
    skip 'a full disk' 'this host gives no user namespace to mount a small one in'
fi
done_testing
