#!/bin/sh
# The answers of isolate/02 come from a rule. Here the kernel is asked the same.
. tests/lib.sh
[ "$(id -u)" = 0 ] || skip_all 'only root may write any id map'
have nsenter || skip_all 'nsenter is not installed'
unshare -U true 2>/dev/null || skip_all 'this host allows no user namespace'
. labs/exercises/isolate/02-whose-file-is-it/questions.sh
chmod 755 "$work"

# A process in a user namespace of its own, that of $1 (a command) being its parent.
# It stays until it is released. Sets $held.
hold() { # [COMMAND…]
    "$@" unshare -U sh -c 'echo $$ >&8; read -r _ <&9' &
    read -r held <&8
}
release() { # both
    printf '\n\n' >&9
    wait
}
as() { # UID PROCESS COMMAND…: with this id, in the user namespace of the process
    tap_id=$1 tap_process=$2
    shift 2
    nsenter -t "$tap_process" -U -S "$tap_id" -G 0 "$@"
}
owner() { stat -c %u "$folder/$1"; }
mkfifo -m 666 "$work/there" "$work/end"
# Open in both directions: never without a reader or a writer, so no word is lost.
exec 8<>"$work/there" 9<>"$work/end"

for seed in 1 2 3 4 5 6 7 8; do
    ask $seed
    folder=$work/files$seed
    mkdir -m 777 "$folder"
    touch "$folder/known" "$folder/stranger" "$folder/given"
    chown "$out_range" "$folder/known"
    chown "$stranger" "$folder/stranger"
    chown "$user" "$folder/given"

    hold
    outer=$held
    echo "$map" >"/proc/$outer/uid_map"
    echo '0 0 65536' >"/proc/$outer/gid_map"
    as 0 "$outer" touch "$folder/root"
    as "$in_range" "$outer" touch "$folder/user"
    as 0 "$outer" chown "$beyond" "$folder/given" 2>/dev/null && touch "$folder/was-changed"
    hold as 0 "$outer"
    inner=$held
    as 0 "$outer" sh -c "echo '0 $nested_base $((count / 4))' >/proc/$inner/uid_map;
        echo '0 0 1' >/proc/$inner/gid_map"
    as "$nested_id" "$inner" touch "$folder/nested"

    is "$(
        owner root
        owner user
        as 0 "$outer" stat -c %u "$folder/known" "$folder/stranger"
        [ -e "$folder/was-changed" ] || [ "$(owner given)" != "$user" ] || echo none
        owner nested
    )" "$(answers)" "seed $seed: the kernel answers as the rule does"
    release
done
done_testing
