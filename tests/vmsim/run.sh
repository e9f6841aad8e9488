#!/bin/sh
# vmsim run and vmsim policies: tables, JSON, and every refusal.
. tests/lib.sh
data=tests/vmsim/data
mix=$data/mix200k.u64.xz
real=$data/busybox-true.lackey.xz

# The table, less the last column, which is a time.
table() {
    printf '%s\n' "$out" | sed 's/ *[^ ]*$//'
}

printf '1\n2\n3\n4\n1\n2\n5\n1\n2\n3\n4\n5\n' >"$work/belady.txt"
cd "$work" || exit 1
run vmsim run belady.txt --policy fifo,lru,opt --frames 3,4
cd "$OLDPWD" || exit 1
is "$status" 0 'run counts'
is "$(table)" "belady.txt: 12 references to 5

policy                       frames       faults     rate         hits    evictions
fifo                              3            9   75.00%            3            6
lru                               3           10   83.33%            2            7
opt                               3            7   58.33%            5            4
fifo                              4           10   83.33%            2            6
lru                               4            8   66.67%            4            4
opt                               4            6   50.00%            6            2" \
    'the table'

run vmsim run "$mix" --policy clock:insert=0,bits=2,belady --frames 64
contains "$err" "unknown policy 'belady'" 'a policy of another name is refused'
run vmsim run "$mix" -p clock:insert=0,bits=2,lru,clock -f 64
contains "$(table)" 'clock:insert=0,bits=2            64       193658' \
    'parameters go on after a comma'
contains "$(table)" 'lru                              64       193752' \
    'and the next policy ends them'
contains "$(table)" 'clock                            64       193825' \
    'the default clock sets the bit on load'

run vmsim run "$real" -p fifo,lru,clock,opt -f 8
is "$status" 0 'the recorded trace of a real program'
contains "$out" 'writebacks' 'has writes, so that there is a column for write-backs'
is "$(table)" "$real: 49262 references to 78

policy                       frames       faults     rate         hits    evictions   writebacks
fifo                              8          461    0.94%        48801          453          135
lru                               8          350    0.71%        48912          342           74
clock                             8          386    0.78%        48876          378           86
opt                               8          242    0.49%        49020          234           59" \
    'its counts'
run vmsim run "$real" -p lru -f 8 --page-size 65536
contains "$(table)" '49258 references to 25' 'larger pages are fewer'

run sh -c "xz -dc '$mix' | vmsim run - --policy lru --frames 1024"
contains "$out" '107150' 'stdin is read'
run sh -c "vmsim run - --policy lru --frames 1024 <'$mix'"
contains "$out" '107150' 'packed stdin too'

run vmsim run "$real" -p fifo,clock:bits=2 -f 4,8 --json
lines "$out" 4 'one object per result'
is "$(printf '%s\n' "$out" | sed -n '1s/,"seconds".*//p')" \
    "{\"trace\":\"$real\",\"policy\":\"fifo\",\"frames\":4,\"references\":49262,\"distinct\":78,\"faults\":1379,\"hits\":47883,\"evictions\":1375,\"writebacks\":341" \
    'with its fields in order'
if perl -MJSON::PP -e 1 2>/dev/null; then
    ok 'each of them is JSON' sh -c "printf '%s\n' '$out' |
        perl -MJSON::PP -ne 'my \$r = decode_json(\$_); die unless \$r->{faults} + \$r->{hits} == \$r->{references}'"
else
    skip 'each of them is JSON' 'perl has no JSON::PP'
fi

run vmsim run "$work/belady.txt" -p opt -f 3 --victims
is "$(printf '%s\n' "$out" | sed '/^$/q')" "opt, 3 frames: who leaves, and when it is used again
       4  page 4        page 3        leaves frame 2      used again at 10
       7  page 5        page 4        leaves frame 2      used again at 11
      10  page 3        page 2        leaves frame 1      never used again
      11  page 4        page 3        leaves frame 1      never used again" \
    'OPT prints its victims and when they are used again'
run vmsim run "$work/belady.txt" -p lru -f 4 --victims --json
contains "$out" '{"policy":"lru","frames":4,"reference":7,"page":5,"victim":3,"frame":2,"next":10,"writeback":false}' \
    'so does any other, and as JSON'

