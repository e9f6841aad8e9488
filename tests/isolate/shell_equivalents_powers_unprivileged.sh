#!/bin/sh
# The same as shell_equivalents_powers.sh, for a user without privilege when root runs the tests.
exec sh tests/isolate/helpers/as_nobody.sh shell_equivalents_powers
