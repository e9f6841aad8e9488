# shellcheck shell=sh
. "$RING3_EXERCISE/../trace.sh"

# run_schedule WORDS…: "x=N", or what is wrong with it.
run_schedule() {
    echo "$*" | awk '{
        if (NF != 6) { print "it has " NF " steps, not six"; exit }
        for (i = 1; i <= 6; i++) {
            t = $i
            if (t != "1" && t != "2") { print "\"" t "\" is no thread: there are 1 and 2"; exit }
            step = ++done[t]
            if (step > 3) { print "thread " t " has only three steps"; exit }
            if (step == 1) register[t] = x + 0
            if (step == 2) register[t]++
            if (step == 3) x = register[t]
        }
        print "x=" x
    }'
}

# Sets $schedule and $end. Odd and even seeds differ in what is lost, so that neither
# answer is the likely one.
ask() { # SEED
    wanted=$(($1 % 2 + 1))
    lost='1,2,1,2,1,2 1,1,2,2,1,2 2,1,1,1,2,2 1,2,2,1,2,1 2,2,1,1,1,2 1,1,2,1,2,2 2,1,2,1,1,2'
    kept='1,1,1,2,2,2 2,2,2,1,1,1'
    if [ $wanted = 1 ]; then
        schedule=$(echo "$lost" | cut -d' ' -f"$(number "$1" 7)" | tr , ' ')
    else
        schedule=$(echo "$kept" | cut -d' ' -f"$(number "$1" 2)" | tr , ' ')
    fi
    # shellcheck disable=SC2086 # each step is a word
    end=$(run_schedule $schedule)
    end=${end#x=}
}
