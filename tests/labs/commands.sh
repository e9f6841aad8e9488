#!/bin/sh
# The commands of a learner, from the first day to the last.
. tests/lib.sh
. tests/labs/helpers/learner.sh
own_exercises
exercise vm/01-say
exercise vm/02-again
exercise threads/01-other

run labs init "$folder"
is "$status" 0 'a folder is made'
contains "$out" '3 exercises added' 'with all exercises'
is "$(cd "$folder" && find . -type f | sort | tr '\n' ' ')" \
    './.gitignore ./.ring3 ./README.md ./threads/01-other/word ./vm/01-say/word ./vm/02-again/word ' \
    'only what the learner needs: no solution, no check'
contains "$(cat "$folder/README.md")" 'labs next' 'the README says how to resume'

run labs list
contains "$out" '[ ] vm/01-say' 'an exercise that is open'
contains "$out" 'Next: labs show vm/01-say' 'and which comes next'
run labs next
contains "$out" 'Say the right word' 'its task'
contains "$out" "$folder/vm/01-say" 'and where the files are'

run labs check
is "$status" 1 'nothing was done yet: exit status 1'
contains "$out" 'your file says nothing' 'what was seen'
contains "$out" 'Hint: Write a word into it.' 'and a hint computed from it'
contains "$out" 'labs hint vm/01-say' 'and where there are more'
run labs list
contains "$out" '[-] vm/01-say' 'it was tried'

run labs hint
contains "$out" 'It is not left.' 'the first hint'
lacks "$out" 'It is right.' 'and not the second'
run labs hint
contains "$out" 'It is right.' 'the next time the second too'
run labs hint --level 1
lacks "$out" 'It is right.' 'or as many as are asked for'

echo left >"$folder/vm/01-say/word"
run labs check vm/01 --json
is "$status" 1 'not passed, as JSON'
contains "$out" '{"exercise":"vm/01-say","status":"failed","message":"the word is left","hint":"Not left, but the other way.","seconds":' \
    'with the five fields'
echo right >"$folder/vm/01-say/word"
run env -C "$folder/vm/01-say" labs check
is "$status" 0 'within its folder no name is needed'
contains "$out" 'So it is.' 'the why is shown once solved'
contains "$out" 'Next: labs show vm/02-again' 'and what comes next'
run labs list --json
lines "$out" 3 'one line of JSON per exercise'
contains "$out" '"exercise":"vm/01-say","area":"vm","title":"Say the word","kind":"find","minutes":1,"state":"solved","attempts":3,"hints":2' \
    'solved, after three attempts and two hints'
run labs next
contains "$out" 'vm/02-again' 'next is the second'

echo mine >"$folder/vm/02-again/word"
rm -r "$folder/threads"
run labs init "$folder"
contains "$out" '1 exercise added, 2 left as they were' 'init again adds what is missing'
is "$(cat "$folder/vm/02-again/word")" mine 'and leaves what is there'

run labs reset vm/01
is "$status" 2 'reset without a yes does nothing'
is "$(cat "$folder/vm/01-say/word")" right 'really'
run labs reset vm/01 --yes
is "$status" 0 'reset with a yes'
is "$(cat "$folder/vm/01-say/word")" '' 'the start is there again'
is "$(cat "$folder"/.before-reset/*/word)" right 'and the old file is kept'
run env -C "$folder/vm/01-say" labs reset vm/01 --yes
contains "$out" "To the new ones: cd $folder/vm/01-say" 'whoever stood in the folder is told'
run labs list
contains "$out" '[-] vm/01-say' 'it is open again'

run labs show vm/01 --json
contains "$out" '"task":"Say the right word in `word`."' 'a task as JSON'
rm -rf "$folder"
refuses 2 'is gone' 'a folder that is gone is named' labs check vm/01
done_testing
