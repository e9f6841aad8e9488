# The manual page of the cursor library, made from its headers: awk -f manual.awk HEADERS.
#
# A comment of the form "---- name ----" is a section; any other comment is a paragraph,
# in which lines that are indented further stay as they are; code is shown as it is.
# Preprocessor lines are left out, but for macros with a comment of their own.

BEGIN {
    print ".TH CURSOR 3 \"\" \"ring3\" \"ring3 manual\""
    print ".SH NAME"
    print "cursor \\- a cursor for SQLite, after Python's DB-API"
    print ".SH SYNOPSIS"
    print ".nf"
    print "#include \"sqlite-demo/cursor.h\""
    print "cc -I RING3 program.c RING3/build/release/lib/libcursor.a -lsqlite3"
    print ".fi"
    print ".SH DESCRIPTION"
    headed = 1 # a paragraph right after a heading needs no macro
}

function escaped(text) {
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    sub(/^\./, "\\\\\\&.", text)
    sub(/^'/, "\\\\\\&'", text)
    return text
}

function mode(wanted) {
    if (state == wanted)
        return
    if (state == "code")
        print ".fi\n.RE"
    if (wanted != "gap" && !headed)
        print ".PP"
    if (wanted == "code")
        print ".RS 4\n.nf"
    if (wanted != "gap")
        headed = 0
    state = wanted
}

function comment_line(text) {
    sub(/[ ]*\*\/.*$/, "", text)
    sub(/^[ ]*(\/\*|\*)/, "", text)
    sub(/^ /, "", text)
    if (text ~ /^[ ]*$/) {
        mode("gap")
    } else if (text ~ /^   /) {
        mode("code")
        print escaped(text)
    } else {
        mode("text")
        print escaped(text)
    }
}

FNR == 1 { inside = 0; mode("gap") }

/^\/\* -+ .* -+ \*\/$/ {
    mode("gap")
    name = $0
    gsub(/^\/\* -+ | -+ \*\/$/, "", name)
    print ".SH " toupper(name)
    headed = 1
    next
}

!inside && /^\/\*/ { inside = 1; mode("gap") }
inside {
    comment_line($0)
    if (/\*\//) {
        inside = 0
        mode("gap")
    }
    next
}

/^#/ { skipping = /\\$/; next }
skipping { skipping = /\\$/; next }
/^$/ { mode("gap"); next }
{ mode("code"); print escaped($0) }

END {
    mode("gap")
    print ".SH SEE ALSO"
    print ".BR sqlite\\-demo (1)"
}
