#!/bin/sh
# overlay.sh FOLDER: the commands on stdin ("name|command"), each in the overlay; prints
# for each what lies in the upper folder. Runs as root of a user namespace and in a mount
# namespace, both its own. All is gone when it ends.
set -eu
folder=$1
mount -t tmpfs overlay "$folder"
mkdir "$folder/lower" "$folder/upper" "$folder/work" "$folder/merged"
for name in read list append mode remove move move2 open again touch copy empty; do
    echo "what was there before" >"$folder/lower/old$name"
done
mkdir "$folder/lower/olddir"
mount -t overlay overlay "$folder/merged" \
    -o "userxattr,lowerdir=$folder/lower,upperdir=$folder/upper,workdir=$folder/work"
while IFS='|' read -r name command; do
    (cd "$folder/merged" && sh -c "$command") >/dev/null 2>&1 </dev/null || :
    upper=$folder/upper/$name
    if [ -c "$upper" ]; then
        echo whiteout
    elif [ -e "$upper" ] || [ -L "$upper" ]; then
        echo file
    else
        echo nothing
    fi
done
