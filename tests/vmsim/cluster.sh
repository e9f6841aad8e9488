#!/bin/sh
# The lines of docs/vmsim/sweep.md, on this machine alone: GNU parallel over an ssh server
# of our own, and a Slurm cluster of one node. Whatever is started here ends here.
. tests/lib.sh
. tests/helpers/slurm.sh
page=$PWD/docs/vmsim/sweep.md
vmsim=$(command -v vmsim)
shared=$work/shared
mkdir "$shared"
vmsim generate zipf --pages 500 -n 5000 --seed 1 -o "$shared/a.u64" >/dev/null
vmsim generate loop --pages 90 -n 5000 -o "$shared/b.u64" >/dev/null
chmod -R a+rwX "$work"
(cd "$shared" && vmsim sweep ./*.u64 -p fifo,lru,opt -f 1%,5%,10%) | sed 's#"\./#"#' |
    vmsim merge /dev/stdin >"$work/wanted"

servers=
stop() {
    for pid in $servers; do
        kill "$pid" 2>/dev/null
    done
    slurm_stop
    wait
    [ -z "${made_run-}" ] || rmdir /run/sshd 2>/dev/null
    tap_clean_up
}
trap stop EXIT

timeless() { sed 's/,"seconds.*//' "$1"; }

# line WORD: the command of the page that begins so, for our folder and program.
line() {
    sed -n "s/^    \(.*$1 .*\)/\1/p" "$page" | head -n 1 |
        sed "s#/shared/traces#$shared#g; s#vmsim sweep#$vmsim sweep#; s#host1,host2#127.0.0.1#"
}

free_port() {
    perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport'
}

judge() { # NAME
    is "$(cat "$shared"/part*.jsonl | wc -l)" 18 "$1: each run was done once"
    vmsim merge "$shared"/part*.jsonl >"$work/merged"
    is "$(timeless "$work/merged")" "$(timeless "$work/wanted")" 'and together they are the grid'
    rm -f "$shared"/part*.jsonl
}

over_ssh() {
    port=$(free_port)
    sshd=$(command -v sshd || echo /usr/sbin/sshd)
    ssh-keygen -q -t ed25519 -N '' -f "$work/host" && ssh-keygen -q -t ed25519 -N '' -f "$work/mine"
    cp "$work/mine.pub" "$work/keys"
    if [ "$(id -u)" = 0 ] && [ ! -d /run/sshd ]; then
        mkdir /run/sshd && made_run=yes
    fi
    "$sshd" -D -e -f /dev/null -p "$port" -h "$work/host" -o ListenAddress=127.0.0.1 \
        -o StrictModes=no -o UsePAM=no -o PermitRootLogin=yes -o PidFile=none \
        -o "AuthorizedKeysFile=$work/keys" 2>"$work/sshd.log" &
    servers="$servers $!"
    PARALLEL_SSH="ssh -p $port -i $work/mine -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"
    PARALLEL=--will-cite
    export PARALLEL_SSH PARALLEL
    if ! wait_until 10 sh -c "$PARALLEL_SSH 127.0.0.1 true"; then
        skip 'GNU parallel over ssh' "no login over ssh here: $(tail -n 1 "$work/sshd.log")"
        return
    fi
    run sh -c "$(line 'parallel -S')"
    is "$status" 0 'GNU parallel over ssh'
    judge 'GNU parallel over ssh'
}

if ! have parallel; then
    skip 'GNU parallel over ssh' 'parallel is not installed'
elif ! have ssh || ! { have sshd || [ -x /usr/sbin/sshd ]; }; then
    skip 'GNU parallel over ssh' 'openssh-server is not installed'
else
    over_ssh
fi

if slurm_start; then
    run sh -c "$(line 'sbatch')"
    is "$status" 0 'a Slurm array is accepted'
    ok 'and ends' wait_until 60 sh -c '[ -z "$(squeue -h)" ]'
    judge 'a Slurm array'
else
    skip 'a Slurm array' "$slurm_why"
fi
done_testing
