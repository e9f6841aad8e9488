#!/bin/sh
# The menu: how soon its first frame stands, how soon a key is answered, what it costs
# when nobody types. The check of a solved code exercise, the compiler included: the median
# over all of them, and the slowest. And the proof of all exercises.
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
labs list --json --kind code | sed 's/.*"exercise":"\([^"]*\)".*/\1/' >"$home/code"
while read -r name; do
    cp -R "labs/exercises/$name/solution/." "$home/work/$name/"
done <"$home/code"
perl -MTime::HiRes=time -e '
    my ($flag, $home, $rounds) = @ARGV;
    chomp(my @names = `cat $home/code`);
    sub middle { (sort { $a <=> $b } @_)[@_ / 2] }
    sub spent { my (undef, undef, $user, $system) = times; $user + $system }
    my (%clock, %processor, %compiler, @open);
    for my $round (1 .. $rounds) {
        for my $name (@names) {
            my ($begin, $before) = (time, spent);
            push @open, $name if system "labs check $name $flag >$home/said 2>&1";
            push @{ $clock{$name} }, time - $begin;
            push @{ $processor{$name} }, spent() - $before;
        }
    }
    for (0 .. $rounds) {
        my $before = spent;
        system "echo \"int main(void) { return 0; }\" >$home/try.c; cc -g -o $home/try $home/try.c";
        push @{ $compiler{all} }, spent() - $before;
    }
    $_ = middle @$_ for values %clock, values %processor, values %compiler;
    my ($slowest) = sort { $clock{$b} <=> $clock{$a} } @names;
    printf "check of a solved code exercise  median of %d exercises %.0f ms (1000 asked), %.0f ms of processor time: %.1f times the compiler with an empty program\n",
        scalar @names, 1000 * middle(values %clock), 1000 * middle(values %processor),
        middle(values %processor) / $compiler{all};
    printf "  the slowest  %.0f ms, %.0f ms of processor time: %s\n",
        1000 * $clock{$slowest}, 1000 * $processor{$slowest}, $slowest;
    printf "  not passed: %s\n", $_ for @open;
' "$flag" "$home" 3
read -r load _ </proc/loadavg
echo "  (load of this machine: $load)"

[ -n "${ALL-}" ] || exit 0
perl -MTime::HiRes=time -e '
    my $begin = time;
    my $last = `labs verify @ARGV 2>&1 | tail -n 1`;
    my ($user, $system, $cuser, $csystem) = times;
    printf "verify of all  %.0f s, %.0f s of processor time: %s", time - $begin, $cuser + $csystem, $last;
' -- $flag
