#!/bin/sh
# isolate exec: as tight as run, and what it can be asked for; isolate diff.
. tests/lib.sh
. tests/isolate/helpers/common.sh
. tests/isolate/helpers/keeper.sh
need_namespaces
have busybox || skip_all 'busybox is not installed'
make_root "$work/root"
id=$(iso run -d --name box "$work/root" sleep 1000) || skip_all "no container: $id"

# ---- the same as run ----
# What a process may do, as the kernel says it; the command of run and one of exec.
cat >"$work/facts" <<'SH'
grep -E '^(Cap|NoNewPrivs|Seccomp|Uid|Gid|Groups)' /proc/self/status
for name in user mnt pid uts ipc net cgroup time; do readlink /proc/self/ns/$name; done
cat /proc/self/limits /proc/self/cgroup /proc/self/oom_score_adj
pwd; umask; env | sort | grep -v '^_='
cat /proc/mounts; readlink /proc/self/fd/3; cat /proc/self/attr/current
for path in /proc/kcore /proc/sys/kernel/core_pattern /proc/sysrq-trigger /dev/kmsg; do
    (: >$path) 2>/dev/null && echo "WROTE $path"; done
mount -t tmpfs none /tmp 2>/dev/null && echo MOUNTED
unshare -U true 2>/dev/null && echo UNSHARED
chroot / true 2>/dev/null && echo CHROOTED
SH
cp "$work/facts" "$work/root/facts"
for command in grep readlink pwd env sort mount unshare chroot; do
    ln -sf busybox "$work/root/bin/$command"
done
by_run() { iso run --name facts --rm "$work/root" sh /facts 2>&1 | grep -v '^[a-z]*:\[' | sed 's/size=[0-9]*k//; s/pts.[0-9]*//'; }
by_exec() { iso exec facts sh /facts 2>&1 | grep -v '^[a-z]*:\[' | sed 's/size=[0-9]*k//; s/pts.[0-9]*//'; }
run_facts=$(by_run)
iso run -d --name facts "$work/root" sleep 1000 >/dev/null
is "$(by_exec)" "$run_facts" 'an exec has the rights and limits of a run, all of them'
lacks "$run_facts" WROTE 'which writes nothing of the kernel'
lacks "$run_facts" MOUNTED 'mounts nothing'
lacks "$run_facts" UNSHARED 'and makes no user namespace'
contains "$run_facts" 'Seccomp:	2' 'under a filter'

# Seen from out here: inside, Landlock keeps the two from looking into each other.
first=$(iso top --json facts | jq -r 'select(.command == "sleep 1000") | .pid')
namespaces() { for n in user mnt pid uts ipc net cgroup time; do readlink "$1/ns/$n"; done; }
is "$(iso exec facts sh -c 'for n in user mnt pid uts ipc net cgroup time; do readlink /proc/self/ns/$n; done')" \
    "$(namespaces "/proc/$first")" 'all namespaces are those of the first command'
for name in user mnt pid uts ipc net cgroup; do
    ok "and $name is not the host's" test "$(iso exec facts readlink /proc/self/ns/$name)" != \
        "$(readlink /proc/self/ns/$name)"
done
run sh -c 'exec 7</ 8</etc/passwd; timeout 30 isolate exec box ls /proc/self/fd'
is "$(printf '%s' "$out" | tr '\n' ' ')" '0 1 2 3' 'no descriptor of ours arrives'
SECRET=abc run env SECRET=abc timeout 30 isolate exec box env
lacks "$out" SECRET 'no variable of ours arrives'
run iso rm -f facts

# ---- statuses, words ----
run iso exec box sh -c 'exit 9'
is "$status" 9 'its status passes through'
run iso exec box sh -c 'kill -9 $$'
is "$status" 137 'a signal is 128 and its number'
run iso exec box nosuch
is "$status" 127 'not found'
run iso exec box /etc/passwd
is "$status" 126 'not executable'
run iso exec nobody true
is "$status" 125 'no such container'
run iso exec -e A=b -w /etc box sh -c 'echo $A; pwd'
is "$out" 'b
/etc' '-e and -w'
run iso exec -w /nowhere box true
is "$status" 125 'a folder that is not there'
if [ "$(id -u)" = 0 ]; then
    run iso exec -u user box id
    is "$out" 'uid=7(user) gid=8' '-u: by the names of the container'
    run iso exec -u 3:staff box id
    is "$out" 'uid=3 gid=9(staff)' '-u NUMBER:GROUP'
