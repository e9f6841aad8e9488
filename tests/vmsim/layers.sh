#!/bin/sh
# The policies are a library that needs nothing but libc, and never prints: what
# they call is looked up in the archive itself.
. tests/lib.sh
have nm || skip_all 'nm is not installed'
case ${RING3_VARIANT:-release} in release | debug) ;; *) skip_all 'this variant adds calls' ;; esac

archive=$RING3_BUILD/lib/libvmsim-policies.a
ok 'the archive is there' test -f "$archive"
calls=$(nm -u "$archive" | sed -n 's/^ *U //p' | sort -u |
    grep -v -e '^policy_' -e '^__stack_chk_fail$' -e '^_GLOBAL_OFFSET_TABLE_$' | tr '\n' ' ')
case $calls in
'snprintf ' | '__snprintf_chk ') ok 'policies call snprintf and nothing else' true ;;
*) is "$calls" 'snprintf ' 'policies call snprintf and nothing else' ;;
esac

# The core is a core: curses belongs to the kit's screen alone.
calls=$(nm -u "$RING3_BUILD/lib/libvmsim-core.a" | grep -c -E ' (initscr|newterm|waddn?str|mvw?print)')
is "$calls" 0 'the core knows no curses'
done_testing
