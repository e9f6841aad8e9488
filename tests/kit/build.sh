#!/bin/sh
# The Makefile: what is rebuilt and when, installing and removing.
. tests/lib.sh
tree=$work/tree

# Without what an outer make hands down; `quiet` is the normal output.
make_() { env -u MAKEFLAGS -u MAKELEVEL make --no-print-directory OUT="$tree" "$@"; }
compiled() { printf '%s\n' "$text" | grep -c '^  CC'; }
build() {
    text=$(make_ "$tree/lib/libkit.a" "$@" 2>&1)
    status=$?
}

build -j4
is "$status" 0 'a library is built in parallel, in a tree of its own'
all=$(compiled)
ok 'from several files' [ "$all" -gt 5 ]
is "$(printf '%s\n' "$text" | grep -ci warning)" 0 'without a warning'
build
is "$(compiled)" 0 'a second run compiles nothing'
build CFLAGS=-DSOMETHING_ELSE
is "$(compiled)" "$all" 'a change of flags compiles everything'
build CFLAGS=-DSOMETHING_ELSE
is "$(compiled)" 0 'once'
ok 'objects depend on headers' grep -q 'labs/kit/utf8.h' "$tree/obj/labs/kit/utf8.d"

run make_ VARIANT=fast
is "$status" 2 'an unknown variant is refused'
contains "$err" 'VARIANT=fast is unknown; it is one of: release debug' 'by name'
run make_ PKG_CONFIG=false all
is "$status" 2 'a missing library is an error'
contains "$err" '"make prepare" installs it or says how' 'that says what to do'
run make_ help
contains "$out" 'make run' 'help lists the targets'
contains "$out" 'make uninstall' 'all of them'

# The programs of this very build, installed elsewhere and run from there.
stage=$work/stage
tree=$RING3_BUILD
run make_ install-files DESTDIR="$stage" PREFIX=/opt/ring3
is "$status" 0 'make install-files'
for program in labs vmsim threads isolate sqlite-demo; do
    run "$stage/opt/ring3/bin/$program" --version
    contains "$out" "$program (ring3)" "$program runs from where it was installed"
    ok "$program has its manual page" \
        grep -q '^.SH EXIT STATUS' "$stage/opt/ring3/share/man/man1/$program.1"
done
run "$stage/opt/ring3/bin/labs" list
is "$status" 0 'the installed menu finds its exercises'
ok 'what an instructor needs is installed too' \
    test -x "$stage/opt/ring3/share/ring3/classroom/gradescope/run_autograder"
contains "$out" 'vm/' 'and lists them'
run make_ uninstall DESTDIR="$stage" PREFIX=/opt/ring3
is "$status" 0 'make uninstall'
is "$(find "$stage" ! -type d)" '' 'leaves no file'

done_testing
