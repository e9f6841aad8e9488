#!/usr/bin/perl
# Measures source files; prints what is past the limits, as FILE:LINE: WHAT.
#
#   measure.pl [--summary OUT] FILE…    OUT gets the lengths of functions in a line
#
# A function is counted from its first line to its closing brace. That needs no parser
# here: only functions have a brace alone in the first column.
use strict;
use warnings;
use open qw(:std :encoding(UTF-8));

my %most = (function => 80, file => 500, line => 90);
my $summary;
if (@ARGV && $ARGV[0] eq '--summary') {
    shift;
    $summary = shift;
}
my @functions;    # [length, "file:line name"]

sub found {
    my ($where, $line, $what) = @_;
    print "$where:$line: $what\n";
}

# What may stand in any file.
sub look_at_line {
    my ($file, $number, $line) = @_;
    return if $line =~ /lint: allowed/;
    my $length = length $line;
    found($file, $number, "a line of $length columns (at most $most{line})")
        if $length > $most{line} && $file =~ /\.[ch]$/;
    found($file, $number, 'blanks at the end') if $line =~ /[ \t]$/;
    found($file, $number, 'unfinished: ' . $1) if $line =~ /\b(TO[D]O|FIX[M]E|XX[X])\b/;
    return if $file !~ m{^tests/};
    my $sleeps =
        $file =~ /\.[ch]$/
        ? $line =~ /\b(clock_nano|nano|u)?sleep\s*\(/
        : $line =~ /^[^'"#]*(^|[;&|({]|\b(do|then|else))\s*sleep\s/;
    found($file, $number, 'a sleep in a test: poll with a deadline') if $sleeps;
}

sub look_at_file {
    my ($file) = @_;
    open my $in, '<', $file or die "$file: $!\n";
    my ($begin, $name, $inside) = (0, '', 0);
    while (my $line = <$in>) {
        chomp $line;
        look_at_line($file, $., $line);
        if ($line eq '{') {
            $inside = 1;
        }
        elsif ($line eq '}' && $inside) {
            my $length = $. - $begin + 1;
            push @functions, [$length, "$name ($file:$begin)"];
            found($file, $begin, "$name() has $length lines (at most $most{function})")
                if $length > $most{function};
            $inside = 0;
        }
        elsif (!$inside && $line =~ /^\w.*?(\w+)\(/) {
            ($begin, $name) = ($., $1);
        }
    }
    found($file, $., "a file of $. lines (at most $most{file})") if $. > $most{file};
}

look_at_file($_) for @ARGV;

if ($summary && @functions) {
    my @sorted = sort { $a->[0] <=> $b->[0] } @functions;
    my $at = sub { $sorted[int($#sorted * $_[0])] };
    open my $out, '>', $summary or die "$summary: $!\n";
    printf $out "lint: %d functions: median %d lines, 90th percentile %d, longest %d: %s\n",
        scalar @sorted, $at->(0.5)[0], $at->(0.9)[0], $at->(1)[0], $at->(1)[1];
}
