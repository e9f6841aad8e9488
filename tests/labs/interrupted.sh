#!/bin/sh
# Ctrl-C during a check, at the shell and in the menu, leaves nothing behind.
. tests/lib.sh
. tests/labs/helpers/learner.sh
have tmux || skip_all 'tmux is not installed'
own_exercises
exercise vm/01-say
printf '#!/bin/sh\nsleep 60\n' >"$RING3_DATA/exercises/vm/01-say/check"
labs init "$folder" >/dev/null
terminal() { tmux -L "ring3-test-$$" -f /dev/null "$@"; }
trap 'terminal kill-server 2>/dev/null; tap_clean_up' EXIT
scratch() { ls -d "$TMPDIR"/ring3-labs.* 2>/dev/null; }
no_scratch() { [ -z "$(scratch)" ]; }
shows() { terminal capture-pane -p | grep -q "$1"; }

terminal new -d -x 80 -y 24 "cd '$folder/vm/01-say' && labs check"
ok 'at the shell a check begins' wait_until 10 scratch
terminal send-keys C-c
ok 'and Ctrl-C leaves nothing' wait_until 10 no_scratch
terminal kill-server 2>/dev/null

terminal new -d -x 80 -y 24 "cd '$folder/vm/01-say' && labs"
ok 'the menu comes' wait_until 10 shows 'Enter'
terminal send-keys Enter
ok 'and the exercise' wait_until 10 shows 'Say the right word'
terminal send-keys c
ok 'in the menu a check begins' wait_until 10 scratch
terminal send-keys C-c
ok 'and Ctrl-C leaves nothing there either' wait_until 10 no_scratch
done_testing
