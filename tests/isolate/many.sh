#!/bin/sh
# isolate run: many at once, and killed at any moment: nothing fails and nothing is left.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
sanitized && skip_all 'sanitizers need too much memory for 200 at once'
groups() { find /sys/fs/cgroup -maxdepth 6 -type d -name 'isolate-*' 2>/dev/null | sort; }
mounts_before=$(host_mounts)
groups_before=$(groups)
networks_before=$(ls /var/run/netns 2>/dev/null)

# ---- 200 at once ----
i=0
while [ "$i" -lt 200 ]; do
    (isolate run --read-only / sh -c 'exit 42' 2>>"$work/errors" || echo $? >>"$work/statuses") &
    i=$((i + 1))
done
wait
is "$(sort "$work/statuses" | uniq -c | tr -s ' ')" ' 200 42' '200 started at once: each has its status'
is "$(cat "$work/errors")" '' 'and none has anything to say'

# ---- killed at a growing delay ----
mark=6$$9
i=0
while [ "$i" -lt 60 ]; do
    perl -e 'my $pid = fork; if (!$pid) { open STDERR, ">/dev/null"; exec @ARGV[1 .. $#ARGV] }
        select undef, undef, undef, $ARGV[0]; kill 9, $pid; waitpid $pid, 0' \
        "$(printf '0.%04d' $((i * 3)))" isolate run --read-only / sleep "$mark"
    i=$((i + 1))
done
ok 'kill -9 at 60 moments: no process is left' wait_until 20 no_marked_process "$mark"
is "$(host_mounts)" "$mounts_before" 'no mount'
is "$(ls /var/run/netns 2>/dev/null)" "$networks_before" 'no network'
# Other tests run beside this one: what counts is that these groups go, and that it is the
# next container that takes them away (sweep.c: not those of the last five seconds; and
# supervise.c: when its command runs a while).
groups >"$work/groups"
printf '%s\n' "$groups_before" | comm -13 - "$work/groups" >"$work/new"
are_gone() {
    isolate run --read-only / sleep 0.1
    while read -r group; do [ ! -d "$group" ] || return 1; done <"$work/new"
}
ok 'no group, when the next container has run' wait_until 30 are_gone
done_testing
