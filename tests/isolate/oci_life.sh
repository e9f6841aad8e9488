#!/bin/sh
# isolate-oci: the life of a container, and what each command says when it is not its
# time (runtime.md, Lifecycle and Operations).
. tests/lib.sh
. tests/isolate/helpers/common.sh
need_namespaces
. tests/isolate/helpers/oci.sh
mark=$((4000000 + $$))
id=life$$
mounts_before=$(host_mounts)

# ---- create, start, kill, delete ----
config . "echo started; exec sleep $mark"
run oci create --bundle "$bundle" --pid-file "$work/pid" $id
is "$status$err" 0 'create'
is "$(status_of $id)" created 'it is created'
is "$(oci state $id | jq -r '.id, .bundle')" "$id
$bundle" 'state tells id and bundle'
is "$(oci state $id | jq .pid)" "$(cat "$work/pid")" '--pid-file has the same process id'
ok 'which is alive' kill -0 "$(cat "$work/pid")"
ok 'its command has not been executed' no_marked_process $mark
run oci create --bundle "$bundle" $id
ok 'a second one of this id is refused' test "$status" != 0
config . false
run oci start $id
is "$status$err" 0 'start'
ok 'it executes the command that config.json had at create' wait_until 10 marked_process $mark
is "$(status_of $id)" running 'it is running'
run oci start $id
ok 'start works once' test "$status" != 0
is "$(oci list --format json | jq -r '.[].id')" $id 'list shows it'
run oci exec $id sh -c 'echo in; exit 5'
is "$out$status" in5 'exec passes output and status on'
run oci exec $id nosuch
is "$status" 127 'a command that is not there: 127'
run oci delete $id
ok 'a running container is not deleted' test "$status" != 0
run oci kill $id KILL
is "$status$err" 0 'kill'
ok 'it is stopped' wait_until 10 has_status $id stopped
run oci kill $id KILL
ok 'what is stopped gets no signal' test "$status" != 0
run oci exec $id true
ok 'and no process' test "$status" != 0
run oci start $id
ok 'nor can it be started again' test "$status" != 0
run oci delete $id
is "$status$err" 0 'delete'
run oci state $id
ok 'it is gone' test "$status" != 0
run oci delete $id
ok 'what is not there cannot be deleted' test "$status" != 0
run oci delete --force $id
is "$status" 0 'unless --force says that it is the same'

# ---- ids ----
for bad in ../x a/b '' .hidden 'a b'; do
    run oci create --bundle "$bundle" "$bad"
    ok "no id: '$bad'" test "$status" != 0
done
is "$(ls "$state")" '' 'nothing is left of them'

# ---- run ----
config . 'exit 7'
run oci run --bundle "$bundle" $id
is "$status" 7 'run passes the status on'
# shellcheck disable=SC2016
config . 'kill -9 $$'
config '.linux.namespaces |= map(select(.type != "pid"))' 'kill -TERM $$'
run oci run --bundle "$bundle" $id
is "$status" 143 'and a signal as 128 and its number'
config '.process.args = ["nosuch"]'
run oci run --bundle "$bundle" $id
ok 'a command that is not there is an error' test "$status" != 0
contains "$err" 'executable file not found in $PATH' 'in the words that podman knows'
is "$(ls "$state")" '' 'and nothing is left'

# ---- delete --force, at every stage ----
config . "exec sleep $mark"
oci create --bundle "$bundle" $id && oci delete --force $id
is "$?$(ls "$state")" 0 'a created container'
oci create --bundle "$bundle" $id && oci start $id && oci delete --force $id
is "$?$(ls "$state")" 0 'a running one'
ok 'its process is gone' no_marked_process $mark

oci create --bundle "$bundle" $id && oci delete $id
is "$?$(ls "$state")" 0 'delete takes what was never started, as crun and runc do'
if ours; then
    oci create --bundle "$bundle" "$id-1" && oci create --bundle "$bundle" "$id-2"
    oci create --bundle "$bundle" other && oci delete --regex "$id-[12]"
    is "$?$(ls "$state")" 0other 'delete --regex: those that match, and no other'
    oci delete other
    refuses 1 'no regular expression' 'what is none' isolate-oci delete --regex '['
fi

# Somebody has moved the process to a frozen group of v1, where KILL does nothing.
freezer=/sys/fs/cgroup/freezer/frozen-$$
if ours && [ "$(id -u)" = 0 ] && mkdir "$freezer" 2>/dev/null; then
    oci create --bundle "$bundle" --pid-file "$work/pid" $id && oci start $id
    cat "$work/pid" >"$freezer/cgroup.procs" && echo FROZEN >"$freezer/freezer.state"
    oci delete --force $id
    is "$?$(ls "$state")" 0 'delete --force of one that was frozen elsewhere'
    echo THAWED >"$freezer/freezer.state"
    ok 'and the group of others is empty' wait_until 10 rmdir "$freezer"
fi

# ---- errors for podman ----
if ours; then
    oci --log "$work/log" --log-format json state nosuch 2>/dev/null
    is "$(jq -r .level "$work/log")" error '--log-format json'
    contains "$(jq -r .msg "$work/log")" 'does not exist' 'has the message'
    ok 'and the time' test -n "$(jq -r .time "$work/log")"
    is "$(isolate-oci features | jq -r '.hooks | length')" 6 'features are JSON'
    contains "$(isolate-oci --version)" 'spec: 1' '--version names the specification'
    refuses 1 'did you mean' 'a command that is none' isolate-oci stat x
fi

is "$(host_mounts)" "$mounts_before" 'the mount table of the host is as before'
is "$(groups_left $id)" '' 'no control group is left'
done_testing
