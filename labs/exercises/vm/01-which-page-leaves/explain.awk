# Finds the first step at which `said` differs from `truth`, and prints: what is
# wrong, the rule, and what memory held before the step. What is in memory follows
# from the truth: a page enters at its fault, and the page that vmsim named leaves.

function holds(    i, text) {
    text = ""
    for (i = 1; i <= used; i++)
        text = text (i > 1 ? ", " : "") "page " memory[i] " (loaded at " loaded[memory[i]] \
            ", last used at " last[memory[i]] ")"
    return used ? text : "nothing"
}

function resident(page,    i) {
    for (i = 1; i <= used; i++)
        if (memory[i] == page)
            return i
    return 0
}

function reject(message, rule) {
    print policy ", step " step " (page " page[step] "): " message
    print rule
    print "before this step memory held " holds()
    exit
}

function judge(given, right,    was) {
    was = right == "h" ? "a hit" : right == "f" ? "a fault, with a frame still free" \
        : "a fault, and page " right " leaves"
    if (given == "" || given == ".")
        reject("no answer yet", "Keep a list of what is in memory, step by step.")
    if (given !~ /^([hf]|[0-9]+)$/)
        reject("'" given "' is no answer", "Write h, f, or the number of the page that leaves.")
    if (right == "h")
        reject("you said " (given == "f" ? "a fault" : "page " given " leaves") ", it is " was,
            "The page is in memory already. A hit moves nobody out.")
    if (given == "h")
        reject("you said a hit, it is " was,
            "A hit means that the page is in memory at this moment. " \
            (step in seen_at ? "It was there, but it had to leave." : "It was never loaded before."))
    if (right == "f")
        reject("you said page " given "; it is " was,
            "As long as a frame is free, nobody has to leave.")
    if (given == "f")
        reject("you said a frame is free, it is " was,
            "All " frames " frames are taken. Somebody has to leave.")
    if (!resident(given))
        reject("you said page " given " leaves, but it is not in memory",
            "Only a page that is in memory can leave it.")
    if (policy == "fifo")
        reject("you said page " given "; it is page " right " that leaves",
            given == rival[step] \
            ? "FIFO does not look at when a page was used. The page that was loaded first leaves." \
            : "FIFO: the page that was loaded first leaves.")
    reject("you said page " given "; it is page " right " that leaves",
        loaded[given] < loaded[right] \
        ? "A hit makes a page recent again. LRU asks when a page was last used, not when it came." \
        : "LRU: of the pages in memory, the one whose last use is longest ago leaves.")
}

BEGIN {
    count = split(pages, page, " ")
    split(truth, answer, " ")
    split(other, rival, " ")
    split(tolower(said), given, " ")
    for (step = 1; step <= count; step++) {
        if (page[step] in ever)
            seen_at[step] = 1
        if (given[step] != answer[step])
            judge(given[step], answer[step])
        if (answer[step] == "f")
            memory[++used] = page[step]
        else if (answer[step] != "h")
            memory[resident(answer[step])] = page[step]
        if (answer[step] != "h")
            loaded[page[step]] = step
        last[page[step]] = step
        ever[page[step]] = 1
    }
}
