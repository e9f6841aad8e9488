#!/bin/sh
# The same as builder.c, for a user without privilege when root runs the tests.
exec sh tests/isolate/helpers/as_nobody.sh helpers/run_builder
