# The first victim that is used again sooner than another page of the memory. Input: two
# columns, page and what was done (h, f, or the page that left). Prints three lines: the
# step, what was wrong, and what was in memory.
{ page[NR] = $1; done[NR] = $2 }

function next_use(p, from,    i) {
    for (i = from; i <= NR; i++)
        if (page[i] == p)
            return i
    return NR + 1
}

function words(at) { return at > NR ? "never again" : "at step " at }

END {
    for (step = 1; step <= NR; step++) {
        if (done[step] == "h")
            continue
        if (done[step] != "f") {
            victim = done[step]
            best = victim
            for (p in memory)
                if (next_use(p, step + 1) > next_use(best, step + 1))
                    best = p
            if (next_use(best, step + 1) > next_use(victim, step + 1)) {
                kind = next_use(best, step + 1) > NR ? "never" : "later"
                print kind " " step
                print "page " victim " left, which is used " words(next_use(victim, step + 1)) \
                    "; page " best " is used " words(next_use(best, step + 1))
                exit
            }
            delete memory[victim]
        }
        memory[page[step]] = 1
    }
}
