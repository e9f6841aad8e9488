#!/bin/sh
# A class that outgrows one machine: the lines of docs/classroom/README.md, with GNU
# parallel and with Slurm on one node.
. tests/lib.sh
. tests/labs/helpers/learner.sh
. tests/helpers/slurm.sh
own_exercises
exercise vm/01-say
exercise vm/02-again
top=$PWD
cd "$work" || exit 1
mkdir submissions
for name in ann ben cem dan eva; do labs init "submissions/$name" >/dev/null; done
echo right >submissions/ben/vm/01-say/word
echo right >submissions/dan/vm/01-say/word
echo right >submissions/dan/vm/02-again/word
printf 'vm/01 2 points\nvm/02 3 points\n' >course
wanted='student,score,max_score,late,vm/01-say,vm/02-again
ann,0,5,,0,0
ben,2,5,,2,0
cem,0,5,,0,0
dan,5,5,,2,3
eva,0,5,,0,0'
gathered() { labs grade --resume --course course --results "$1" --format csv submissions/* | tr -d '\r'; }

if have parallel; then
    ok 'GNU parallel' sh -c \
        "parallel --will-cite labs grade --jobs 1 --course course --results with-parallel {} '>' /dev/null ::: submissions/*"
    is "$(cat with-parallel/*.jsonl | wc -l)" 10 'every exercise of every student'
    stamps=$(cat with-parallel/*.jsonl | cksum)
    is "$(gathered with-parallel)" "$wanted" 'gathered into one table'
    is "$(cat with-parallel/*.jsonl | cksum)" "$stamps" 'without running anything anew'
else
    skip 'GNU parallel' 'parallel is not installed'
fi

if slurm_start; then
    find submissions -mindepth 1 -maxdepth 1 | sort >list
    ok 'Slurm: an array of jobs' sbatch --wait --array=1-5 "$top/docs/classroom/slurm.sh" \
        course list with-slurm
    is "$(gathered with-slurm)" "$wanted" 'Slurm: the same table'
else
    skip 'Slurm: an array of jobs' "$slurm_why"
fi
slurm_stop
done_testing
