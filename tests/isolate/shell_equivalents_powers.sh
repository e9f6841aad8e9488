#!/bin/sh
# The shell lines of the steps after `root` are typed as well: control groups, clocks,
# powers, filters. They need programs that the small root has not got, so here the
# container keeps the root of the host, and play is asked for the same.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
for tool in unshare setpriv nsenter hostname mount timeout ip; do
    PATH=$PATH:/usr/sbin:/sbin have "$tool" || skip_all "$tool is not installed"
done
unshare --help | grep -q keep-caps || skip_all 'unshare has no --keep-caps (util-linux 2.35)'
static_busybox=$(command -v busybox) || skip_all 'busybox is not installed'
# These the lines want, where they are: without one, its step is named and left out.
without=
for row in port:socat nft:nft keyring:keyctl; do
    if ! have "${row#*:}"; then
        skip "the shell lines of ${row%:*}" "${row#*:} is not installed"
        without="$without --without ${row%:*}"
    fi
done
have keyctl || without="$without --without filter"

# What the lines call lies where the tmpfs on /tmp does not cover it.
bin=$(mktemp -d /var/tmp/ring3-shell.XXXXXX) || skip_all 'no folder in /var/tmp'
chmod 755 "$bin"
cleanup() { # what the lines made on the host: processes, groups, the network
    [ ! -s "$bin/socat.pid" ] || xargs kill 2>/dev/null <"$bin/socat.pid"
    sed -n 's/^@mkdir -m 755 //p' "$work/lines" | sort -r >"$bin/groups"
    while read -r group; do wait_until 10 rmdir "$group"; done <"$bin/groups"
    sed -n 's/^@ip link add \(isop[0-9]*b\) .*/\1/p' "$work/lines" |
        xargs -r -n 1 ip link delete
    sed -n "s/^@nft 'add table ip \(.*\)'/\1/p" "$work/lines" |
        xargs -r -n 1 nft delete table ip
    rm -rf "$bin"
}
cp "$(command -v isolate)" "$static_busybox" "$bin/"
ln -s busybox "$bin/nc"
# A socat that can be ended again.
printf '#!/bin/sh\necho $$ >>%s/socat.pid\nexec %s "$@"\n' "$bin" "$(command -v socat)" >"$bin/socat"
chmod 755 "$bin/socat"
PATH=$bin:$PATH
mkdir "$bin/own" && chmod 777 "$bin/own"

# shellcheck disable=SC2086 # words
run isolate play --json --without files --without chroot --without pivot --without dev \
    --without masks --without overlay --without bind --without root --without landlock $without
is "$status" 0 'play builds a container in the root of the host'
printf '%s\n' "$out" >"$work/ours"
perl -MJSON::PP -e '
    my $bin = shift;
    while (<STDIN>) {
        my $step = decode_json($_);
        next if $step->{skipped};
        # Landlock wants a root of its own in play; the line is the same in any.
        print "exec isolate apply landlock sh\n" if $step->{name} eq "rlimits";
        print "echo; echo \"<\"keyring\">\"; keyctl show \@s; echo \"</\"keyring\">\"\n" if $step->{name} eq "filter";
        for (@{ $step->{rows} }) {
            next if $_->{errno};
            my $line = $_->{shell};
            # A person types slower than the two servers start.
            $line = "for i in \$(seq 100); do $line | grep . && break; sleep 0.1; done"
                if $_->{where} eq "outside" && $line =~ /^nc /;
            print $_->{where} eq "outside" ? "\@" : "", "$line\n";
            print "export PATH=$bin:\$PATH\n" if $_->{shell} =~ /^export PATH/;
        }
    }' "$bin" <"$work/ours" >"$work/lines"
trap 'cleanup; rm -rf "$work"' EXIT

look() { printf "echo; echo '<''%s>'; %s; echo '</''%s>'\n" "$1" "$2" "$1"; }
{
    cat "$work/lines"
    look cgroup 'cat /proc/self/cgroup'
    look uptime 'cut -d. -f1 /proc/uptime'
    look caps 'grep -E "^Cap" /proc/self/status'
    look privs 'grep NoNewPrivs /proc/self/status'
    look seccomp 'grep -E "^Seccomp" /proc/self/status'
    look files 'ulimit -n'
    look core 'ulimit -c'
    look own "touch $bin/own/new"
    look keyctl 'keyctl show @s'
    look unshare 'unshare --user true'
    look hostname 'hostname'
    # The limits, as the host's files have them when all is done.
    sed -n "s/^@echo '\(.*\)' > \(\/sys\/fs\/cgroup.*\)/@echo \"limit \1 =\" \$(head -1 \2)/p" "$work/lines" |
            grep -v 'freezer.state)\|cgroup.freeze)'
    sed -n "s/^@echo '.*' > \(.*\)\/pids.max$/@echo refused \$(cat \1\/pids.events)/p" "$work/lines"
    printf ':\n:\n:\n'
} >"$work/typed"
run sh -c "$RING3_BUILD/tests/isolate/helpers/typist <'$work/typed'"
is "$status" 0 'the shell takes every line'
printf '%s\n' "$out" | tr -d '\r' >"$work/shell"
lacks "$out" 'not found' 'every command is there'
shell_saw() { sed -n "/^<$1>/,/^<\/$1>/p" "$work/shell" | sed '1d;$d' | xargs; }
has_step() { perl -MJSON::PP -e 'while (<STDIN>) { my $s = decode_json($_);
    $found = 1 if $s->{name} eq $ARGV[0] && !$s->{skipped} } exit !$found' "$1" <"$work/ours"; }
