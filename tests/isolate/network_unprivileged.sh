#!/bin/sh
# The same as network.sh, for a user without privilege when root runs the tests: he is
# root of a user namespace that owns the network.
exec sh tests/isolate/helpers/as_nobody.sh network
