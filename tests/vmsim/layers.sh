#!/bin/sh
# The policies are a library that needs nothing but libc, and never prints: what
# they call is looked up in the archive itself.
. tests/lib.sh
have nm || skip_all 'nm is not installed'
case ${RING3_VARIANT:-release} in release | debug) ;; *) skip_all 'this variant adds calls' ;; esac

archive=$RING3_BUILD/lib/libvmsim-policies.a
ok 'the archive is there' test -f "$archive"
calls=$(nm -u "$archive" | sed -n 's/^ *U //p' | sort -u |
    grep -v -E -e '^policy_' -e '^(__)?(snprintf|mem(set|cpy|move))(_chk)?$' \
        -e '^(__stack_chk_fail|_GLOBAL_OFFSET_TABLE_)$' | tr '\n' ' ')
is "$calls" '' 'policies call snprintf and memset, and nothing else'

# The core is a core: curses belongs to the kit's screen alone.
calls=$(nm -u "$RING3_BUILD/lib/libvmsim-core.a" | grep -c -E ' (initscr|newterm|waddn?str|mvw?print)')
is "$calls" 0 'the core knows no curses'
done_testing