fi
run iso exec -u nouser box id
is "$status" 125 'a user who is not there'
is "$(echo typed | iso exec -i box cat)" typed '-i: input arrives'
is "$(echo typed | iso exec box cat)" '' 'without -i it does not'
run iso exec -d box sleep 2000
ok '-d: it runs' sh -c 'isolate top box | grep -q "sleep 2000"'
if have script; then
    is "$(timeout 30 script -qec 'isolate exec -t box tty' /dev/null </dev/null | tr -d '\000\r')" \
        /dev/pts/0 '-t: a terminal of the container'
fi

# ---- who goes ----
isolate exec box sleep 3000 &
client=$!
wait_until 10 sh -c 'isolate top box | grep -q "sleep 3000"'
kill -9 "$client"
wait "$client" 2>/dev/null
ok 'when who asked is killed, so is the command' \
    wait_until 10 sh -c '! isolate top box | grep -q "sleep 3000"'
isolate exec box sh -c 'trap "exit 44" TERM; echo up; while :; do sleep 0.1; done' >"$work/up" &
client=$!
wait_until 10 test -s "$work/up"
kill -TERM "$client"
wait "$client"
is $? 44 'a signal to exec reaches its command'
isolate exec box sleep 4000 2>/dev/null &
client=$!
wait_until 10 sh -c 'isolate top box | grep -q "sleep 4000"'
run iso stop -t 0 box
wait "$client"
is $? 137 'the end of the container is the end of its execs'
run iso exec box true
is "$status" 125 'nothing is executed in a container that has ended'
contains "$err" 'does not run' 'and that is said'
run iso rm box

# ---- our program cannot be overwritten from inside (CVE-2019-5736) ----
# The owner of the file has an id inside only when he runs it himself.
mkdir "$work/own"
cp "$RING3_BUILD/bin/isolate" "$work/own/isolate"
sum=$(cksum <"$work/own/isolate")
printf '#!/proc/self/exe\n' >"$work/root/bin/trap"
chmod 755 "$work/root/bin/trap"
"$work/own/isolate" run -d --name victim "$work/root" sleep 1000 >/dev/null
cat >"$work/root/grab" <<'SH'
i=0
while [ $i -lt 300 ]; do
    for exe in /proc/[0-9]*/exe; do
        (echo overwritten >$exe) 2>/dev/null && echo WROTE
        (chmod 777 $exe) 2>/dev/null && echo CHANGED $(readlink $exe)
    done
    i=$((i + 1))
done
SH
for command in chmod readlink; do ln -sf busybox "$work/root/bin/$command"; done
"$work/own/isolate" exec victim sh /grab >"$work/grabbed" 2>&1 &
grabber=$!
for _ in 1 2 3 4 5 6 7 8; do
    timeout 10 "$work/own/isolate" exec victim /bin/trap --help >/dev/null 2>&1
done
timeout 20 "$work/own/isolate" rm -f victim >/dev/null
wait "$grabber"
is "$(cksum <"$work/own/isolate")" "$sum" 'our program is as it was'
is "$(stat -c %a "$work/own/isolate")" 755 'and so are its rights'

# ---- diff ----
mkdir -p "$work/root/old/sub"
echo 1 >"$work/root/old/file"
echo 2 >"$work/root/etc/gone"
iso run -d --name changes "$work/root" sh -c '
    echo x >/etc/new; echo x >>/etc/passwd; rm /etc/gone
    rm -r /old; mkdir /old; echo x >/old/made; echo done; exec sleep 1000' >/dev/null
wait_until 10 sh -c 'isolate logs changes | grep -q done'
wanted='C /etc
D /etc/gone
A /etc/new
C /etc/passwd
C /old
D /old/file
D /old/sub
A /old/made'
is "$(iso diff changes)" "$wanted" 'diff: added, changed, deleted, and an opaque folder'
run iso stop -t 0 changes
is "$(iso diff changes)" "$wanted" 'diff after the end says the same'
is "$(cat "$work/root/etc/gone")" 2 'and DIR is as it was'
run iso rm changes
nothing_left
done_testing
