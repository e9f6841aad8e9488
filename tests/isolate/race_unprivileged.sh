#!/bin/sh
# The same as race.sh, for a user without privilege when root runs the tests.
exec sh tests/isolate/helpers/as_nobody.sh race
