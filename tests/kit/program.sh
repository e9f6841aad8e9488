#!/bin/sh
# The command line that all programs share: tables in, messages out.
. tests/lib.sh
PATH=$RING3_BUILD/tests/kit/helpers:$PATH

run specimen options -f --text=x --choice green -n 12 --list a --list b one two
is "$out" 'flag=1 text=x choice=green count=12 list=2,a,b [one] [two]' 'every kind of option'
run specimen options one -f two --count 3
is "$out" 'flag=1 text=none choice=red count=3 list=0 [one] [two]' 'options after arguments'
run specimen options -- -f
is "$out" 'flag=0 text=none choice=red count=7 list=0 [-f]' 'two dashes end the options'
run specimen exec -f cmd -n nonsense
is "$out" 'flag=1 text=none choice=red count=7 list=0 [cmd] [-n] [nonsense]' \
    'options of a command that is run are its own'
run specimen --plain options --cho green
is "$status" 0 'common options may stand first, long ones may be shortened'

refuses 2 "unknown command 'plya' (did you mean 'specimen play'?)" 'a slip in a command' specimen plya
refuses 2 "unknown command 'xyzzy' (try 'specimen --help')" 'a command that is nothing' specimen xyzzy
refuses 2 'unknown option --falg (did you mean --flag?)' 'a slip in an option' specimen options --falg
refuses 2 'unknown option -z' 'an unknown letter' specimen options -z
refuses 2 '--t could be --text or --theme' 'an option that is short for two' specimen options --t x
refuses 2 '--flag takes no value' 'a value for a flag' specimen options --flag=1
refuses 2 '--text needs a value: --text TEXT' 'a value that is missing' specimen options --text
refuses 2 "--count 'many' is not a whole number" 'a word for a number' specimen options -n many
refuses 2 '--count 1 is too small: at least 2' 'a number too small' specimen options -n 1
refuses 2 '--count 100 is too large: at most 99' 'a number too large' specimen options --count 100
refuses 2 'is too large: at most 99' 'a number past 64 bits' specimen options -n 99999999999999999999999
refuses 2 'is not a whole number' 'a negative number' specimen options --count=-3
refuses 2 "--choice 'blue' is unknown; it is one of: red green" 'a wrong choice' specimen options --choice blue
refuses 2 "'specimen options' takes less" 'too many arguments' specimen options a b c d
refuses 2 "'specimen exec' needs more: specimen exec CMD…" 'too few' specimen exec
refuses 2 '--json and --cast cannot be had at once' 'two forms at once' specimen play --json --cast x

refuses 2 "'specimen options' has no --json" 'JSON of a command that has none' specimen options --json
refuses 2 "'specimen counter' has no --cast" 'steps of a command that has none' specimen counter --cast x
refuses 2 '--json needs a command' 'JSON of nothing' specimen --json
run specimen options --help
lacks "$out" '--cast' 'help has no option that would do nothing'
lacks "$out" '--theme' 'none at all'
run specimen play --help
contains "$out" '--cast FILE' 'and those that do something'

run specimen
is "$status" 0 'without a command and without a terminal'
contains "$out" 'usage: specimen [COMMAND] [OPTIONS] [ARGUMENTS]' 'the help is shown'
run specimen options --help
contains "$out" '-n, --count N' 'the help of a command has its options'
contains "$out" '(one of: red green)' 'and the choices'
is "$(printf '%s\n' "$out" | awk 'length > 80' | grep -c '')" 0 'in 80 columns'
run specimen --version
contains "$out" 'specimen (ring3) ' 'the version'
run specimen --manual
contains "$out" '.TH SPECIMEN 1' 'the manual page is troff'
if have mandoc; then
    printf '%s\n' "$out" >"$work/specimen.1"
    run mandoc -T lint -W warning "$work/specimen.1"
    is "$out$err" '' 'which mandoc finds in order'
else
    skip 'which mandoc finds in order' 'mandoc is not installed'
fi

if [ -w /dev/full ]; then
    specimen options >/dev/full 2>"$work/err"
    is "$?" 2 'a full disk is an error'
    contains "$(cat "$work/err")" 'cannot write the output: No space left' 'that says so'
    specimen options --text "$(printf '%100000d' 1)" >/dev/full 2>"$work/err"
    contains "$(cat "$work/err")" 'cannot write the output: No space left' \
        'also when it happened long before the end'
else
    skip 'a full disk is an error' 'there is no /dev/full'
fi
specimen play --plain | head -n 1 >"$work/head"
is "$(cat "$work/head")" squares 'a reader that leaves early is no error'

done_testing
