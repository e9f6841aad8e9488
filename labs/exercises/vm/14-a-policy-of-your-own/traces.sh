# The two traces: hot pages that change now and then, and the same with scans of new
# pages in between.
# shellcheck shell=sh

make_traces() { # FOLDER
    vmsim generate zipf --pages 300 -n 20000 --seed 7 |
        awk '{ print $1 + int((NR - 1) / 5000) * 1000 }' >"$1/hot.txt" &&
        awk '{ print } NR % 500 == 0 { for (i = 0; i < 200; i++) print 10000 + n++ }' \
            "$1/hot.txt" >"$1/scans.txt"
}
