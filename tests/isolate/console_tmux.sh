#!/bin/sh
# A real terminal, in tmux: the container's terminal behind the user's own.
# shellcheck disable=SC2016,SC2317 # functions are called by wait_until
. tests/lib.sh
. tests/isolate/helpers/common.sh
. tests/isolate/helpers/keeper.sh
have tmux || skip_all 'tmux is not installed'
! sanitized || skip_all 'its deadlines are for programs at their own speed'
need_namespaces

socket=$work/tmux0
tm() { tmux -S "$socket" -f /dev/null "$@"; }
end_tmux() {
    tm kill-server 2>/dev/null
    keeper_clean_up
}
trap end_tmux EXIT
session=0
start() { # a shell without prompt and history in 80x24
    tm kill-server 2>/dev/null
    session=$((session + 1))
    socket=$work/tmux$session
    tm new-session -d -x 80 -y 24 "env PS1='\$ ' TERM=screen sh"
    wait_until 60 shows '^\$ *$'
}
screen() { tm capture-pane -p; }
shows() { screen | grep -q -- "$1"; }
type_line() { tm send-keys -l "$1" && tm send-keys Enter; }
# The modes of the user's terminal, as the kernel has them.
tty_of_pane() { tm display -p '#{pane_tty}'; }
modes() { stty -a -F "$(tty_of_pane)" | tr ';' '\n' | grep -Eo -- '-?(icanon|echo|isig|onlcr)( |$)' | tr -d ' ' | sort | tr '\n' ' '; }
is_cooked() { [ "$(modes)" = 'echo icanon isig onlcr ' ]; }
is_raw() { # cfmakeraw(3) leaves onlcr, which means nothing without opost
    case $(modes) in *-icanon*) return 0 ;; *) return 1 ;; esac
}
# What a line says in the shell that reads now; the word is not in what was typed.
answers() { # LINE WORD
    type_line "$1"
    wait_until 60 shows "$2"
}
inside() { ok "$1: the command's shell reads" answers "echo in-$((session + 1))\$((40 + 2))" "in-$((session + 1))42"; }
follows_size() { # NAME
    tm resize-window -x 91 -y 31
    ok "$1: a new size of the window is the container's" wait_until 60 size_is '31 91'
}
size_is() { # asked again and again: the new size takes its way through the keeper
    type_line 'stty size'
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        tap_pause
        ! shows "^$1" || return 0
    done
    return 1
}
SHELL_INSIDE='sh -c "PS1=; export PS1; exec sh -i"'

# ---- in the foreground ----
start
type_line "isolate run -it --read-only / $SHELL_INSIDE; echo left-\$?"
ok 'run -it: raw' wait_until 60 is_raw
inside 'run -it'
follows_size 'run -it'
type_line 'sleep 7471'
ok 'a command starts' wait_until 60 marked_process 7471
tm send-keys C-z
ok 'Ctrl-Z is the key of the shell inside' answers 'jobs; echo j$((40 + 2))' 'Stopped'
ok 'and ours goes on' is_raw
type_line fg
# Whoever types it before the shell has handed over its terminal types it to the shell.
ends_by_ctrl_c() { tm send-keys C-c && no_marked_process "$1"; }
ok 'fg and Ctrl-C as well' wait_until 60 ends_by_ctrl_c 7471
type_line 'exit 5'
ok 'run -it: its status is ours' wait_until 60 shows 'left-5'
ok 'run -it: the modes are restored' wait_until 60 is_cooked

start
cat >"$work/noted.sh" <<SH
echo \$\$ >$work/pid
exec isolate run -it --read-only / $SHELL_INSIDE
SH
type_line "sh $work/noted.sh"
wait_until 60 is_raw
inside 'before TSTP'
kill -TSTP "$(cat "$work/pid")"
ok 'a SIGTSTP from elsewhere stops it, and the shell has its modes' wait_until 60 is_cooked
type_line fg
ok 'fg makes it raw again' wait_until 60 is_raw
type_line 'sleep 7472'
ok 'and it reads' wait_until 60 marked_process 7472
kill -KILL "$(cat "$work/pid")"
ok 'after kill -9 the modes are restored' wait_until 60 is_cooked
ok 'and the container is gone' wait_until 60 no_marked_process 7472

