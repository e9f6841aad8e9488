#!/bin/sh
# Who may use whom, proved at link time: what each object file asks for.
. tests/lib.sh
have nm || skip_all 'nm is not installed'

for archive in "$RING3_BUILD"/lib/*.a; do
    nm -A -u "$archive" 2>/dev/null
done | awk '{ count = split($1, part, "/"); print part[count], $NF }' >"$work/wants"
ok 'there are objects to look at' test "$(grep -c '' "$work/wants")" -gt 1000

only() { # SYMBOLS WANTED NAME: the objects that ask for one of them
    seen=$(grep -E " ($1)\$" "$work/wants" | cut -d' ' -f1 | cut -d: -f2 | sort -u | tr '\n' ' ')
    is "$seen" "$2" "$3"
}
only 'newterm|initscr|endwin|stdscr|wget_wch|wadd_wch|tigetstr' 'curses_terminal.o ' \
    'one file knows curses'
only 'md_parse' 'markdown.o ' 'one file knows md4c'
only 'archive_.*' 'package.o sink.o source.o submission_archive.o ' 'four files know libarchive'
opens() { # ARCHIVES WANTED NAME: their objects that open databases
    seen=$(grep -E "^lib($1)\\.a:.* sqlite3_open" "$work/wants" | cut -d' ' -f1 | cut -d: -f2 | sort -u | tr '\n' ' ')
    is "$seen" "$2" "$3"
}
opens 'labs-core' 'progress.o stats.o ' 'of labs, two files open databases'
opens 'cursor' 'cursor_calls.o ' 'of the cursor library, one'
opens '(vmsim|threads|isolate|kit).*' '' 'of the other programs, none'

# Cores: they neither draw nor print, so they can be linked anywhere.
cores='libvmsim-core.a:(choice|csv|curve|engine|engine_stream|faults|lackey|lfu_stack|native|opt_stack|pages|priority_stack|reader|sample|sink|source|stack_distance|text|timeline|trace|u64)
libvmsim-policies.a:.*
libthreads-core.a:(catalog|kernel|log|narrate|runtime|source|state|verdict)
libisolate-core.a:(builder|execute|identity|init|join|landlock|launch|mount|observe|operation|operation_call|operation_flags|operation_shell|pid|pivot|plan|plan_dev|plan_host|plan_proc|plan_root|plan_volumes|plan_wish|process|relay|resolve|supervise|user|uts)
libcursor.a:.*
libsqlite-file.a:.*
libsqlite-machine.a:.*
liblabs-core.a:(check|course|date|files|front_matter|grade|progress|receipt|result|sign|stats|submission|submission_archive|tap)
libsqlite-demo-core.a:(lesson|scratch|source|witness)
libkit.a:(atomic_file|json|options|paths|process|suggest|utf8|wait_graph|words|words_english|words_file)'
for core in $cores; do
    grep -E "^$core\\.o: (area_|canvas_|screen_|terminal_|player_|stdout\$|perror\$|v?printf\$|__v?printf_chk\$|puts\$|putchar\$)" \
        "$work/wants" >"$work/broken"
    is "$(cat "$work/broken")" '' "${core%%:*}: its core neither draws nor prints"
done
# The watcher sets up the stdout of its child, and draws as little.
grep -E '^libthreads-core.a:watch\.o: (area_|canvas_|screen_|terminal_|player_|.*printf_chk$|puts$)' \
    "$work/wants" | grep -v -e snprintf >"$work/broken"
is "$(cat "$work/broken")" '' 'libthreads-core.a: its watcher neither draws nor prints'

# A file that gets another name must not fall out of the list unseen.
for archive in "$RING3_BUILD"/lib/*.a; do
    ar t "$archive" | sed "s|^|$(basename "$archive"):|"
done >"$work/objects"
for core in $cores libthreads-core.a:watch; do
    for name in $(printf '%s\n' "${core#*:}" | tr -d '()*.' | tr '|' ' '); do
        grep -q "^${core%%:*}:$name\.o\$" "$work/objects" || echo "${core%%:*}:$name.o"
    done
done >"$work/missing"
is "$(cat "$work/missing")" '' 'every core that is listed here exists'

done_testing
