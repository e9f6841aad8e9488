# Makes words_english.c from labs/words/en.words: the file as it is, as an array.
BEGIN {
    print "/* Made from labs/words/en.words. */"
    print "#include \"labs/kit/words_file.h\"\n"
    print "const char words_english[] ="
}
{
    gsub(/[\\"]/, "\\\\&")
    printf "    \"%s\\n\"\n", $0
}
END {
    print "    \"\";"
    print "const size_t words_english_size = sizeof words_english;"
}
