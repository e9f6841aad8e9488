#!/bin/sh
# Every suite of tests/vm/suite on a machine whose control groups are: v2.
exec sh tests/vm/layout.sh v2
