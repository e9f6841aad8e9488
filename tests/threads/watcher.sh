#!/bin/sh
# However the watcher ends, its child goes with it.
. tests/lib.sh

# A test that failed leaves nothing behind, not even a stopped process.
watcher='' child=''
end_both() {
    for pid in $watcher $child; do
        kill -s KILL "$pid" 2>/dev/null
    done
    [ -z "$watcher" ] || wait "$watcher" 2>/dev/null
    watcher='' child=''
}
trap 'end_both; tap_clean_up' EXIT

sees_child() { # of the watcher, in $child; others may vanish while we look
    child=$(perl -e 'for (glob "/proc/[0-9]*/stat") {
        open my $file, "<", $_ or next;
        my $stat = <$file> // next;
        print("$1\n"), last if $stat =~ /^(\d+) .*\) \S (\d+) / && $2 == $ARGV[0];
    }' "$watcher")
    [ -n "$child" ]
}
gone() { ! kill -0 "$1" 2>/dev/null; }
[ -r /proc/self/stat ] || skip_all 'needs /proc'

# A run that lasts longer than the test. Without a child there is nothing to test:
# that is a failure, and what depends on it is left out.
start() { # SECONDS WHAT
    # A background job of sh ignores SIGINT, unless it is told otherwise.
    perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' \
        threads demo race --count 1000000000 --limit "$1" >"$work/out" 2>&1 &
    watcher=$!
    wait_until 10 sees_child && return
    ok "the child for $2 was seen" false
    end_both
    return 1
}

for signal in KILL INT TERM HUP; do
    start 60 "SIG$signal" || continue
    ok "the child for SIG$signal is stopped" kill -s STOP "$child" # it cannot end by itself
    kill -s "$signal" "$watcher"
    ok "SIG$signal ends the watcher" wait_until 10 gone "$watcher"
    ok "SIG$signal takes the child along" wait_until 10 gone "$child"
    end_both
done

# A child that makes no progress is no proof of anything.
if start 2 'the limit'; then
    ok 'the child of a run with a limit is stopped' kill -s STOP "$child"
    wait "$watcher"
    is $? 4 'a run past its limit is undecided'
    contains "$(cat "$work/out")" 'UNDECIDED: the time is up' 'and is not called stuck'
    ok 'its child is gone' wait_until 10 gone "$child"
    end_both
fi

# The child is killed by someone else: no verdict is made up.
if start 60 'a kill by someone else'; then
    ok 'the child is killed' kill -s KILL "$child"
    wait "$watcher"
    is $? 1 'a child that was killed is a failure'
    contains "$(cat "$work/out")" 'CRASHED: signal 9' 'and is named as such'
    end_both
fi
done_testing
