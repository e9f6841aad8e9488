# Checks a run that `threads demo NAME --json` printed, event by event, against the
# rules of locks and semaphores and against the source that `threads show` prints.
# Says "fine" or what is wrong.
#
#   perl tests/threads/check_run.pl SOURCE CAPACITY < JSON
use strict;
use warnings;
use JSON::PP;

my ($source, $capacity) = @ARGV;
open my $in, '<', $source or die "$source: $!\n";
my @lines = (undef, <$in>);
my $number = 0;
my $verdict;
my (%owner, %count, %wants, %made, @buffer, $full, $used);
$used = 0;

my %call = (
    'mutex wants' => 'Mutex_lock', 'mutex gets' => 'Mutex_lock',
    'mutex gives' => 'Mutex_unlock', 'semaphore wants' => 'Sem_wait',
    'semaphore gets' => 'Sem_wait', 'semaphore gives' => 'Sem_post',
    'barrier wants' => 'Barrier_wait', 'barrier gets' => 'Barrier_wait',
    'thread wants' => 'Thread_join', 'thread gets' => 'Thread_join',
    'thread creates' => 'Thread_create', 'result expects' => 'Expect',
    'local value' => 'Local',
);

sub wrong { print "event $number: @_\n"; exit 1 }

while (my $text = <STDIN>) {
    my $event = decode_json($text);
    if (exists $event->{verdict}) {
        wrong('a second verdict') if $verdict;
        $verdict = $event;
        next;
    }
    wrong('an event after the verdict') if $verdict;
    wrong("numbered $event->{number}") if $event->{number} != ++$number;
    my ($thread, $object, $kind, $what) = @$event{qw(thread object kind event)};
    if (my $name = $call{"$kind $what"}) {
        my $line = $lines[$event->{line}] // '';
        wrong("line $event->{line} has no $name") if index($line, "$name(") < 0;
        wrong("line $event->{line} does not name $object")
            if $kind =~ /mutex|semaphore|barrier/ && index($line, "&$object)") < 0;
    }
    if ($what eq 'wants') {
        wrong("$thread wants twice") if $wants{$thread};
        $wants{$thread} = $object;
    } elsif ($what eq 'gets') {
        wrong("$thread gets $object unasked") if ($wants{$thread} // '') ne $object;
        delete $wants{$thread};
    }
    if ($kind eq 'mutex' && $what eq 'gets') {
        wrong("$object is held by $owner{$object}") if $owner{$object};
        $owner{$object} = $thread;
    } elsif ($kind eq 'mutex' && $what eq 'gives') {
        wrong("$thread releases what it does not hold") if ($owner{$object} // '') ne $thread;
        delete $owner{$object};
    } elsif ($kind eq 'semaphore') {
        $count{$object} //= $event->{initial};
        $count{$object}-- if $what eq 'gets';
        $count{$object}++ if $what eq 'gives';
        wrong("$object is $count{$object}") if $count{$object} < 0;
        wrong("$object is past the capacity") if $capacity && $count{$object} > $capacity;
    } elsif ($object eq 'buffer') {
        wrong("the buffer changes without the mutex") if ($owner{mutex} // '') ne $thread;
        my $before = $buffer[$event->{index}] // 0;
        if ($event->{value}) {
            wrong("slot $event->{index} is overwritten") if $before;
            wrong("item $event->{value} is made twice") if $made{$event->{value}}++;
            $used++;
        } else {
            wrong("slot $event->{index} was empty") if !$before;
            $used--;
        }
        wrong("$used items in $capacity slots") if $used > $capacity;
        $buffer[$event->{index}] = $event->{value};
        $full = 1 if $used == $capacity;
    }
}
wrong('no verdict') if !$verdict;
wrong("$number events, but the verdict says $verdict->{events}")
    if $number && $number != $verdict->{events};
wrong("$used items are left in the buffer") if $verdict->{verdict} eq 'right' && $used;
wrong('a lock is still held') if $verdict->{verdict} eq 'right' && %owner;
print "fine\n";
