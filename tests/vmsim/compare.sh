#!/bin/sh
# vmsim compare and vmsim info.
. tests/lib.sh
data=tests/vmsim/data
mix=$data/mix200k.u64.xz
real=$data/busybox-true.lackey.xz
printf '1\n2\n3\n4\n1\n2\n5\n1\n2\n3\n4\n5 w\n' >"$work/belady"
cp "$real" "$work/real.xz"

field() { printf '%s\n' "$out" | sed -n "s/.*\"$1\":\([-0-9.]*\).*/\1/p"; }

cd "$work" || exit 1
run vmsim compare belady -p fifo,lru -f 3
cd "$OLDPWD" || exit 1
is "$status" 0 'compare'
is "$(printf '%s\n' "$out" | sed -n 1,5p)" 'belady: 12 references, 3 frames; OPT faults 7 times (58.33%)

policy                       faults   over OPT                lost        won  regret
fifo                              9          2   +28.6%          2          0   0.333
lru                              10          3   +42.9%          3          0   0.429' 'the table'
contains "$out" 'where in the trace it was lost' 'and where'
run vmsim compare "$mix" -p fifo,lru,clock,random,opt -f 10% --json
lines "$out" 5 'one object per policy'
printf '%s\n' "$out" >"$work/json"
if perl -MJSON::PP -e 1 2>/dev/null; then
    ok 'the gap is what was lost less what was won, and the sum of its parts' \
        perl -MJSON::PP -MList::Util=sum -ne 'my $r = decode_json($_);
            die $_ unless $r->{gap} == $r->{lost} - $r->{won}
                && $r->{gap} == sum(@{$r->{gap_by_part}})
                && $r->{gap} == $r->{faults} - $r->{opt_faults}' "$work/json"
fi
is "$(printf '%s\n' "$out" | tail -n 1 | sed 's/.*"gap":\([0-9]*\).*"lost":\([0-9]*\).*/\1 \2/')" \
    '0 0' 'OPT loses nothing to OPT'
run vmsim compare "$mix" -f 512 --json -p lru
is "$(field faults) $(field opt_faults)" '158108 102673' 'the counts of the oracles'
run env LC_ALL=C vmsim compare "$mix" -f 512
is "$(printf '%s' "$out" | LC_ALL=C tr -d '\n -~')" '' 'without UTF-8, ASCII'

run vmsim info "$work/real.xz"
is "$status" 0 'info'
contains "$out" 'real.xz: lackey' 'the format, by content'
contains "$out" 'references   49262' 'references'
contains "$out" 'pages        78 different ones' 'pages'
contains "$out" 'writes       1640 (3.3%)' 'the share of writes'
contains "$out" 'fetches      40304 of instructions' 'fetches, told apart'
contains "$out" '  first use                       78   0.16%' 'first uses'
contains "$out" 'keeps to the same pages' 'phases'
run vmsim info "$real" --json
is "$(($(field reads) + $(field writes) + $(field modifies) + $(field fetches)))" 49262 \
    'the kinds add up'
if perl -MJSON::PP -e 1 2>/dev/null; then
    printf '%s\n' "$out" >"$work/json"
    ok 'so do the distances, and the phases cover the trace' \
        perl -MJSON::PP -MList::Util=sum -ne 'my $r = decode_json($_); my $at = 1;
            for (@{$r->{phases}}) { die unless $_->{first} == $at; $at = $_->{last} + 1 }
            die unless $at == 49263;
            die unless $r->{first_uses} + sum(map { $_->{references} } @{$r->{distances}})
                == $r->{references}' "$work/json"
fi
run sh -c 'vmsim generate loop --pages 20 -n 5000 | vmsim info -'
contains "$out" '17 to 32                      4980  99.60%' 'a loop comes back after 20 pages'
contains "$out" '1 to       5000  keeps to the same pages, 20 different' \
    'and is one phase'
run sh -c 'vmsim generate scan -n 5000 | vmsim info -'
contains "$out" '1 to       5000  goes over new pages' 'a scan is one, too'
run sh -c 'printf "page,pid\n1,7\n1,8\n2,7\n" | vmsim info -'
contains "$out" 'processes    2' 'processes'
contains "$out" 'pages        3 different ones' 'have pages of their own'

no() { # WORDS NAME ARGUMENTS…
    part=$1 name=$2
    shift 2
    refuses 2 "$part" "$name" vmsim "$@"
}
no '--frames is missing' 'no frames' compare "$mix"
no 'names 2' 'two sizes' compare "$mix" -f 3,4
no 'too small' 'zero frames' compare "$mix" -f 0
no "did you mean 'fifo'" 'a policy misspelt' compare "$mix" -f 3 -p fif
no 'is empty' 'an empty trace' compare /dev/null -f 3
no 'is empty' 'info on nothing' info /dev/null
no 'No such file' 'info on no file' info "$work/none"
no 'is a directory' 'info on a folder' info "$work"
done_testing
