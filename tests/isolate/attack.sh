#!/bin/sh
# isolate attack: no way out is open, and each "blocked" was earned by a twin that was
# seen to succeed. Nothing is left, whatever is left out.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
command -v jq >/dev/null || skip_all 'jq is not installed'
[ "$RING3_VARIANT" = release ] || [ "$RING3_VARIANT" = debug ] ||
    skip_all 'attempts need a static program'

host=$(uname -n)
scratch=$work/scratch
mkdir "$scratch" && chmod 1777 "$scratch"
export TMPDIR="$scratch"

verdicts() { jq -r "select(.verdict == \"$1\") | .attack" "$work/.out"; }

# ---- all of them ----
run isolate attack --json
is "$status" 0 'no attack is open'
is "$(verdicts OPEN)" '' 'none of them'
is "$(verdicts failed)" '' 'every container came to its attempt'
ok 'at least 85 attacks' test "$(jq -r 'select(.attack).attack' "$work/.out" | wc -l)" -ge 85
is "$(jq -r 'select(.verdict == "blocked" and .twin_open != true).attack' "$work/.out")" '' \
    'what is blocked was seen to succeed in the twin'
is "$(jq -r 'select(.verdict == "blocked" and (.twin_without | length) == 0).attack' "$work/.out")" '' \
    'the twin goes without a layer'
is "$(jq -r 'select(.attack and (.reason | length) < 8).attack' "$work/.out")" '' 'every verdict has a reason'
is "$(jq -r 'select(.verdict == "allowed" and (.reason | length) < 60).attack' "$work/.out")" '' \
    'what is allowed has a reason of its own'
case $(id -u) in 0) least=110 ;; *) least=60 ;; esac
ok "at least $least are blocked" test "$(verdicts blocked | wc -l)" -ge "$least"

# ---- a layer is left out ----
# LAYERS ATTACK: nothing else stands between the two. Each layer has an attack that it
# stops alone.
can_be_seen() { # LAYER: what the attack is after is there
    case $1 in
    user) [ "$(id -u)" = 0 ] ;;
    sys) [ -n "$(ls -A /sys/firmware 2>/dev/null)" ] ;;
    cgroup) awk '$1 == "MemFree:" { exit $2 < 450000 }' /proc/meminfo ;;
    esac
}
cat >"$work/alone" <<'END'
environment host-environment
descriptors leaked-descriptor
session controlling-terminal
user planted-setuid
pid see-host-process
mount false-proc
pivot granted-chroot
proc kernel-addresses
dev run-from-shm
sys firmware
root fill-disk
uts host-name
ipc shared-memory
net host-service
cgroupns group-path
cgroup memory-bomb
time host-uptime
landlock reopen-input
landlock shared-network-socket
keyring keyring-of-starter
capabilities forbidden-file
no-new-privileges new-privileges
rlimits core-file
seccomp io-uring
mount,pivot host-files
keyring,seccomp session-keyring
net,landlock abstract-socket
capabilities,seccomp,landlock mount
pivot,capabilities,seccomp chroot-escape
END
while read -r layer attack; do
    if ! can_be_seen "$layer"; then
        skip "without $layer, $attack is open" 'this host or user has nothing to attack'
        continue
    fi
    run isolate attack "$attack" --without "$layer" --json
    is "$status $(verdicts OPEN)" "1 $attack" "without $layer, $attack is open"
done <"$work/alone"
run isolate attack --without walls
is "$(printf '%s\n' "$err" | grep -o 'the layers are.*' | sed 's/the layers are//' | tr -s ', ' '\n' | grep . | sort)" \
    "$(grep -v , "$work/alone" | cut -d' ' -f1 | sort -u)" 'no layer is without such an attack'

run isolate attack trace-own-child add-key session-keyring --without keyring
contains "$out" 'met another wall (seccomp)' 'where nothing turns open, the wall behind is named'

