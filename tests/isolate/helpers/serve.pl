# serve.pl tcp|udp PORT READY: answers each line with "ADDRESS-OF-WHO-ASKS LINE".
# READY is made once it listens; after a minute it ends by itself.
use strict;
use warnings;
use IO::Socket::INET;
my ($protocol, $port, $ready) = @ARGV;
my @listen = $protocol eq 'tcp' ? (Listen => 64, ReuseAddr => 1) : ();
my $server = IO::Socket::INET->new(Proto => $protocol, LocalPort => $port, @listen)
    or die "cannot listen: $!\n";
open my $file, '>', $ready or die "$ready: $!\n";
close $file;
alarm 60;
while ($protocol eq 'udp') {
    my $peer = $server->recv(my $line, 65536);
    my (undef, $address) = sockaddr_in($peer);
    $server->send(inet_ntoa($address) . " $line");
}
while (my $client = $server->accept) {
    my $line = <$client>;
    print $client $client->peerhost . " $line" if defined $line;
    close $client;
}
