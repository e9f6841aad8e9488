#!/bin/sh
# The same as bad_input.sh, for a user without privilege when root runs the tests.
exec sh tests/isolate/helpers/as_nobody.sh bad_input
