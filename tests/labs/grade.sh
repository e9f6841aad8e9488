#!/bin/sh
# Grading: many submissions, a course file, every form of result, and students who do
# not mean well.
. tests/lib.sh
. tests/labs/helpers/learner.sh
own_exercises
exercise vm/01-say
exercise vm/02-again
exercise threads/01-other
cd "$work" || exit 1
labs init ada >/dev/null
cp -r ada bob
for name in vm/01-say vm/02-again; do echo right >"bob/$name/word"; done
echo left >bob/threads/01-other/word
mkdir packed && tar -czf packed/carl.tar.gz bob
rm -rf dora && cp -r bob dora && rm -rf dora/vm/01-say
cat >course <<'END'
title: A small course # and a comment
late: 50%

vm/01       10 points   due 2026-03-01
vm/02       2.5 points  opens 2026-02-01 due 2026-04-01 12:30
threads/01  4 points    partial 2
END

# ---- a class ----
run labs grade --course course ada bob packed/carl.tar.gz dora
is "$status" 0 'a class is graded'
row() { printf '%s\n' "$out" | sed -n "s/^$1  *\([0-9.]*\)  *\([0-9.]*\) .*/\1 of \2/p"; }
is "$(row ada)" '0 of 16.5' 'who did nothing'
is "$(row bob)" '12.5 of 16.5' 'points as the course gives them'
is "$(row carl)" '12.5 of 16.5' 'an archive is the same as its folder'
is "$(row dora)" '2.5 of 16.5' 'what is missing earns nothing'
is "$(find grades -type f | sort | tr '\n' ' ')" \
    'grades/ada.jsonl grades/bob.jsonl grades/carl.jsonl grades/dora.jsonl ' \
    'a file for each student'
is "$(find "$TMPDIR" -mindepth 1 | wc -l)" 0 'no scratch is left'
labs grade --course course --format csv ada bob packed/carl.tar.gz dora >first.csv
labs grade --course course --format csv --jobs 4 ada bob packed/carl.tar.gz dora >second.csv
ok 'the same submissions give the same result' cmp first.csv second.csv

# ---- dates ----
points() { run labs grade "$@" --json bob && printf '%s\n' "$out" | tail -n 1 | sed 's/.*"score":\([0-9.]*\).*/\1/'; }
is "$(points --course course --submitted 2026-03-01)" 12.5 'a date lasts until its end'
is "$(points --course course --submitted 2026-03-02)" 7.5 'who is late loses'
is "$(points --course course --submitted 2026-04-01T12:30)" 7.5 'to the minute'
is "$(points --course course --submitted 2026-04-01T12:31)" 6.25 'and a minute more'
run labs grade --course course --submitted 2026-01-01 --json bob
contains "$out" '"status":"skipped","score":0,"max_score":0' 'what is not open yet counts for nobody'

# ---- partial credit ----
cat >"$RING3_DATA/exercises/threads/01-other/check" <<'END'
#!/bin/sh
. "$RING3_LIB"
point 'the first half'
[ "$(cat "$RING3_WORK/word")" = right ] || fail 'the second half' 'It is the word.'
point 'the second half'
finish
END
is "$(points --course course)" 14.5 'a good half earns a half'

# ---- the forms ----
run labs grade --course course --format tap ada bob
ok 'TAP that prove reads' sh -c 'prove -Q --exec cat "$1" >/dev/null; [ $? = 1 ]' - "$work/.out"
is "$(grep -c '^not ok' "$work/.out")" 4 'with a point for each exercise'
labs grade --course course --format junit ada bob >junit.xml
if have xmllint; then
    ok 'XML that is well-formed' xmllint --noout junit.xml
else
    skip 'XML that is well-formed' 'xmllint is not installed'
fi
contains "$(cat junit.xml)" 'tests="6" failures="4" errors="0" skipped="0"' 'with its sums'
field() { perl -MJSON::PP -0777 -e 'my $v = decode_json(<STDIN>); for (split /\./, $ARGV[0]) { $v = ref $v eq "ARRAY" ? $v->[$_] : $v->{$_} } print $v' "$1"; }
is "$(labs grade --course course --format gradescope bob | field score)" 14.5 'Gradescope'
is "$(labs grade --course course --format gradescope bob | field tests.2.output)" \
    'the second half
Hint: It is the word.' 'with the words for the student'
is "$(labs grade --course course --format github bob | field status)" fail 'GitHub'
is "$(labs grade --course course --format github bob | field tests.0.score)" 10 'with points'
is "$(labs grade --course course --format autolab bob | tail -n 1)" \
    '{"scores":{"vm/01-say":10,"vm/02-again":2.5,"threads/01-other":2}}' 'Autolab, on the last line'
run labs grade --course course --format csv bob
is "$(printf '%s' "$out" | tr -d '\r' | tail -n 1)" 'bob,14.5,16.5,,10,2.5,2' 'CSV'
mkdir evil && cp -r bob/. 'evil/=cmd, "x"' 2>/dev/null
run labs grade --course course --format csv 'evil/=cmd, "x"'
contains "$out" "\"'=cmd, \"\"x\"\"\"," 'a name is no formula'
refuses 2 'holds one submission' 'a form for one' labs grade --format github ada bob
labs grade --course course --format gradescope -o results.json bob
is "$(field score <results.json)" 14.5 'to a file'

