# For check scripts: TAP, the sandbox, the compiler. Source it first:
#
#   . "$RING3_LIB"
#   passes 'the thing works' test -f "$RING3_WORK/thing" ||
#       fails_because 'there is no thing' 'Make one with touch.'
#   finish
#
# docs/labs.md explains the protocol. A check stops at the first point that fails:
# that is the one the learner reads.
# shellcheck shell=sh

set -u
check_point=0
build=$RING3_SCRATCH/build

# point NAME: this part is right.
point() {
    check_point=$((check_point + 1))
    printf 'ok %d - %s\n' "$check_point" "$1"
}

# fail MESSAGE [HINT] [DETAIL]: the verdict is "not yet".
fail() {
    check_point=$((check_point + 1))
    printf 'not ok %d - %s\n' "$check_point" "$1"
    [ -z "${2-}" ] || printf '%s\n' "$2" | sed 's/^/# hint: /'
    [ -z "${3-}" ] || printf '%s\n' "$3" | sed 's/^/# /'
    warnings
    finish
}

# What the compiler warned of in the learner's own files: often the reason already.
warnings() {
    [ -f "$RING3_SCRATCH/compiler" ] && [ "${check_compiled-}" = yes ] || return 0
    grep 'warning:' "$RING3_SCRATCH/compiler" | while IFS= read -r check_line; do
        check_file=${check_line%%:*}
        [ ! -f "$RING3_WORK/${check_file##*/}" ] || printf '# the compiler warns: %s\n' "$check_line"
    done | head -n 3
}

# skip REASON: this host cannot decide it.
skip() {
    printf '1..0 # SKIP %s\n' "$1"
    exit 3
}

# undecided REASON: limits were met, or something that cannot be followed.
undecided() {
    printf 'Bail out! %s\n' "$1"
    exit 4
}

finish() {
    printf '1..%d\n' "$check_point"
    exit 0
}

# The learner's files are copied: a check leaves their folder as it was. What is to
# be compiled and run lies in $build, which the sandbox shows as /work. A link is
# copied as the file it means; ours take the place of what has the same name, and
# are never written through it.
stage() { # FILES…
    check_link=$(link_that_leads_out)
    [ -z "$check_link" ] ||
        fail "$check_link is a link that leads out of your folder" \
            'The check copies your folder and nothing else: put the file itself there.'
    check_why=$(mkdir -p "$build" 2>&1 && cp -RL "$RING3_WORK/." "$build/" 2>&1) ||
        undecided "your files cannot be copied: $(last_words "$check_why")"
    rm -rf "$build/.seed"
    for check_file in "$@"; do
        rm -rf "$build/${check_file##*/}"
        check_why=$(cp -R "$RING3_EXERCISE/$check_file" "$build/" 2>&1) ||
            undecided "$check_file cannot be copied: $(last_words "$check_why")"
    done
}

