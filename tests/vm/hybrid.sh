#!/bin/sh
# Every suite of tests/vm/suite on a machine whose control groups are: hybrid.
exec sh tests/vm/layout.sh hybrid
