#!/bin/sh
# Every screen of isolate play at 80x24: nothing is wider or longer, and the text of each is
# as it was looked at (helpers/screens.txt; UPDATE=1 writes it anew, to be read).
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
golden=tests/isolate/helpers/screens.txt
keys=
for _ in $(seq 41); do keys="$keys dump right"; done
RING3_KEYS="$keys dump q" RING3_SCREEN=80x24 run isolate play
is "$status" 0 'all steps are shown'
printf '%s\n' "$out" >"$work/dumped"
perl tests/isolate/helpers/screens.pl 80 24 <"$work/dumped" >"$work/screens" 2>"$work/wrong"
[ -z "${UPDATE-}" ] || cp "$work/screens" "$golden"
is "$(cat "$work/wrong")" '' 'each has its 24 lines of at most 80 columns, its head, its foot, undo and still'
# A step that this host passes over says why in place of its text, and output of commands
# takes room from it: a screen is compared when it holds all of its text.
compare() { # the screen of one title, in $work/seen and $work/wanted
    is "$(cat "$work/seen")" "$(cat "$work/wanted")" "$(head -1 "$work/wanted" | sed 's/^ *//')"
}
perl -e 'local $/ = ""; open my $f, "<", $ARGV[0] or die; my %seen; while (<$f>) { my ($t) = /\A(.*)\n/; $seen{$t} = $_ }
    open $f, "<", $ARGV[1] or die; my $n = 0; while (<$f>) { my ($t) = /\A(.*)\n/; my $s = $seen{$t} // "";
        my ($names) = /\A.*\n((?: (?!undo).*\n)*)/; next unless $s =~ /\Q$names\E/ && length $s >= length $_ || $s eq $_;
        for ([ seen => $s ], [ wanted => $_ ]) { open my $o, ">", "$ARGV[2]/$_->[0].$n" or die; print $o $_->[1] } $n++ }' \
    "$work/screens" "$golden" "$work"
count=0
while [ -f "$work/wanted.$count" ]; do
    cp "$work/wanted.$count" "$work/wanted" && cp "$work/seen.$count" "$work/seen" && compare
    count=$((count + 1))
done
ok 'most screens could be compared' test "$count" -ge 20
done_testing
