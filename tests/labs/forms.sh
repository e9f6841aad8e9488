#!/bin/sh
# The forms of results, each against what its platform documents:
#   Gradescope  gradescope-autograders.readthedocs.io/en/latest/specs
#   GitHub      classroom-resources/autograding-grading-reporter: base64 of this object
#   Autolab     docs.autolabproject.com/lab and /features/formatted-feedback
#   TAP         testanything.org, version 14
. tests/lib.sh
. tests/labs/helpers/learner.sh
perl -MJSON::PP -e 1 2>/dev/null || skip_all 'perl has no JSON::PP'
own_exercises
exercise vm/01-say
exercise vm/02-again
exercise threads/01-other
sed -i 's/^check: .*/needs: no-such-program\n&/' "$RING3_DATA/exercises/threads/01-other/exercise.md"
cd "$work" || exit 1
labs init ada >/dev/null
echo right >ada/vm/01-say/word
printf 'le\tft "\\ <&> é' >ada/vm/02-again/word
printf 'vm/01 2.5 points\nvm/02 4 points\nthreads/01\n' >course

# judge FORMAT: reads the result on stdin and says what is wrong with it; nothing is good.
cat >judge.pl <<'END'
use strict;
use warnings;
use JSON::PP;
my ($form) = @ARGV;
my $text = do { local $/; <STDIN> };
sub wrong { print "$_[0]\n" }
# keys OBJECT NAME => PATTERN: exactly these keys, each with a value that fits; "?" may lack
sub keys_of {
    my ($object, $where, %wanted) = @_;
    return wrong("$where is no object") unless ref $object eq 'HASH';
    for my $key (keys %$object) {
        my $pattern = $wanted{$key} // $wanted{"$key?"};
        wrong("$where has an unknown $key"), next unless defined $pattern;
        wrong("$where.$key is $object->{$key}") if $pattern ne 'any' && $object->{$key} !~ /^(?:$pattern)$/s;
    }
    for my $key (grep { !/\?$/ } keys %wanted) {
        wrong("$where lacks $key") unless exists $object->{$key};
    }
}
my $number = '-?\d+(?:\.\d+)?(?:e-?\d+)?';
my $formats = 'text|html|simple_format|md|ansi';
my $visible = 'hidden|after_due_date|after_published|visible';
if ($form eq 'gradescope') {
    my $result = decode_json($text);
    keys_of($result, 'result', 'score?' => $number, 'execution_time?' => $number, 'output?' => '.*',
        'output_format?' => $formats, 'test_output_format?' => $formats, 'test_name_format?' => $formats,
        'visibility?' => $visible, 'stdout_visibility?' => $visible, 'extra_data?' => 'any', tests => 'any',
        'leaderboard?' => 'any');
    my $sum = 0;
    for my $test (@{ $result->{tests} }) {
        keys_of($test, 'test', score => $number, max_score => $number, 'status?' => 'passed|failed',
            name => '.+', 'name_format?' => $formats, 'number?' => '[0-9.]+', 'output?' => '.*',
            'output_format?' => $formats, 'tags?' => 'any', 'visibility?' => $visible, 'extra_data?' => 'any');
        wrong("$test->{name} has more than its points") if $test->{score} > $test->{max_score};
        $sum += $test->{score};
    }
    wrong("the sum is $sum, not $result->{score}") if $sum != $result->{score};
    wrong('there are not three tests') if @{ $result->{tests} } != 3;
} elsif ($form eq 'github') {
    my $result = decode_json($text);
    my $status = 'pass|fail|error';
    keys_of($result, 'result', version => '1', status => $status, max_score => $number, tests => 'any');
    my $fails = 0;
    for my $test (@{ $result->{tests} }) {
        keys_of($test, 'test', name => '.+', status => $status, score => $number, message => '.*',
            test_code => '.*', filename => '.*', line_no => '\d+', duration => '\d+', 'max_score?' => $number);
        $fails++ if $test->{status} ne 'pass';
    }
    wrong('it passes, and a test does not') if $result->{status} eq 'pass' && $fails;
    wrong('the most points are not 6.5') if $result->{max_score} != 6.5;
} elsif ($form eq 'autolab') {
    my @lines = split /\n/, $text;
    my $last = decode_json($lines[-1]);
    keys_of($last, 'the last line', scores => 'any', 'scoreboard?' => 'any');
    /^$number$/ or wrong("a score is $_") for values %{ $last->{scores} };
    my $feedback = decode_json($lines[-2]);
    keys_of($feedback, 'feedback', _presentation => 'semantic', stages => 'any',
        map { $_ => 'any' } @{ $feedback->{stages} });
    for my $stage (@{ $feedback->{stages} }) {
        keys_of($_, "a step of $stage", passed => 'any', 'hint?' => '.*') for values %{ $feedback->{$stage} };
        ref $_->{passed} eq 'JSON::PP::Boolean' or wrong('passed is no boolean') for values %{ $feedback->{$stage} };
    }
} elsif ($form eq 'tap') {
    my @lines = split /\n/, $text;
    wrong('the first line is not the version') if shift(@lines) ne 'TAP version 14';
    my ($plan, $points, $block) = (undef, 0, 0);
    for (@lines) {
        if ($block) { $block = 0 if /^  \.\.\.$/; wrong("a line of a block: $_") unless /^  /; next }
        if (/^  ---$/) { $block = 1 }
        elsif (/^1\.\.(\d+)$/) { wrong('two plans') if defined $plan; $plan = $1 }
        elsif (/^(?:not )?ok (\d+) - ./) { wrong("number $1") if $1 != ++$points }
        elsif (!/^#/) { wrong("an odd line: $_") }
    }
    wrong('a block without an end') if $block;
    wrong('the plan is not kept') if !defined $plan || $plan != $points;
    wrong('a skip is not said') unless $text =~ /^ok \d+ - .* # SKIP ./m;
} elsif ($form eq 'csv') {
    my @rows = split /\r\n/, $text;
    my $columns = () = $rows[0] =~ /,/g;
    wrong('rows of different length') if grep { my $n = () = s/"[^"]*"//gr =~ /,/g; $n != $columns } @rows;
}
END
for form in gradescope github autolab tap csv; do
    labs grade --course course --format "$form" ada >"said.$form" 2>"$work/err"
    is "$(perl judge.pl "$form" <"said.$form" 2>&1)" '' "$form: as its platform documents it"
done
# The judge itself can say no.
sed 's/"status":"passed"/"status":"great"/' said.gradescope | perl judge.pl gradescope >no
contains "$(cat no)" 'test.status is great' 'a wrong status is seen'
sed 's/"version":1,//' said.github | perl judge.pl github >no
contains "$(cat no)" 'result lacks version' 'and a key that lacks'
done_testing
