#!/bin/sh
# isolate run: every option, that it does what it says and what it must not do.
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
busybox=$(command -v busybox || true)
[ -n "$busybox" ] || skip_all 'busybox is not installed'
root=$work/root
mkdir -p "$root/bin" "$root/etc" "$root/proc" "$root/dev" "$root/sys" "$root/tmp"
cp -L "$busybox" "$root/bin/busybox"
for name in sh id cat ls wc head grep mount hostname chmod stat tty env; do
    ln -s busybox "$root/bin/$name"
done
printf 'root:x:0:0::/:/bin/sh\nworker:x:1000:1001::/:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\nstaff:x:50:\n' >"$root/etc/group"
give_away "$root"
is_root=$([ "$(id -u)" = 0 ] && echo yes || echo no)
isolate run "$root" id >/dev/null 2>"$work/why" || skip_all "$(cat "$work/why")"

# ---- where ----
run isolate run -w /new/place "$root" stat -c %n:%u /new/place
is "$out" '/new/place:0' '--workdir is made when it is not there'
ok 'and not in DIR' test ! -e "$root/new"
refuses 125 '(Read-only file system); name one' 'a --workdir that cannot be made' \
    isolate run --read-only -w /new/place "$root" id

# ---- who ----
run isolate run -u 1234:77 "$root" sh -c 'id -u; id -g'
is "$out" "1234
77" '--user by number'
run isolate run -u worker "$root" sh -c 'id -u; id -g; echo $HOME'
is "$(printf '%s' "$out" | head -n 2 | tr '\n' ' ')" '1000 1001 ' '--user by name, with its group'
run isolate run -u worker:staff "$root" id -g
is "$out" 50 'and another group'
refuses 125 "'nobody-here'" 'a user that is not in its passwd' isolate run -u nobody-here "$root" id
ln -sf ../../../../../../etc/passwd "$root/etc/passwd"
refuses 125 "is not in the /etc/passwd of the container" 'a passwd that is a link to the host' \
    isolate run -u daemon "$root" id
run isolate run -u 5 "$root" sh -c 'grep CapEff /proc/self/status'
contains "$out" 0000000000000000 'a user has no capability'
run isolate run -h other "$root" hostname
is "$out" other '-h'

# ---- environment ----
printf '# a comment\n\nONE=1\nTWO=2 words\n' >"$work/variables"
MINE=passed run env MINE=passed isolate run --env-file "$work/variables" -e MINE -e ONE=other "$root" \
    sh -c 'echo $ONE,$TWO,$MINE'
is "$out" 'other,2 words,passed' '--env-file, -e NAME and -e NAME=VALUE'
run isolate run -e NOT_SET_ANYWHERE "$root" env
lacks "$out" NOT_SET_ANYWHERE 'a NAME that we have not is not set'
run isolate run --env-file "$work/nowhere" "$root" env
is "$status" 125 'an --env-file that is not there'
big=$(head -c 100000 /dev/zero | tr '\0' x)
run isolate run -e "BIG=$big" "$root" sh -c 'echo ${#BIG}'
is "$out" 100000 'a huge variable'

# ---- mounts ----
mkdir "$work/lent"
echo host >"$work/lent/file"
give_away "$work/lent"
run isolate run -v "$work/lent:/v" --mount "type=bind,src=$work/lent,dst=/m,readonly" \
    --tmpfs /t:size=1m,mode=700,noexec "$root" sh -c '
    echo made >/v/new && cat /m/new; (: >/m/x) 2>/dev/null || echo ro; stat -c %a /t
    head -c 9999999 /dev/zero >/t/big 2>/dev/null; stat -c %s /t/big; cat /v/file'
