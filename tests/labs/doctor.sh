#!/bin/sh
# labs doctor: one line per thing, each with a state, and a fix where one is needed.
. tests/lib.sh
. tests/labs/helpers/learner.sh

run labs doctor --json
is "$status" 0 'the doctor looks'
for feature in machine /dev/kvm userfaultfd 'C compiler' sqlite3.h valgrind terminal UTF-8 \
    colours progress; do
    contains "$out" "{\"feature\":\"$feature\",\"state\":\"" "it looks at: $feature"
done
is "$(printf '%s\n' "$out" | grep -vcE \
    '^\{"feature":"[^"]+","state":"(real|limited|missing)","reason":".+","fix":".*"\}$')" 0 \
    'every line has a state and a reason'
is "$(printf '%s\n' "$out" | grep '"state":"missing"' | grep -c '"fix":""')" 0 \
    'what is missing has a fix'
contains "$out" '"feature":"terminal","state":"missing","reason":"none here' \
    'in a test there is no terminal'
if have isolate && isolate doctor --json >"$work/probe" 2>&1; then
    while read -r line; do
        feature=$(printf '%s' "$line" | sed 's/^{"feature":"\([^"]*\)".*/\1/')
        contains "$out" "\"feature\":\"$feature\"" "what isolate found: $feature"
    done <"$work/probe"
else
    skip 'what isolate found' 'isolate doctor does not run here'
fi

run labs doctor
contains "$out" '+ real     UTF-8' 'the same as lines, with a mark beside the word'
contains "$out" 'to mend it: run it in a terminal' 'and the fix'
run env LC_ALL=C labs doctor
contains "$out" '! limited  UTF-8' 'a language without UTF-8 is a limit'

# 80 columns where there is no terminal. A command is whole, on a line of its own, which
# begins in column 16; nothing else is wider.
wide() { printf '%s\n' "$1" | grep -E '^.{81}' | grep -v '^ \{15\}[^ ]'; }
run labs doctor
is "$(wide "$out")" '' 'no line is wider than 80 columns'
run env LANGUAGE=de labs doctor
is "$(wide "$out")" '' 'nor in German'
lacks "$out" '`' 'and no mark is left of the commands'

# A stand-in for isolate: what it says is passed on, what it does not say is said.
mkdir "$work/bin"
cp "$RING3_BUILD/bin/labs" "$work/bin/labs"
cat >"$work/bin/isolate" <<'END'
#!/bin/sh
echo '{"feature":"overlay","state":"limited","reason":"only \"userxattr\"","fix":"Linux 5.11"}'
echo 'this is no JSON'
END
chmod +x "$work/bin/isolate"
run env RING3_DATA="$PWD/labs" PATH="$work/bin:$PATH" "$work/bin/labs" doctor
contains "$out" '! limited  overlay' 'a line of isolate'
contains "$out" 'only "userxattr"' 'with its reason'
contains "$out" 'Linux 5.11' 'and its fix'
printf '#!/bin/sh\nexit 1\n' >"$work/bin/isolate"
run env RING3_DATA="$PWD/labs" PATH="$work/bin:$PATH" "$work/bin/labs" doctor
contains "$out" 'isolate doctor gave no answer' 'an isolate that says nothing'
rm "$work/bin/isolate"
run env RING3_DATA="$PWD/labs" PATH="$work/bin:/usr/bin:/bin" "$work/bin/labs" doctor
contains "$out" 'isolate cannot be started' 'no isolate'
done_testing