start
type_line "isolate run -it --read-only / sh -c 'sleep 7473; true'"
wait_until 60 marked_process 7473
tm kill-server
ok 'when the window is closed, the container ends' wait_until 60 no_marked_process 7473

start
type_line 'isolate run --read-only / sleep 7474'
ok 'without -t a command starts' wait_until 60 marked_process 7474
tm send-keys C-z
ok 'Ctrl-Z gives the shell back' wait_until 60 shows 'Stopped'
type_line 'fg; echo left-$?'
wait_until 60 shows '^isolate run'
tm send-keys C-c
ok 'fg, and Ctrl-C ends it' wait_until 60 shows 'left-130'
ok 'which is gone' no_marked_process 7474

# ---- with a name ----
start
type_line "isolate run -it --name box --read-only / $SHELL_INSIDE"
wait_until 60 is_raw
inside 'run --name'
follows_size 'run --name'
tm send-keys C-p C-q
ok 'ctrl-p ctrl-q leaves it' wait_until 60 shows 'detached from box'
ok 'in the modes of before' wait_until 60 is_cooked
ok 'and it goes on' phase box running
type_line 'clear; isolate attach --detach-keys ctrl-x box'
wait_until 60 is_raw
inside 'attach'
tm resize-window -x 77 -y 22
ok 'attach: a new size is followed' wait_until 60 size_is '22 77'
tm send-keys C-x
ok 'attach: other keys detach' wait_until 60 is_cooked
type_line "clear; isolate exec -it box $SHELL_INSIDE; echo left-\$?"
wait_until 60 is_raw
inside 'exec'
follows_size 'exec'
type_line 'sleep 7475'
wait_until 60 marked_process 7475
tm send-keys C-p C-q
ok 'exec: ctrl-p ctrl-q leaves it' wait_until 60 shows 'left-0'
ok 'exec: in the modes of before' wait_until 60 is_cooked
ok 'exec: what it started goes on' marked_process 7475
type_line "clear; isolate exec -it box sleep 7476"
wait_until 60 marked_process 7476
tm kill-server
ok 'exec: when the window is closed, its command ends' wait_until 60 no_marked_process 7476
ok 'and the container does not' phase box running
run iso rm -f box

start
type_line 'isolate run -t --rm --name looked --read-only / sleep 7477; echo left-$?'
ok '-t without -i and with a name' wait_until 60 marked_process 7477
ok 'leaves the keys to the user' is_cooked
tm send-keys C-c
ok 'so that Ctrl-C is a signal' wait_until 60 shows 'left-130'
start
type_line 'isolate run --rm --name plain --read-only / sleep 7478; echo left-$?'
wait_until 60 marked_process 7478
tm send-keys C-z
ok 'run --name: Ctrl-Z gives the shell back' wait_until 60 shows 'Stopped'
type_line 'fg; echo again-$?'
wait_until 60 shows '^isolate run'
tm send-keys C-c
ok 'run --name: fg, and Ctrl-C ends it' wait_until 60 shows 'again-130'

# ---- the screen of stats ----
run in_host -d --name seen / sleep 7479
run iso ps
start
type_line 'isolate stats; echo left-$?'
ok 'stats shows the container' wait_until 60 shows 'seen'
tm resize-window -x 200 -y 60
ok 'stats at 200x60' wait_until 60 shows 'seen'
tm send-keys q
ok 'q leaves' wait_until 60 shows 'left-0'
ok 'stats: the modes are restored' wait_until 60 is_cooked
run iso rm -f seen

# ---- without a terminal ----
for words in "run -it --read-only /" "run -it --name none --read-only /"; do
    # shellcheck disable=SC2086 # words
    run iso $words true </dev/null
    is "$status" 125 "$words: refused when stdin is no terminal"
    contains "$err" '-i with -t needs a terminal' "$words: and that is said"
done
(cd "$work" && iso run -d --rm --read-only --report late / sh -c 'exit 7') >/dev/null
ok '--report with -d: written when it ends' wait_until 60 test -s "$work/late"
contains "$(cat "$work/late")" '"ended":"exited","status":7' 'with its status'
run iso run --name told --rm --read-only --time-limit 1 --report "$work/told" / sh -c 'while :; do :; done'
is "$status" 124 'of one with a name that took too long'
contains "$(cat "$work/told")" '"ended":"time","status":124' 'the report says why'
nothing_left
done_testing
