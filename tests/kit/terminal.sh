#!/bin/sh
# A real terminal, in tmux: whatever ends a screen, the terminal is restored.
. tests/lib.sh
have tmux || skip_all 'tmux is not installed'
PATH=$RING3_BUILD/tests/kit/helpers:$PATH

socket=$work/tmux0
tm() { tmux -S "$socket" -f /dev/null "$@"; }
end_tmux() {
    tm kill-server 2>/dev/null
    tap_clean_up
}
trap end_tmux EXIT
session=0

# A shell without prompt and history in 80x24; $1 are settings for it.
start() { # [ENVIRONMENT]
    tm kill-server 2>/dev/null
    session=$((session + 1))
    socket=$work/tmux$session
    tm new-session -d -x 80 -y 24 "env PS1='\$ ' TERM=${1-screen} sh"
    wait_until 10 shows '\$ *$'
}
screen() { tm capture-pane -p; }
shows() { screen | grep -q -- "$1"; }
type_line() { tm send-keys -l "$1" && tm send-keys Enter; }
# The modes of the shell's terminal: a broken one would echo nothing.
modes() {
    type_line 'stty -a > '"$work/modes"'; echo done-$((40 + 2))'
    wait_until 10 shows 'done-42'
    tr ';' '\n' <"$work/modes" | grep -Eo -- '-?(icanon|echo|isig|onlcr)( |$)' | tr -d ' ' | sort | tr '\n' ' '
}
is_shell() { # NAME: the shell is there, on the main screen, with its modes
    wait_until 10 shows '\$ *$'
    is "$(tm display -p '#{alternate_on} #{cursor_flag}')" '0 1' "$1: main screen, cursor shown"
    is "$(modes)" 'echo icanon isig onlcr ' "$1: modes restored"
}

start
type_line 'specimen counter'
ok 'the screen appears' wait_until 10 shows 'value 3'
is "$(tm display -p '#{alternate_on} #{cursor_y},#{cursor_x}')" '1 3,2' 'the cursor is where a screen reader looks'
tm send-keys Up Up
ok 'keys arrive' wait_until 10 shows 'value 5'
tm resize-window -x 100 -y 30
ok 'a resize is followed' wait_until 10 sh -c "tmux -S '$socket' capture-pane -p | awk 'length > 85' | grep -q ."
tm resize-window -x 80 -y 24
wait_until 10 shows 'value 5'
if [ "$RING3_VARIANT" = tsan ]; then
    skip 'Ctrl-Z and fg' 'ThreadSanitizer holds back the signal that stops us'
else
    tm send-keys C-z
    ok 'Ctrl-Z gives the shell back' wait_until 10 shows 'top'
    type_line fg
    ok 'fg returns to the screen' wait_until 10 shows 'value 5'
fi
tm send-keys C
ok 'a child that crashed is reported' wait_until 10 shows 'child said 139'
tm send-keys Up
ok 'and the keys still work' wait_until 10 shows 'value 6'
tm send-keys q
ok 'q leaves' wait_until 10 shows 'left with 6'
is_shell 'after q'

start
type_line 'specimen counter'
wait_until 10 shows 'value 3'
tm send-keys C-c
is_shell 'after Ctrl-C'

start
type_line 'specimen counter'
wait_until 10 shows 'value 3'
tm send-keys D
ok 'die() prints its line' wait_until 10 shows 'specimen: the specimen gives up'
is_shell 'after die'

case $RING3_VARIANT in
asan | tsan) skip 'after a crash' 'sanitizers handle SIGSEGV themselves' ;;
*)
    start
    type_line 'specimen counter'
    wait_until 10 shows 'value 3'
    tm send-keys S
    is_shell 'after a crash'
    ;;
esac

start
type_line 'specimen counter & echo $! >'"$work/pid; fg"
wait_until 10 shows 'value 3'
kill -KILL "$(cat "$work/pid")"
ok 'after kill -9 the guard leaves the alternate screen' \
    wait_until 10 sh -c "[ \"\$(tmux -S '$socket' display -p '#{alternate_on}')\" = 0 ]"
is_shell 'after kill -9'

start
type_line 'specimen counter'
wait_until 10 shows 'value 3'
tm send-keys R
ok 'a child gets the terminal' wait_until 10 shows 'the child reads'
if [ "$RING3_VARIANT" = tsan ]; then
    skip 'Ctrl-Z in a child' 'ThreadSanitizer holds back the signal that stops us'
else
    tm send-keys C-z
    wait_until 10 shows '\$ *$'
    type_line fg
    ok 'Ctrl-Z and fg work in a child' wait_until 10 shows 'continued'
    is "$(tm display -p '#{alternate_on}')" 0 'and our screen stays away until it ends'
fi
tm send-keys Enter
ok 'then the screen is back' wait_until 10 shows 'child said 7'

start
type_line "trap '' HUP; specimen counter & echo \$! >$work/pid; fg"
wait_until 10 shows 'value 3'
tm kill-server
pid=$(cat "$work/pid")
ok 'a terminal that is gone ends it, even where hanging up is ignored' \
    wait_until 10 sh -c "! kill -0 $pid"

start dumb
type_line 'specimen play | cat; specimen play --at 2'
ok 'TERM=dumb gets lines' wait_until 10 shows '  call: 1 \* 1 = 1'
start no-such-terminal
type_line 'specimen play --at 3'
ok 'an unknown TERM gets lines' wait_until 10 shows '  call: 2 \* 2 = 4'
ok 'and the reason' shows "terminal type 'no-such-terminal' is unknown"
start ''
type_line 'unset TERM; specimen play --at 3'
ok 'no TERM gets lines' wait_until 10 shows '  call: 2 \* 2 = 4'
start
type_line 'LC_ALL=C specimen play'
ok 'the C locale gets ASCII' wait_until 10 shows 'Right step'
tm send-keys q
start
type_line 'NO_COLOR=1 specimen play'
wait_until 10 shows 'the square of 0'
is "$(tm capture-pane -p -e | grep -c '\[3[0-7]m')" 0 'NO_COLOR: no colour'
tm send-keys q
start
type_line 'specimen play'
wait_until 10 shows 'the square of 0'
ok 'and colours without it' sh -c "tmux -S '$socket' capture-pane -p -e | grep -q '\[3[0-7]m'"
tm send-keys q
start
type_line 'LINES=10 COLUMNS=40 specimen counter'
ok 'LINES and COLUMNS do not freeze the size' wait_until 10 sh -c "tmux -S '$socket' capture-pane -p | awk 'length > 75' | grep -q ."
tm send-keys q

done_testing
