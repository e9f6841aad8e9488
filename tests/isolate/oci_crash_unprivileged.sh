#!/bin/sh
# oci_crash.sh for a user without privilege.
exec sh tests/isolate/helpers/as_nobody.sh oci_crash
