#!/bin/sh
# The same as keeper_parts.c, for a user without privilege when root runs the tests.
[ "$(id -u)" = 0 ] || {
    echo '1..0 # SKIP not root: keeper_parts itself is run by an unprivileged user'
    exit 0
}
exec setpriv --reuid 65534 --regid 65534 --clear-groups \
    "$RING3_BUILD/tests/isolate/keeper_parts"
