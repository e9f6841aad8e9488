#!/bin/sh
# oci_notify.sh for a user without privilege.
exec sh tests/isolate/helpers/as_nobody.sh oci_notify
