/* Texts in the learner's language.
 *
 * A catalogue is a file of pairs, share/ring3/words/LANGUAGE.words:
 *
 *     en: go on to what comes next
 *     de: weiter zu dem, was als Nächstes kommt
 *
 * English is what the program is written in; where a pair is missing, it stays. A pair
 * whose conversions (%s, %u) differ is not used, so that no translation can crash.
 */
#ifndef RING3_KIT_WORDS_H
#define RING3_KIT_WORDS_H

/* Chooses the language for the process: the name given (may be NULL), else the setting
 * `language`, else LANGUAGE, LC_ALL, LC_MESSAGES, LANG. Without a catalogue of that name
 * it is English. */
void words_choose(const char *name);
/* "en", "de". */
const char *words_language(void);
/* Adds the pairs of one more file, as of an exercise; nothing happens if it is absent. */
void words_add_file(const char *path);

/* The text in the learner's language; it lives until a language is chosen anew. */
const char *say(const char *text) __attribute__((format_arg(1)));

/* The same for a sentence that is finished already: a pair with conversions fits if the
 * text is made from it ("%s is missing" fits "vmsim is missing"). To be freed. */
char *say_sentence(const char *text);

#endif