# ---- stopped, and resumed ----
cat >"$RING3_DATA/exercises/threads/01-other/check" <<END
#!/bin/sh
. "\$RING3_LIB"
[ -e "$work/go" ] || { : >"$work/waits"; kill -STOP \$\$; }
point fine
finish
END
labs grade --course course --format gradescope -o part.json bob 2>"$work/.err" &
grader=$!
ok 'a grading that hangs' wait_until 20 test -e "$work/waits"
ok 'has the results so far in its file' wait_until 20 sh -c "grep -q '\"vm/02-again\"' '$work/part.json'"
kill -INT "$grader"
wait "$grader"
is "$?" 4 'Ctrl-C ends it'
contains "$(cat "$work/.err")" '--resume' 'and it says how to go on'
is "$(find "$TMPDIR" -mindepth 1 | wc -l)" 0 'with no scratch left'
is "$(wc -l <grades/bob.jsonl)" 2 'what was known is kept'
printf '{"exercise":"vm' >>grades/bob.jsonl # and a power cut in the midst of a line
for name in vm/01-say vm/02-again; do
    printf '#!/bin/sh\necho "not ok 1 - run again"; echo 1..1\n' >"$RING3_DATA/exercises/$name/check"
done
: >go
is "$(points --course course --resume)" 16.5 '--resume runs only what is missing'
is "$(points --course course)" 4 'without it all is run'

# ---- submissions that mean harm ----
exercise vm/01-say
exercise vm/02-again
exercise threads/01-other
cp -r bob tricks
ln -s /etc tricks/vm/02-again/etc
rm tricks/vm/01-say/word && ln -s /etc/passwd tricks/vm/01-say/word
mkfifo tricks/threads/01-other/pipe
before=$(find /etc -newer "$work/go" -type f 2>/dev/null | wc -l)
run labs grade tricks bob
is "$status" 0 'links and pipes are graded'
is "$(find /etc -newer "$work/go" -type f 2>/dev/null | wc -l)" "$before" 'nothing is written through them'
contains "$(row bob)" '2 of 3' 'and the others do not notice'
perl -e 'print pack("a100a8a8a8a12a12a8aa100a6a2", "../../escaped", "0000644", "0000000", "0000000", "00000000005", "00000000000", "        ", "0", "", "ustar", "00")' >raw
perl -e 'open F, "raw"; read F, $h, 512; $h .= "\0" x (512 - length $h); substr($h, 148, 8) = sprintf("%06o\0 ", eval { my $s = 0; $s += ord for split //, $h; $s }); print $h, "hello", "\0" x 507, "\0" x 1024' >escape.tar
run labs grade escape.tar
is "$status" 4 'an archive that leads out is refused'
ok 'and nothing is written there' test ! -e "$TMPDIR/escaped" -a ! -e escaped -a ! -e ../escaped
head -c 100000000 /dev/zero | gzip >bomb.gz
mkdir bomb && { cp -r bob/. bomb/; truncate -s 100M bomb/vm/01-say/zeros; }
tar -czSf bomb.tar.gz bomb 2>/dev/null || tar -czf bomb.tar.gz bomb
run labs grade bomb.tar.gz
contains "$out" 'more than 10000 files or 64 MiB' 'a bomb is not unpacked'
run labs grade bomb
contains "$out" 'more than 10000 files or 64 MiB' 'nor copied'
head -c 3000 /dev/urandom >noise.zip
: >empty.zip
run labs grade noise.zip empty.zip bob
is "$status" 4 'what is no archive is undecided'
contains "$(row bob)" '2 of 3' 'beside others that are graded'
contains "$out" 'noise.zip: it cannot be unpacked' 'and it says why'
printf '#!/bin/sh\nkill -9 $PPID; kill -9 $(ps -o ppid= $PPID)\n' >"$RING3_DATA/exercises/vm/02-again/check"
run labs grade bob
contains "$out" 'undecided' 'who kills the grader is undecided'
is "$(find "$TMPDIR" -mindepth 1 | wc -l)" 0 'and still no scratch is left'

# ---- requests ----
refuses 2 'both called bob' 'two of one name' labs grade bob other/bob
refuses 2 'course:1: no exercise' 'an unknown exercise' sh -c 'echo vm/77 >course; labs grade --course course bob'
wrong() { # LINE PART
    printf 'vm/01 %s\n' "$1" >course
    refuses 2 "$2" "course: $1" labs grade --course course bob
}
wrong 'ten points' "course:1: unknown word 'ten'"
wrong '10' "no points: '10'"
wrong '-1 points' "unknown word '-1'"
wrong 'due tomorrow' "no date: 'tomorrow'"
wrong 'due 2026-02-30' "no date: '2026-02-30'"
wrong 'partial 0' "no number of parts: '0'"
wrong 'opens 2026-03-02 due 2026-03-01' 'due before it opens'
refuses 2 "course:1: unknown key 'tilte'" 'a wrong key' sh -c 'echo "tilte: x" >course; labs grade --course course bob'
refuses 2 'names no exercise' 'an empty course' sh -c ': >course; labs grade --course course bob'
refuses 2 'is no course file' 'a course of noise' sh -c 'head -c 999 /dev/zero >course; labs grade --course course bob'
run labs grade nowhere
contains "$out" 'nowhere: it cannot be opened' 'a submission that is not there'
refuses 2 'is no date' 'a wrong --submitted' labs grade --submitted soon bob

# ---- a course with exercises of its own ----
mkdir -p own/vm && cp -r "$RING3_DATA/exercises/vm/01-say" own/vm/60-ours
printf 'exercises: own\nvm/60-ours 3 points\n' >course
mkdir -p bob/vm/60-ours && echo right >bob/vm/60-ours/word
is "$(points --course course)" 3 'an exercise of the course'\''s own'
mkdir -p own/vm/01-say && cp -r own/vm/60-ours/. own/vm/01-say/
refuses 2 'there is an exercise of this name' 'its name must be free' labs grade --course course bob
done_testing
