#!/bin/sh
# The shell lines that play shows are typed into a real shell, and must lead to the
# same container as the C calls.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
for tool in unshare setpriv pivot_root hostname mount; do
    PATH=$PATH:/usr/sbin:/sbin have "$tool" || skip_all "$tool is not installed"
done
unshare --help | grep -q keep-caps || skip_all 'unshare has no --keep-caps (util-linux 2.35)'
# What comes after `root` needs programs that a root with busybox alone has not got: it is
# typed in the root of the host, by shell_equivalents_powers.sh; and so are
# `port` and `nft`.
run isolate play --json --until root --without port --without nft
is "$status" 0 'play builds a container'
printf '%s\n' "$out" >"$work/ours"
grep -q '"call":"open_tree(AT_FDCWD, \\"/[a-z/]*busybox' "$work/ours" ||
    skip_all 'the lines after pivot_root need a static busybox (install busybox-static)'
# The step exec stands on these alone.
isolate play --json | perl -MJSON::PP -ne 'my $s = decode_json($_); next if $s->{name} ne "exec";
    print "$_->{shell}\n" for @{ $s->{rows} }' >"$work/exec"

# The lines of all rows that succeeded; those for the host after "@".
perl -MJSON::PP -e '
    while (<STDIN>) {
        my $step = decode_json($_);
        next if $step->{skipped};
        for (@{ $step->{rows} }) {
            next if $_->{errno};
            print $_->{where} eq "outside" ? "\@" : "", "$_->{shell}\n";
        }
    }' <"$work/ours" >"$work/lines"
ok 'there are lines for every step' grep -q 'exec unshare --pid' "$work/lines"
bridge=$(sed -n 's/^@ip link add \(isop[0-9]*b\) .*/\1/p' "$work/lines")
clean_network() { [ -z "$bridge" ] || ip link delete "$bridge"; }
# Then it looks around, each answer between marks that are not in what is typed.
look() { printf "echo; echo '<''%s>'; %s; echo '</''%s>'\n" "$1" "$2" "$1"; }
{
    cat "$work/lines"
    look hostname hostname
    look ls 'ls /'
    look uid_map 'cat /proc/self/uid_map'
    look gid_map 'cat /proc/self/gid_map'
    look setgroups 'cat /proc/self/setgroups'
    look mountinfo 'cat /proc/self/mountinfo'
    look ns 'ls -l /proc/self/ns'
    look pid 'echo $$'
    look etc 'ls /etc'
    look dev 'ls /dev'
    look volume 'ls /data'
    look environment 'env'
    look ps 'echo /proc/[0-9]*'
    look caps 'grep Cap /proc/self/status'
    look exec "$(paste -sd';' "$work/exec")"
    # The typist may be a prompt ahead of the shell: what counts has been said before these.
    printf ':\n:\n:\n'
} >"$work/typed"
run sh -c "$RING3_BUILD/tests/isolate/helpers/typist <'$work/typed'"
clean_network
is "$status" 0 'the shell takes every line'
printf '%s\n' "$out" | tr -d '\r' >"$work/shell"
lacks "$out" 'not found' 'every command is there'
lacks "$out" 'denied' 'and none is refused'

shell_saw() { sed -n "/^<$1>/,/^<\/$1>/p" "$work/shell" | sed '1d;$d' | xargs; }
# The fact NAME of the step LAYER as play reports it; FIELD is after or host.
we_saw() { # NAME FIELD LAYER
    perl -MJSON::PP -e 'while (<STDIN>) { my $s = decode_json($_); next if $s->{name} ne $ARGV[2];
        for (@{ $s->{facts} }) { print $_->{$ARGV[1]} if $_->{name} eq $ARGV[0] } }' \
        "$1" "$2" "$3" <"$work/ours"
}
for fact in hostname ls uid_map gid_map setgroups pid etc dev volume; do
    is "$(shell_saw "$fact")" "$(we_saw "$fact" after root)" "the same $fact"
done
is "$(shell_saw ps | wc -w)" "$(we_saw ps after root)" 'the same number of processes'
contains "$(shell_saw caps)" 'CapEff: 000001ffffffffff' 'the same capabilities' ||
    contains "$(we_saw caps after root)" 41 'as ours'

is "$(shell_saw exec | cut -d' ' -f1,2)" "$(we_saw hostname after root) uid=0" 'what exec executes'
contains "$(shell_saw exec)" "$(we_saw ls after root)" 'and what it sees'

# Mounts: point, options and type; their numbers differ from one time to the next.
mounts_of() { awk '{ for (i = 7; $i != "-"; i++); print $4, $5, $6, $(i + 1) }' | sort; }
sed -n '/^<mountinfo>/,/^<\/mountinfo>/p' "$work/shell" | sed '1d;$d' | mounts_of >"$work/theirs"
perl -MJSON::PP -e 'while (<STDIN>) { my $s = decode_json($_); next if $s->{name} ne "root";
    print $s->{mountinfo} }' \
    <"$work/ours" | mounts_of >"$work/mine"
is "$(cat "$work/theirs")" "$(cat "$work/mine")" 'the same mounts'

# Namespaces: new where ours are new, the host's where ours are the host's.
new_in_shell() { # KIND
    case $(shell_saw ns) in
    *"$1:[$(readlink "/proc/self/ns/$1" | tr -dc 0-9)]"*) echo "host's" ;;
    *) echo new ;;
    esac
}
new_for_us() { # KIND
    if [ "$(we_saw "ns_$1" after root)" = "$(we_saw "ns_$1" host root)" ]; then
        echo "host's"
    else
        echo new
    fi
}
for kind in user uts mnt pid net ipc cgroup; do
    is "$(new_in_shell "$kind")" "$(new_for_us "$kind")" "$kind namespace: $(new_for_us "$kind")"
done
done_testing
