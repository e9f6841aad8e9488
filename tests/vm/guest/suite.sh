#!/bin/sh
# In the machine: runs every suite that is meant for this layout, as root and as the user,
# and marks where each begins and ends, for tests/vm/layout.sh to number them through.
word() { # FILE NAME: NAME=… of its line "# vm: …"
    sed -n "s/^# vm:.*[ ]$2=\([^ ]*\).*/\1/p" "$1" | head -n 1
}

for file in /t/suite/*.sh; do
    name=$(basename "$file" .sh)
    as=$(word "$file" as) layouts=$(word "$file" layouts) seconds=$(word "$file" seconds)
    case ,${layouts:-v2,v1,hybrid}, in *,"$LAYOUT",*) ;; *) continue ;; esac
    for who in $(echo "${as:-root,user}" | tr , ' '); do
        echo "#begin $name $who"
        if [ "$who" = root ]; then
            timeout "${seconds:-240}" sh "$file" 2>&1
        else
            timeout "${seconds:-240}" as_user sh "$file" 2>&1
        fi
        echo "#end $?"
        chmod 1777 /tmp
    done
done
