#!/bin/sh
# sqlite-demo shell: SQL from the command line, from a pipe, and typed into a terminal.
. tests/lib.sh
export XDG_STATE_HOME="$work/state"
db=$work/film.db
sh_() { sqlite-demo shell "$@"; }

run sh_ "$db" "CREATE TABLE film(title TEXT, year INT); INSERT INTO film VALUES ('Metropolis', 1927), ('M', 1931)"
is "$status-$out$err" 0- 'SQL on the command line says nothing when there is nothing to say'
run sh_ "$db" 'SELECT * FROM film'
is "$out" 'title       year
──────────  ────
Metropolis  1927
M           1931' 'it was committed; rows are a table'
run sh_ --json "$db" 'SELECT year, title FROM film WHERE year > 1930'
is "$out" '{"year":1931,"title":"M"}' 'or JSON'
run sh_ "$db" 'SELECT titel FROM film'
is "$status" 2 'an error has a status'
is "$err" 'OperationalError: no such column: titel (SQLITE_ERROR)
  SELECT titel FROM film
         ^' 'and a caret at its place'
run sh_ "$db" "INSERT INTO film VALUES ('x', 1); SELEC"
is "$status" 2 'a later error'
is "$(sh_ --no-headers "$db" 'SELECT count(*) FROM film')" 2 'keeps nothing of what went before'
run sh_ "$db" 'EXPLAIN QUERY PLAN SELECT * FROM film WHERE year IN (SELECT year FROM film)'
contains "$out" '└─ SCAN film' 'a plan is a tree'
contains "$(sh_ "$db" "SELECT char(27) || '[2J'")" '�[2J' 'a value cannot steer the terminal'
is "$(printf 'SELECT 1\n,\n2;\n.tables\n' | sh_ --no-headers "$db")" '1  2
film  table' 'a statement may take several lines; a dot command takes one'
run sh -c "printf 'INSERT INTO film VALUES (1, 2);\n' | sqlite-demo shell '$db'"
contains "$err" 'what was not committed is gone' 'without COMMIT nothing is kept, and it says so'
contains "$(printf '.tabels\n' | sh_ "$db" 2>&1)" 'did you mean .tables?' 'a dot command is looked for'
contains "$(printf '.play SELECT 1\n' | sh_ 2>&1)" 'in memory only' '.play wants a file'
contains "$(printf '.play SELECT title FROM film\n' | sh_ "$db" 2>&1)" 'OpenRead' '.play steps through the program'
run sh_ "$work"
is "$status" 2 'a folder is no database'
printf 'this is no database, but it is long enough to look like a header of one, or is it? %0100d' 0 >"$work/text"
run sh_ "$work/text" 'SELECT 1'
is "$status" 2 'a file that is no database'
contains "$err" 'file is not a database' 'with the reason'

if have tmux; then
    tmux_server="ring3-shell-$$"
    tm() { tmux -L "$tmux_server" "$@"; }
    shows() { tm capture-pane -p | grep -qF "$1"; }
    tm -f /dev/null new-session -d -x 80 -y 24 "XDG_STATE_HOME='$work/state' TERM=xterm sqlite-demo shell '$db'"
    ok 'a prompt' wait_until 10 shows 'film.db>'
    tm send-keys 'SELECT 12\;' Left Left Left 'x' BSpace '3' Enter
    ok 'keys edit the line' wait_until 10 shows '312'
    tm send-keys Up Enter
    ok 'up brings the last line back' wait_until 10 sh -c "tmux -L $tmux_server capture-pane -p | grep -c 'SELECT 312' | grep -q 2"
    tm send-keys 'DELETE FROM film\;' Enter
    ok 'a star shows the open transaction' wait_until 10 shows 'film.db*>'
    tm send-keys 'nonsense' C-c
    tm send-keys '.rollback' Enter
    ok 'and goes with it' wait_until 10 sh -c "tmux -L $tmux_server capture-pane -p | grep . | tail -n 1 | grep -q '^film.db> *$'"
    tm send-keys '.quit' Enter
    ok 'it leaves' wait_until 10 sh -c "! tmux -L $tmux_server has-session 2>/dev/null"
    tm kill-server 2>/dev/null
    contains "$(cat "$work/state/ring3/sqlite-demo-history")" 'DELETE FROM film;' 'the history is kept'
else
    skip 'typing into a terminal' 'tmux is not installed'
fi
is "$(sh_ --no-headers "$db" 'SELECT count(*) FROM film')" 2 'nothing was changed'
done_testing
