#!/bin/sh
# The menu: how soon its first frame stands, how soon a key is answered, what it costs
# when nobody types. The check of a solved code exercise, the compiler included, beside
# the compiler alone. And the proof of all exercises.
#
#   make bench B=labs            without the proof of all
#   make bench B=labs ALL=1      with it: some minutes of processor time
home=$(mktemp -d "${TMPDIR:-/tmp}/ring3-bench.XXXXXX") || exit 1
trap 'rm -rf "$home"' EXIT
trap 'exit 1' HUP INT TERM
export HOME="$home" XDG_STATE_HOME="$home/state" XDG_CONFIG_HOME="$home/config"
"$RING3_BUILD/tests/labs/helpers/first-paint" quit labs

flag=
isolate run --read-only --tmpfs /tmp / true 2>/dev/null || flag=--without-sandbox
labs init "$home/work" >/dev/null 2>&1
perl -MTime::HiRes=time -e '
    my ($flag, $home, $rounds) = @ARGV;
    my ($name) = map { s{labs/exercises/}{}r } glob "labs/exercises/threads/*-two-locks-two-orders";
    system "cp labs/exercises/$name/solution/* $home/work/$name/";
    my (@check, @compile, $status);
    for (1 .. $rounds) {
        my $begin = time;
        $status = system "labs check $name $flag >$home/said 2>&1";
        push @check, time - $begin;
        $begin = time;
        system "cd $home/work/$name && cc -g -o $home/try *.c -lpthread 2>/dev/null";
        push @compile, time - $begin;
    }
    my ($a, $b) = map { (sort { $a <=> $b } @$_)[$rounds / 2] } \@check, \@compile;
    printf "check of a solved code exercise  median %.0f ms: %.1f times the compiler alone%s\n",
        1000 * $a, $a / $b, $status ? " (it did not pass)" : "";
' "$flag" "$home" 11

[ -n "${ALL-}" ] || exit 0
perl -MTime::HiRes=time -e '
    my $begin = time;
    my $last = `labs verify @ARGV 2>&1 | tail -n 1`;
    my ($user, $system, $cuser, $csystem) = times;
    printf "verify of all  %.0f s, %.0f s of processor time: %s", time - $begin, $cuser + $csystem, $last;
' -- $flag
