#!/bin/sh
# Runs tests through prove. What failed beside others is run once more, alone and with
# every line shown: on a busy machine a deadline can pass before its turn has come. What
# fails alone has failed.
#
#   tests/run.sh JOBS STATEFILE TEST…
set -u
jobs=$1 state=$2
shift 2
rm -f "$state"
prove -j"$jobs" --directives --statefile="$state" --state=save \
    --exec tests/environment.sh "$@" && exit
printf '\n=== once more, alone: what failed beside others\n'
exec prove --verbose --statefile="$state" --state=failed --exec tests/environment.sh