link_that_leads_out() {
    check_home=$(readlink -f "$RING3_WORK")
    find "$RING3_WORK/" -type l | while IFS= read -r check_link; do
        case $(readlink -f "$check_link") in
        "$check_home"/*) ;;
        *)
            printf '%s\n' "${check_link#"$RING3_WORK"/}"
            break
            ;;
        esac
    done
}

# What cp says without the paths: "No space left on device".
last_words() {
    printf '%s\n' "$1" | sed 's/.*: //;q'
}

# sandboxed SECONDS COMMAND…: runs it in $build, where it can write nothing else,
# reach no network, and see no other process. Where isolate cannot do that and the
# learner said yes, with limits of time and memory only. No file gets larger than
# 16 MiB, what it prints into one included: beyond that it is ended by SIGXFSZ (153).
# $sandbox_allows: more options of isolate run, for exercises about what it forbids. For
# user namespaces they are --allow-userns --user 1000:1000, because a process without
# capabilities may map its own id only if that is not root's (user_namespaces(7)).
sandboxed() {
    check_seconds=$((($1 * ${RING3_TIME_PERCENT:-100} + 99) / 100))
    shift
    if [ "$RING3_SANDBOX" = isolate ]; then
        # What root lends must not be root's: this id is nobody's (docs/isolate.md).
        # -h: what the links there point at is not ours to give.
        [ "$(id -u)" != 0 ] || chown -hR 1879048192:1879048192 "$build" 2>/dev/null
        set -- / "$@"
        # Our programs stay to be had where they lie in a folder that is hidden.
        check_programs=$(command -v isolate) && check_programs=$(readlink -f "${check_programs%/*}") &&
            set -- --ro-bind "$check_programs:$check_programs" "$@"
        for check_hidden in "${HOME-}" "$RING3_EXERCISE/../.." "${XDG_STATE_HOME-}"; do
            check_hidden=$(hidden_folder "$check_hidden") && set -- --tmpfs "$check_hidden" "$@"
        done
        # shellcheck disable=SC2086 # it is several words
        isolate run --read-only --tmpfs /tmp --bind "$build:/work" --workdir /work \
            ${sandbox_allows-} --time "$check_seconds" --address-space 536870912 --processes 64 \
            --file-size 16777216 "$@"
    else
        (
            cd "$build" || exit 125
            ulimit -c 0 -t "$check_seconds" 2>/dev/null
            ulimit -v 2097152 2>/dev/null
            ulimit -f 32768 2>/dev/null # blocks of 512 bytes
            exec timeout --kill-after=1 "$check_seconds" "$@"
        )
    fi
}

# hidden_folder FOLDER: its true name, if it is one to be hidden from the learner's code:
# the home, the progress, and the exercises with their solutions. Not what the system
# itself stands on, and not what is hidden anyway.
hidden_folder() {
    check_folder=$(readlink -f "$1" 2>/dev/null) && [ -d "$check_folder" ] || return 1
    case $check_folder in
    *:*) return 1 ;;                  # isolate reads what follows as options
    /usr/*share/ring3/exercises) ;;  # where make install puts them
    / | /usr* | /bin* | /lib* | /etc* | /var | /proc* | /sys* | /dev* | /tmp | /tmp/*) return 1 ;;
    esac
    printf '%s\n' "$check_folder"
}

# compile OUTPUT ARGUMENTS…: builds in the sandbox; a learner's mistake becomes the
# verdict, in the compiler's own words.
compile() {
    check_output=$1
    shift
    check_compiled=yes
    if ! sandboxed 30 "$(compiler)" -std=gnu17 -g -O0 -Wall -Wextra -o "$check_output" "$@" \
        >"$RING3_SCRATCH/compiler" 2>&1 </dev/null; then
        check_compiled=
        scratch_has_room
        fail 'it does not compile' 'Read the first message of the compiler: the rest often follows from it.' \
            "$(head -n 8 "$RING3_SCRATCH/compiler")"
    fi
}

# compile_part OBJECT FUNCTIONS FILE: the learner's functions for a judge that is ours and
# runs in the same process. What FUNCTIONS (in one word) does not name stays within the
# object, so that no call of the judge's own (printf, exit) gets to the learner's code. And
# nothing of it may run before the judge calls it: no constructor and nothing alike.
compile_part() {
    compile "$1" -c "$3"
    check_keep=
    for check_name in $2; do check_keep="$check_keep --keep-global-symbol=$check_name"; done
    # shellcheck disable=SC2016,SC2086 # $1 is that of the other shell; several words
    check_parts=$(sandboxed 10 sh -c 'object=$1; shift; objcopy "$@" "$object" && objdump -h "$object" && nm "$object"' \
        sh "$1" $check_keep 2>"$RING3_SCRATCH/errors" </dev/null) ||
        undecided "the object cannot be looked at: $(head -n 1 "$RING3_SCRATCH/errors")"
    check_odd=$(printf '%s\n' "$check_parts" | awk '
        $1 ~ /^[0-9]+$/ && NF == 7 && $2 !~ /^\.(text|data|bss|rodata|comment|note|eh_frame|debug|tdata|tbss|group|gcc_except|llvm)/ { print $2 }
        NF > 1 && $(NF - 1) == "i" { print $NF }' | head -n 1)
    [ -z "$check_odd" ] ||
        fail "$3 holds something that is not a plain function or variable: $check_odd" \
            "Constructors and the like run by themselves. The check calls $2, and only that."
}

# A compiler that met a full disk says nothing about the learner's code.
scratch_has_room() {
    grep -q 'No space left on device' "$RING3_SCRATCH/compiler" 2>/dev/null ||
        ! { dd if=/dev/zero of="$RING3_SCRATCH/room" bs=65536 count=4; } 2>/dev/null ||
        return 0
    undecided "there is no room in ${RING3_SCRATCH%/*}: No space left on device (make room, or set TMPDIR to another folder)"
}

compiler() {
    for check_name in "${CC:-cc}" cc gcc clang; do
        if command -v "$check_name" 2>/dev/null; then
            return
        fi
    done
    echo cc
}

# json_field KEY: the value of a key in the flat JSON object on stdin, for numbers
# and for strings without escapes.
json_field() {
    sed -n "s/.*\"$1\":[ ]*\"\\{0,1\\}\\([^\",}]*\\)\"\\{0,1\\}.*/\\1/p"
}
