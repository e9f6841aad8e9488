# Screens of isolate play, as `RING3_KEYS=dump` writes them, on stdin: what is the same on
# every machine goes to stdout, for a golden; what is wrong with a screen to stderr.
#
#   perl screens.pl WIDTH HEIGHT
#
# Kept: the title, the names of the facts, undo, still, and the text, each broken into lines
# as it is on the screen. Left out: values, output of commands, evidence.
use strict;
use warnings;
use utf8;
binmode STDIN,  ':utf8';
binmode STDOUT, ':utf8';
binmode STDERR, ':utf8';
my ( $width, $height ) = @ARGV;
my ( @screen, $number );

sub look {
    $number++;
    my @lines = @_;
    print STDERR "screen $number has ", scalar @lines, " lines\n" if @lines != $height;
    for (@lines) {
        print STDERR "screen $number: a line of ", length, " columns: $_\n" if length > $width;
    }
    print STDERR "screen $number has no head\n" unless $lines[0] =~ /step +\d+ of \d+$/;
    print STDERR "screen $number has no foot\n" unless $lines[-1] =~ /q quit$/;
    return if grep { /^ This step was passed over here:/ } @lines;
    my ( $state, @text ) = ('title');
    for ( @lines[ 2 .. $#lines ] ) {
        if ( $state eq 'title' ) { print "\n$_\n"; $state = 'head'; next; }
        if (/^ +undo   /)        { $state = 'undo'; s/undo   (?:real|rebuilt)/undo   …/; }
        last if $state eq 'undo' && ( $_ eq '' || /^ (?:call|outside|shell) / || /▾ e shows all$/ );
        if ( $state eq 'undo' ) { print "$_\n"; push @text, $_; next; }
        print substr( $_, 0, 20 ), "\n" if /(?: =|● new)$/;
    }
    print STDERR "screen $number says not how it is undone\n" unless grep { /^ undo/ } @text;
    print STDERR "screen $number says not what is still possible\n" unless grep { /^ still/ } @text;
}

while (<STDIN>) {
    chomp;
    if (/^\[cursor/) { look(@screen); @screen = (); next; }
    s/ +$//;
    push @screen, $_;
}
