# A Slurm of one node on the loopback, for tests of the lines in our docs: its own keys,
# configuration, ports and state below $work; gone at the end. Source it after lib.sh.
#
#   slurm_start || skip_all "$slurm_why"
#   sbatch --wait …
#   slurm_stop
# shellcheck shell=sh disable=SC2034,SC2154

slurm_why=
slurm_processes=

# Needs root, because slurmd starts what users ask for.
slurm_start() {
    slurm_why='Slurm is not installed (slurmctld, slurmd, munge)'
    for slurm_tool in munged slurmctld slurmd sbatch; do
        have "$slurm_tool" || return 1
    done
    slurm_why='slurmd starts only as root'
    [ "$(id -u)" = 0 ] || return 1
    slurm_top=$work/slurm
    mkdir -p "$slurm_top/state" "$slurm_top/spool"
    chmod 755 "$work" "$slurm_top"
    head -c 128 /dev/urandom >"$slurm_top/key"
    chmod 400 "$slurm_top/key"
    slurm_configure
    export SLURM_CONF="$slurm_top/slurm.conf"
    munged --force --foreground --socket="$slurm_top/munge" --key-file="$slurm_top/key" \
        --pid-file="$slurm_top/munge.pid" --seed-file="$slurm_top/seed" \
        --log-file="$slurm_top/munge.log" >/dev/null 2>&1 &
    slurm_processes=$!
    wait_until 20 test -S "$slurm_top/munge"
    slurmctld -D -f "$SLURM_CONF" >/dev/null 2>&1 &
    slurm_processes="$slurm_processes $!"
    slurmd -D -f "$SLURM_CONF" -N node >/dev/null 2>&1 &
    slurm_processes="$slurm_processes $!"
    slurm_why="the node does not come up: $(tail -n 1 "$slurm_top/slurmd.log" 2>/dev/null)"
    wait_until 30 slurm_is_idle
}

slurm_is_idle() { sinfo -h -o %t 2>/dev/null | grep -q idle; }

# Ports that are not Slurm's own, in case one runs here.
slurm_configure() {
    slurm_port=$((20000 + $$ % 20000))
    cat >"$slurm_top/slurm.conf" <<END
ClusterName=ring3
SlurmctldHost=localhost
SlurmctldPort=$slurm_port
SlurmdPort=$((slurm_port + 1))
AuthType=auth/munge
AuthInfo=socket=$slurm_top/munge
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$slurm_top/state
SlurmdSpoolDir=$slurm_top/spool
SlurmctldPidFile=$slurm_top/slurmctld.pid
SlurmdPidFile=$slurm_top/slurmd.pid
SlurmctldLogFile=$slurm_top/slurmctld.log
SlurmdLogFile=$slurm_top/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
SelectType=select/cons_tres
SchedulerParameters=sched_min_interval=0
NodeName=node NodeHostname=localhost NodeAddr=127.0.0.1 CPUs=$(nproc)
PartitionName=all Nodes=node Default=YES MaxTime=10 State=UP
END
}

slurm_stop() {
    for slurm_process in $slurm_processes; do
        kill "$slurm_process" 2>/dev/null
    done
    for slurm_process in $slurm_processes; do
        wait "$slurm_process" 2>/dev/null
    done
}