run vmsim policies arc
is "$status" 0 'policies explains one'
contains "$out" 'p = min(p + max(|B2| / |B1|, 1), frames)' 'with its pseudocode'
contains "$out" '               p 1.00 B1: 3 B2: -' 'and an example that it worked out itself'
for policy in $(vmsim policies | sed -n 's/^\([a-z0-9-][a-z0-9-]*\) .*/\1/p'); do
    run vmsim policies "$policy"
    contains "$out" "vmsim play --string" "$policy has an example"
done
refuses 2 "did you mean 'lirs'" 'an unknown one is not explained' vmsim policies lir

run vmsim policies
is "$status" 0 'policies lists'
for policy in fifo lru mru random opt unopt clock second-chance nru nfu aging lfu mfu \
    slru 2q arc car lirs clock-pro w-tinylfu s3fifo sieve working-set wsclock pff linux \
    mglru; do
    ok "it has $policy" sh -c "vmsim policies | grep -q '^$policy  *[a-z]'"
done
contains "$out" 'clock:bits=N' 'the parameters'
contains "$out" 'Corbató' 'and the sources'
run vmsim policies --json
lines "$out" 27 'one object per policy'

run vmsim run "$real" -p lru -f 8,500
contains "$err" 'note: 500 frames are more than the trace has pages (78): all of them fit' \
    'frames past the footprint are told'
is "$status" 0 'and are no error'

# ---- refusals: one line, status 2 ----
printf '1\n2\n' >"$work/small"
printf '1\nfrog\n' >"$work/frog"
printf '1234567890abc' >"$work/odd"
head -c 3000 "$mix" >"$work/cut.xz"
head -c 100 /dev/zero | tr '\0' '\377' >"$work/garbage"
: >"$work/empty"
no() { # WORDS NAME ARGUMENTS…
    part=$1 name=$2
    shift 2
    refuses 2 "$part" "$name" vmsim run "$@"
}
no 'No such file' 'a trace that is not there' "$work/none" -f 3
no 'is a directory' 'a directory' "$work" -f 3
no 'is empty' 'an empty trace' "$work/empty" -f 3
no "frog:2: 'frog'" 'a word in a text' "$work/frog" -f 3
no 'is no page number' 'garbage as text' "$work/garbage" -f 3 --format text
no 'is no line of lackey' 'a text as lackey' "$work/small" -f 3 --format lackey
no 'truncated: the last page number' 'a length that is no multiple of 8' "$work/odd" -f 3 \
    --format u64
no 'is cut short, or has junk at its end' 'a truncated xz' "$work/cut.xz" -f 3
(cat "$real" && echo junk) >"$work/junk.xz"
no 'is cut short, or has junk at its end' 'an xz with junk at its end' "$work/junk.xz" -f 3
seq 1 20000 | gzip | head -c 9000 >"$work/cut.gz"
no 'the packed file is cut short (' 'a truncated gzip' "$work/cut.gz" -f 3
seq 1 20000 | gzip >"$work/whole.gz"
perl -e 'binmode STDIN; binmode STDOUT; local $/; $_ = <STDIN>;
    substr($_, 9000, 1) ^= "\x10"; print' <"$work/whole.gz" >"$work/flipped.gz"
no 'the packed file is damaged (' 'a gzip with one bit that is another' "$work/flipped.gz" -f 3
perl -e 'binmode STDIN; binmode STDOUT; local $/; $_ = <STDIN>;
    substr($_, -8, 1) ^= "\x10"; print' <"$work/whole.gz" >"$work/sum.gz"
no 'the packed file is damaged (incorrect data check)' 'a checksum that is another' \
    "$work/sum.gz" -f 3
ok 'two gzip files in one are read to the end' sh -c \
    'cat "$1" "$1" | vmsim run - -f 3 | grep -q "40000 references"' - "$work/whole.gz"