we_saw() { # NAME: after the last step
    perl -MJSON::PP -e 'my $last; while (<STDIN>) { $last = $_ } my $s = decode_json($last);
        for (@{ $s->{facts} }) { print $_->{after} if $_->{name} eq $ARGV[0] }' "$1" <"$work/ours"
}

if has_step port; then
    contains "$out" 'hello from inside' 'port: the host reaches the server inside'
fi
if has_step nft; then
    is "$(printf '%s\n' "$out" | tr -d '\r' | grep -c 'hello from inside$')" 2 'nft: so does the rule'
    perl -MJSON::PP -e 'while (<STDIN>) { my $s = decode_json($_); print $s->{output} if $s->{name} eq "nft" }' \
        <"$work/ours" | sed -n '/^table ip/,/^}/p' >"$work/table"
    ok 'there is a table' grep -q 'dnat to' "$work/table"
    is "$(sed -n '/^table ip/,/^}/p' "$work/shell" | tr '\t' ' ' | grep .)" "$(cat "$work/table")" 'and the table is the same'
fi
if has_step cgroupns; then
    is "$(shell_saw cgroup | tr ' ' '\n' | sed 's/.*://' | sort -u | head -1)" "$(we_saw cgroup)" \
        'cgroupns: its group is the root'
fi
for step in memory pids cpu io; do
    has_step "$step" || skip "the limit of $step" 'this host has no group with it for us'
done
# "limit WANTED = SEEN": what was written is what stands there.
grep '^limit' "$work/shell" >"$work/limits"
while read -r _ wanted _ seen; do
    case $wanted in 254:* | *:*) continue ;; esac
    is "$seen" "$wanted" "a limit of $wanted holds"
done <"$work/limits"
[ ! -s "$work/limits" ] || contains "$out" 'frozen 1' 'freeze: it stood still' ||
    has_step freeze || skip 'freeze' 'no freezer'
if has_step memory; then
    lacks "$out" 50331648 'memory: 48 MiB were not to be had'
fi
if has_step pids; then
    lacks "$(grep '^refused' "$work/shell")" 'max 0' 'pids: forks were refused'
    contains "$out" 'refused max' 'as the kernel counted'
fi
if has_step time; then
    ok 'time: a clock of its own' test "$(shell_saw uptime)" -ge 3600000
fi
lacks "$(shell_saw caps | tr ' ' '\n' | grep -v Cap)" '[1-9a-f]' 'capabilities: none is left'
is "$(shell_saw caps | tr ' ' '\n' | grep -v Cap | sort -u)" 0000000000000000 'in none of the five sets'
is "$(shell_saw privs)" "NoNewPrivs: $(we_saw no_new_privs)" 'no-new-privileges'
contains "$(shell_saw own)$out" 'Permission denied' 'landlock: nothing is made outside of its folders'
is "files $(shell_saw files), core $(shell_saw core)" "$(we_saw rlimits)" 'rlimits'
contains "$(shell_saw seccomp)" 'Seccomp: 2' 'seccomp: a filter'
filters=$(we_saw seccomp | sed 's/.*: //')
contains "$(shell_saw seccomp)" "Seccomp_filters: $filters" 'as many as ours'
if has_step keyring; then
    contains "$(shell_saw keyring)" _ses 'keyring: a session of its own'
fi
if has_step filter; then
    contains "$(shell_saw keyctl)$(sed -n '/^<keyctl>/,$p' "$work/shell")" 'not permitted' 'filter: keyctl is refused'
fi
contains "$(sed -n '/^<unshare>/,$p' "$work/shell")" 'not permitted' 'seccomp: so are namespaces'
contains "$out" 'without doing it' 'notify: somebody answered'
is "$(shell_saw hostname)" "$(we_saw hostname)" 'and its name is the same'
done_testing
