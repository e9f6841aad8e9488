#!/bin/sh
# as_nobody.sh TEST: runs tests/isolate/TEST.sh as an id without privilege.
if [ "$(id -u)" != 0 ]; then
    echo "1..0 # SKIP not root: $1.sh itself is run by an unprivileged user"
    exit 0
fi
command -v setpriv >/dev/null || {
    echo '1..0 # SKIP setpriv is not installed'
    exit 0
}
if ! setpriv --reuid 65534 --regid 65534 --clear-groups \
    sh -c 'cd / && test -x "$RING3_BUILD/bin/isolate"'; then
    echo "1..0 # SKIP $RING3_BUILD cannot be read by an unprivileged user"
    exit 0
fi
HOME=/ exec setpriv --reuid 65534 --regid 65534 --clear-groups sh "tests/isolate/$1.sh"
