#!/bin/sh
# The run path loads no shared library: isolate has no program interpreter.
. tests/lib.sh
sanitized && skip_all 'sanitizers cannot be linked statically'
: "${CC:=cc}"
echo 'int main(void){return 0;}' |
    $CC -static -x c -o /dev/null - -lncursesw -ltinfo 2>/dev/null ||
    skip_all 'this system has no static archives of its libraries'
type=$(perl -e '
    open my $f, "<", $ARGV[0] or die; binmode $f; read $f, my $h, 64;
    my ($off, $size, $n) = (unpack("Q<", substr $h, 32), unpack("S<S<", substr $h, 54, 4));
    for (0 .. $n - 1) { seek $f, $off + $_ * $size, 0; read $f, my $p, 4;
        print "interpreter\n" if unpack("L<", $p) == 3 } print "read $n\n" if $n' \
    "$RING3_BUILD/bin/isolate")
lacks "$type" interpreter 'no PT_INTERP among the program headers'
contains "$type" read 'which could be read'
done_testing
