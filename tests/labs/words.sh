#!/bin/sh
# The texts: every key that the code names has one, none is there for nothing, and German
# has them all with the same conversions. The check itself is tried on faults.
. tests/lib.sh

run perl tests/labs/helpers/words.pl . de
is "$out$err" '' 'code, English and German agree'
is "$status" 0 'and all were read'

tree=$work/tree
mkdir -p "$tree/labs/words" "$tree/labs/kit"
cat >"$tree/labs/words/en.words" <<'END'
# comment
menu.open: open
menu.count: %zu of %zu
menu.page:
    # Page

    text
menu.spare: spare
menu.open: again
nonsense
END
cat >"$tree/labs/words/de.words" <<'END'
menu.open: auf
menu.count: %zu von %s
menu.other: anders

en: a sentence
de: ein Satz
END
cat >"$tree/labs/menu.c" <<'END'
say("menu.open"); say("menu.page"); say("menu.typo"); open("menu.c");
say_as("menu.count",
       "%u %u");
say("menu.count");
END
run perl tests/labs/helpers/words.pl "$tree" de
finds() { # TEXT NAME
    contains "$out" "$1" "found: $2"
}
finds 'en.words:9: menu.open is there twice' 'a key twice'
finds 'en.words:10: neither a key' 'a line that is nothing'
finds 'de.words: menu.other is not in en.words' 'a key that English lacks'
finds 'de.words: menu.count has other conversions' 'other conversions'
finds 'de.words: menu.page is missing' 'a text that is not translated'
finds 'menu.c: menu.typo is not in en.words' 'a key in the code alone'
finds "menu.c: menu.count takes '%u %u'" 'arguments that the text does not take'
finds 'menu.c: menu.count has conversions' 'a format that say() would not check'
finds 'en.words: menu.spare is used nowhere' 'a text for nothing'
lacks "$out" 'menu.c is not' 'a file is no key'
run perl tests/labs/helpers/words.pl "$tree"
lacks "$out" 'menu.page is missing' 'a language that is not yet complete may be there'

# English is in the program itself; German is found beside the data, or it stays English.
mkdir "$work/alone" "$work/empty"
cp "$RING3_BUILD/bin/labs" "$work/alone/"
run env LANGUAGE=de RING3_DATA="$work/empty" "$work/alone/labs" --help
contains "$out" 'make a folder for your work' 'without any data it still speaks'
run env LANGUAGE=de RING3_DATA="$work/empty" "$work/alone/labs" list
contains "$err" 'the exercises that come with ring3 are missing' '… and says what is missing'
run env LANGUAGE=de labs --help
contains "$out" 'einen Ordner für deine Arbeit anlegen' 'with its data it speaks German'
done_testing
