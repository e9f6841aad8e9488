#!/bin/sh
# Gradescope runs this once, when it builds the image of the autograder (Debian or
# Ubuntu, as root). It builds ring3 from the source beside it and installs it.
set -eu
cd "${AUTOGRADER:-/autograder}/source"

export DEBIAN_FRONTEND=noninteractive
if [ "$(id -u)" = 0 ]; then
    apt-get update -q
    apt-get install -y -q --no-install-recommends gcc make jq
    # Who grades where isolate cannot work: not root, and owner of nothing.
    id grader >/dev/null 2>&1 || useradd --system --no-create-home grader
fi

cd ring3
labs/prepare.sh
make -j"$(nproc)"
make install PREFIX="${PREFIX:-/usr/local}"
