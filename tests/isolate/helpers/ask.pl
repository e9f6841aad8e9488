# ask.pl tcp|udp ADDRESS PORT TEXT: prints the answer of serve.pl (its length if it is
# long), "refused", or "silence" after five seconds. tcp-half says first that it is done.
use strict;
use warnings;
use IO::Socket::IP;
my ($protocol, $address, $port, $text) = @ARGV;
my $half = $protocol =~ s/-half$//;
local $SIG{ALRM} = sub { print "silence\n"; exit 1 };
alarm 5;
my $socket = IO::Socket::IP->new(
    Proto => $protocol, PeerHost => $address, PeerPort => $port,
    GetAddrInfoFlags => 0
) or do { print "refused\n"; exit 1 };
$socket->autoflush(1);
if ($protocol eq 'tcp') {
    print $socket "$text\n";
    $socket->shutdown(1) if $half;
    my $answer = do { local $/; <$socket> };
    $answer = "refused\n" unless defined $answer && length $answer;
    print length $answer > 1000 ? length($answer) . "\n" : $answer;
} else {
    $socket->send("$text\n");
    print "refused\n" unless defined $socket->recv(my $answer, 65536);
    print $answer if defined $answer;
}