is "$out" "made
ro
700
1048576
host" '--volume, --mount and --tmpfs with their words'
run isolate run -v "$work/lent:/v:ro" "$root" sh -c '(: >/v/x) 2>/dev/null || echo ro'
is "$out" ro '-v …:ro'
refuses 125 'volumes with a name' 'a volume by name' isolate run -v name:/v "$root" id
refuses 125 "'wx' is unknown" 'a word of --volume' isolate run -v "$work/lent:/v:wx" "$root" id
refuses 125 'type=bind needs' '--mount without a source' isolate run --mount target=/v "$root" id
refuses 125 "'what=1' is unknown" 'a word of --tmpfs' isolate run --tmpfs /t:what=1 "$root" id
run isolate run --shm-size 1m "$root" sh -c 'head -c 9999999 /dev/zero >/dev/shm/x 2>/dev/null
    stat -c %s /dev/shm/x'
is "$out" 1048576 '--shm-size'
run isolate run --device /dev/null:/dev/other "$root" sh -c 'echo x >/dev/other && echo fine'
is "$out" fine '--device'
refuses 125 'is no device' '--device of a file' isolate run --device "$work/variables" "$root" id
refuses 125 'not below /dev' '--device elsewhere' isolate run --device /dev/null:/etc/x "$root" id

# ---- powers ----
run isolate run --cap-add net_raw --cap-add CAP_CHOWN "$root" grep Cap /proc/self/status
contains "$out" 'CapEff:	0000000000002001' '--cap-add: these two'
contains "$out" 'CapBnd:	0000000000002001' 'and no more can be had'
run isolate run --cap-add ALL --cap-drop sys_admin "$root" grep CapEff /proc/self/status
is "$status" 0 '--cap-add ALL --cap-drop'
lacks "$out" 000001ffffffffff 'is not all'
refuses 125 nonsense 'a capability that is none' isolate run --cap-add nonsense "$root" id
run isolate run "$root" sh -c 'grep -E "Seccomp:|NoNewPrivs:" /proc/self/status'
is "$(printf '%s' "$out" | tr -d '[:space:]')" 'NoNewPrivs:1Seccomp:2' 'a filter and no_new_privs'
run isolate run --security-opt seccomp=unconfined --security-opt no-new-privileges:false "$root" \
    sh -c 'grep -E "Seccomp:|NoNewPrivs:" /proc/self/status'
is "$(printf '%s' "$out" | tr -d '[:space:]')" 'NoNewPrivs:0Seccomp:0' '--security-opt: neither'
ln -s /nowhere "$root/dangling"
refuses 125 'leads to nothing there' 'a volume upon a dangling link' \
    isolate run -v "$work/lent:/dangling:ro" "$root" true
rm "$root/dangling"
# Docker's format: rows count by capability, machine and kernel.
cat >"$work/profile.json" <<'JSON'
{"defaultAction": "SCMP_ACT_ALLOW",
 "archMap": [{"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86"]}],
 "syscalls": [
  {"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO", "errnoRet": 5},
  {"names": ["chmod", "fchmodat", "fchmod"], "action": "SCMP_ACT_ERRNO", "errnoRet": 5,
   "includes": {"caps": ["CAP_SYS_ADMIN"]}},
  {"names": ["rmdir", "unlinkat"], "action": "SCMP_ACT_ERRNO", "errnoRet": 5,
   "excludes": {"minKernel": "99.0"}}]}
JSON
by_file() { isolate run --tmpfs /t "$@" --security-opt "seccomp=$work/profile.json" "$root" \
    sh -c 'mkdir /t/a; echo >/t/f; chmod 600 /t/f && echo changed' 2>&1; }
contains "$(by_file)" 'put/output error' '--security-opt seccomp=FILE'
contains "$(by_file)" changed 'a row for a capability that is not there does not count'
lacks "$(by_file --cap-add SYS_ADMIN)" changed 'and counts when it is'
refuses 125 "$work/none.json" 'a file that is not there' isolate run --security-opt "seccomp=$work/none.json" "$root" true
echo '{"defaultAction": "SCMP_ACT_ALLOWED"}' >"$work/bad.json"
refuses 125 "$work/bad.json: linux.seccomp.defaultAction" 'one that makes no sense' \
    isolate run --security-opt "seccomp=$work/bad.json" "$root" true
