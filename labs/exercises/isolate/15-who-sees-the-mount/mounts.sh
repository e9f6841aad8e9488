#!/bin/sh
# mounts.sh FOLDER MARKS PLACES: the four namespaces and the five mounts, for real. Runs
# as root of a user namespace and in a mount namespace, both its own:
#   unshare --user --map-root-user --mount sh mounts.sh …
# Prints one line per mount: the names of those who see it. All is gone when it ends.
set -eu
folder=$1 marks=$2 places=$3
mount -t tmpfs host "$folder"
mount --make-shared "$folder"
mkfifo "$folder/there" "$folder/end"
# Open in both directions: never without a reader or a writer, so no word is lost.
exec 8<>"$folder/there" 9<>"$folder/end"

# A process in a mount namespace of its own, which keeps that namespace until the end.
for name in ant bee cat; do
    mark=${marks%% *}
    marks=${marks#* }
    unshare --mount --propagation unchanged sh -c '
        mount --make-"$1" "$0" && echo $$ >&8
        read -r _ <&9' "$folder" "$mark" &
    read -r pid <&8
    eval "$name=$pid"
done
host=$$

number=0
for place in $places; do
    number=$((number + 1))
    mkdir "$folder/$number"
    eval "pid=\$$place"
    # shellcheck disable=SC2154 # the names are set by eval
    nsenter --target "$pid" --mount mount -t tmpfs "m$number" "$folder/$number"
    seen=
    for name in host ant bee cat; do
        eval "pid=\$$name"
        ! grep -q " $folder/$number " "/proc/$pid/mountinfo" || seen="$seen $name"
    done
    echo "${seen# }"
done
printf '\n\n\n' >&9
wait
