#!/usr/bin/env perl
# Holds the texts of labs/words against the code and against each other. Prints one line
# per finding; takes the root of a tree.
#
#   words.pl ROOT LANGUAGE…    the languages named must be complete
use strict;
use warnings;

my ($root, @complete) = @ARGV;
my $key = qr/[a-z]+(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+/;

sub contents {
    my ($path) = @_;
    open my $in, '<', $path or die "$path: $!\n";
    local $/;
    return scalar <$in>;
}

# "%s of %-4zu" gives "s zu", as words_conversions() has it.
sub conversions {
    my ($text) = @_;
    $text =~ s/%%//g;
    return join ' ', map { s/[^*hlzjta-zA-Z]//gr } $text =~ /%([-+ #0-9.*']*[hlzjt]*[a-zA-Z])/g;
}

# The texts of a file by their keys, with what is malformed or doubled.
sub read_words {
    my ($path) = @_;
    my (%texts, $last);
    my $number = 0;
    for my $line (split /\n/, contents($path)) {
        $number++;
        if ($line =~ /^($key):(?: (.+))?$/) {
            print "$path:$number: $1 is there twice\n" if exists $texts{$1};
            $last = $1;
            $texts{$1} = $2 // '';
        } elsif ($line =~ /^    (.*)/ && defined $last) {
            $texts{$last} .= "$1\n";
        } elsif ($line =~ /^[a-z]{2}: ./) { # a sentence and its translation
            undef $last;
        } elsif ($line =~ /^(?!\s*$|#)/) {
            print "$path:$number: neither a key, nor a text, nor a comment\n";
        }
    }
    print "$path: $_ has no text\n" for grep { $texts{$_} eq '' } sort keys %texts;
    return \%texts;
}

sub compare {
    my ($english, $path, $complete) = @_;
    my $other = read_words($path);
    for my $name (sort keys %$other) {
        if (!exists $english->{$name}) {
            print "$path: $name is not in en.words\n";
        } elsif (conversions($other->{$name}) ne conversions($english->{$name})) {
            print "$path: $name has other conversions than in en.words\n";
        }
    }
    return if !$complete;
    print "$path: $_ is missing\n" for grep { !exists $other->{$_} } sort keys %$english;
}

sub sources {
    my ($folder) = @_;
    return grep { !m{^\Q$root\E/labs/exercises/} } split /\n/,
        `find '$folder' -name '*.[ch]' -type f 2>/dev/null | sort`;
}

# A literal that looks like a key of ours is one, unless it names a file.
sub keys_in {
    my ($text, $sections) = @_;
    return grep { my ($section) = /^([a-z]+)/; $sections->{$section} }
        grep { !/\.(?:c|db|h|json|md|sh|sqlite|txt|words)$/ } $text =~ /"($key)"/g;
}

sub look_at_calls {
    my ($english, $path, $text) = @_;
    while ($text =~ /\b(?:say|english)_as\(\s*"($key)",\s*"([^"]*)"\)/g) {
        print "$path: $1 takes '$2', its text has others\n"
            if exists $english->{$1} && conversions($2) ne conversions($english->{$1});
    }
    while ($text =~ /\b(?:say|english)\(\s*"($key)"\s*\)/g) {
        print "$path: $1 has conversions, which say() does not take\n"
            if exists $english->{$1} && $english->{$1} =~ /\n/ ? 0 : conversions($english->{$1} // '') ne '';
    }
}

my $english = read_words("$root/labs/words/en.words");
my %sections = map { /^([a-z]+)/; $1 => 1 } keys %$english;
for my $path (sort glob "$root/labs/words/*.words") {
    my ($language) = $path =~ m{([^/]+)\.words$};
    compare($english, $path, scalar grep { $_ eq $language } @complete) if $language ne 'en';
}
my %used;
for my $path (map { sources("$root/$_") } qw(labs vmsim threads isolate sqlite-demo)) {
    my $text = contents($path);
    for my $name (keys_in($text, \%sections)) {
        print "$path: $name is not in en.words\n" if !exists $english->{$name};
        $used{$name} = 1;
    }
    look_at_calls($english, $path, $text);
}
print "en.words: $_ is used nowhere\n" for grep { !$used{$_} } sort keys %$english;
