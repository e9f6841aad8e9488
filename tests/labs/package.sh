#!/bin/sh
# The package for Gradescope: what is in it, and its script as Gradescope would run it.
# setup.sh builds all of ring3: it is not run here.
. tests/lib.sh
. tests/labs/helpers/learner.sh
have unzip || skip_all 'unzip is not installed'
have jq || skip_all 'jq is not installed'
source=$PWD
own_exercises
exercise vm/01-say
exercise vm/02-again
cd "$work" || exit 1
printf 'late: 50%%\nvm/01 2 points due 2026-03-01\nvm/02 3 points due 2026-03-01\n' >course
run labs gradescope-package --source "$source" --course course -o autograder.zip
is "$status" 0 'a package is made'
run unzip -l autograder.zip
contains "$out" ' setup.sh' 'with the scripts at its top'
contains "$out" ' ring3/Makefile' 'and the source'
lacks "$out" ' ring3/build/' 'and nothing that was built'
labs gradescope-package --source "$source" --course course -o again.zip >/dev/null
ok 'the same tree is the same package' cmp autograder.zip again.zip
mkdir -p autograder/source autograder/submission
unzip -q autograder.zip -d autograder/source
ok 'run_autograder can be executed' test -x autograder/source/run_autograder
ok 'the course is there' cmp course autograder/source/course

labs init autograder/submission >/dev/null
echo right >autograder/submission/vm/01-say/word
printf '{"created_at":"2026-02-28T23:15:00.000000-08:00","users":[{"email":"ada@example.org"}]}' \
    >autograder/submission_metadata.json
graded() { jq -r "$1" autograder/results/results.json; }
ok 'as Gradescope runs it' env AUTOGRADER="$work/autograder" autograder/source/run_autograder
is "$(graded .score)" 2 'the score'
is "$(graded '.tests | map(.name + " " + .status) | join(", ")')" \
    'vm/01-say passed, vm/02-again failed' 'each exercise'
sed -i s/02-28/03-02/ autograder/submission_metadata.json
ok 'the same, later' env AUTOGRADER="$work/autograder" autograder/source/run_autograder
is "$(graded .score)" 1 'and late is late'

# Where namespaces are forbidden.
if [ "$(id -u)" = 0 ] && id grader >/dev/null 2>&1; then
    mkdir bin && printf '#!/bin/sh\nexit 125\n' >bin/isolate && chmod +x bin/isolate
    ok 'without isolate' env PATH="$work/bin:$PATH" AUTOGRADER="$work/autograder" \
        autograder/source/run_autograder
    is "$(graded .score)" 1 'the same score'
else
    skip 'without isolate' 'there is no user called grader (setup.sh makes one)'
fi
refuses 2 'no source tree of ring3' 'a folder that is none' labs gradescope-package --source "$work"
refuses 2 'cannot' 'a place that cannot be written' labs gradescope-package --source "$source" -o nowhere/at/all.zip
done_testing
