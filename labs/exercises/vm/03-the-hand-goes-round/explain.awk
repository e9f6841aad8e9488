# Follows CLOCK through the string, and explains the first step at which `said` differs
# from `truth`: message, hint, and the memory before the step.

function holds(    i, text) {
    for (i = 0; i < used; i++)
        text = text (i ? ", " : "") "frame " i ": page " memory[i] " with bit " bit[i] \
            (i == hand ? " and the hand" : "")
    return used ? text : "nothing"
}

function frame_of(page,    i) {
    for (i = 0; i < used; i++)
        if (memory[i] == page)
            return i
    return -1
}

function set_bits(    i, count) {
    for (i = 0; i < used; i++)
        count += bit[i]
    return count
}

function reject(message, hint) {
    print "step " step " (page " page[step] "): " message
    print hint
    print "before this step: " holds()
    exit
}

function judge(given, right,    was) {
    was = right == "h" ? "a hit" : right == "f" ? "a fault, with a frame still free" \
        : "a fault, and page " right " leaves"
    if (given == "" || given == ".")
        reject("no answer yet", "Keep the three frames, their bits and the hand on paper.")
    if (given !~ /^([hf]|[0-9]+)$/)
        reject("'" given "' is no answer", "Write h, f, or the number of the page that leaves.")
    if (right == "h")
        reject("you said " (given == "f" ? "a fault" : "page " given " leaves") ", it is " was,
            "A hit sets a bit, and nothing else happens.")
    if (given == "h")
        reject("you said a hit, it is " was, "That page is not in memory at this moment.")
    if (right == "f")
        reject("you said page " given "; it is " was, "The hand is not asked while a frame is free.")
    if (given == "f")
        reject("you said a frame is free, it is " was, "All " frames " frames are taken.")
    if (frame_of(given) < 0)
        reject("you said page " given " leaves, but it is not in memory",
            "Only a page that is in memory can leave it.")
    if (set_bits() == frames)
        reject("you said page " given "; it is page " right " that leaves",
            "All bits are set. The hand clears each of them and comes back to where it began.")
    if (bit[frame_of(given)])
        reject("you said page " given "; it is page " right " that leaves",
            "Page " given " has its bit set: the hand clears the bit and moves on.")
    reject("you said page " given "; it is page " right " that leaves",
        "Both bits are clear. Which of the two does the hand come to first, from where it stands?")
}

BEGIN {
    count = split(pages, page, ",")
    split(truth, answer, " ")
    split(tolower(said), given, " ")
    for (step = 1; step <= count; step++) {
        if (given[step] != answer[step])
            judge(given[step], answer[step])
        if (answer[step] == "h") {
            bit[frame_of(page[step])] = 1
        } else if (answer[step] == "f") {
            bit[used] = 1
            memory[used++] = page[step]
        } else {
            while (bit[hand]) {
                bit[hand] = 0
                hand = (hand + 1) % frames
            }
            memory[hand] = page[step]
            bit[hand] = 1
            hand = (hand + 1) % frames
        }
    }
}
