#!/bin/sh
# For builder_unprivileged.sh: as_nobody.sh starts scripts only.
exec "$RING3_BUILD/tests/isolate/builder"