# ---- all layers are left out: the host bears it ----
all=environment,descriptors,session,pid,mount,pivot,proc,dev,sys,root,uts,ipc,net,cgroupns
all=$all,cgroup,time,capabilities,no-new-privileges,landlock,rlimits,keyring,seccomp
[ "$(id -u)" != 0 ] || all=$all,user
state() {
    ls -d /tmp/file /tmp/lower /tmp/upper /tmp/work /tmp/second /tmp/release_agent 2>/dev/null
    for file in kernel/core_pattern kernel/pid_max kernel/hostname net/ipv4/ip_forward \
        vm/drop_caches user/max_inotify_instances kernel/modprobe; do
        echo "$file $(cat "/proc/sys/$file" 2>/dev/null)"
    done
    cat /sys/class/net/lo/flags
}
state_before=$(state)
run isolate attack --without "$all" --json
is "$status" 1 'without any layer much is open'
ok 'at least 60 attacks' test "$(verdicts OPEN | wc -l)" -ge 60
is "$(state)" "$state_before" 'and nothing of the host is changed'

# ---- the list on a screen ----
run env RING3_KEYS='dump tick tick dump down enter dump q q' RING3_SCREEN=80x24 RING3_DUMP="$work/screen" \
    isolate attack tiocsti mount
is "$status" 0 'the list is left with the status of what was tried'
screen=$(cat "$work/screen")
contains "$screen" '0 of 2' 'it begins before anything was tried'
contains "$screen" ' blocked  mount' 'it fills with verdicts'
contains "$screen" 'stopped   It needs CAP_SYS_ADMIN' 'Enter shows how an attack is stopped'
contains "$screen" '$ isolate attack mount' 'and the command that does the same'

# ---- requests ----
refuses 2 'the layers are' 'a layer that does not exist' isolate attack --without walls
refuses 2 'no such attack' 'an attack that does not exist' isolate attack no-such-thing
[ "$(id -u)" = 0 ] ||
    refuses 3 'only root' 'a user cannot go without a user namespace' isolate attack --without user
run isolate attack --list --json
is "$(jq -r 'select((.tries | length) < 40 or (.source | length) < 4 or (.stopped | length) < 8).attack' "$work/.out")" \
    '' 'each says what it tries, where it comes from, how it is stopped'
is "$(jq -r .attack "$work/.out" | sort | uniq -d)" '' 'no name is there twice'
is "$(jq -r .title "$work/.out" | awk 'length > 45')" '' 'titles fit'
is "$(jq -r .attack "$work/.out" | tr - _ | sort)" \
    "$(grep -l '^const struct attack attack_' isolate/attacks/*.c | sed 's|.*/||; s|\.c$||' | sort)" \
    'each file is in the table, by its name'
for name in $(jq -r .attack "$work/.out"); do
    grep -qF -e "\`$name\`" docs/isolate/attacks.md || printf '%s\n' "$name"
done >"$work/missing"
is "$(cat "$work/missing")" '' 'each is on its page'

# ---- the inner part, on the bare host ----
cp "$RING3_BUILD/bin/isolate" "$work/isolate-attempt"
refuses 2 'runs it in a container' 'without a token' "$work/isolate-attempt"
token=0123456789abcdef0123456789abcdef
refuses 2 'no marker' 'without a marker' "$work/isolate-attempt" mount "$token" x "$work/none"
printf '%s %s\n' "$token" "$(($(date +%s) - 5))" >"$work/old"
refuses 2 'no marker' 'with one whose time is over' "$work/isolate-attempt" mount "$token" x "$work/old"
printf '%s %s\n' "fedcba9876543210fedcba9876543210" "$(($(date +%s) + 50))" >"$work/other"
refuses 2 'no marker' 'with one for another token' "$work/isolate-attempt" mount "$token" x "$work/other"

# ---- nothing is left ----
no_scratch() { [ -z "$(ls -A "$scratch")" ]; }
ok 'no folder' no_scratch
is "$(grep -F "$scratch" /proc/self/mountinfo)" '' 'no mount'
is "$(uname -n)" "$host" 'the host keeps its name'

# Killed in the middle of an attempt, at once and without a chance to tidy up.
isolate attack >/dev/null 2>&1 &
runner=$!
wait_until 10 test -n "$(ls -A "$scratch")" || true
kill -9 "$runner" 2>/dev/null
wait "$runner" 2>/dev/null
ok 'after kill -9 the folder goes, too' wait_until 10 no_scratch
done_testing