tar -C "$work" -cf "$work/traces.tar" small
no 'a tar archive, and no trace' 'a tar archive' "$work/traces.tar" -f 3
printf ' L 04033e06,4x\n' >"$work/lackey"
no "lackey:1: ' L 04033e06,4x' is no page number" 'a blank at the start is shown' \
    "$work/lackey" -f 3
refuses 2 'cannot read stdin: Bad file' 'a closed stdin' sh -c 'exec vmsim run - -f 3 <&-'
no '(try clock:bits=1)' 'a parameter without its number' "$work/small" -f 3 -p clock:bits=
no 'needs a whole number' 'a parameter with a word' "$work/small" -f 3 -p clock:bits=x
no 'bits is set twice for clock' 'a parameter twice' "$work/small" -f 3 \
    -p fifo,clock:bits=1,insert=0,bits=2
run vmsim run "$work/small" -f 3 -p lru,random:seed=18446744073709551615
is "$(printf '%s\n' "$out" | sed -n 's/\([a-z].* 3\)  .*/\1/p' | awk '{print length}' |
    sort -u)" 43 \
    'long names of policies widen the column for all'
no 'no trace' 'a program' "$(command -v vmsim)" -f 3
no '--frames is missing' 'no frames' "$work/small"
no 'too small' 'zero frames' "$work/small" -f 0
no 'too large' 'frames past all numbers' "$work/small" -f 99999999999999999999
no 'this process may use' 'frames past the memory' "$work/small" -f 4294967294
no 'is not a whole number' 'frames that are none' "$work/small" -f three
no 'is not a whole number' 'a list with a hole' "$work/small" -f 3,,4
no "did you mean 'clock'" 'an unknown policy' "$work/small" -f 3 -p clok
no "'vmsim policies' lists them" 'a policy like no other' "$work/small" -f 3 -p xyzzy
no "did you mean 'bits'" 'an unknown parameter' "$work/small" -f 3 -p clock:bit=1
no 'has no parameters' 'a parameter where there is none' "$work/small" -f 3 -p lru:bits=1
no 'too large: at most 8' 'a parameter out of range' "$work/small" -f 3 -p clock:bits=9
no 'comes NAME=NUMBER' 'a colon with nothing' "$work/small" -f 3 -p clock:
no 'stands before any policy' 'a parameter with no policy' "$work/small" -f 3 -p bits=1,clock
no 'a name is missing' 'an empty name' "$work/small" -f 3 -p fifo,,lru
no 'page numbers, not addresses' 'a page size for page numbers' "$work/small" -f 3 \
    --page-size 4096
no 'power of two' 'a page size of 3000' "$real" -f 3 --page-size 3000
no 'it has no steps' 'an asciicast of a table' "$work/small" -f 3 --cast "$work/x.cast"
: | xz >"$work/empty.xz"
no 'is empty' 'an empty trace, packed' "$work/empty.xz" -f 3
if sanitized; then
    skip 'limits of memory' 'the sanitizer itself needs more'
else
    limited() { # KILOBYTES WORDS NAME COMMAND
        refuses 2 "$2" "$3" sh -c "ulimit -v $1; $4"
    }
    limited 4000000 'may use 2929; try at most' 'a limit of address space holds for frames' \
        "exec vmsim run '$work/small' -f 3,789000000"
    limited 250000 'MB of memory this process may use can hold; split it' \
        'an endless trace of one page is refused' \
        'perl -e "\$SIG{PIPE} = q(DEFAULT); print qq(7\n) x 10000 while 1" | vmsim run - -f 3'
    limited 250000 'MB of memory this process may use can hold; split it' \
        'an endless trace of new pages, too' \
        'perl -e "\$SIG{PIPE} = q(DEFAULT); print \$i++, qq(\n) while 1" | vmsim run - -f 3'
fi
refuses 2 'too small' 'stdin is not read before the request is judged' \
    sh -c 'vmsim run - -f 0 </dev/full'
if [ "$(id -u)" != 0 ]; then
    chmod 000 "$work/small"
    no 'Permission denied' 'an unreadable trace' "$work/small" -f 3
else
    skip 'an unreadable trace' 'root may read every file'
fi
run sh -c "vmsim run '$mix' -f 3 >/dev/full"
is "$status" 2 'a full disk is an error'
done_testing