refuses 125 seccomp= 'a --security-opt that is none' isolate run --security-opt x "$root" id

# ---- limits ----
run isolate run --ulimit nofile=64:128 "$root" sh -c 'ulimit -n; ulimit -Hn'
is "$out" "64
128" '--ulimit'
refuses 125 'above the hard' '--ulimit upside down' isolate run --ulimit nofile=9:8 "$root" id
refuses 125 'NAME=SOFT' '--ulimit of nothing' isolate run --ulimit what=9 "$root" id
run isolate run --time-limit 1 --report "$work/report" "$root" sh -c 'while :; do :; done'
is "$status" 124 '--time-limit'
if grep -q '"peak_memory_of":"all"' "$work/report"; then # there is a control group
    used=$(sed 's/.*"user_microseconds":\([0-9]*\).*/\1/' "$work/report")
    ok 'the time of those who were killed is counted' test "$used" -ge 10000
else
    skip 'the time of those who were killed is counted' 'no control group here'
fi
contains "$(cat "$work/report")" '"ended":"time","status":124' 'and the report says so'
run isolate run --output-limit 1000 --report "$work/report" "$root" sh -c 'while :; do echo yes; done'
is "$status $(printf '%s' "$out" | wc -c)" '124 999' '--output-limit: so much arrives'
contains "$(cat "$work/report")" '"ended":"output"' 'and the report says so'
run isolate run --report "$work/report" "$root" sh -c 'kill -SEGV $$'
is "$status" 139 'a signal'
contains "$(cat "$work/report")" '"ended":"signal","status":139,"signal":11,"ran":true' 'is in the report'
run isolate run --report "$work/report" "$root" /bin/nothing
contains "$(cat "$work/report")" '"ended":"failed","status":127' 'what never ran is in the report'
contains "$(cat "$work/report")" '/bin/nothing: not found' 'with the reason'
for wrong in '--time-limit soon' '--cpus none' '-m 1X' '--pids-limit 0' '--output-limit x'; do
    # shellcheck disable=SC2086
    refuses 125 "${wrong#* }" "$wrong" isolate run $wrong "$root" id
done

# ---- process 1 and the terminal ----
run isolate run --no-init "$root" sh -c 'echo $$'
is "$out" 1 '--no-init: the command is process 1'
run isolate run --no-init "$root" sh -c 'exit 9'
is "$status" 9 'with its status'
refuses 125 'one of them' '--init --no-init' isolate run --init --no-init "$root" id
run isolate run -t "$root" sh -c 'tty; : >/dev/console && echo console'
contains "$out" /dev/pts/0 '-t: a terminal of its own'
contains "$out" console 'that is its console'

# ---- layers ----
refuses 125 'no such layer' 'a layer that is none' isolate run --without walls "$root" id
run isolate run --without seccomp "$root" grep Seccomp: /proc/self/status
contains "$out" 0 '--without seccomp'
run env SECRET=1 isolate run --without environment "$root" env
contains "$out" SECRET=1 '--without environment'
run isolate run --without capabilities "$root" grep CapEff /proc/self/status
lacks "$out" 0000000000000000 '--without capabilities'
run isolate run --without uts "$root" hostname
is "$out" "$(uname -n)" '--without uts'
run isolate run --without dev "$root" ls /dev/ram0 /dev/kmsg /dev/loop0 /dev/vda
ok '--without dev: the host'"'"'s' test "$status" -ne 127
run isolate run --without pivot "$root" sh -c 'echo fine'
is "$out" fine '--without pivot: chroot'
if [ "$is_root" = yes ]; then
    run isolate run --without user "$root" cat /proc/self/uid_map
    contains "$out" 4294967295 '--without user: the host'"'"'s ids'
else
    run isolate run --without user "$root" id
    is "$status" 125 '--without user takes root'
fi
done_testing
