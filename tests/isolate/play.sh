#!/bin/sh
# isolate play: the same steps as a screen, as lines, as JSON and as an asciicast.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
mounts_before=$(host_mounts)
host=$(uname -n)
run isolate play --plain
if [ "$status" = 3 ]; then
    contains "$err" busybox-static 'without a static program it says what to install'
    skip 'the steps' "$err"
    done_testing
fi

# ---- lines ----
is "$status" 0 'play as lines'
contains "$out" 'call: pivot_root(".", ".") = 0' 'a call with what the kernel answered'
contains "$out" 'shell: pivot_root . .' 'and the shell line of the same row'
contains "$out" "hostname: box, before: $host" 'the host name is seen to change'
contains "$out" 'ls /: bin data dev etc mnt proc sys tmp, before:' 'so is the root'
contains "$out" 'processes in /proc: 1, before:' 'so is what ps shows'
contains "$out" '$ hostname' 'the guest ran'
contains "$out" 'undo: rebuilt.' 'it is said how a step is undone'
contains "$out" 'undo: real.' 'where there is a way back, too'
is "$(uname -n)" "$host" 'the host keeps its name'

# ---- JSON ----
run isolate play --json
printf '%s\n' "$out" >"$work/steps"
steps=$(grep -c '' "$work/steps")
ok 'one object per step' test "$steps" -ge 29
ask() { perl -MJSON::PP -e "$@" <"$work/steps"; }
facts() { # NAME FACT FIELD
    ask 'while (<STDIN>) { my $s = decode_json($_); next if $s->{name} ne $ARGV[0];
        for (@{ $s->{facts} }) { print $_->{$ARGV[2]} if $_->{name} eq $ARGV[1] } }' "$@"
}
is "$(ask 'while (<STDIN>) { my $s = decode_json($_); next if $s->{skipped};
    for (@{ $s->{rows} }) { print "$s->{name}: $_->{call}\n" if $_->{errno} && !$_->{may_fail} } }')" \
    '' 'no call failed but those that may'
number_of() { ask 'while (<STDIN>) { my $s = decode_json($_); print $s->{step} if $s->{name} eq $ARGV[0] }' "$1"; }
is "$(ask 'while (<STDIN>) { my $s = decode_json($_);
    print "$s->{name} $s->{answer}\n" if $s->{question} && $s->{name} =~ /^(environment|user|uts|pid|init|mount|chroot|pivot|proc|masks|overlay|capabilities|exec)$/ }')" "environment 2
user 0
uts $host
pid 1
init yes
mount no
chroot yes
pivot no
proc 1
masks read-only
overlay no
capabilities no
exec 2" 'the answers of predict mode come from what was seen'
for pair in user:ns_user uts:ns_uts mount:ns_mnt pid:ns_pid ipc:ns_ipc net:ns_net time:ns_time; do
    step=${pair%:*} name=${pair#*:}
    ok "$name is new after the step $step" \
        test "$(facts "$step" "$name" before)" != "$(facts "$step" "$name" after)"
    is "$(facts "$step" "$name" host)" "$(readlink "/proc/self/ns/${name#ns_}" | tr -dc 0-9)" \
        "and the host's is as it was"
done
for set in caps caps_permitted caps_inheritable caps_bounding caps_ambient; do
    is "$(facts capabilities $set after)" none "$set is empty in the end"
done
is "$(facts no-new-privileges no_new_privs after)" 1 'no_new_privs is set'
is "$(facts descriptors descriptors after)" '0 1 2' 'no descriptor is left'
is "$(facts root root_write after)" read-only 'the root is read-only'
is "$(facts masks proc_sys after)" read-only 'so is /proc/sys'
is "$(facts exec caps host)" "$(facts process caps host)" 'the host has the capabilities it had'

# ---- the screen, by scripted keys ----
play() { RING3_KEYS=$1 RING3_SCREEN=${2-80x24} run isolate play; }
uts=$(number_of uts)
play "g '$uts' enter dump"
is "$status" 0 'it can be left before the end'
contains "$out" "step $uts of $steps" 'the screen has come to the step uts'
contains "$out" "hostname           $host" 'it shows the name before'
contains "$out" '● new' 'and marks what is new'
contains "$out" 's shell inside' 'the footer names the keys of this lab'
play "g '$uts' enter left dump"
contains "$out" 'rebuilt: a new container' 'going back says how it was done'
overlay=$(number_of overlay)
play "g '$overlay' enter left dump"
contains "$out" 'undone for real: umount2("/etc", MNT_DETACH) = 0' 'or which call has undone it'
play 'P dump'
lacks "$out" 'How many' 'the step where it begins is not asked about'
play "P right '7' enter dump"
contains "$out" 'You said 7; it is: 2' 'a wrong prediction is told why'
play "P right '2' enter dump"
contains "$out" 'Right: 2' 'a right one too'
play "g '$(number_of pid)' enter e dump"
contains "$out" 'unshare --pid --fork' 'g goes on to a step and e shows its evidence'
# The learner answers the call that a child makes: pretend, refuse, allow.
play "g '$(number_of notify)' enter d dump d dump"
contains "$out" 'we answered:     EPERM' 'd refuses the held call'
contains "$out" 'the child sees:  failure' 'and the child is told so'
contains "$out" 'we answered:     go on' 'or lets it go on'
if [ "$(id -u)" = 0 ]; then
    run unshare --uts setpriv --no-new-privs "$(command -v isolate)" apply --answer allow notify hostname
    contains "$err" 'its name is another' 'apply: with the capability the kernel does it'
    is "$out" "$(hostname)" 'for the child alone'
fi
refuses 2 'no_new_privs first' 'apply' isolate apply seccomp true
refuses 2 'none of landlock' 'a layer that is none' setpriv --no-new-privs isolate apply walls true
play '? dump'
contains "$out" 'A                 play by itself' 'a key that is taken goes by its other name'
run env RING3_ASCII=1 RING3_KEYS='right right dump' RING3_SCREEN=60x15 isolate play
contains "$out" '* new' 'a small ASCII terminal'
play 'end dump' 200x60
contains "$out" 'uid=0' 'a large one'
play 'end dump' 1x1
is "$status" 0 'a terminal of one cell'
run isolate play --plain --at 5
contains "$out" 'step 5 of' '--at builds up to a step and shows it'
lacks "$out" 'step 4 of' 'and no other'

# ---- until and without ----
run isolate play --plain --until pivot
contains "$out" "step $(number_of pivot) of $(number_of pivot)" '--until ends with a step'
refuses 2 'no such step' 'a step that is not there' isolate play --plain --until pivto
refuses 2 'no such step' 'nor to be left out' isolate play --plain --without pivto

# ---- the asciicast ----
run isolate play --cast "$work/cast"
is "$(grep -c '"m"' "$work/cast")" "$steps" 'a marker per step'

# ---- killed in the middle ----
mkfifo "$work/hold"
isolate play --json >"$work/hold" &
isolate=$!
exec 8<"$work/hold"
read -r _ <&8
kill -9 "$isolate"
wait "$isolate" 2>/dev/null
# The pipe ends when nobody holds it: neither isolate nor its container.
ok 'kill -9 leaves no process that holds our output' timeout 20 cat <&8
is "$(host_mounts)" "$mounts_before" 'the mount table of the host is as before'
done_testing
